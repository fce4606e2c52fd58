"""Paints the inside of a plot: what changes with every frame, and nothing of the axes around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from rnnviz.gui.plotting.curve import Band, Curve, Nearest
from rnnviz.gui.plotting.labels import Lettering, Stamp
from rnnviz.gui.plotting.references import Reference, place
from rnnviz.gui.plotting.scale import Scale
from rnnviz.gui.plotting.strokes import mark, paint_band, paint_curve
from rnnviz.gui.theme import LIGHT, Theme

LEAST_HEIGHT_FOR_LEGEND = 80
MESSAGE_MARGIN = 12
CLEARANCE = 8.0


class Overlay(QWidget):
    """An opaque sheet over the inside of a plot; the mouse passes through it.

    Grid and reference lines are kept as one pixmap, labels and legend as small ones: a frame is
    these and one polyline a curve. `invalidate` has the pixmaps made anew, `update` does not.
    """

    def __init__(self, parent: QWidget, font: QFont) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(font)
        self.bands: list[Band] = []
        self.curves: list[Curve] = []
        self.references: Sequence[Reference] = ()
        self.message = ""
        self.ticks: tuple[Sequence[float], Sequence[float]] = ((), ())
        self.read_out: Callable[[Nearest], str] = _plain_read_out
        self.pointer: QPoint | None = None
        self.focused = False
        self.theme = LIGHT
        self._ranges: tuple[tuple[float, float], tuple[float, float]] = ((0.0, 1.0), (0.0, 1.0))
        self._log_y = False
        self._background: QPixmap | None = None
        self._stamps: list[Stamp] = []
        self._drawn: tuple[bool, ...] = ()

    @property
    def scale(self) -> Scale:
        """The ranges of both axes over the overlay's present size."""
        return Scale(*self._ranges, max(self.width(), 1), max(self.height(), 1), self._log_y)

    def set_ranges(self, x: tuple[float, float], y: tuple[float, float], log_y: bool) -> None:
        """Show these ranges (with `log_y` that of log10 y)."""
        self._ranges, self._log_y = (x, y), log_y
        self.invalidate()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.theme = theme
        self.invalidate()

    def invalidate(self) -> None:
        """Have everything painted anew, the kept pixmaps too."""
        self._background = None
        self.update()

    def resizeEvent(self, event: object) -> None:
        """Have the pixmaps made in the new size."""
        self.invalidate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint one frame."""
        if self._background is None or self._is_stale(self._background):
            self._background = self._paint_background()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._background)
        if not self.message:
            self._paint_data(painter)
        if self.focused:
            painter.setPen(QPen(QColor(self.theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def nearest(self, pointer: QPoint) -> Nearest | None:
        """Return the point of a curve that is nearest to the pointer's column, and row."""
        scale = self.scale
        found = (curve.nearest(scale, pointer.x(), pointer.y()) for curve in self.curves)
        known = [point for point in found if point is not None]
        return min(known, key=lambda point: abs(point.row - pointer.y()), default=None)

    def _paint_data(self, painter: QPainter) -> None:
        scale = self.scale
        for band in self.bands:
            paint_band(painter, band, scale, self.theme)
        for curve in self.curves:
            paint_curve(painter, curve, scale, self.theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for stamp in self._stamps:
            stamp.paint(painter)
        if self.pointer is not None and self.rect().contains(self.pointer):
            point = self.nearest(self.pointer)
            if point is not None:
                self._paint_read_out(painter, point)

    def _paint_read_out(self, painter: QPainter, point: Nearest) -> None:
        """Draw a crosshair through a point of a curve, and its values beside it."""
        painter.setPen(QPen(QColor(self.theme.muted), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(point.column, 0), QPointF(point.column, self.height()))
        painter.drawLine(QPointF(0, point.row), QPointF(self.width(), point.row))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark(painter, np.array([[point.column, point.row]]), point.curve.look, self.theme)
        label = self._lettering().label(self.read_out(point), self.theme.text, QPointF())
        corner = _beside(point, label.area, QRectF(self.rect()))
        painter.drawPixmap(corner, label.pixmap)

    def _lettering(self) -> Lettering:
        return Lettering(self.font(), self.theme, self.devicePixelRatioF())

    def _filled(self) -> tuple[bool, ...]:
        """Tell of every curve and band whether it has data, and so a line in the legend."""
        return tuple(item.x.size > 0 for item in (*self.curves, *self.bands))

    def _is_stale(self, pixmap: QPixmap) -> bool:
        return (
            pixmap.devicePixelRatio() != self.devicePixelRatioF() or self._drawn != self._filled()
        )

    def _paint_background(self) -> QPixmap:
        """Return the grid and reference lines, or the message; make the labels on the way."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap((self.size() * ratio).expandedTo(QRect(0, 0, 1, 1).size()))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(self.theme.base))
        painter = QPainter(pixmap)
        self._stamps, self._drawn = [], self._filled()
        if self.message:
            self._paint_message(painter)
        else:
            self._paint_grid(painter)
            self._paint_references(painter)
            self._make_stamps()
        painter.end()
        return pixmap

    def _paint_message(self, painter: QPainter) -> None:
        painter.setFont(self.font())
        painter.setPen(QColor(self.theme.muted))
        room = self.rect().adjusted(MESSAGE_MARGIN, 0, -MESSAGE_MARGIN, 0)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self.message)

    def _paint_grid(self, painter: QPainter) -> None:
        painter.setPen(QColor(self.theme.grid))
        scale = self.scale
        for column in scale.columns(self.ticks[0]):
            painter.drawLine(round(column), 0, round(column), self.height())
        low, high = scale.y
        for level in self.ticks[1]:
            row = round(scale.height * (high - level) / (high - low))
            painter.drawLine(0, row, self.width(), row)

    def _paint_references(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self.theme.muted), 1, Qt.PenStyle.DashLine))
        for row in self.scale.rows([one.value for one in self.references]):
            if 0 <= row <= self.height():
                painter.drawLine(0, round(row), self.width(), round(row))

    def _make_stamps(self) -> None:
        lettering = self._lettering()
        taken = []
        entries = [item for item in (*self.curves, *self.bands) if item.x.size]
        if len(entries) > 1 and self.height() >= LEAST_HEIGHT_FOR_LEGEND:
            self._stamps.append(lettering.legend(entries, self.width()))
            taken.append(self._stamps[0].area)
        labels = place(
            self.references, self.scale, lettering.width_of, lettering.line_height, taken
        )
        for label in labels:
            corner = label.area.topLeft().toPoint().toPointF()
            self._stamps.append(lettering.label(label.text, self.theme.muted, corner))


def _plain_read_out(point: Nearest) -> str:
    """Return the values of a point without words."""
    return f"{point.x:,.6g}: {point.y:.4g}"


def _beside(point: Nearest, area: QRectF, room: QRectF) -> QPointF:
    """Return where a label of this size stands beside a point without leaving the plot."""
    column = point.column + CLEARANCE
    if column + area.width() > room.right():
        column = max(0.0, point.column - CLEARANCE - area.width())
    row = point.row - CLEARANCE - area.height()
    if row < 0:
        row = min(point.row + CLEARANCE, room.bottom() - area.height())
    return QPointF(column, row)
