"""What lies still under a frame: grid, comparison lines, labels, and the settled part of curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from rnnviz.gui.plotting.live_plot.curve import Band, Curve, LineStyle
from rnnviz.gui.plotting.live_plot.labels import Lettering, Stamp
from rnnviz.gui.plotting.live_plot.legend import place_legend
from rnnviz.gui.plotting.live_plot.marks import Mark, columns, place_marks
from rnnviz.gui.plotting.live_plot.references import Reference, place
from rnnviz.gui.plotting.live_plot.scale import Scale
from rnnviz.gui.plotting.live_plot.strokes import fill_of, paint_curve

MESSAGE_MARGIN = 12
LOOK_EVERY = 10
"""Frames from one look at the legend to the next."""
BESIDE = 6
"""Pixels by which markers and lines side by side may stand out beyond the points they are for."""
BURIED = 12
"""Pixel columns of curves that may come to lie below a legend before it looks for a new place."""
SHADE = LineStyle(1)


@dataclass
class Content:
    """What is to be seen in a plot. A `message` stands in place of everything else."""

    bands: list[Band] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    references: tuple[Reference, ...] = ()
    marks: tuple[Mark, ...] = ()
    ticks: tuple[Sequence[float], Sequence[float]] = ((), ())
    message: str = ""

    @property
    def filled(self) -> list[Curve | Band]:
        """The curves and bands that have data."""
        return [item for item in (*self.curves, *self.bands) if item.x.size]


class Backdrop:
    """One pixmap with everything that stays, and small ones (`stamps`) to lay over the curves.

    A curve that settles only grows at its end, so it is painted into the pixmap, each time from
    where it ended the last time: a frame costs what is new.
    """

    def __init__(self, content: Content, scale: Scale, lettering: Lettering) -> None:
        self.content = content
        self.scale = scale
        self.lettering = lettering
        self.stamps: list[Stamp] = []
        self.pixmap = _blank(QSize(int(scale.width), int(scale.height)), lettering)
        self._legend: Stamp | None = None
        self._buried, self._frames = 0.0, 0
        self._lines = self._lines_of_references()
        self._filled = content.filled
        self._changed: tuple[int, int] | None = None
        self._settled: dict[Curve, tuple[tuple[int, int, int], int]] = {}
        self._extents: dict[Curve, tuple[int, int]] = {}
        with QPainter(self.pixmap) as painter:
            if content.message:
                self._paint_message(painter)
            else:
                self._paint_shade(painter)
                self._paint_grid(painter)
                self._paint_references(painter, 0, int(scale.width))
                self._paint_marks(painter)
                self._make_stamps()

    def follow(self) -> bool:
        """Paint what has settled since; return whether a new backdrop has to be made instead."""
        if self._filled != self.content.filled or self._is_buried():
            return True
        growing = [
            curve
            for curve in self.content.curves
            if curve.settles and curve.extent != self._extents.get(curve)
        ]
        if self.content.message or not growing:
            return False
        with QPainter(self.pixmap) as painter:
            return any(self._outgrown(curve, painter) for curve in growing)

    def take_changed(self) -> tuple[int, int] | None:
        """Return the pixel columns between which something has settled since this was asked."""
        changed, self._changed = self._changed, None
        return changed

    def _is_buried(self) -> bool:
        """Look now and then whether curves that move have come to lie below the legend."""
        self._frames += 1
        if self._legend is None or self._frames % LOOK_EVERY:
            return False
        return self._hidden_by(self._legend.area) > self._buried + BURIED

    def _outgrown(self, curve: Curve, painter: QPainter) -> bool:
        """Paint the new end of a curve, or return that its old part would look different now."""
        kind = curve.grain(self.scale)
        before, since = self._settled.get(curve, (kind, 0))
        if kind != before:
            return True
        reach = paint_curve(painter, curve, self.scale, self.lettering.theme, since)
        if reach is not None:
            self._note_changed(painter, curve, *reach)
        self._settled[curve] = kind, curve.x.size
        self._extents[curve] = curve.extent
        return False

    def _note_changed(self, painter: QPainter, curve: Curve, left: float, right: float) -> None:
        """Remember where a curve's new end was painted."""
        start, end = int(left) - BESIDE, int(right) + BESIDE + 2
        before = self._changed or (start, end)
        self._changed = min(start, before[0]), max(end, before[1])
        if curve.look.is_noise:  # which fills an area and would bury what it is compared with
            self._paint_references(painter, start, end)

    def _paint_message(self, painter: QPainter) -> None:
        painter.setFont(self.lettering.font)
        painter.setPen(QColor(self.lettering.theme.muted))
        width, height = int(self.scale.width), int(self.scale.height)
        room = QRect(MESSAGE_MARGIN, 0, width - 2 * MESSAGE_MARGIN, height)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self.content.message)

    def _paint_grid(self, painter: QPainter) -> None:
        painter.setPen(QColor(self.lettering.theme.grid))
        scale = self.scale
        width, height = int(scale.width), int(scale.height)
        for column in scale.columns(self.content.ticks[0]):
            painter.drawLine(round(column), 0, round(column), height)
        low, high = scale.y
        for level in self.content.ticks[1]:
            row = round(scale.height * (high - level) / (high - low))
            painter.drawLine(0, row, width, row)

    def _paint_shade(self, painter: QPainter) -> None:
        """Shade what lies above the comparison lines that ask for it."""
        colour = fill_of(SHADE, self.lettering.theme)
        for one in self.content.references:
            row = float(self.scale.rows(one.value)) if one.shaded else 0.0
            if row > 0:
                area = QRectF(0, 0, self.scale.width, min(row, self.scale.height))
                painter.fillRect(area, colour)

    def _paint_references(self, painter: QPainter, left: int, right: int) -> None:
        """Draw the comparison lines between two pixel columns."""
        if self._lines is not None:
            painter.setClipRect(left, 0, right - left, int(self.scale.height))
            painter.drawPixmap(0, 0, self._lines)
            painter.setClipping(False)

    def _lines_of_references(self) -> QPixmap | None:
        """Return the comparison lines on nothing: cheaper than to dash them again and again."""
        rows = self.scale.rows([one.value for one in self.content.references])
        seen = [round(row) for row in rows if 0 <= row <= self.scale.height]
        if not seen:
            return None
        lines = self.lettering.blank(QSizeF(int(self.scale.width), int(self.scale.height)), 0)
        with QPainter(lines) as painter:
            painter.setPen(QPen(QColor(self.lettering.theme.muted), 1, Qt.PenStyle.DashLine))
            for row in seen:
                painter.drawLine(0, row, int(self.scale.width), row)
        return lines

    def _paint_marks(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self.lettering.theme.text), 1))
        last = int(self.scale.width) - 1  # so that a mark at the very end can be seen
        for column in columns(self.content.marks, self.scale):
            at = min(round(column), last)
            painter.drawLine(at, 0, at, int(self.scale.height))

    def _make_stamps(self) -> None:
        """Make the legend and the labels of comparison lines and marks."""
        lettering, taken = self.lettering, []
        self._legend = legend = place_legend(self._filled, self.scale, lettering)
        if legend is not None:
            self.stamps.append(legend)
            taken.append(legend.area)
            self._buried = self._hidden_by(legend.area)
        sizes = self.scale, lettering.width_of, lettering.line_height
        lines = place(self.content.references, *sizes, taken, self._hidden_by)
        taken += [label.area for label in lines]
        moments = place_marks(self.content.marks, *sizes, taken)
        colours = lettering.theme.muted, lettering.theme.text
        for colour, labels in zip(colours, (lines, moments), strict=True):
            for label in labels:
                corner = QPointF(label.area.topLeft().toPoint())
                self.stamps.append(lettering.label(label.text, colour, corner))

    def _hidden_by(self, area: QRectF) -> float:
        """Return how many pixel columns of the curves, but for noise, lie below an area."""
        steady = [curve for curve in self.content.curves if not curve.look.is_noise]
        columns = np.arange(area.left(), area.right())
        rows = [curve.rows_at(self.scale, columns) for curve in steady if curve.x.size]
        return float(sum(((area.top() < at) & (at < area.bottom())).sum() for at in rows))


def _blank(size: QSize, lettering: Lettering) -> QPixmap:
    """Return a pixmap of a size in pixels, full of the ground's colour."""
    pixmap = QPixmap((size * lettering.ratio).expandedTo(QSize(1, 1)))
    pixmap.setDevicePixelRatio(lettering.ratio)
    pixmap.fill(QColor(lettering.theme.base))
    return pixmap
