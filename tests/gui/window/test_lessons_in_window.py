"""Lessons in the window: layouts, choices, steps to look at, and what is saved as a lesson."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from windows import PATIENCE

from rnnviz.gui.panels import panel_class
from rnnviz.gui.window.lesson_layout import layout_of
from rnnviz.lab.panels import PANELS
from rnnviz.lessons.check import Rehearsal
from rnnviz.lessons.layout import names
from rnnviz.lessons.reading import read_lesson

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LESSON = """+++
title = "A title that is long enough to need two lines in a narrow dock"
corpus = "hello"
panels = [["loss", ["samples | decay", "hidden_units"]], ["gradient_flow"]]
settings = { hidden = 6, window = 8, lr = 2e-2, cell = "lstm" }

[[steps]]
restart = true
choose.decay.state = "c"

[[steps]]
run = 20
[[steps]]
point = "decay"
choose.gradient_flow.mode = "summed"
[[steps]]
point = "samples"
[[steps]]
intervene = { name = "keep_bias", value = 2.0 }
run = 60
[[steps]]
undo = true
+++
""" + "\n".join(f"## Step {n} with a title that is longer than the dock is wide" for n in range(6))
LAYOUT = (("loss", ("samples | decay", "hidden_units")), "gradient_flow")


def open_lesson(qtbot, window, path, text):
    path.write_text(text)
    window.open_and_save.open_paths((str(path),))
    qtbot.waitUntil(lambda: not window.lesson.player.playing, timeout=PATIENCE)


@pytest.fixture
def lesson(window, tmp_path, qtbot):
    open_lesson(qtbot, window, tmp_path / "mine.md", LESSON)
    return window.lesson


@pytest.fixture
def do(qtbot, lesson):
    def step(index):
        lesson.view.turn_to(index)
        lesson.view.do.click()
        qtbot.waitUntil(lambda: not lesson.player.playing, timeout=PATIENCE)

    return step


def test_a_nested_layout_stands_as_it_is_written(window, lesson):
    assert layout_of(window.panels) == LAYOUT


def test_the_four_of_the_first_layout_and_their_tabs_come_back(window, tmp_path, qtbot):
    qtbot.waitUntil(lambda: window.session.snapshot() is not None, timeout=PATIENCE)
    before = layout_of(window.panels)
    assert [len(row) for row in before] == [2, 2]
    assert sorted(names(before)) == sorted(PANELS)
    saved = tmp_path / "saved.md"
    window.lesson.save(str(saved))
    assert read_lesson(saved).panels == before
    window.panels.docks[0].close()
    window.open_and_save.open_paths((str(saved),))
    assert layout_of(window.panels) == before


def test_columns_of_unlike_heights_come_back_as_columns(window, tmp_path, qtbot):
    docks = {dock.kind.name: dock for dock in window.panels.docks}
    left = [docks["loss"], docks["hidden_units"]]
    window.panels.resizeDocks(left, [100, 400], Qt.Orientation.Vertical)
    qtbot.waitUntil(lambda: docks["loss"].height() < docks["samples"].height() - 20)
    ((left, right),) = layout_of(window.panels)
    assert left[0].startswith("loss")
    assert right[0].startswith("samples")
    window.lesson.save(str(tmp_path / "saved.md"))
    assert read_lesson(tmp_path / "saved.md").panels == ((left, right),)


def test_a_panel_that_floats_is_saved_in_a_row_of_its_own(window, lesson):
    dock = next(dock for dock in window.panels.docks if dock.kind.name == "loss")
    dock.setFloating(True)
    assert layout_of(window.panels)[-1] == "loss"


def test_a_narrow_window_stacks_the_panels_in_two_rows_of_tabs(open_window, tmp_path):
    window = open_window(size=(1024, 768))
    (tmp_path / "mine.md").write_text(LESSON)
    window.open_and_save.open_paths((str(tmp_path / "mine.md"),))
    first, second = layout_of(window.panels)
    assert sorted(names((first, second))) == sorted(names(LAYOUT))
    assert len(names(first)) == 3
    assert first.startswith("loss")


def test_a_step_that_does_nothing_offers_nothing_and_counts_when_it_is_come_to(
    window, lesson, do, qtbot
):
    do(1)
    step = window.session.snapshot().step
    lesson.view.turn_to(2)
    assert lesson.view.do.isHidden()
    assert lesson.player.done == 2
    assert lesson.spotlight.parent() is window.panels.panels["decay"]
    assert window.panels.panels["gradient_flow"].chosen()["mode"] == "summed"
    lesson.view.turn_to(4)
    assert not lesson.view.do.isHidden()
    lesson.view.do.click()
    qtbot.waitUntil(lambda: not lesson.player.playing, timeout=PATIENCE)
    snapshot = window.session.snapshot()
    assert (step, snapshot.step) == (20, 60)
    assert len(snapshot.curves.loss) == 60  # the two steps to look at began nothing anew
    lesson.spotlight.end()


def test_a_step_to_look_at_does_not_count_out_of_turn(lesson):
    lesson.view.turn_to(2)
    assert lesson.player.done == 0


def test_a_choice_waits_for_the_network_that_has_it(window, tmp_path, qtbot):
    decay = window.panels.panels["decay"]
    (tmp_path / "mine.md").write_text(LESSON)
    window.open_and_save.open_paths((str(tmp_path / "mine.md"),))
    lesson = window.lesson
    assert decay.state.findData("c") < 0  # the network that is there is a vanilla one
    lesson.point(2)
    qtbot.waitUntil(lambda: decay.state.currentData() == "c", timeout=PATIENCE)
    lesson.spotlight.end()


def test_a_layer_and_a_signal_wait_for_the_network_that_has_them(open_window, tmp_path, qtbot):
    deep = LESSON.replace('cell = "lstm"', 'cell = "lstm", layers = 3').replace(
        'choose.decay.state = "c"',
        'choose = { gradient_flow.layer = "2", hidden_units = { signal = "f", layer = "1" } }',
    )
    window = open_window()
    open_lesson(qtbot, window, tmp_path / "deep.md", deep)
    window.lesson.view.do.click()
    panels = window.panels.panels
    units, flow = panels["hidden_units"], panels["gradient_flow"]
    qtbot.waitUntil(lambda: units.kind.currentText() == "f, forget gate", timeout=PATIENCE)
    qtbot.waitUntil(lambda: units._found is not None and units._found.layer == 0, timeout=PATIENCE)
    assert (units.layer.currentText(), flow.layer.currentText()) == ("layer 1", "layer 2")
    window.lesson.save(str(tmp_path / "saved.md"))
    saved = read_lesson(tmp_path / "saved.md").steps[0].choose
    assert saved["hidden_units"] == {"signal": "f", "layer": "1"}
    assert saved["gradient_flow"] == {"layer": "2"}


def test_a_step_out_of_turn_brings_the_choices_of_those_before(window, lesson, do):
    do(4)
    assert window.panels.panels["gradient_flow"].mode.currentData() == "summed"


def test_a_lesson_undoes_without_a_question_what_its_steps_have_trained(window, lesson, do):
    do(4)
    do(5)
    texts = [event.text for event in window.session.snapshot().events]
    assert texts[-1] == "undone: Forget/keep bias 2, back to step 20"
    assert lesson.player.done == 5


def test_a_refused_intervention_is_no_step_done(window, lesson, do, qtbot):
    do(4)
    window.session.undo()
    qtbot.waitUntil(lambda: len(window.session.snapshot().events) == 2, timeout=PATIENCE)
    do(5)
    assert lesson.player.done == 4
    assert any("no intervention to undo" in text for text in window.notices.texts)


def test_titles_are_never_cut(window, lesson):
    view = lesson.view
    title = view.title.fontMetrics().boundingRect(
        view.title.contentsRect(), view.title.alignment().value | 0x1000, view.title.text()
    )
    assert view.title.height() >= title.height()
    assert view.steps.words == "Step 1 of 6"
    shown = view.steps.fontMetrics().horizontalAdvance(view.steps.words)
    assert shown < view.steps.width() - 30
    view.steps.showPopup()
    assert view.steps.view().width() >= view.steps.view().sizeHintForColumn(0)
    view.steps.hidePopup()


def test_a_state_is_saved_with_what_was_changed_when_and_with_what_panels_show(
    window, lesson, do, tmp_path, qtbot
):
    do(1)
    window.session.change(lr=0.5, clip="none")
    qtbot.waitUntil(lambda: window.session.snapshot().undo != "", timeout=PATIENCE)
    window.session.run(to=30)
    qtbot.waitUntil(lambda: window.session.snapshot().step == 30, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.session.state == "paused", timeout=PATIENCE)
    lesson.save(str(tmp_path / "saved.md"))
    saved = read_lesson(tmp_path / "saved.md")
    assert saved.settings_at(0).lr == 0.02
    assert saved.steps[2].changes == {"lr": 0.5, "clip": "none"}
    assert saved.steps[0].choose == {"decay": {"state": "c"}}
    assert saved.panels == LAYOUT
    rehearsal = Rehearsal(saved)
    for step in saved.steps:
        rehearsal.perform(step)
    curves = window.session.snapshot().curves
    assert np.array_equal(curves.loss, rehearsal.trainer.history.curve("loss"))


@pytest.mark.parametrize("name", PANELS)
def test_every_panel_has_the_choices_that_lessons_may_name(qtbot, name):
    panel = panel_class(name)()
    qtbot.addWidget(panel)
    declared = {choice.name: choice for choice in PANELS[name].choices}
    assert list(panel.choosers()) == list(declared)
    assert panel.chosen() == {choice.name: choice.default for choice in declared.values()}
    for choice in declared.values():
        for value in choice.choices or ("ab",):
            panel.choose(choice.name, value)
            assert panel.chosen()[choice.name] == value


def test_training_beside_a_lesson_stays_within_a_projector(open_window, tmp_path, qtbot):
    window = open_window(size=(1024, 768))
    open_lesson(qtbot, window, tmp_path / "mine.md", LESSON.replace("run = 20", "run = 1500"))
    before = window.lesson.width()
    window.lesson.view.turn_to(1)
    window.lesson.view.do.click()
    rates = []
    window.clock.frame.connect(lambda _: rates.append(window.transport.readouts["rate"].text()))
    qtbot.waitUntil(lambda: not window.lesson.player.playing, timeout=PATIENCE)
    assert (window.width(), window.lesson.width()) == (1024, before)
    window.lesson.close()
    window.session.run(to=3000)
    qtbot.waitUntil(lambda: rates[-1].endswith("characters/s"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.session.state == "paused", timeout=PATIENCE)
    assert window.width() == 1024


def test_no_two_lessons_of_the_menu_have_the_same_key(window):
    window.lessons.aboutToShow.emit()
    texts = [action.text() for action in window.lessons.actions()]
    keys = [text[text.index("&") + 1] for text in texts if "&" in text]
    assert len(keys) == len(set(keys)) == min(9, len(texts))
    assert [int(text.replace("&", "").partition(".")[0]) for text in texts] == list(
        range(1, len(texts) + 1)
    )
