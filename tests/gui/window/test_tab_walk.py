"""What Tab stops at in the window and in every dialog: in which order, by which name, how seen.

The lists are written out in `tab_stops.py`, so that a change of what people meet shows there.
"""

import pytest
from dialogs import Opener
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser
from tab_stops import AROUND, IN_DIALOGS, IN_LESSON, IN_PANELS
from tab_walk import has_ring, name_of, walk
from windows import PATIENCE

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.window.tab_order import entry, stops_beside
from rnnviz.lab.panels import PANELS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
WITHOUT_NEWS = ("samples", "task", "attention", "simulator", "runs", "units")
"""Those that show nothing of this run, or not by a picture that says so."""


def focus():
    return QApplication.focusWidget()


def names(stops):
    found = [" | ".join(map(name_of, stop)) for stop in stops]
    assert all(name_of(one) for stop in stops for one in stop), found
    return found


def by_tab(stops):
    """Go from stop to stop by Tab; what has the keyboard, and that it can be seen."""
    entry(stops[0]).setFocus(Qt.FocusReason.TabFocusReason)
    for stop in stops:
        assert focus() is entry(stop), (name_of(focus()), names([stop]))
        assert has_ring(focus()), name_of(focus())
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        while isinstance(focus(), QTextBrowser) and focus() is entry(stop):
            QTest.keyClick(focus(), Qt.Key.Key_Tab)  # through its links


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_ring_stands_out_from_all_that_it_stands_on(theme):
    def light(name):
        shares = [channel / 255 for channel in QColor(name).getRgb()[:3]]
        r, g, b = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    for ground in (theme.window, theme.base):
        pale, deep = sorted((light(theme.accent), light(ground)), reverse=True)
        assert (pale + 0.05) / (deep + 0.05) >= 3, "as WCAG 2.2 asks of what is no text"


@pytest.fixture
def trained(open_window, train):
    """A window with a small LSTM that has learned for ten steps."""
    window = open_window()
    window.session.change(cell="lstm", hidden=8, batch=2, window=6)
    train(window, 10)
    return window


def test_the_window_is_gone_through_as_the_eye_does(trained, qtbot):
    window, parts = trained, trained.keyboard.parts
    window.setFocus()
    found = walk(window)
    assert walk(window, Qt.Key.Key_Backtab)[1:] == found[-2::-1]
    places = [parts.all().index(parts.part_of(one)) for one in found]
    assert places == sorted(places), "it goes back to no part"
    docks = [dock for dock in window.panels.docks if dock.in_front]
    around = [part for part in parts.all() if part not in docks]
    assert names([stop for part in around for stop in parts.stops(part)]) == AROUND
    for part in parts.all():
        by_tab(parts.stops(part))
    window.look.choose("dark")
    window.going.to_panel("loss")
    assert has_ring(focus())


def test_every_panel_is_gone_through_from_its_title_to_its_tabs(trained, qtbot):
    window, found = trained, {}
    for dock in window.panels.docks:
        name = dock.kind.name
        window.going.to_panel(name)
        qtbot.waitUntil(lambda n=name: n in WITHOUT_NEWS or not focus().message, timeout=PATIENCE)
        stops = window.keyboard.parts.stops(dock)
        found[name] = names(stops)
        by_tab(stops)
    assert found == IN_PANELS
    assert list(found) == list(PANELS)


def test_a_lesson_is_gone_through(window):
    window.lesson.open_builtin("2-vanish")
    QApplication.processEvents()
    stops = window.keyboard.parts.stops(window.lesson)
    assert names(stops) == IN_LESSON
    window.lesson.close()


def test_every_dialog_is_gone_through(window, qtbot, tmp_path):
    open_one, found = Opener(window, qtbot, tmp_path), {}
    for name in IN_DIALOGS:
        dialog = open_one(name)
        assert focus() is not None
        assert focus().window() is dialog
        stops = stops_beside(dialog)
        found[name] = names(stops)
        by_tab(stops)
        dialog.close()
        QApplication.processEvents()
    assert found == IN_DIALOGS
