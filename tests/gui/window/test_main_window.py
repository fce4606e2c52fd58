"""The whole window with a real session: the first start, its keys, and its questions."""

import pytest
from PySide6.QtCore import Qt
from windows import LINE, PATIENCE, state, step

from rnnviz.gui import app
from rnnviz.gui.window.hint import FIRST
from rnnviz.lab.panels import PANELS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


# The first start


def test_the_first_start_is_ready_to_train_and_says_what_to_do(window):
    assert window.session.source.builtin == "verse"
    assert window.hint.isVisible()
    assert window.hint.text() == FIRST
    seen = [dock.panel.name for dock in window.panels.docks if dock.can_be_seen]
    assert seen == list(PANELS)[:4]
    assert window.left.corpus.facts["Length"].text() == f"{window.session.corpus.characters:,} " + (
        "characters"
    )
    nats = window.session.corpus.entropy
    assert window.left.corpus.facts["Entropy"].text() == f"{nats:.2f} nats, of single characters"


def test_the_file_of_the_command_line_is_opened(open_window, tmp_path):
    path = tmp_path / "given.txt"
    path.write_text(LINE * 40)
    assert open_window(str(path)).session.corpus.name == "given.txt"


def test_the_files_of_the_command_line_are_joined(qtbot, qapp, preferences, tmp_path):
    paths = [tmp_path / name for name in ("b.txt", "a.txt")]
    for path in paths:
        path.write_text(LINE * 40)
    window = app.open_window(qapp, preferences, *map(str, paths))
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.session.state == "ready", timeout=PATIENCE)
    assert window.session.source.files == tuple(map(str, paths))


def test_accents_in_either_form_are_typed(open_window, qtbot, tmp_path):
    (tmp_path / "nfd.txt").write_text("e\u0301te\u0301 et cafe\u0301\n" * 40, encoding="utf-8")
    window = open_window(str(tmp_path / "nfd.txt"))
    assert "Unicode NFC" in window.left.corpus.facts["Note"].text()
    for typed in ("\u00e9t\u00e9", "e\u0301te\u0301"):
        controls = window.panels.panels["samples"].controls
        controls.prime.setText(typed)
        controls.prime.textEdited.emit(typed)
        assert controls.refusal.text() == ""
        assert controls.write.isEnabled()


def test_symbols_are_a_row_beside_the_text(open_window, qtbot, tmp_path):
    (tmp_path / "signs.txt").write_text("".join(map(chr, range(0x4E00, 0x4E00 + 2500))) * 2)
    window = open_window(str(tmp_path / "signs.txt"))
    (warning,) = (text for text in window.notices.texts if "alphabet" in text)
    assert "The alphabet has 2,500 symbols: at 64 hidden units, input and readout take" in warning
    window.left.corpus.form.changed.emit("symbols", 700)
    qtbot.waitUntil(lambda: window.session.corpus.alphabet == 701, timeout=PATIENCE)
    note = window.left.corpus.facts["Note"].text()
    assert "The 700 most frequent of 2,500 symbols are kept; the others, 72.0% of" in note
    assert window.session.settings.symbols == 700


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


def test_two_spaces_at_once_leave_it_paused_and_twenty_rights_are_twenty_steps(window, qtbot):
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(state(window, "paused"), timeout=PATIENCE)
    qtbot.wait(100)
    assert window.session.state == "paused"
    before = step(window)
    for _ in range(20):
        qtbot.keyClick(window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: step(window) == before + 20, timeout=PATIENCE)
    qtbot.waitUntil(state(window, "paused"), timeout=PATIENCE)


def test_home_starts_over_with_the_same_curve_and_the_run_before_stays_in_the_list(
    window, qtbot, train
):
    train(window, 5)
    before, first = window.session.runs.focus, window.session.snapshot().curves.loss.tolist()
    qtbot.keyClick(window, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: step(window) == 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.commands.restart.isEnabled(), timeout=PATIENCE)
    train(window, 5)
    assert window.session.snapshot().curves.loss.tolist() == first
    assert before in window.session.runs


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


def test_an_untrained_network_is_replaced(window, qtbot):
    field = window.left.hyperparameters.network.fields["hidden"]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: window.session.settings.hidden == 128, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.session.runs.focus.settings.hidden == 128, timeout=PATIENCE)
    assert len(window.session.runs) == 1


def test_a_trained_network_stays_in_the_list_when_another_cell_is_chosen(window, qtbot, train):
    train(window, 5)
    before = window.session.runs.focus
    field = window.left.hyperparameters.network.fields["cell"]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: step(window) == 0, timeout=PATIENCE)
    assert window.session.settings.cell == field.currentData()
    assert list(window.session.runs) == [before, window.session.runs.focus]


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
