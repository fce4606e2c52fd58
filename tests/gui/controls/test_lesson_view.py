"""The lesson dock: its pages, its buttons, what they do in the window, and opening lessons."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl

from rnnviz.gui.controls.lesson import LessonView
from rnnviz.gui.window.drop_overlay import offered
from rnnviz.lessons.check import Rehearsal
from rnnviz.lessons.files import lesson_path
from rnnviz.lessons.reading import parse_lesson, read_lesson

PATIENCE = 20_000
LESSON = """+++
title = "Mine"
minutes = 4
corpus = "hello"
panels = [["loss", "samples"], ["hidden_units"]]
settings = { hidden = 6, window = 8, lr = 2e-2 }

[[steps]]
restart = true
point = "loss"

[[steps]]
run = 30
point = "samples"

[[steps]]
intervene = { name = "spectral_radius", value = 2.0 }
run = 40

[[steps]]
set = { cell = "gru" }
run = 10
point = "hidden_units"
+++
Intro *here*.

## One

Why?

### Answer

Because.

## Two

Go on.

## Three

By hand.

## Four

Another.
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "mine.md"
    path.write_text(LESSON)
    return path


@pytest.fixture
def view(qtbot, tmp_path):
    view = LessonView()
    qtbot.addWidget(view)
    view.show_lesson(parse_lesson(LESSON, "mine.md", tmp_path))
    return view


@pytest.fixture
def dock(window, path, qtbot):
    window.open_and_save.open_paths((str(path),))
    qtbot.waitUntil(lambda: not window.lesson.player.playing, timeout=PATIENCE)
    return window.lesson


@pytest.fixture
def do(qtbot, dock):
    def step(index):
        dock.view.turn_to(index)
        dock.view.do.click()
        qtbot.waitUntil(lambda: not dock.player.playing, timeout=PATIENCE)

    return step


def test_the_answer_is_hidden_until_asked_for_and_again_after_turning(view):
    assert "Because." not in view.text.toPlainText()
    view.reveal.click()
    assert "Because." in view.text.toPlainText()
    assert view.reveal.text() == "Hide answer"
    view.next.click()
    assert view.reveal.isHidden()  # the second step has no answer
    view.previous.click()
    assert "Because." not in view.text.toPlainText()


def test_the_pages_are_turned_one_by_one_or_picked(view):
    assert "Intro here." in view.text.toPlainText()
    assert not view.previous.isEnabled()
    view.next.click()
    assert view.steps.currentText() == "2. Two"
    assert "Intro here." not in view.text.toPlainText()
    view.steps.setCurrentIndex(3)
    assert view.index == 3
    assert not view.next.isEnabled()
    assert view.doing.text() == "Cell GRU; run to step 10"


def test_the_button_asks_for_the_step_or_to_stop(view, qtbot):
    view.turn_to(1)
    with qtbot.waitSignal(view.do_requested) as asked:
        view.do.click()
    assert asked.args == [1]
    view.show_progress(0, playing=True, goal=30)
    with qtbot.waitSignal(view.stop_requested):
        view.progress.stop.click()
    view.show_progress(1, playing=False, goal=0)
    assert view.do.text() == "Do it again"
    assert view.steps.itemText(1) == "2. Two ✓"


def test_opening_a_lesson_shows_it_its_panels_and_its_own_network(window, dock):
    assert dock.isVisible()
    assert dock.view.title.text() == "Mine (4 minutes)"
    shown = [d.panel.name for d in window.panels.docks if d.toggleViewAction().isChecked()]
    assert sorted(shown) == ["hidden_units", "loss", "samples"]
    assert window.session.settings.hidden == 6
    assert window.session.snapshot().run.name == "hello"
    assert dock.player.done == 0  # the first step asks for no more than that


def test_the_hint_what_to_do_first_makes_room_for_the_lesson(window, path):
    assert window.hint.isVisible()
    window.open_and_save.open_paths((str(path),))
    assert not window.hint.isVisible()


def test_closing_it_gives_the_panels_back(window, path):
    def shown():
        return [d.panel.name for d in window.panels.docks if d.toggleViewAction().isChecked()]

    before = shown()
    window.open_and_save.open_paths((str(path),))
    assert shown() != before
    window.lesson.close()
    assert shown() == before


