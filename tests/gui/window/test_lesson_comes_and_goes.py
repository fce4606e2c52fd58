"""A lesson shows its own network at once, and when it is closed all is as it was before."""

import pytest
from windows import PATIENCE, state, step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LESSON = """+++
title = "Mine"
corpus = "hello"
panels = [["loss"], ["decay"]]
settings = { hidden = 6, window = 8, cell = "lstm", lr = 0.5 }

[[steps]]
restart = true
choose.decay.state = "c"

[[steps]]
run = 30
[[steps]]
set = { task = "first_element", length = 12 }
run = 20
+++
{alphabet} symbols.
## One
Loss {heldout:.2f}, letters {2-gram:.2f}.
## Two
Loss {heldout:.2f}, letters {2-gram:.2f}.
## Three
Score {score:.2f}.
"""


@pytest.fixture
def open_lesson(window, tmp_path, qtbot):
    def opened(text=LESSON):
        (tmp_path / "mine.md").write_text(text)
        window.open_and_save.open_paths((str(tmp_path / "mine.md"),))
        qtbot.waitUntil(lambda: not window.lesson.player.playing, timeout=PATIENCE)
        return window.lesson

    return opened


@pytest.fixture
def do(window, qtbot):
    def one(index):
        window.lesson.view.turn_to(index)
        window.lesson.view.do.click()
        qtbot.waitUntil(lambda: not window.lesson.player.playing, timeout=PATIENCE)

    return one


@pytest.fixture
def close(window, qtbot):
    def closed(run):
        window.lesson.close()
        qtbot.waitUntil(lambda: window.session.runs.focus is run, timeout=PATIENCE)
        qtbot.waitUntil(lambda: step(window) == run.step, timeout=PATIENCE)

    return closed


def shown(window):
    return sorted(d.kind.name for d in window.panels.docks if d.toggleViewAction().isChecked())


def kept(window):
    """The steps of the runs that are in files, as the list of runs has them."""
    snapshot = window.session.snapshot()
    return [row.step for row in snapshot.rows if row.state == "kept"] if snapshot else []


def words(window):
    return window.lesson.view.text.toPlainText()


def test_an_opened_lesson_is_about_the_network_that_is_there(window, open_lesson):
    open_lesson()
    snapshot = window.session.snapshot()
    assert (snapshot.run.name, snapshot.step) == ("hello", 0)
    assert (window.session.settings.cell, window.session.settings.hidden) == ("lstm", 6)
    alphabet = window.session.corpus.alphabet
    assert f"{alphabet} symbols." in words(window)
    assert "Loss …" not in words(window)


def test_a_lesson_that_trains_in_its_first_step_shows_its_untrained_network(window, open_lesson):
    lesson = open_lesson(LESSON.replace("restart = true", "run = 10"))
    assert step(window) == 0
    assert window.session.settings.hidden == 6
    assert lesson.player.done == -1
    assert "Loss …, letters " in words(window)
    assert "letters …" not in words(window)  # no training changes the lines


def test_lines_are_known_before_a_step_is_done_and_measures_afterwards(window, open_lesson, do):
    lesson = open_lesson()
    lesson.view.turn_to(1)
    assert "Loss …, letters " in words(window)
    assert "letters …" not in words(window)
    do(1)
    assert "Loss …" not in words(window)
    window.session.restart()
    do(1)


def test_what_was_measured_stands_while_the_training_goes_on_and_goes_with_its_network(
    window, open_lesson, do, qtbot
):
    lesson = open_lesson()
    do(1)
    before = words(window)
    window.session.run(to=60)
    qtbot.waitUntil(lambda: step(window) == 60, timeout=PATIENCE)
    assert words(window) == before
    window.session.restart()
    qtbot.waitUntil(lambda: lesson.player.done == -1, timeout=PATIENCE)
    assert "Loss …" in words(window)


def test_a_closed_lesson_leaves_run_settings_and_panels_as_they_were(
    window, open_lesson, do, train, close
):
    window.session.change(hidden=11)
    train(window, 40)
    run, settings, panels = window.session.runs.focus, window.session.settings, shown(window)
    loss, chosen = run.trainer.loss, window.panels.panels["decay"].chosen()
    open_lesson()
    do(2)
    assert (window.session.settings.task, shown(window)) == ("first_element", ["decay", "loss"])
    close(run)
    assert window.session.settings == settings
    assert (shown(window), window.windowTitle()) == (panels, "verse - rnnviz")
    assert window.panels.panels["decay"].chosen() == chosen
    assert (step(window), run.trainer.loss) == (40, loss)
    (text,) = (text for text in window.notices.texts if "is closed" in text)
    assert "the run before it is back (verse, at step 40)" in text
    assert "What the lesson has trained stays in the list of runs." in text


