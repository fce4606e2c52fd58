"""The whole window with a real session: keys, clicks, docks, questions, and the next start."""

import math

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox

from rnnviz.gui.about import about
from rnnviz.gui.hint import FIRST
from rnnviz.gui.panels import REGISTRY
from rnnviz.gui.questions import STAYS
from rnnviz.gui.theme import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PATIENCE = 20_000
LINE = "how now brown cow, said the sheep to the plough.\n"


def state(window, *states):
    return lambda: window.session.state in states


def step(window):
    newest = window.session.snapshot()
    return newest.step if newest is not None else -1


def answer(qtbot, button):
    """Press a button of the question that comes next; says what was asked."""
    asked = []

    def press():
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            timer.stop()
            next(b for b in box.buttons() if b.text().replace("&", "") == button).click()

    timer = QTimer()
    timer.timeout.connect(press)
    timer.start(20)
    return asked, timer


# The first start


def test_the_first_start_is_ready_to_train_and_says_what_to_do(window):
    assert window.session.source.builtin == "verse"
    assert window.hint.isVisible()
    assert window.hint.text() == FIRST
    assert [dock.panel.name for dock in window.panels.docks if dock.can_be_seen] == [
        kind.name for kind in sorted(REGISTRY.values(), key=lambda kind: kind.order)
    ]
    assert window.left.corpus.facts["Length"].text() == f"{window.session.corpus.characters:,} " + (
        "characters"
    )
    bits = window.session.corpus.entropy / math.log(2)
    assert window.left.corpus.facts["Entropy"].text() == f"{bits:.2f} bits a character"


def test_the_file_of_the_command_line_is_opened(open_window, tmp_path):
    path = tmp_path / "given.txt"
    path.write_text(LINE * 40)
    assert open_window(str(path)).session.corpus.name == "given.txt"


def test_a_missing_file_of_the_command_line_is_told_in_the_window(open_window, qtbot):
    window = open_window("no-such.txt", wait=False)
    qtbot.waitUntil(lambda: bool(window.notices.texts), timeout=PATIENCE)
    assert "no-such.txt" in window.notices.texts[0]


# Keys


def test_space_runs_and_pauses(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: step(window) > 3, timeout=PATIENCE)
    assert window.transport.run.text() == "Pause"
    qtbot.waitUntil(lambda: not window.hint.isVisible(), timeout=PATIENCE)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(state(window, "paused"), timeout=PATIENCE)
    assert window.transport.run.text() == "Run"


def test_space_works_where_the_focus_is_on_a_number_a_choice_or_a_button(window, qtbot):
    form = window.left.hyperparameters.network
    for widget in (form.fields["hidden"], form.fields["cell"], window.transport.step):
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_Space)
        qtbot.waitUntil(state(window, "running"), timeout=PATIENCE)
        qtbot.keyClick(widget, Qt.Key.Key_Space)
        qtbot.waitUntil(state(window, "paused"), timeout=PATIENCE)
    assert not form.fields["cell"].view().isVisible()


def test_space_in_a_text_is_a_space(window, qtbot):
    phrase = window.panels.panels["hidden_units"].phrase
    phrase.setFocus()
    phrase.clear()
    qtbot.keyClick(phrase, Qt.Key.Key_Space)
    assert phrase.text() == " "
    assert window.session.state == "ready"


