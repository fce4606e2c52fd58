"""The legend stands where it hides the least, and in low plots in one line."""

import numpy as np
import pytest
from PySide6.QtGui import QFont

from rnnviz.captions.gradient_flow import middle_half
from rnnviz.gui.appearance.theme import LIGHT
from rnnviz.gui.plotting.layer import Medium
from rnnviz.gui.plotting.lettering import Lettering
from rnnviz.gui.plotting.live_plot.curve import Band, Curve, LineStyle
from rnnviz.gui.plotting.live_plot.legend import SAMPLE_WIDTH, SHORTEST, place_legend
from rnnviz.gui.plotting.live_plot.live_plot import LivePlot
from rnnviz.gui.plotting.live_plot.names import short_names
from rnnviz.gui.plotting.live_plot.scale import Scale
from rnnviz.gui.plotting.live_plot.settled import LOOK_EVERY
from rnnviz.gui.plotting.ranges import exact

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
X = np.arange(100.0)
WIDE = Scale((0, 100), (0, 1), 400, 200)
NARROW = Scale((0, 100), (0, 1), 100, 120)
LOW = Scale((0, 100), (0, 1), 400, 60)


@pytest.fixture
def lettering(qapp):
    return Lettering(QFont(), LIGHT, Medium())


def entries(y):
    curve, other = Curve("number", LineStyle(0)), Curve("mark", LineStyle(1))
    curve.replace(X, y)
    other.replace(X[:2], y[:2])
    return [curve, other]


@pytest.mark.parametrize(
    ("y", "corner"),
    [
        (1 - X / 100, "upper right"),
        (X / 100, "upper left"),
        (np.full(100, 0.95), "lower right"),
        (np.where(X < 30, 0.9, 0.02), "upper right"),
        (np.where(X < 60, 0.98, 0.02), "upper right"),
    ],
)
def test_the_legend_avoids_the_curves(lettering, y, corner):
    area = place_legend(entries(y), WIDE, lettering).area
    assert ("upper" in corner) == (area.top() < 100)
    assert ("left" in corner) == (area.left() < 200)
    assert WIDE.width >= area.right() > area.left() >= 0
    assert WIDE.height >= area.bottom() > area.top() >= 0


def test_a_band_counts_as_well(lettering):
    band = Band("quartiles", LineStyle(0))
    band.replace(X, np.full(100, 0.7), np.full(100, 0.99))
    area = place_legend([*entries(np.full(100, 0.85)), band], WIDE, lettering).area
    assert area.top() > 100


def test_in_a_low_plot_the_legend_is_one_line(lettering):
    area = place_legend(entries(X / 100), LOW, lettering).area
    assert area.height() == pytest.approx(lettering.line_height, abs=1)
    assert area.width() > 90


def test_where_a_line_is_too_long_the_legend_is_a_column_all_the_same(lettering):
    area = place_legend(entries(X / 100), NARROW, lettering).area
    assert area.height() == pytest.approx(2 * lettering.line_height, abs=1)


def test_without_room_there_is_no_legend(lettering):
    assert place_legend(entries(X / 100), Scale((0, 100), (0, 1), 60, 200), lettering) is None
    assert place_legend(entries(X / 100), Scale((0, 100), (0, 1), 400, 20), lettering) is None


def test_curves_without_points_hide_nothing(lettering):
    empty = [Curve("one", LineStyle(0)), Curve("two", LineStyle(1))]
    assert place_legend(empty, WIDE, lettering).area.top() < 20


def test_a_single_curve_needs_no_legend(lettering):
    assert place_legend(entries(X / 100)[:1], WIDE, lettering) is None
    assert place_legend([], WIDE, lettering) is None


def test_a_legend_that_a_moving_curve_runs_into_moves_away(qtbot):
    plot = LivePlot("Plot of a test", ("x", "y"), (exact, exact), lambda point: "")
    qtbot.addWidget(plot)
    curve, other = entries(1 - X / 100)
    plot.add(curve, other)
    plot.resize(500, 300)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.fit((0.0, 100.0), (0.0, 1.0))
    plot._overlay.repaint()
    assert plot._overlay._backdrop.stamps[0].corner.x() > plot._overlay.width() / 2
    curve.replace(X, X / 100)
    for _ in range(LOOK_EVERY + 1):
        plot.refresh()
        plot._overlay.repaint()
    assert plot._overlay._backdrop.stamps[0].corner.x() < plot._overlay.width() / 2
    kept = plot._overlay._backdrop
    for _ in range(3 * LOOK_EVERY):
        plot.refresh()
        plot._overlay.repaint()
    assert plot._overlay._backdrop is kept


def of_runs(*names):
    """The curve of a focus and those of other runs."""
    curves = [Curve(name, LineStyle(0), of_other=place > 0) for place, name in enumerate(names)]
    for curve in curves:
        curve.replace(X, X / 100)
    return curves


LONG = "LSTM, 8 hidden units, forget bias 4, learning rate 0.001, seed 3"


def test_long_names_of_runs_are_shortened_to_the_room_that_there_is(lettering):
    tall = Scale((0, 100), (0, 1), 300, 300)
    area = place_legend(of_runs(LONG, LONG, "GRU"), tall, lettering).area
    assert area.width() <= 230 + SAMPLE_WIDTH
    small = Scale((0, 100), (0, 1), 120, 120)
    area = place_legend(of_runs(LONG, LONG, "GRU"), small, lettering).area
    assert 50 < area.width() <= 120


def test_names_of_runs_stand_in_a_line_where_a_plot_is_low(lettering):
    low = Scale((0, 100), (0, 1), 420, 50)
    area = place_legend(of_runs(LONG, LONG, LONG), low, lettering).area
    assert area.height() < 2 * lettering.line_height
    assert area.width() <= 420


def test_without_room_for_the_shortest_names_there_is_no_legend_of_runs(lettering):
    assert place_legend(of_runs(LONG, "GRU"), Scale((0, 100), (0, 1), 50, 50), lettering) is None


def test_what_has_no_label_is_not_in_the_legend(lettering):
    run, nameless, other = of_runs("vanilla", "", "GRU")
    with_it = place_legend([run, nameless, other], WIDE, lettering).layer.pixmap
    without = place_legend([run, other], WIDE, lettering).layer.pixmap
    assert with_it.toImage() == without.toImage()
    assert place_legend([run, nameless], WIDE, lettering) is None


def test_the_run_in_focus_comes_first(lettering):
    run, other = of_runs("vanilla", "GRU")
    one = place_legend([run, other], WIDE, lettering).layer.pixmap
    assert place_legend([other, run], WIDE, lettering).layer.pixmap.toImage() == one.toImage()


def test_a_band_beside_a_run_of_a_like_name_is_not_cut_within_a_word():
    band = middle_half(8, 64)
    for most in range(len(band), len(SHORTEST) - 1, -1):
        found = short_names(["middle", band], lambda name, most=most: len(name) <= most)
        assert found[1] in (band, "middle half", "half")