def test_what_a_lesson_trained_is_kept_in_the_list_and_the_run_before_goes_on(
    window, open_lesson, do, train, close, qtbot
):
    train(window, 40)
    run = window.session.runs.focus
    open_lesson()
    do(1)
    close(run)
    assert list(window.session.runs) == [run]
    qtbot.waitUntil(lambda: kept(window) == [30], timeout=PATIENCE)
    assert window.session.unsaved
    window.session.run(to=50)
    qtbot.waitUntil(lambda: step(window) == 50, timeout=PATIENCE)
    assert window.session.runs.focus is run


def test_a_run_that_somebody_opens_during_a_lesson_stays(window, open_lesson, do, qtbot):
    open_lesson()
    do(1)
    window.open_and_save.open_builtin("hello")
    qtbot.waitUntil(lambda: step(window) == 0, timeout=PATIENCE)
    own = window.session.runs.focus
    window.lesson.close()
    qtbot.wait(100)
    assert window.session.runs.focus is own
    assert not any("is closed" in text for text in window.notices.texts)


def test_a_saved_run_that_is_opened_during_a_lesson_stays(
    window, open_lesson, do, train, tmp_path, qtbot
):
    train(window, 10)
    window.session.save(str(tmp_path / "mine.safetensors"))
    qtbot.waitUntil(lambda: window.session.runs.path is not None, timeout=PATIENCE)
    open_lesson()
    do(1)
    window.open_and_save.open_paths((str(tmp_path / "mine.safetensors"),))
    qtbot.waitUntil(lambda: window.session.runs.path is not None, timeout=PATIENCE)
    opened = window.session.runs.focus
    window.lesson.close()
    qtbot.wait(100)
    assert (window.session.runs.focus, opened.step) == (opened, 10)


def test_what_is_made_of_a_lessons_run_is_the_lessons(window, open_lesson, close, qtbot):
    run = window.session.runs.focus
    open_lesson()
    window.session.change(hidden=9)
    qtbot.waitUntil(lambda: window.session.runs.focus.settings.hidden == 9, timeout=PATIENCE)
    close(run)
    assert window.session.settings.hidden == 64


def test_one_lesson_after_another_ends_where_the_first_began(window, open_lesson, do, close):
    run = window.session.runs.focus
    open_lesson()
    do(1)
    open_lesson(LESSON.replace("hidden = 6", "hidden = 7"))
    close(run)
    assert window.session.settings.hidden == 64


def test_a_window_closed_during_a_lesson_begins_as_before_it(window, open_lesson, do, preferences):
    open_lesson()
    do(1)
    window.close()
    assert preferences.settings["hidden"] == 64
    assert preferences.settings["cell"] == "vanilla"
    assert preferences.corpus == {"builtin": "verse"}


def test_where_there_was_no_run_only_the_settings_come_back(open_window, tmp_path, qtbot):
    (tmp_path / "gone.txt").write_text("")
    window = open_window(corpus=str(tmp_path / "gone.txt"), wait=False)
    qtbot.waitUntil(lambda: bool(window.notices.texts), timeout=PATIENCE)
    assert window.session.runs.focus is None
    (tmp_path / "mine.md").write_text(LESSON)
    window.open_and_save.open_paths((str(tmp_path / "mine.md"),))
    qtbot.waitUntil(lambda: not window.lesson.player.playing, timeout=PATIENCE)
    assert window.session.settings.hidden == 6
    window.lesson.close()
    qtbot.waitUntil(lambda: window.session.settings.hidden == 64, timeout=PATIENCE)
    qtbot.waitUntil(state(window, "ready"), timeout=PATIENCE)


def test_a_step_asked_for_while_the_lesson_opens_is_done_when_it_is_open(window, tmp_path, qtbot):
    (tmp_path / "mine.md").write_text(LESSON)
    window.open_and_save.open_paths((str(tmp_path / "mine.md"),))
    lesson = window.lesson
    lesson.view.turn_to(1)
    assert lesson.view.do.text() == "Do it"
    lesson.view.do.click()
    assert lesson.view.progress.stop.isVisible()
    qtbot.waitUntil(lambda: not lesson.player.playing, timeout=PATIENCE)
    assert (lesson.player.done, step(window)) == (1, 30)
    assert "Loss …" not in words(window)


def test_an_answer_to_what_was_left_off_is_not_taken_for_another(window, open_lesson, qtbot):
    player, runs, asked = open_lesson().player, window.session.lesson_runs, []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "ask", asked.append)
        player.open(player.lesson)
        qtbot.waitUntil(lambda: len(asked) == 1, timeout=PATIENCE)  # for the lines
        player.stop()
        player.do(0)
        qtbot.waitUntil(lambda: len(asked) == 2, timeout=PATIENCE)  # for the step
        runs.found.emit(asked[0], ({"2-gram": 1.0},) * 3)
    assert player.playing
    assert player.found == {}
    runs.ask(asked[1])
    qtbot.waitUntil(lambda: not player.playing, timeout=PATIENCE)
    assert "heldout" in player.found[0]
    assert "Loss …" not in words(window)