def test_right_does_one_step(window, qtbot):
    for done in (1, 2):
        qtbot.keyClick(window, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda done=done: step(window) == done, timeout=PATIENCE)
        qtbot.waitUntil(state(window, "paused"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.transport.readouts["step"].text().startswith("step 2 of"))


def test_home_starts_over_with_the_same_curve_and_asks_only_then(window, qtbot, train):
    train(window, 5)
    first = window.session.snapshot().curves.loss.tolist()
    asked, timer = answer(qtbot, "Start over")
    qtbot.keyClick(window, Qt.Key.Key_Home)
    timer.stop()
    assert len(asked) == 1
    qtbot.waitUntil(lambda: step(window) == 0, timeout=PATIENCE)
    assert not window.commands.restart.isEnabled()
    train(window, 5)
    assert window.session.snapshot().curves.loss.tolist() == first


def test_home_does_nothing_when_the_answer_is_to_keep_the_run(window, qtbot, train):
    train(window, 5)
    asked, timer = answer(qtbot, STAYS)
    qtbot.keyClick(window, Qt.Key.Key_Home)
    timer.stop()
    assert len(asked) == 1
    qtbot.wait(200)
    assert step(window) == 5


def test_home_asks_nothing_after_saving(window, qtbot, train, tmp_path):
    train(window, 5)
    with qtbot.waitSignal(window.session.saved, timeout=PATIENCE):
        window.session.save(str(tmp_path / "run.safetensors"))
    assert "Saved as run.safetensors" in window.notices.texts[-1]
    qtbot.keyClick(window, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: step(window) == 0, timeout=PATIENCE)


def test_return_presses_the_button_that_has_the_focus(window, qtbot):
    window.transport.step.setFocus()
    qtbot.keyClick(window.transport.step, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: step(window) == 1, timeout=PATIENCE)


def test_slow_motion_is_one_step_a_second(window, qtbot):
    window.transport.speed.setValue(0)
    assert window.transport.speed_label.text() == "1 step/s"
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.wait(1500)
    assert 1 <= step(window) <= 3


# Settings


def test_what_acts_at_once_acts_without_a_question(window, qtbot, train):
    train(window, 5)
    field = window.left.hyperparameters.training.fields["lr"]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0.001")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.session.settings.lr == 0.001
    qtbot.wait(100)
    assert step(window) == 5


def test_an_untrained_network_is_changed_without_a_question(window, qtbot):
    field = window.left.hyperparameters.network.fields["hidden"]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: window.session.settings.hidden == 128, timeout=PATIENCE)


def test_a_trained_network_is_kept_by_default(window, qtbot, train):
    train(window, 5)
    field = window.left.hyperparameters.network.fields["hidden"]
    asked, timer = answer(qtbot, STAYS)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    timer.stop()
    assert asked == ["Hidden units: a change needs a new network."]
    assert window.session.settings.hidden == 64
    assert field.value() == 64
    assert step(window) == 5


def test_a_trained_network_is_replaced_when_the_answer_is_yes(window, qtbot, train):
    train(window, 5)
    asked, timer = answer(qtbot, "New network")
    field = window.left.hyperparameters.network.fields["cell"]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    timer.stop()
    qtbot.waitUntil(lambda: step(window) == 0, timeout=PATIENCE)
    assert window.session.settings.cell == field.currentData()
    assert len(asked) == 1


def test_a_preset_fills_the_forms(window, qtbot):
    menu = window.left.hyperparameters.presets.menu()
    next(a for a in menu.actions() if a.text() == "min-char-rnn").trigger()
    qtbot.waitUntil(lambda: window.session.settings.optimizer == "adagrad", timeout=PATIENCE)
    assert window.left.hyperparameters.network.fields["hidden"].value() == 100


def test_a_refused_setting_goes_back_and_says_why(window, qtbot):
    window.session.open_builtin("hello")
    qtbot.waitUntil(lambda: window.session.source.builtin == "hello", timeout=PATIENCE)
    window.panels.change_requested.emit({"prime": "zebra"})
    qtbot.waitUntil(lambda: bool(window.notices.texts), timeout=PATIENCE)
    assert window.session.settings.prime == ""


# Texts and runs


def test_a_built_in_text_is_a_click_away(window, qtbot):
    button = window.left.corpus.builtins["sums"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.source.builtin == "sums", timeout=PATIENCE)
    assert button.isChecked()
    assert not window.left.corpus.builtins["verse"].isChecked()
    assert "+" in window.left.corpus.preview.toPlainText()


def test_another_text_keeps_the_unsaved_run_and_says_so(window, qtbot, train):
    train(window, 7)
    qtbot.mouseClick(window.left.corpus.builtins["hello"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.source.builtin == "hello", timeout=PATIENCE)
    assert any("Resume last run" in text for text in window.notices.texts)
    qtbot.waitUntil(window.memory.last_run.is_file, timeout=PATIENCE)
    window.commands.resume.trigger()
    qtbot.waitUntil(lambda: step(window) == 7, timeout=PATIENCE)
    assert window.session.source.builtin == "verse"


def test_a_copied_text_is_pasted(window, qtbot):
    QGuiApplication.clipboard().setText(LINE * 40)
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.session.corpus.name == "pasted text", timeout=PATIENCE)


def test_pasting_nothing_is_refused(window, qtbot):
    QGuiApplication.clipboard().setText("  ")
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_V, keys)
    assert window.notices.texts == ("There is no text to paste; copy one first.",)


