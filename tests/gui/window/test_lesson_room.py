"""What a lesson's step points at has the largest place among the panels, and is never empty."""

import pytest
from PySide6.QtWidgets import QApplication

from rnnviz.gui.window.lesson_layout import give_room, show_layout
from rnnviz.lab.panels import PANELS
from rnnviz.lessons.layout import names
from rnnviz.lessons.reading import builtin_lessons

LESSONS = builtin_lessons()


def areas(window):
    seen = [dock for dock in window.panels.docks if dock.in_front]
    return {dock.kind.name: dock.width() * dock.height() for dock in seen}


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768)])
def test_what_a_step_points_at_has_the_largest_place(open_window, size):
    window = open_window(size=size)
    window.lesson.show()
    small = []
    for lesson in LESSONS:
        layout = show_layout(window.panels, lesson.panels)
        for place in range(len(lesson.steps)):
            name = lesson.room_at(place)
            dock = next(dock for dock in window.panels.docks if dock.kind.name == name)
            dock.show()
            dock.raise_()
            give_room(window.panels, layout, name)
            QApplication.processEvents()
            found = areas(window)
            if max(found, key=found.get) != name:
                small.append((lesson.name, place + 1, name, found))
    assert small == []


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.name for lesson in LESSONS])
def test_the_largest_place_is_what_a_step_points_at_and_has_something_to_show(lesson):
    for place, step in enumerate(lesson.steps):
        name = lesson.room_at(place)
        assert name in names(lesson.panels)
        assert name in (step.room, step.point) or not step.point
        trained = any(one.run for one in lesson.steps[lesson.begins(place) : place + 1])
        assert trained or not PANELS[name].of_steps


def test_where_two_panels_have_no_room_beside_each_other_they_stand_in_rows(open_window, qtbot):
    window = open_window()
    window.lesson.open_builtin("radius")
    beside = lambda: len({dock.width() for dock in window.panels.docks if dock.in_front}) > 1  # noqa: E731
    qtbot.waitUntil(beside)
    qtbot.waitUntil(lambda: not window.lesson.player.playing)
    window.lesson.view.turn_to(2)
    window.lesson.point(2)
    for _ in range(8):
        window.look.larger()
    window.resize(1024, 768)
    qtbot.waitUntil(lambda: not beside())
    qtbot.waitUntil(lambda: "saturation" in areas(window))  # what was pointed at is in front
    window.look.usual_size()
    window.resize(1366, 768)
    qtbot.waitUntil(beside)
    qtbot.waitUntil(lambda: max(areas(window), key=areas(window).get) == "saturation")
