"""What the rest of the program asks of a plot, through the door of its package alone."""

import numpy as np
import pytest

from rnnviz.gui.plotting.live_plot import Curve, LineStyle, LivePlot, Mark
from rnnviz.gui.plotting.ranges import exact

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only


@pytest.fixture
def curves():
    curves = Curve("measured", LineStyle(0)), Curve("expected", LineStyle(1))
    for height, curve in enumerate(curves):
        curve.replace(np.arange(2), np.full(2, 0.2 * height))
    return curves


@pytest.fixture
def plot(qtbot, curves):
    plot = LivePlot("Plot of a test", ("steps", "nats"), (exact, exact), lambda point: "")
    qtbot.addWidget(plot)
    plot.add(*curves)
    plot.resize(500, 300)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.fit((0.0, 1.0), (0.0, 1.0))
    return plot


def test_a_curve_with_another_name_has_another_legend_once_it_is_redrawn(plot, curves):
    before = plot.grab().toImage()
    curves[0].label = "renamed"
    plot.refresh()
    assert plot.grab().toImage() == before
    plot.redraw()
    assert plot.grab().toImage() != before


def test_a_plot_says_what_it_shows(plot):
    assert (plot.message, plot.marks) == ("", ())
    plot.set_message("Nothing to see yet.")
    plot.set_marks([Mark(1.0, "edited")])
    assert (plot.message, plot.marks) == ("Nothing to see yet.", (Mark(1.0, "edited"),))


def test_a_plot_says_where_its_curves_are_painted(plot):
    area = plot.inside
    assert plot.viewport().rect().contains(area)
    assert area.height() < plot.height() - 20
    plot.set_message("Nothing to see yet.")
    assert plot.inside == plot.viewport().rect()
    plot.set_message("")
    assert plot.inside == area


def test_a_plot_says_what_it_is_lettered_with(plot):
    before = plot.letters.pointSizeF()
    assert before < plot.font().pointSizeF()
    font = plot.font()
    font.setPointSizeF(2 * font.pointSizeF())
    plot.setFont(font)
    assert plot.letters.pointSizeF() > before
