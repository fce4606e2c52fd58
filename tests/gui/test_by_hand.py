"""Hands on the network: every intervention by a click, running and paused, and the way back."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from windows import PATIENCE, state, step

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.widgets.section import Section
from rnnviz.lab.interventions import REGISTRY

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def by_hand(window, qtbot):
    """The controls, unfolded and ready."""
    section = next(
        part for part in window.left.findChildren(Section) if part.objectName() == "section By hand"
    )
    assert not section.content.isVisible()
    qtbot.mouseClick(section.head, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.left.by_hand.buttons["identity"].isEnabled, timeout=PATIENCE)
    return window.left.by_hand


def events(window):
    newest = window.session.snapshot()
    return [event.text for event in newest.events] if newest is not None else []


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("name", [name for name in REGISTRY if name != "keep_bias"])
def test_each_is_done_marked_and_undone_while_paused(window, by_hand, train, qtbot, name):
    train(window, 3)
    click(qtbot, by_hand.buttons[name])
    label = REGISTRY[name].label
    undo = window.commands.undo
    qtbot.waitUntil(lambda: undo.text().startswith(f"&Undo {label}"), timeout=PATIENCE)
    assert by_hand.undo.text().startswith(f"Undo: {label}")
    loss = window.panels.panels["loss"]
    qtbot.waitUntil(lambda: len(loss.plot.marks) == 1, timeout=PATIENCE)
    click(qtbot, by_hand.undo)
    assert not by_hand.undo.text().startswith(f"Undo: {label}")
    qtbot.waitUntil(lambda: len(events(window)) == 2, timeout=PATIENCE)
    assert events(window)[-1].startswith(f"undone: {label}")


def test_it_works_while_the_training_runs(window, by_hand, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(state(window, "running"), timeout=PATIENCE)
    click(qtbot, by_hand.buttons["orthogonal"])
    qtbot.waitUntil(lambda: events(window) == ["Orthogonal W_hh"], timeout=PATIENCE)
    assert window.session.state == "running"
    window.session.pause()
    qtbot.waitUntil(state(window, "paused"), timeout=PATIENCE)


def test_the_number_that_was_typed_is_taken(window, by_hand, train, qtbot):
    train(window, 2)
    field = by_hand.fields["sigma_1"]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0.5")
    click(qtbot, by_hand.buttons["sigma_1"])
    qtbot.waitUntil(lambda: events(window) == ["Largest singular value 0.5"], timeout=PATIENCE)


def test_the_spectrum_answers(window, by_hand, qtbot):
    """The gradient's decay changes with the weights, without a step of training."""
    flow = window.panels.panels["gradient_flow"]
    qtbot.waitUntil(lambda: flow.median.y.size > 2, timeout=PATIENCE)
    before = np.array(flow.median.y)
    by_hand.fields["sigma_1"].setValue(0.1)
    click(qtbot, by_hand.buttons["sigma_1"])
    qtbot.waitUntil(lambda: flow.median.y[-1] < 1e-6 * before[-1], timeout=PATIENCE)


def test_a_cell_without_gates_says_why_it_has_no_bias(window, by_hand):
    assert not by_hand.buttons["keep_bias"].isEnabled()
    assert not by_hand.fields["keep_bias"].isEnabled()
    assert by_hand.horizon.text() == "A Vanilla RNN has no gate that keeps the past."


@pytest.mark.parametrize("cell", [name for name, cell in CELLS.items() if cell.keep_gate])
def test_a_bias_shows_how_long_it_remembers(window, by_hand, qtbot, cell):
    window.session.change(cell=cell)
    qtbot.waitUntil(by_hand.buttons["keep_bias"].isEnabled, timeout=PATIENCE)
    assert by_hand.horizon.text() == "Remembers about 3.7 steps."
    by_hand.fields["keep_bias"].setValue(4.0)
    assert by_hand.horizon.text() == "About 56 steps."
    click(qtbot, by_hand.buttons["keep_bias"])
    qtbot.waitUntil(lambda: events(window) == ["Forget/keep bias 4"], timeout=PATIENCE)


def set_clipping(window, qtbot, threshold):
    field = window.left.hyperparameters.training.fields["clip_threshold"]
    field.setValue(threshold)
    return field


def test_other_clipping_is_marked_undone_and_the_form_follows(window, by_hand, train, qtbot):
    train(window, 3)
    before = window.session.settings.clip_threshold
    field = set_clipping(window, qtbot, 0.5)
    qtbot.waitUntil(lambda: events(window) == ["Clipping by norm at 0.5"], timeout=PATIENCE)
    loss = window.panels.panels["loss"]
    qtbot.waitUntil(lambda: len(loss.plot.marks) == 1, timeout=PATIENCE)
    assert by_hand.undo.text() == f"Undo: clip threshold {before:g} to 0.5"
    click(qtbot, by_hand.undo)
    qtbot.waitUntil(lambda: field.value() == before, timeout=PATIENCE)
    assert window.session.settings.clip_threshold == before


def test_a_drag_through_thresholds_while_it_runs_leaves_one_mark(window, by_hand, qtbot):
    window.change_settings.settled.setInterval(1500)  # a busy machine may hold a drag up
    window.session.change(steps=100_000)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: step(window) > 0, timeout=PATIENCE)
    for threshold in np.linspace(4.0, 1.0, 25):
        set_clipping(window, qtbot, threshold)
        qtbot.wait(5)
    qtbot.waitUntil(lambda: events(window) == ["Clipping by norm at 1"], timeout=PATIENCE)
    rest = step(window)
    qtbot.waitUntil(lambda: step(window) > rest + 10, timeout=PATIENCE)
    set_clipping(window, qtbot, 2.0)
    window.left.hyperparameters.training.fields["lr"].setValue(0.001)
    qtbot.waitUntil(lambda: len(events(window)) == 2, timeout=PATIENCE)
    window.session.pause()
    qtbot.waitUntil(state(window, "paused"), timeout=PATIENCE)
    assert window.session.settings.clip_threshold == 2.0


def test_an_undo_that_costs_training_asks_nothing_for_it_can_be_done_again(
    window, by_hand, train, qtbot
):
    train(window, 3)
    click(qtbot, by_hand.buttons["orthogonal"])
    qtbot.waitUntil(lambda: by_hand.undo.text() == "Undo: Orthogonal W_hh", timeout=PATIENCE)
    window.session.run(to=40)
    qtbot.waitUntil(lambda: step(window) == 40, timeout=PATIENCE)
    qtbot.waitUntil(state(window, "paused", "finished"), timeout=PATIENCE)
    weights = window.session.runs.focus.trainer.network.flat.copy()
    click(qtbot, by_hand.undo)
    qtbot.waitUntil(lambda: len(events(window)) == 2, timeout=PATIENCE)
    assert events(window)[-1] == "undone: Orthogonal W_hh, back to step 3"
    assert window.commands.redo.text() == "&Redo Orthogonal W_hh"
    window.commands.redo.trigger()
    qtbot.waitUntil(lambda: len(events(window)) == 3, timeout=PATIENCE)
    assert events(window)[-1] == "done again: Orthogonal W_hh"
    assert np.array_equal(window.session.runs.focus.trainer.network.flat, weights)
