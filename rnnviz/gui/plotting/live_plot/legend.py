"""The legend of a plot: a sample of every line, put where it hides the least of the curves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.layer import Layer
from rnnviz.gui.plotting.lettering import GROUND_OPACITY, PADDING, Lettering, Stamp
from rnnviz.gui.plotting.live_plot.curve import Band, Curve, Points
from rnnviz.gui.plotting.live_plot.names import short_names
from rnnviz.gui.plotting.live_plot.scale import Scale
from rnnviz.gui.plotting.live_plot.strokes import fill_of, mark, pen_of, stroke

SAMPLE_WIDTH = 22.0
LOW = 9
"""Lines of text that a plot is high at most where the legend rather is a line than a column."""
LARGEST = 0.6
"""Share of a plot's height that a legend may take."""
MOST_AREA = 0.4
"""Share of a plot that a legend may cover: else the curves are named at their ends."""
WIDEST, ENDLESS = 220.0, 1e6
"""Pixels that the name of a run takes at most: one that differs in much has a long one."""
SHORTEST = "LSTM"
"""What of a name must have room, for the legend to be of any use."""
PITCH = 4.0
"""Pixels between two places at which a curve is looked at."""
CLEARLY_FEWER = 0.7
"""A corner is preferred to the upper right one if it hides less than this share of its curves."""


def place_legend(
    entries: Sequence[Curve | Band], scale: Scale, lettering: Lettering
) -> Stamp | None:
    """Return the legend in the emptiest corner, in low plots as a line.

    What leaps up and down fills the plot and does not count, unless there is nothing else. Names
    of runs are shortened where there is no room for them. None without room, or for a single
    curve, which needs none.
    """
    listed = named(entries)
    if len(listed) < 2:
        return None
    is_low = scale.height < LOW * lettering.line_height
    of_runs = any(map(_is_of_other, listed))
    most = WIDEST if of_runs else ENDLESS
    keys = (key(listed, lettering, in_a_line, most) for in_a_line in (is_low, not is_low))
    layer = next((one for one in keys if _fits(one.size, scale)), None)
    if layer is None and of_runs:
        layer = _shortened_key(listed, scale, lettering)
    if layer is None:
        return None
    size = layer.size
    steady = [entry for entry in entries if not entry.look.is_noise] or entries
    points = np.concatenate([np.empty((0, 2)), *(_places(entry, scale) for entry in steady)])
    areas = [QRectF(corner, size) for corner in _corners(scale, size)]
    hidden = [_inside(points, area) for area in areas]
    best = int(np.argmin(hidden))
    chosen = best if hidden[best] < CLEARLY_FEWER * hidden[0] else 0
    return Stamp(layer, areas[chosen].topLeft())


def named(entries: Sequence[Curve | Band]) -> list[Curve | Band]:
    """Return what is to be named, the run that the plot is about first."""
    return sorted((entry for entry in entries if entry.label), key=_is_of_other)


def columns_below(area: QRectF, curves: Sequence[Curve], scale: Scale) -> int:
    """Return how many pixel columns of the curves, but for noise, lie below an area."""
    steady = [curve for curve in curves if not curve.look.is_noise and curve.x.size]
    columns = np.arange(area.left(), area.right())
    rows = [curve.rows_at(scale, columns) for curve in steady]
    return sum(int(((area.top() < at) & (at < area.bottom())).sum()) for at in rows)


def _shortened_key(
    entries: Sequence[Curve | Band], scale: Scale, lettering: Lettering
) -> Layer | None:
    """Return the samples with as much of their labels as there is room for, None if that is none.

    In a column, or in a low plot in a line.
    """
    around = _entry_width("", lettering) + 1
    for in_a_line, share in ((False, 1), (True, len(entries))):
        room = (scale.width - 2 * PADDING) / share - around
        if room >= lettering.width_of(SHORTEST):
            layer = key(entries, lettering, in_a_line, room)
            if _fits(layer.size, scale):
                return layer
    return None


