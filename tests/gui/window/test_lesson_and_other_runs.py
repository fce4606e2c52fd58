"""What a lesson does is done to its own runs, and the others are as they were when it is closed."""

import pytest
from test_lesson_comes_and_goes import close, do, open_lesson  # noqa: F401
from windows import PATIENCE, step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LESSON = """+++
title = "Mine"
corpus = "hello"
settings = { hidden = 6, window = 8, cell = "lstm", lr = 0.5 }

[[steps]]
restart = true
run = 30

[[steps]]
set = { lr = 0.25 }
run = 50
+++
Words.
## One
Words.
## Two
Words.
"""


def trained(window, qtbot, steps, **changes):
    """A run of the window's own, trained so far."""
    session = window.session
    if changes:
        before = session.runs.focus
        session.change(**changes)
        qtbot.waitUntil(lambda: session.runs.focus is not before, timeout=PATIENCE)
    session.run(steps)
    qtbot.waitUntil(lambda: step(window) == steps, timeout=PATIENCE)
    qtbot.waitUntil(lambda: session.state == "paused", timeout=PATIENCE)
    return session.runs.focus


def test_a_step_is_not_done_to_a_run_that_was_there_before(window, qtbot, open_lesson, do):  # noqa: F811
    run = trained(window, qtbot, 10)
    rate = run.settings.lr
    open_lesson(LESSON)
    do(0)
    window.session.roster.focus(run.id)
    qtbot.waitUntil(lambda: step(window) == run.step, timeout=PATIENCE)
    do(1)
    assert (run.step, run.settings.lr) == (10, rate)
    assert window.session.runs.focus is not run
    assert (step(window), window.session.settings.lr) == (50, 0.25)


def test_a_run_that_was_there_before_is_none_of_the_lessons(window, qtbot, open_lesson, do):  # noqa: F811
    first = trained(window, qtbot, 10)
    second = trained(window, qtbot, 12, hidden=9)
    open_lesson(LESSON)
    do(0)
    window.session.roster.focus(first.id)
    qtbot.waitUntil(lambda: step(window) == 10, timeout=PATIENCE)
    window.lesson.close()
    assert first in window.session.runs
    assert second in window.session.runs
    assert window.session.runs.focus is first


def test_a_closed_lesson_shows_the_curves_again_that_were_shown(
    window,
    qtbot,
    open_lesson,  # noqa: F811
    do,  # noqa: F811
    close,  # noqa: F811
):
    first = trained(window, qtbot, 10)
    second = trained(window, qtbot, 12, hidden=9)
    open_lesson(LESSON)
    do(0)
    assert not first.shown
    close(second)
    assert (first.shown, second.shown) == (True, True)