def test_a_recent_file_can_be_opened_again(window, qtbot, tmp_path):
    path = tmp_path / "again.txt"
    path.write_text(LINE * 40)
    window.opening.open_paths((str(path),))
    qtbot.waitUntil(lambda: window.session.corpus.name == "again.txt", timeout=PATIENCE)
    window.opening.open_builtin("hello")
    qtbot.waitUntil(lambda: window.session.source.builtin == "hello", timeout=PATIENCE)
    window.recent.fill()
    window.recent.actions()[0].trigger()
    qtbot.waitUntil(lambda: window.session.corpus.name == "again.txt", timeout=PATIENCE)


def test_a_long_reading_shows_its_progress_and_can_be_cancelled(window, qtbot, tmp_path):
    path = tmp_path / "long.txt"
    path.write_text(LINE * 800_000)
    before = window.session.corpus
    window.opening.open_paths((str(path),))
    qtbot.waitUntil(window.loading.isVisible, timeout=PATIENCE)
    assert "long.txt" in window.loading.label.text()
    qtbot.mouseClick(window.loading.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.loading.isVisible(), timeout=PATIENCE)
    assert window.session.corpus is before


# What went wrong


def test_a_diverged_run_is_explained_and_can_start_over(window, qtbot):
    window.session.change(optimizer="sgd", lr=0.5, clip="none", activation="relu")
    qtbot.waitUntil(lambda: window.session.settings.lr == 0.5, timeout=PATIENCE)
    window.commands.run.trigger()
    qtbot.waitUntil(state(window, "diverged", "finished"), timeout=PATIENCE)
    assert any("learning rate" in text for text in window.notices.texts)
    assert not window.transport.run.isEnabled()
    assert window.transport.restart.isEnabled()


def test_a_mistake_of_the_program_stays_in_the_window_with_its_details(window, qtbot, monkeypatch):
    monkeypatch.setattr(window.session._worker._trainer, "write", _break)
    window.commands.run.trigger()
    qtbot.waitUntil(state(window, "failed"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(window.notices.texts), timeout=PATIENCE)
    banner = window.notices._banners[0]
    assert "a made-up mistake" in banner.details
    qtbot.mouseClick(banner._more, Qt.MouseButton.LeftButton)
    assert banner._details.isVisible()
    qtbot.mouseClick(banner._close, Qt.MouseButton.LeftButton)
    assert not window.notices.isVisible()


def _break():
    raise RuntimeError("a made-up mistake")


def test_the_end_of_the_steps_says_how_to_go_on(window, qtbot, train):
    train(window, 5)
    assert any("Space trains 5 more" in text for text in window.notices.texts)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: step(window) == 10, timeout=PATIENCE)


def test_a_long_sentence_is_shown_whole(window, qtbot):
    window.notices.show_problem("This file cannot be read, and that is a long story. " * 8)
    text = window.notices._banners[0]._text
    qtbot.waitUntil(lambda: text.height() >= text.heightForWidth(text.width()) > 0)
    assert text.heightForWidth(text.width()) > 2 * text.fontMetrics().lineSpacing()


# Panels


def test_only_panels_that_can_be_seen_are_drawn_and_measured(window, qtbot, train, monkeypatch):
    hidden = next(d for d in window.panels.docks if d.panel.name == "hidden_units")
    hidden.close()
    drawn = []
    monkeypatch.setattr(hidden.panel, "show_snapshot", drawn.append)
    train(window, 20)
    assert drawn == []
    assert {request.probe for request in window.panels.requests()} == {"gradient_flow"}
    assert {request.probe for request in window.session.snapshot().results} == {"gradient_flow"}
    hidden.show()
    qtbot.waitUntil(lambda: any(s.step == 20 for s in drawn), timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(window.session.snapshot().results) == 2, timeout=PATIENCE)


def test_a_tab_in_the_back_is_not_drawn_until_it_is_raised(window, qtbot, train):
    front, back = window.panels.docks[0], window.panels.docks[1]
    window.panels.tabifyDockWidget(front, back)
    front.raise_()
    qtbot.waitUntil(lambda: not back.can_be_seen)
    train(window, 12)
    assert front.drawn.step == 12
    assert back.drawn is None or back.drawn.step == 0
    back.raise_()
    qtbot.waitUntil(lambda: back.can_be_seen and back.drawn.step == 12)