def key(
    entries: Sequence[Curve | Band],
    lettering: Lettering,
    in_a_line: bool = False,
    most: float = ENDLESS,
) -> Layer:
    """Return a sample of every line with its label, one below the other or in a line.

    A label that has more pixels than `most` is shortened.
    """
    names = [entry.label for entry in entries]
    labels = short_names(names, lambda name: lettering.metrics.horizontalAdvance(name) <= most)
    height, widths = lettering.line_height, [_entry_width(label, lettering) for label in labels]
    whole = (sum(widths), height) if in_a_line else (max(widths), len(entries) * height)
    layer = lettering.blank(QSizeF(*whole), GROUND_OPACITY)
    with lettering.painter(layer) as painter:
        for entry, label, width in zip(entries, labels, widths, strict=True):
            _paint_sample(painter, entry, height / 2, lettering.theme)
            painter.setPen(QColor(lettering.theme.text))
            place = QRectF(SAMPLE_WIDTH + 2 * PADDING, 0, width, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, label)
            painter.translate(*(width, 0) if in_a_line else (0, height))
    return layer


def _entry_width(label: str, lettering: Lettering) -> float:
    """Return the width of a sample and its label."""
    return SAMPLE_WIDTH + lettering.width_of(label) + 2 * PADDING


def _paint_sample(painter: QPainter, entry: Curve | Band, row: float, theme: Theme) -> None:
    """Draw a short piece of a line, or of a band's area."""
    if isinstance(entry, Band):
        painter.fillRect(QRectF(PADDING, row - 4, SAMPLE_WIDTH, 8), fill_of(entry.look, theme))
        return
    painter.setPen(pen_of(entry.look, theme))
    ends = np.array([[PADDING, row], [PADDING + SAMPLE_WIDTH, row]])
    stroke(painter, ends, entry.look, theme)
    if entry.look.markers:
        mark(painter, ends.mean(axis=0, keepdims=True), entry.look, theme)


def _is_of_other(entry: Curve | Band) -> bool:
    """Return whether an entry is a run's that the plot is not about; those come last."""
    return isinstance(entry, Curve) and entry.of_other


def _fits(size: QSizeF, scale: Scale) -> bool:
    """Whether a legend has room and leaves enough of it to the curves."""
    share = size.width() * size.height() / (scale.width * scale.height)
    within = size.width() <= scale.width - 2 * PADDING
    return within and size.height() <= LARGEST * scale.height and share <= MOST_AREA


def _corners(scale: Scale, size: QSizeF) -> list[QPointF]:
    """Return the upper left corners that a legend of a size may have, best first."""
    right, bottom = scale.width - size.width() - PADDING, scale.height - size.height() - PADDING
    tops_and_lefts = ((PADDING, right), (PADDING, PADDING), (bottom, right), (bottom, PADDING))
    return [QPointF(left, top) for top, left in tops_and_lefts]


def _places(entry: Curve | Band, scale: Scale) -> Points:
    """Return where a curve or the edge of a band runs, (n, 2) pixels, evenly along the columns."""
    lines = [entry.outline(scale)] if isinstance(entry, Band) else entry.polylines(scale)
    found = [np.empty((0, 2))]
    for line in lines:
        if len(line) == 0:
            continue
        across, down = (np.abs(np.diff(line[:, axis])) for axis in (0, 1))
        along = np.concatenate(([0.0], np.cumsum(np.maximum(across, down))))
        at = np.arange(0.0, along[-1] + PITCH, PITCH)
        found.append(np.column_stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)]))
    return np.concatenate(found)


def _inside(points: Points, area: QRectF) -> int:
    """Return how many points lie in an area."""
    columns, rows = points[:, 0], points[:, 1]
    across = (columns > area.left()) & (columns < area.right())
    return int(np.count_nonzero(across & (rows > area.top()) & (rows < area.bottom())))
