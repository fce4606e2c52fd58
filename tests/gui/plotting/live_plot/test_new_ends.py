"""A frame of a curve that grows paints its new end, all of it and little else."""

import numpy as np
import pytest
from PySide6.QtCore import QRect

from rnnviz.gui.appearance.theme import LIGHT
from rnnviz.gui.plotting.live_plot.curve import Curve, LineStyle
from rnnviz.gui.plotting.live_plot.live_plot import LivePlot
from rnnviz.gui.plotting.live_plot.references import Reference
from rnnviz.gui.plotting.live_plot.strokes import colour_of
from rnnviz.gui.plotting.ranges import exact, rounded

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only


@pytest.fixture
def plot(qtbot):
    plot = LivePlot("Plot of a test", ("steps", "nats"), (exact, rounded), lambda point: "here")
    qtbot.addWidget(plot)
    plot.resize(500, 300)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def pixels(plot):
    image = plot._overlay.grab().toImage()
    image = image.convertToFormat(image.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)[..., :3].copy()


@pytest.mark.parametrize(
    "look",
    [
        LineStyle(0, weight="faint"),
        LineStyle(1),
        LineStyle(2, weight="plain"),
        LineStyle(1, dash=1, markers=True),
        LineStyle(1, stripes=(9, 5)),
        LineStyle(1, weight="none", markers=True),
    ],
    ids=["noise", "strong", "plain", "markers", "stripes", "dots"],
)
@pytest.mark.parametrize("before", [3, 70, 900, 6000, 40_000])
def test_a_frame_repaints_all_that_is_new_and_little_else(qtbot, monkeypatch, plot, look, before):
    plot.add(growing := Curve("growing", look))
    plot.set_references([Reference(0.5, "half", "0.50")])
    values = np.sin(np.arange(before + 4000) * 0.9) * np.linspace(1, 0.2, before + 4000)
    x = np.arange(values.size)
    plot.fit((0.0, float(values.size)), (-1.0, 1.0))
    growing.grow(x[:before], values[:before])
    plot.refresh()
    painted, areas = pixels(plot), []
    for more in (1, 2, 5, 30, 300, 3000):
        with monkeypatch.context() as watched:
            watched.setattr(plot._overlay, "update", lambda *area: areas.append(area))
            growing.grow(x[: before + more], values[: before + more])
            plot.refresh()
        area = QRect(*(areas.pop() or plot._overlay.rect().getRect()))
        after = pixels(plot)
        rows, columns = np.nonzero((after != painted).any(axis=2))
        inside = area.adjusted(0, 0, 1, 1)
        assert all(inside.contains(int(c), int(r)) for r, c in zip(rows, columns, strict=True))
        if more < before / 10:
            assert area.width() < plot._overlay.width() / 2
        painted = after
    assert not areas


def test_a_plot_in_which_something_moves_is_repainted_whole(monkeypatch, plot):
    plot.add(growing := Curve("growing", LineStyle(0)), moving := Curve("moving", LineStyle(1)))
    plot.fit((0.0, 60.0), (0.0, 60.0))
    growing.grow(np.arange(50), np.arange(50.0))
    moving.replace(np.arange(3), np.arange(3.0))
    plot.refresh()
    pixels(plot)
    areas = []
    monkeypatch.setattr(plot._overlay, "update", lambda *area: areas.append(area))
    growing.grow(np.arange(51), np.arange(51.0))  # settles, but the other one does not
    moving.replace(np.arange(3), np.arange(3.0) + 1)
    plot.refresh()
    assert areas == [()]


def test_a_line_in_stripes_that_grows_bit_by_bit_keeps_its_gaps(plot):
    plot.add(growing := Curve("growing", LineStyle(0, stripes=(9, 5))))
    plot.fit((0.0, 400.0), (-1.0, 1.0))
    x, y = np.arange(401), np.zeros(401)
    for count in range(2, 401, 3):
        growing.grow(x[:count], y[:count])
        plot.refresh()
        pixels(plot)
    grown = pixels(plot)
    plot.redraw()
    whole = pixels(plot)
    row = whole.shape[0] // 2
    blue = (grown[row - 2 : row + 3, :, 2].astype(int) < 160).any(axis=0)
    columns = np.arange(blue.size)
    drawn = (columns % 14 < 9) & (columns < plot.inside.width() * 0.95)
    # A strong line is drawn twice, a little to either side.
    left_out = (columns % 14 >= 10) & (columns % 14 < 13)
    assert blue[drawn].mean() > 0.97
    assert not blue[left_out].any()
    np.testing.assert_array_equal(
        blue, (whole[row - 2 : row + 3, :, 2].astype(int) < 160).any(axis=0)
    )


def test_dots_alone_are_not_joined_by_a_line(plot):
    plot.add(dots := Curve("dots", LineStyle(0, weight="none", markers=True)))
    plot.fit((0.0, 10.0), (0.0, 10.0))
    dots.grow(np.array([2, 8]), np.array([5.0, 5.0]))
    plot.refresh()
    row = pixels(plot)[plot.inside.height() // 2, :, 2].astype(int)
    dark = np.flatnonzero(row < 160)
    assert 4 <= dark.size <= 16
    assert dark.max() - dark.min() > plot.inside.width() / 2


def test_a_curve_that_moves_is_cut_anew_only_when_it_has_moved(monkeypatch, plot):
    plot.add(moving := Curve("moving", LineStyle(0, stripes=(9, 5))))
    plot.fit((0.0, 10.0), (0.0, 10.0))
    x = np.arange(11)
    moving.replace(x, np.full(11, 5.0))
    plot.refresh()
    first = pixels(plot)
    kept = moving.kept
    plot.refresh()
    np.testing.assert_array_equal(pixels(plot), first)
    assert moving.kept is kept
    moving.replace(x, np.full(11, 8.0))
    plot.refresh()
    assert (pixels(plot) != first).any()
    plot.fit((0.0, 40.0), (0.0, 40.0))
    before = moving.kept
    pixels(plot)
    assert moving.kept is not before


def test_a_run_that_stands_is_cut_once_and_painted_over_all_the_noise_that_grows(plot):
    look = LineStyle(1, stripes=(10, 3, 2, 3))
    plot.add(noise := Curve("", LineStyle(0, weight="pale")))
    plot.add(standing := Curve("", look, of_other=True), below=noise)
    plot.fit((0.0, 400.0), (-1.0, 1.0))
    x, colour = np.arange(401), np.array(colour_of(look, LIGHT).getRgb()[2::-1])
    standing.grow(x, np.sin(x / 40.0))
    plot.refresh()
    alone = (np.abs(pixels(plot).astype(int) - colour).sum(axis=2) < 150).any(axis=0)
    kept = []
    for count in range(2, 401, 3):
        noise.grow(x[:count], np.where(x[:count] % 2, 0.99, -0.99))
        plot.refresh()
        below = (np.abs(pixels(plot).astype(int) - colour).sum(axis=2) < 150).any(axis=0)
        kept.append(standing.kept_segments)
    assert alone.sum() > 100
    assert (below == alone).mean() > 0.9  # the newest columns may be buried for a while
    assert kept[-1] is not None
    assert len({id(one) for one in kept if one}) == 1