def test_steps_end_where_a_rehearsal_ends(window, dock, do, tmp_path):
    for index in range(3):
        do(index)
    assert dock.player.done == 2
    snapshot = window.session.snapshot()
    assert (snapshot.step, window.session.state) == (40, "paused")
    assert [event.text for event in snapshot.events] == ["Spectral radius 2"]
    rehearsal = Rehearsal(dock.player.lesson)
    for step in dock.player.lesson.steps[:3]:
        rehearsal.perform(step)
    assert np.array_equal(snapshot.curves.loss, rehearsal.trainer.history.curve("loss"))
    assert snapshot.settings == rehearsal.trainer.settings


def test_a_step_out_of_turn_is_preceded_by_what_it_needs(window, dock, do):
    do(2)
    snapshot = window.session.snapshot()
    assert snapshot.step == 40
    assert len(snapshot.events) == 1
    do(3)
    assert window.session.settings.cell == "gru"
    assert window.session.snapshot().step == 10


def test_a_step_points_at_its_panel_for_a_moment(window, dock, do, qtbot):
    do(1)
    assert dock.spotlight.parent() is window.panels.panels["samples"]
    assert dock.spotlight.isVisible()
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: dock.spotlight.size() == dock.spotlight.parent().size())
    dock.spotlight.end()


def test_a_training_that_somebody_pauses_ends_the_step(window, dock, qtbot):
    window.transport.speed.setValue(6)
    dock.view.turn_to(1)
    dock.view.do.click()
    qtbot.waitUntil(lambda: window.session.state == "running", timeout=PATIENCE)
    dock.view.progress.stop.click()
    qtbot.waitUntil(lambda: window.session.state == "paused", timeout=PATIENCE)
    assert not dock.player.playing
    assert dock.player.done == 0
    assert window.session.snapshot().step < 30


def test_another_network_makes_the_lesson_begin_again(window, dock, do, qtbot):
    do(1)
    window.session.restart()
    qtbot.waitUntil(lambda: dock.player.done == -1, timeout=PATIENCE)


def test_a_lesson_with_an_error_is_refused_in_the_window(window, path):
    path.write_text(LESSON.replace("restart", "restrat"))
    window.open_and_save.open_paths((str(path),))
    assert any("mine.md, line 9" in text for text in window.notices.texts)
    assert window.lesson.isHidden()


def test_panels_that_are_not_there_are_refused_with_their_line(window, path):
    path.write_text(LESSON.replace('"hidden_units"]]', '"horoscope"]]'))
    window.open_and_save.open_paths((str(path),))
    refused = "mine.md, line 5: no panel is called 'horoscope'; there are: loss, samples"
    assert any(text.startswith(refused) for text in window.notices.texts)
    assert window.lesson.isHidden()


def test_other_markdown_files_stay_texts(window, tmp_path, qtbot):
    text = tmp_path / "notes.md"
    text.write_text("# Notes\n\nthe sea and the moon\n" * 40)
    window.open_and_save.open_paths((str(text),))
    qtbot.waitUntil(lambda: window.session.corpus.name == "notes.md", timeout=PATIENCE)
    assert window.lesson.isHidden()


def test_the_drop_says_what_it_would_open(path, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert offered(data) == "Drop to open the lesson mine.md"


def test_the_menu_lists_the_built_in_lessons_and_opens_them(window):
    window.lessons.fill()
    actions = window.lessons.actions()
    assert actions[1].text() == "&2. Vanish"
    actions[1].trigger()
    assert window.lesson.player.lesson == read_lesson(lesson_path("vanish"))


def test_the_present_state_is_saved_as_a_lesson(window, dock, do, tmp_path):
    do(1)
    saved = tmp_path / "saved.md"
    dock.save(str(saved))
    lesson = read_lesson(saved)
    assert lesson.corpus == ("hello",)
    assert lesson.settings_at(-1) == window.session.settings
    assert lesson.steps[-1].run == 30
    assert any("saved.md" in text for text in window.notices.texts)


def test_the_texts_and_buttons_fit_a_projector(open_window, path):
    window = open_window(size=(1024, 768))
    window.open_and_save.open_paths((str(path),))
    assert window.width() == 1024
    assert window.panels.width() > 350
    assert window.lesson.view.text.width() >= 220
