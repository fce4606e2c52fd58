"""Where a plot is too small for a legend its curves are named at their ends."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QFont

from rnnviz.gui.appearance.contrast import TEXT, contrast, readable
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.plotting.layer import Medium
from rnnviz.gui.plotting.lettering import Lettering
from rnnviz.gui.plotting.live_plot.curve import Band, Curve, LineStyle
from rnnviz.gui.plotting.live_plot.end_labels import end_labels
from rnnviz.gui.plotting.live_plot.live_plot import LivePlot
from rnnviz.gui.plotting.live_plot.names import short_names
from rnnviz.gui.plotting.live_plot.scale import Scale
from rnnviz.gui.plotting.live_plot.strokes import colour_of
from rnnviz.gui.plotting.ranges import exact

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
X = np.arange(100.0)
NAMES = ("training", "mean of up to 200 steps", "validation", "middle half of 25 losses")


def entries(ends):
    made = [Curve(name, LineStyle(n)) for n, name in enumerate(NAMES[:3])]
    for curve, end in zip(made, ends, strict=True):
        curve.replace(X, np.linspace(0.5, end, 100))
    band = Band(NAMES[3], LineStyle(0))
    band.replace(X, np.full(100, 0.2), np.full(100, 0.4))
    return [*made, band]


@pytest.mark.parametrize("ends", [(0.1, 0.5, 0.9), (0.5, 0.5, 0.5), (0.0, 0.0, 1.0), (-9, 9, 0.3)])
@pytest.mark.parametrize("size", [(90, 90), (160, 75), (400, 72)], ids=str)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_curve_is_named_beside_its_end_and_no_name_stands_on_another(qapp, ends, size, theme):
    lettering, scale = Lettering(QFont(), theme, Medium()), Scale((0, 99), (0, 1), *size)
    labels = end_labels(entries(ends), scale, lettering)
    assert len(labels) == 4
    for label in labels:
        area = label.stamp.area
        assert area.left() >= 0
        assert area.top() >= 0
        assert area.right() <= size[0] + 1
        assert area.bottom() <= size[1] + 1
    for one, other in combinations(labels, 2):
        assert not one.stamp.area.intersects(other.stamp.area)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_names_have_the_colour_of_their_curve_so_that_it_can_be_read(theme):
    for number in range(len(theme.lines)):
        line = colour_of(LineStyle(number), theme).name()
        ink = readable(line, theme.base)
        assert contrast(ink, theme.base) >= TEXT
        if contrast(line, theme.base) >= TEXT:
            assert ink == line


def test_names_are_shortened_to_what_tells_them_apart():
    names = ["LSTM, bias 4", "LSTM, bias 2", "GRU"]
    assert short_names(names, lambda text: True) == names
    assert short_names(names, lambda text: len(text) < 7) == ["bias 4", "bias 2", "GRU"]
    assert short_names(names, lambda text: len(text) < 3) == ["LS", "L", "GR"]
    assert short_names(["same", "same"], lambda text: True) == ["same", "same"]


def test_a_small_plot_names_its_curves_and_a_larger_one_has_a_legend_again(qtbot):
    plot = LivePlot("Plot of a test", ("x", "y"), (exact, exact), lambda point: "")
    qtbot.addWidget(plot)
    curves = entries((0.1, 0.5, 0.9))
    plot.add(*curves)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.fit((0.0, 99.0), (0.0, 1.0))
    for size, count in (((190, 130), 4), ((600, 400), 1), ((190, 130), 4)):
        plot.resize(*size)
        plot._overlay.repaint()
        assert len(plot._overlay._backdrop.stamps) == count
    curves[0].replace(X, np.linspace(0.5, 0.95, 100))  # the end moves, and the name with it
    before = plot._overlay._backdrop
    plot.refresh()
    plot._overlay.repaint()
    assert plot._overlay._backdrop is not before
