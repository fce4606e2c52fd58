"""A click in a panel names the place that is to be looked into."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from trainers import make_run, train

from rnnviz.gui.panels import panel_class
from rnnviz.lab.place import Place

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shown(qtbot):
    def show(name, run):
        panel = panel_class(name)()
        qtbot.addWidget(panel)
        panel.resize(640, 420)
        with qtbot.waitExposed(panel):
            panel.show()
        if run.trainer.corpus is not None:
            panel.show_corpus(run.trainer.corpus, ())
        asked = None
        while asked != panel.needs():  # more layers are asked about once they are known
            asked = panel.needs()
            panel.show_snapshot(run.snapshot(run.measure(asked)))
        panel.places = []
        panel.look_into.connect(panel.places.append)
        return panel

    return show


def click_curve(qtbot, plot, x, y):
    """Click a plot at a point of its axes."""
    level = np.log10(y) if plot.log_y else y
    at = plot.mapFromScene(plot.view.mapViewToScene(QPointF(x, level)))
    qtbot.mouseClick(plot.viewport(), LEFT, pos=at)
    qtbot.wait(10)


def test_of_the_hidden_units_it_is_the_unit_and_the_character(qtbot, shown):
    panel = shown("hidden_units", train(make_run(cell="lstm", layers=2), 3))
    found = panel._found
    qtbot.mouseClick(panel.map, LEFT, pos=panel.map.area(5, 3).center())
    qtbot.keyClick(panel.map, Qt.Key.Key_Right)
    qtbot.keyClick(panel.map, Qt.Key.Key_Return)
    qtbot.keyClick(panel.map, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert panel.places == [Place(step, 5, 1, found.phrase) for step in (3, 4)]
    assert panel.units.text() == "5"


def test_of_a_drawn_task_it_is_the_unit_and_the_step_of_its_example(qtbot, shown):
    panel = shown("hidden_units", train(make_run(None, task="adding"), 2))
    qtbot.mouseClick(panel.map, LEFT, pos=panel.map.area(2, 7).center())
    assert panel.places == [Place(7, 2, 0)]


@pytest.mark.parametrize(("name", "curve"), [("gradient_flow", "median"), ("decay", "now")])
def test_of_a_curve_by_lag_it_is_the_step_so_far_back_from_the_last_loss(qtbot, shown, name, curve):
    panel = shown(name, train(make_run(cell="gru", layers=2), 3))
    line, last = getattr(panel, curve), len(getattr(panel, curve).x) - 1
    click_curve(qtbot, panel.plot, 4.0, float(line.y[4]))
    assert panel.places == [Place(last - 4, layer=1, loss=last)]
    inside = panel.plot.inside
    qtbot.mouseClick(panel.plot.viewport(), LEFT, pos=inside.bottomLeft() + QPoint(3, -3))
    qtbot.wait(10)
    assert len(panel.places) == 1  # there is no curve


def test_of_the_triangle_a_double_click_is_a_loss_and_a_state(qtbot, shown):
    panel = shown("triangle", train(make_run(cell="lstm"), 3))
    at = panel.map.area(range(6, 7), range(4, 5)).center()
    qtbot.mouseClick(panel.map, LEFT, pos=at)
    assert panel.places == []
    qtbot.mouseDClick(panel.map, LEFT, pos=at)
    assert panel.places == [Place(4, layer=0, loss=6)]


def test_of_a_bar_it_is_the_unit(qtbot, shown):
    panel = shown("saturation", train(make_run(cell="vanilla"), 3))
    spot = panel.bars.spots()[6]
    qtbot.mouseClick(panel.bars, LEFT, pos=QPointF(*spot).toPoint())
    assert panel.places == [Place(unit=6, layer=0)]


def test_of_the_loss_it_is_the_step_of_training(qtbot, shown):
    panel = shown("loss", train(make_run(), 30))
    click_curve(qtbot, panel.plot, 20.0, float(panel.smoothed.y[19]))
    (place,) = panel.places
    assert abs(place.moment - 20) <= 1


def test_of_the_gradients_norm_it_is_the_step_of_training(qtbot, shown):
    panel = shown("clipping", train(make_run(), 30))
    click_curve(qtbot, panel.norms, 12.0, float(panel.norms.norm.y[11]))
    assert panel.places == [Place(moment=12)]


def test_of_a_score_it_is_the_step_at_which_it_was_measured(qtbot, shown):
    panel = shown("task", train(make_run(None, task="adding"), 30))
    at, score = float(panel.score.x[-1]), float(panel.score.y[-1])
    click_curve(qtbot, panel.plot, at, score)
    assert panel.places == [Place(moment=round(at))]