def test_the_layout_can_be_reset(window, qtbot):
    docks = window.panels.docks
    docks[0].close()
    docks[1].setFloating(True)
    window.panels.tabifyDockWidget(docks[2], docks[3])
    window.commands.reset_layout.trigger()
    qtbot.waitUntil(lambda: all(dock.can_be_seen for dock in docks))
    places = [dock.mapTo(window.panels, QPoint()) for dock in docks]
    assert not any(dock.isFloating() for dock in docks)
    assert places[0].y() == places[1].y() < places[2].y()
    assert places[0].x() == places[2].x() < places[1].x() == places[3].x()


def test_every_panel_is_in_the_view_menu(window):
    listed = [action.text() for action in window.panels.view_actions()]
    assert sorted(listed) == sorted(kind.title for kind in REGISTRY.values())


# The look


def test_the_look_is_switched_and_reaches_every_panel(window, qtbot):
    def colour():
        return window.palette().window().color().name()

    for name, theme in (("dark", DARK), ("light", LIGHT)):
        next(a for a in window.commands.looks.actions() if a.data() == name).trigger()
        assert {panel.theme for panel in window.panels.panels.values()} == {theme}
        qtbot.waitUntil(lambda theme=theme: colour() == theme.window)


def test_text_can_be_enlarged_for_the_back_rows(window, qtbot):
    before = window.font().pointSizeF()
    plus = (Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, *plus)
    qtbot.keyClick(window, *plus)
    qtbot.waitUntil(lambda: window.font().pointSizeF() == before + 2)
    assert window.hint.font().pointSizeF() == pytest.approx(1.5 * (before + 2))
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.font().pointSizeF() == before)


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768)])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_nothing_is_cut_off_at_the_sizes_of_classrooms(open_window, memory, train, size, look):
    memory.look = look
    window = open_window(size=size)
    train(window, 30)
    assert (window.width(), window.height()) == size
    for part in (window.transport, window.left.corpus, window.left.hyperparameters):
        for label in part.findChildren(QLabel):
            if label.isVisible() and label.text() and not label.wordWrap():
                assert label.width() >= label.sizeHint().width(), label.text()
    picture = window.grab().toImage()
    assert picture.format() != QImage.Format.Format_Invalid


# Dialogs


def test_about_names_versions_and_credits(window, qtbot):
    window.commands.about.trigger()
    dialog = window.findChild(QDialog)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    for name in ("rnnviz", "PySide6", "NumPy", "pyqtgraph", "Kovesi", "CC BY", "Okabe"):
        assert name in words
    dialog.close()
    assert about(window).windowTitle() == "About rnnviz"


def test_the_keys_are_listed(window):
    window.commands.shortcuts.trigger()
    words = [label.text() for label in window.findChild(QDialog).findChildren(QLabel)]
    assert {"Space", "Right", "Home", "Ctrl+V or Ctrl+Shift+V"} <= set(words)


# The next start


def test_the_next_start_finds_everything_as_it_was(open_window, memory, qtbot):
    first = open_window(size=(1200, 700))
    first.left.corpus.builtins["hello"].click()
    qtbot.waitUntil(lambda: first.session.source.builtin == "hello", timeout=PATIENCE)
    first.session.change(hidden=32, lr=0.005)
    qtbot.waitUntil(lambda: first.session.settings.hidden == 32, timeout=PATIENCE)
    first.panels.docks[0].close()
    first.panels.tabifyDockWidget(first.panels.docks[2], first.panels.docks[3])
    first.close()
    second = open_window(wait=False, size=(1200, 700))
    qtbot.waitUntil(lambda: second.session.state == "ready", timeout=PATIENCE)
    assert second.session.source.builtin == "hello"
    assert (second.session.settings.hidden, second.session.settings.lr) == (32, 0.005)
    assert not second.panels.docks[0].isVisible()
    assert second.panels.tabifiedDockWidgets(second.panels.docks[2]) == [second.panels.docks[3]]
    assert second.left.hyperparameters.network.fields["hidden"].value() == 32


def test_an_unsaved_run_is_kept_at_the_end_and_can_be_resumed(open_window, qtbot, train):
    first = open_window()
    train(first, 6)
    loss = first.session.snapshot().curves.loss.tolist()
    first.close()
    second = open_window()
    second.commands.resume.trigger()
    qtbot.waitUntil(lambda: step(second) == 6, timeout=PATIENCE)
    assert second.session.snapshot().curves.loss.tolist() == loss


def test_a_last_text_that_is_gone_is_replaced_by_the_first(open_window, memory, tmp_path):
    memory.corpus = {"files": [str(tmp_path / "gone.txt")]}
    assert open_window().session.source.builtin == "verse"
