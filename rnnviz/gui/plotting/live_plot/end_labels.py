"""Names at the ends of curves, where a plot is too small for a legend."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from rnnviz.gui.appearance.contrast import readable
from rnnviz.gui.plotting.lettering import Lettering, Stamp
from rnnviz.gui.plotting.live_plot.curve import Band, Curve
from rnnviz.gui.plotting.live_plot.names import short_names
from rnnviz.gui.plotting.live_plot.scale import Scale
from rnnviz.gui.plotting.live_plot.strokes import colour_of

Entry = Curve | Band
WIDEST = 0.95
"""Share of a plot's width that a label may take."""
FAR = 48.0, 24.0
"""Pixels along and across by which an end may move away from its label."""
TAIL = 200
"""Points at the end of a curve among which one with a value is looked for."""
EDGE = 1.0


@dataclass(frozen=True)
class EndLabel:
    """A label, and where the end that it stands at was."""

    entry: Entry
    end: QPointF
    stamp: Stamp

    def is_left_behind(self, scale: Scale) -> bool:
        """Whether the end has moved away; the height of noise says nothing."""
        end = end_of(self.entry, scale)
        if end is None:
            return True
        across = 0.0 if self.entry.look.is_noise else abs(end.y() - self.end.y())
        return abs(end.x() - self.end.x()) > FAR[0] or across > FAR[1]


def end_labels(entries: Sequence[Entry], scale: Scale, lettering: Lettering) -> list[EndLabel]:
    """Return a label for each curve in its colour, none upon another, as near as there is room."""
    ends = [(entry, end) for entry in entries if (end := end_of(entry, scale)) is not None]
    room = WIDEST * scale.width
    names = short_names(
        [entry.label for entry, _ in ends], lambda text: lettering.width_of(text) <= room
    )
    height = math.ceil(lettering.line_height)
    sizes = [QSizeF(math.ceil(lettering.width_of(name)), height) for name in names]
    areas = _placed([end for _, end in ends], sizes, scale)
    placed: list[EndLabel] = []
    for (entry, end), name, area in zip(ends, names, areas, strict=True):
        if area is not None:
            ink = readable(colour_of(entry.look, lettering.theme).name(), lettering.theme.base)
            corner = QPointF(area.topLeft().toPoint())
            placed.append(EndLabel(entry, end, lettering.label(name, ink, corner)))
    return placed


def _placed(ends: list[QPointF], sizes: list[QSizeF], scale: Scale) -> list[QRectF | None]:
    """Return a place for each label: near its end, or where that leaves gaps in a column."""
    areas: list[QRectF | None] = []
    for end, size in zip(ends, sizes, strict=True):
        busy = [area for area in areas if area is not None]
        free = (
            area
            for area in _places(end, (size.width(), size.height()), scale)
            if not any(area.intersects(other) for other in busy)
        )
        areas.append(next(free, None))
    height = sizes[0].height() if sizes else 0.0
    if None in areas and height * len(ends) <= scale.height:
        order = sorted(range(len(ends)), key=lambda place: ends[place].y())
        for row, place in enumerate(order):
            left = max(math.floor(scale.width - sizes[place].width() - EDGE), 0.0)
            areas[place] = QRectF(QPointF(left, row * height), sizes[place])
    return areas


def end_of(entry: Entry, scale: Scale) -> QPointF | None:
    """Return where a curve ends, or the middle of a band; the nearest place inside the plot."""
    stop = int(np.searchsorted(entry.x, scale.x[1], side="right"))
    part = slice(max(0, stop - TAIL), stop)
    if isinstance(entry, Band):
        values = (scale.rows(entry.lower[part]) + scale.rows(entry.upper[part])) / 2
    else:
        values = scale.rows(entry.y[part])
    known = np.flatnonzero(np.isfinite(values))
    if known.size == 0:
        return None
    column = float(scale.columns(entry.x[part][known[-1]]))
    row = float(values[known[-1]])
    return QPointF(min(max(column, 0.0), scale.width), min(max(row, 0.0), scale.height))


def _places(end: QPointF, size: tuple[float, float], scale: Scale) -> Iterator[QRectF]:
    """Yield where a label may stand, the nearest first: above and below, and ever farther."""
    width, height = size
    left = max(math.floor(min(end.x() - width, scale.width - width - EDGE)), 0.0)
    last = scale.height - height
    tops = [end.y() - height - EDGE, end.y() + EDGE]
    for step in np.arange(0.0, scale.height, height / 4).tolist():
        tops += [end.y() - height - EDGE - step, end.y() + EDGE + step]
    for top in map(round, tops):
        if 0 <= top <= last:
            yield QRectF(left, top, width, height)
    for top in range(0, max(int(last), 0) + 1, max(int(height / 4), 1)):
        for other in (left, 0.0, math.floor(scale.width - width)):
            if other >= 0 and top <= last:
                yield QRectF(other, top, width, height)
