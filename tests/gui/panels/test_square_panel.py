"""The gradient triangle of layers that read in both directions: a square, pointed at for real."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from triangles import snapshot

from rnnviz.captions import triangle as words
from rnnviz.gui.panels.triangle import TrianglePanel
from rnnviz.gui.widgets.choice import LayerChoice
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
BOTH_WAYS = {"task": "copying", "length": 3, "bidirectional": True, "layers": 2, "cell": "gru"}


@pytest.fixture(scope="module")
def trainer():
    made = Trainer(Settings().change(hidden=5, batch=2, steps=3, **BOTH_WAYS), None)
    next(made)
    return made


@pytest.fixture
def panel(qtbot):
    made = TrianglePanel()
    qtbot.addWidget(made)
    made.resize(520, 420)
    made.show()
    made.show_snapshot(snapshot(**BOTH_WAYS))
    return made


def show(panel, trainer, layer):
    """Choose a layer as somebody would, and show what the trained network has of it."""
    panel.layer.setCurrentIndex(panel.layer.findText(layer))
    found = trainer.measure(panel.needs())
    panel.show_snapshot(snapshot(found, **BOTH_WAYS))
    return next(iter(found.values()))


def point_at(panel, row, column):
    centre = panel.map.area(range(row, row + 1), range(column, column + 1)).center()
    QTest.mouseMove(panel.map, centre + QPoint(1, 0))
    QTest.mouseMove(panel.map, centre)


def colour(panel, row, column):
    centre = panel.map.area(range(row, row + 1), range(column, column + 1)).center()
    return panel.map.grab().toImage().pixelColor(centre).name()


def test_the_top_of_both_directions_is_shown_first_and_fills_the_square(panel, trainer):
    assert panel.layer.currentText() == "layer 2 both"
    found = show(panel, trainer, "layer 2 both")
    assert found.residual < 1e-5
    T, ground = len(found.norms), panel.map.theme.base
    shown = [colour(panel, t, k) for t, k in ((T - 1, 2), (T - 2, T - 1), (T - 5, T - 2))]
    assert ground not in shown
    assert panel.words.text().endswith("10 steps back.")


def test_each_direction_has_its_half_and_says_why_the_other_is_empty(qtbot, panel, trainer):
    forward = show(panel, trainer, "layer 2 forward")
    T, ground = len(forward.norms), panel.map.theme.base
    point_at(panel, T - 3, T - 1)
    assert panel.words.text() == words.LATER
    assert colour(panel, T - 4, T - 2) == ground
    backward = show(panel, trainer, "layer 2 backward")
    assert colour(panel, T - 2, T - 4) == ground
    assert colour(panel, T - 4, T - 2) != ground
    point_at(panel, T - 2, T - 4)
    assert panel.words.text() == words.EARLIER
    point_at(panel, T - 4, T - 2)
    assert "2 ahead: norm" in panel.words.text()
    np.testing.assert_array_equal(np.tril(backward.norms, -1), 0.0)


def test_keys_go_over_the_diagonal_and_a_place_behind_it_is_of_the_backward_layer(
    qtbot, panel, trainer
):
    found = show(panel, trainer, "layer 2 both")
    T = len(found.norms)
    row = panel.map.area(range(T - 4, T - 3), range(1)).center()
    qtbot.mouseClick(panel.map, Qt.MouseButton.LeftButton, pos=row)
    panel.map.leaveEvent(None)
    for _ in range(2):
        QTest.keyClick(panel.map, Qt.Key.Key_Right)
    assert (panel.map.cell.row, panel.map.cell.column) == (T - 4, T - 2)
    with qtbot.waitSignal(panel.look_into) as told:
        QTest.keyClick(panel.map, Qt.Key.Key_Return)
    assert (told.args[0].layer, told.args[0].step, told.args[0].loss) == (3, T - 2, T - 4)


def test_shares_of_the_update_are_those_of_both_matrices_together(panel, trainer):
    panel.measure.setCurrentIndex(1)
    found = show(panel, trainer, "layer 1 both")
    assert found.total == pytest.approx(1.0, abs=1e-5)
    assert "both W_hh" in panel.words.text()
    assert panel.check.text().startswith("Shares sum to 1.0000")


def test_a_layer_that_is_named_is_chosen_in_a_network_that_has_it(qtbot):
    choice = LayerChoice("which", with_both=True)
    qtbot.addWidget(choice)
    choice.wish("1 backward")
    assert choice.wanted == "1 backward"
    assert choice.offer_layers(2, 2)
    assert (choice.currentText(), choice.currentData()) == ("layer 1 backward", 1)
    assert choice.from_end
    choice.wish("top")
    assert (choice.currentText(), choice.currentData()) == ("layer 2 both", 5)
    choice.wish_number(2)
    assert (choice.currentText(), choice.wanted) == ("layer 2 forward", "2")
    assert choice.offer_layers(2)
    assert (choice.currentText(), choice.wanted) == ("layer 2", "top")
    assert not choice.from_end
