"""Nothing that acts lies outside a small screen, whatever the size of text."""

import re
from pathlib import Path

import pytest
from dialogs import Opener
from on_screen import acting, cut, place, small
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QScrollArea

import rnnviz
from rnnviz.gui.widgets.screen_dialog import ScreenDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SCREEN = QRect(0, 0, 1024, 768)
SIZES = (0, 4, 8, 12)
OWN = r"class \w+\(QDialog\)|= QDialog\("
STAY = ("sweep", "memory bench", "keys", "about", "help")
"""The dialogs beside which the window can be used."""
WHOLE = 8
"""Points up to which every word has room; beyond that single ones may be cut."""


def enlarge(window, points):
    while window.look.enlargement < points:
        window.look.larger()


@pytest.mark.parametrize("lesson", [None, "9-hello", "14-attention"])
def test_what_acts_is_on_the_screen_and_is_hit_at_any_size_of_text(open_window, qtbot, lesson):
    window = open_window(size=(1024, 768))
    if lesson is not None:
        window.lesson.open_builtin(lesson)
        window.column.choose(True)  # beside it, as somebody wants it
        qtbot.wait(50)
    for points in SIZES:
        enlarge(window, points)
        qtbot.wait(50)
        assert window.size() == SCREEN.size(), points
        assert window.left.isVisible()
        found = acting(window)
        assert len(found) > 10
        outside = [(w, place(w, window)) for w in found if not SCREEN.contains(place(w, window))]
        assert (points, outside) == (points, [])
        least = window.minimumSizeHint()
        assert least == least.boundedTo(SCREEN.size()), points
        assert (points, small(window)) == (points, [])
        if points <= WHOLE:  # words that are told anew may wait for their time

            def all_is_said(points=points):
                assert (points, cut(window)) == (points, [])

            qtbot.waitUntil(all_is_said)


def test_every_dialog_is_on_the_screen_with_all_that_acts_and_all_words(window, qtbot, tmp_path):
    opener = Opener(window, qtbot, tmp_path)
    stay = {name: opener(name) for name in STAY}
    for points in SIZES:
        enlarge(window, points)
        qtbot.wait(20)
        for name, dialog in stay.items():  # that is open while the text grows
            check(dialog, (name, points))
        for name in opener.ways.keys() - stay.keys():
            dialog = opener(name)
            assert isinstance(dialog, ScreenDialog)
            check(dialog, (name, points))
            dialog.close()
    for dialog in stay.values():
        dialog.close()


def check(dialog, at):
    """All of a dialog lies on the screen, and what it has no room for is scrolled, not cut."""
    room = dialog.screen().availableGeometry()
    assert room.contains(dialog.frameGeometry()), (at, dialog.frameGeometry())
    inside = QRect(0, 0, dialog.width(), dialog.height())
    outside = [w for w in acting(dialog) if not inside.contains(place(w, dialog))]
    assert (at, outside) == (at, [])
    assert (at, small(dialog)) == (at, [])
    if at[1] <= WHOLE:
        headings = SCREEN.width() <= room.width()  # of tables have no room on a narrower screen
        words = [one for one in cut(dialog) if headings or one[0] != "QHeaderView"]
        assert (at, words) == (at, [])
        sideways = [a.horizontalScrollBar().maximum() for a in dialog.findChildren(QScrollArea)]
        assert (at, sum(sideways)) == (at, 0)


def test_there_is_no_dialog_that_minds_no_screen():
    files = sorted(Path(rnnviz.__file__).parent.rglob("*.py"))
    own = [one.name for one in files if re.search(OWN, one.read_text(encoding="utf-8"))]
    assert own == ["screen_dialog.py"]
