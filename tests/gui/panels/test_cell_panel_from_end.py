"""The view into a cell of a layer that reads from the end: its order, its numbers, its words."""

import numpy as np
import pytest
from cell_panels import look, open_panel
from PySide6.QtCore import Qt
from trainers import make_run, train

from rnnviz.lab.place import Place

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
BOTH_WAYS = {"task": "copying", "length": 3, "bidirectional": True, "layers": 2, "cell": "gru"}


@pytest.fixture(scope="module")
def run():
    return train(make_run(None, **BOTH_WAYS), 2)


@pytest.fixture
def panel(qtbot, run):
    made = open_panel(qtbot)
    look(made, run)
    return made


def choose(panel, run, layer):
    panel.set.layer.setCurrentIndex(panel.set.layer.findText(layer))
    look(panel, run)


def here(panel):
    """The number in time of the step that is shown."""
    return panel._walk.number(panel.walking.step)


def test_the_same_step_is_shown_where_the_layer_goes_the_other_way(panel, run):
    assert panel.set.layer.currentText() == "2 forward"
    panel.set.step.setText("5")
    look(panel, run)
    assert (here(panel), panel.walking.step) == (5, 4)
    read = panel.stage.ribbon._symbols
    choose(panel, run, "2 backward")
    T = panel.walking.count
    assert (here(panel), panel.walking.step, panel.set.step.text()) == (5, T - 5, "5")
    assert panel.words.text().startswith(f"Step 5 of {T}, read from the end: ")
    assert panel.stage.ribbon._symbols == read[::-1] != read


def test_a_typed_number_is_one_in_time_and_an_arrow_goes_on_as_the_layer_does(qtbot, panel, run):
    choose(panel, run, "1 backward")
    panel.set.step.setText("7")
    look(panel, run)
    assert here(panel) == 7
    qtbot.keyClick(panel.stage.picture, Qt.Key.Key_Right)
    look(panel, run)
    assert (here(panel), panel.set.step.text()) == (6, "6")


def test_a_loss_is_taken_back_through_the_steps_ahead_of_it(panel, run):
    choose(panel, run, "2 backward")
    panel.set.direction.setCurrentIndex(1)
    T = panel.walking.count
    panel.set.loss.setText(str(T - 2))
    panel.set.step.setText(str(T - 1))
    look(panel, run)
    walk = panel._walk
    assert walk.number(walk.loss_step) == T - 2
    assert len(panel.stage.factors._factors) == 2
    assert panel.words.text().startswith(f"Step {T - 1}, read from the end: the gradient for h")
    panel.stage.factors.picked.emit(1)
    look(panel, run)
    assert panel.words.text().startswith("This layer reads from the end: the step before is the")
    assert f"d h after step {T - 1} / d h before it" in panel.words.text()
    panel.set.step.setText(str(T - 4))
    look(panel, run)
    assert panel.words.text().startswith(
        f"No gradient of the chosen loss goes back through step {T - 4}"
    )


def test_below_the_top_a_loss_comes_down_at_every_step(panel, run):
    choose(panel, run, "1 backward")
    panel.set.direction.setCurrentIndex(1)
    panel.set.loss.setText("15")
    panel.set.step.setText("2")
    look(panel, run)
    assert panel._walk.last == panel.walking.count - 1
    assert len(panel.stage.factors._factors) == 2
    assert all(np.isfinite(panel.stage.factors._factors))
    assert "What the layers above add before this step is in it" in panel.words.text()


def test_a_place_that_was_pointed_at_is_found_before_anything_was_shown(qtbot, run):
    panel = open_panel(qtbot)
    panel.look_at(Place(step=3, layer=3, loss=2))
    look(panel, run)
    assert panel.set.layer.currentText() == "2 backward"
    assert here(panel) == 4
    assert panel._walk.number(panel._walk.loss_step) == 3
    panel.look_at(Place(step=5, layer=0, loss=8))
    look(panel, run)
    assert (panel.set.layer.currentText(), here(panel)) == ("1 forward", 6)
    panel.look_at(Place(step=5, layer=1, loss=2))
    look(panel, run)
    assert (panel.set.layer.currentText(), here(panel)) == ("1 backward", 6)
