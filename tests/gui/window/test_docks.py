"""Panels, looks and dialogs of the window, and how all of it comes back at the next start."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QLabel,
    QWidget,
)
from windows import PATIENCE, step

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.window.about import about
from rnnviz.lab.panels import PANELS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


# Panels


def test_only_panels_that_can_be_seen_are_drawn_and_measured(window, qtbot, train, monkeypatch):
    hidden = next(d for d in window.panels.docks if d.panel.name == "hidden_units")
    hidden.close()
    drawn = []
    monkeypatch.setattr(hidden.panel, "show_snapshot", drawn.append)
    train(window, 20)
    assert drawn == []
    for requests in (window.panels.wanted().focus, window.session.snapshot().results):
        measured = {request.probe for request in requests}
        assert "gradient_flow" in measured
        assert "hidden_units" not in measured
    hidden.show()
    hidden.raise_()
    qtbot.waitUntil(lambda: any(s.step == 20 for s in drawn), timeout=PATIENCE)
    results = window.session.snapshot
    qtbot.waitUntil(
        lambda: "hidden_units" in {request.probe for request in results().results},
        timeout=PATIENCE,
    )


def test_of_other_runs_only_what_is_drawn_over_the_focus_is_wanted(window, qtbot, train):
    train(window, 2)
    wanted = window.panels.wanted()
    assert {request.probe for request in wanted.beside} == {"gradient_flow"}
    assert wanted.beside <= wanted.focus
    flow = next(dock for dock in window.panels.docks if dock.kind.name == "gradient_flow")
    with qtbot.waitSignal(window.panels.requests_changed) as signal:
        flow.close()
    assert signal.args[0].beside == frozenset()


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
    docks = window.panels.docks[:4]
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
    assert sorted(listed) == sorted(kind.title for kind in PANELS.values())


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
def test_nothing_is_cut_off_at_the_sizes_of_classrooms(open_window, preferences, train, size, look):
    preferences.look = look
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
    for name in ("rnnviz", "PySide6", "NumPy", "pyqtgraph", "Kovesi", "Ottosson", "Okabe"):
        assert name in words
    dialog.close()
    assert about(window).windowTitle() == "About rnnviz"


def test_the_keys_are_listed(window):
    window.commands.shortcuts.trigger()
    words = [label.text() for label in window.findChild(QDialog).findChildren(QLabel)]
    assert {"Space", "Right or F8", "Home or Ctrl+Home", "Ctrl+V or Ctrl+Shift+V"} <= set(words)


# The next start


def test_the_next_start_finds_everything_as_it_was(open_window, preferences, qtbot):
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
    assert second.panels.docks[3] in second.panels.tabifiedDockWidgets(second.panels.docks[2])
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


def test_a_last_text_that_is_gone_is_replaced_by_the_first(open_window, preferences, tmp_path):
    preferences.corpus = {"files": [str(tmp_path / "gone.txt")]}
    assert open_window().session.source.builtin == "verse"


def test_training_and_frames_make_way_for_a_window_that_is_resized(window, qtbot, monkeypatch):
    asked = []
    window.panels.resized.connect(lambda: asked.append("panels"))
    training = window.session._training
    aside = training.stand_aside
    monkeypatch.setattr(training, "stand_aside", lambda: (asked.append("training"), aside()))
    window.session.change(steps=10_000_000)
    window.commands.run.trigger()
    qtbot.waitUntil(lambda: window.session.state == "running")
    window.resize(window.width() - 40, window.height() - 30)
    qtbot.waitUntil(lambda: "training" in asked)
    assert "panels" in asked
    step = window.session.snapshot().step
    qtbot.waitUntil(lambda: window.session.snapshot().step > step)  # and it goes on
    window.commands.run.trigger()
    qtbot.waitUntil(lambda: window.session.state == "paused")


@pytest.mark.parametrize("larger", [0, 8])
def test_the_buttons_of_a_title_cover_nothing_of_the_panel(window, larger):
    for _ in range(larger):
        window.look.larger()
    QApplication.processEvents()
    for dock in (dock for dock in window.panels.docks if dock.can_be_seen):
        held = dock.widget()
        buttons = [one for one in dock.findChildren(QAbstractButton) if one.parent() is dock]
        assert len(buttons) == 4
        top = held.y() + held.contentsRect().top()
        assert max(one.geometry().bottom() for one in buttons) < top
        seen = [one for one in dock.panel.findChildren(QWidget) if one.isVisible()]
        assert min(one.mapTo(dock, QPoint()).y() for one in seen) >= top


def test_a_look_that_is_chosen_reaches_everything_that_is_shown(window):
    for look in ("dark", "light"):
        window.look.choose(look)
        QApplication.processEvents()
        ground = window.look.theme.window
        parts = [one for one in window.findChildren(QWidget) if one.isVisible()]
        plain = [one for one in parts if not isinstance(one, QCheckBox) and not one.styleSheet()]
        assert len(plain) > 200
        odd = {
            type(one).__name__ for one in plain if one.palette().window().color().name() != ground
        }
        assert odd == set()
