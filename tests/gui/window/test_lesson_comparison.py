"""A lesson shows one of its contestants beside another, and ends that when it is closed."""

import pytest
from windows import PATIENCE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LESSON = """+++
title = "Beside"
corpus = "hello"
panels = ["hidden_units"]
settings = { hidden = 6, window = 8 }

[[runs]]
name = "vanilla"
set = { cell = "vanilla" }
[[runs]]
name = "lstm"
set = { cell = "lstm" }

[[steps]]
restart = true
point = "hidden_units"
[[steps]]
point = "hidden_units"
beside = "lstm"
[[steps]]
restart = true
point = "hidden_units"
beside = "lstm"
+++
Three.
## One
## Two
## Anew
"""


def dock_of(window):
    return next(dock for dock in window.panels.docks if dock.kind.name == "hidden_units")


def cell_beside(window):
    """The cell of the run that the second panel shows, "" where there is none."""
    second, snapshot = dock_of(window).second, window.session.snapshot()
    if second is None or snapshot is None:
        return ""
    run = dock_of(window).widget().run
    return next((one.settings.cell for one in snapshot.beside if one.run is run), "")


@pytest.fixture
def lesson(window, tmp_path, qtbot):
    (tmp_path / "mine.md").write_text(LESSON)
    window.open_and_save.open_paths((str(tmp_path / "mine.md"),))
    qtbot.waitUntil(lambda: not window.lesson.player.playing, timeout=PATIENCE)
    return window.lesson


def do(lesson, qtbot, index):
    lesson.view.turn_to(index)
    if lesson.view.do.isVisible():
        lesson.view.do.click()
    qtbot.waitUntil(lambda: not lesson.player.playing, timeout=PATIENCE)


def test_the_contestant_beside_comes_without_a_click_and_again_when_all_is_begun_anew(
    window, lesson, qtbot
):
    do(lesson, qtbot, 0)
    assert dock_of(window).second is None
    do(lesson, qtbot, 1)
    qtbot.waitUntil(lambda: cell_beside(window) == "lstm", timeout=PATIENCE)
    before = dock_of(window).widget().run
    assert dock_of(window).second.isVisible()
    do(lesson, qtbot, 2)
    qtbot.waitUntil(
        lambda: cell_beside(window) == "lstm" and dock_of(window).widget().run is not before,
        timeout=PATIENCE,
    )


def test_who_ends_the_comparison_by_hand_is_not_shown_it_again(window, lesson, qtbot):
    do(lesson, qtbot, 0)
    do(lesson, qtbot, 1)
    qtbot.waitUntil(lambda: cell_beside(window) == "lstm", timeout=PATIENCE)
    chooser = dock_of(window).widget().chooser
    chooser.setCurrentIndex(0)
    chooser.activated.emit(0)
    qtbot.wait(100)
    assert dock_of(window).second is None


def test_with_the_lesson_the_comparison_ends(window, lesson, qtbot):
    do(lesson, qtbot, 0)
    do(lesson, qtbot, 1)
    qtbot.waitUntil(lambda: cell_beside(window) == "lstm", timeout=PATIENCE)
    lesson.close()
    qtbot.waitUntil(lambda: dock_of(window).second is None, timeout=PATIENCE)
