"""Paints the inside of a plot: what changes with every frame, and nothing of the axes around it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.plotting.guarded_paint import guarded
from rnnviz.gui.plotting.layer import Medium
from rnnviz.gui.plotting.lettering import Lettering
from rnnviz.gui.plotting.live_plot.backdrop import Backdrop
from rnnviz.gui.plotting.live_plot.content import Content
from rnnviz.gui.plotting.live_plot.cursor import KEYS, Cursor
from rnnviz.gui.plotting.live_plot.curve import Nearest
from rnnviz.gui.plotting.live_plot.scale import Scale
from rnnviz.gui.plotting.live_plot.strokes import mark, paint_band, paint_curve

CLEARANCE = 8.0
NEAR = 14.0
"""Pixels within which a click means the point of a curve."""


class Overlay(QWidget):
    """An opaque sheet over the inside of a plot; the mouse passes through it.

    A frame is the backdrop and one polyline for each curve that is not settled in it.
    `invalidate` has the backdrop made anew, `update` does not.
    """

    def __init__(
        self, parent: QWidget, content: Content, font: QFont, read_out: Callable[[Nearest], str]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(font)
        self.content = content
        self.read_out = read_out
        self.pointer: QPoint | None = None
        self.keys = Cursor()
        """The point that the arrow keys have chosen."""
        self.theme = LIGHT
        self._ranges: tuple[tuple[float, float], tuple[float, float]] = ((0.0, 1.0), (0.0, 1.0))
        self._log_y = False
        self._backdrop: Backdrop | None = None

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

    def point(self, pointer: QPoint | None) -> None:
        """Read out the point of a curve that is nearest to this place, or with None nothing."""
        if pointer is not None:
            self.keys.let_go()
        self.pointer = pointer
        self.update()

    @property
    def chosen(self) -> Nearest | None:
        """The point that the arrow keys are at."""
        if self.content.message:
            return None
        return self.keys.point(self.content.curves, self.scale)

    def press(self, key: Qt.Key) -> bool:
        """Have the cursor follow a key, or let go of it; say whether the key meant that."""
        if key == Qt.Key.Key_Escape and self.chosen is not None:
            self.keys.let_go()
        elif key in KEYS and not self.content.message:
            self.pointer = None
            self.keys.move(key, self.content.curves, self.scale)
        else:
            return False
        self.update()
        return True

    def invalidate(self) -> None:
        """Have everything painted anew, the backdrop too."""
        self._backdrop = None
        self.update()

    def refresh(self) -> None:
        """Have a frame painted: only what is new, where nothing moves."""
        kept = self._backdrop
        if kept is None or not self.isVisible() or kept.follow():
            self.invalidate()
        elif self.content.moves or self.pointer is not None or self.keys:
            self.update()
        elif fresh := kept.take_fresh():
            self.update(fresh[0], 0, fresh[1] - fresh[0], self.height())

    def resizeEvent(self, event: object) -> None:
        """Have the backdrop made in the new size."""
        self.invalidate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint one frame."""
        with guarded(self):
            self._paint()

    def _paint(self) -> None:
        with QPainter(self) as painter:  # ended even by an error, which else would crash Qt
            backdrop = self._backdrop_on(Medium.of(painter))
            if backdrop.lettering.medium.is_vector:
                painter.setClipRect(self.rect())  # a drawing has no edges of its own
            backdrop.layer.paint(painter, QPointF())
            if not self.content.message:
                self._paint_data(painter, backdrop)

    def nearest(self, pointer: QPoint) -> Nearest | None:
        """Return the point of a curve that is nearest to the pointer: by column, then by row."""
        scale = self.scale
        found = (curve.nearest(scale, pointer.x(), pointer.y()) for curve in self.content.curves)
        known = [point for point in found if point is not None]
        return min(known, key=lambda point: abs(point.row - pointer.y()), default=None)

    def clicked(self, at: QPoint) -> Nearest | None:
        """Return the point of a curve that a click means, if there is one near enough."""
        point = None if self.content.message else self.nearest(at)
        is_near = point and math.hypot(point.column - at.x(), point.row - at.y()) <= NEAR
        return point if is_near else None

    def _backdrop_on(self, medium: Medium) -> Backdrop:
        kept = self._backdrop
        if kept is None or kept.lettering.medium != medium:
            lettering = Lettering(self.font(), self.theme, medium)
            kept = self._backdrop = Backdrop(self.content, self.scale, lettering)
        return kept

    def _paint_data(self, painter: QPainter, backdrop: Backdrop) -> None:
        for band in self.content.bands:
            paint_band(painter, band, backdrop.scale, self.theme)
        for curve in self.content.curves:
            if not curve.settles:
                paint_curve(painter, curve, backdrop.scale, self.theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for stamp in backdrop.stamps:
            stamp.paint(painter)
        point = self.chosen
        if point is None and self.pointer is not None and self.rect().contains(self.pointer):
            point = self.nearest(self.pointer)
        if point is not None:
            self._paint_read_out(painter, point, backdrop.lettering)

    def _paint_read_out(self, painter: QPainter, point: Nearest, lettering: Lettering) -> None:
        """Draw a crosshair through a point of a curve, and its values beside it."""
        painter.setPen(self.theme.pen(self.theme.muted, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(point.column, 0), QPointF(point.column, self.height()))
        painter.drawLine(QPointF(0, point.row), QPointF(self.width(), point.row))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark(painter, np.array([[point.column, point.row]]), point.curve.look, self.theme)
        label = lettering.label(self.read_out(point), self.theme.text, QPointF())
        corner = _beside(point, label.area, QRectF(self.rect()))
        label.layer.paint(painter, corner)


def _beside(point: Nearest, area: QRectF, room: QRectF) -> QPointF:
    """Return where a label of this size stands beside a point without leaving the plot."""
    column = point.column + CLEARANCE
    if column + area.width() > room.right():
        column = max(0.0, point.column - CLEARANCE - area.width())
    row = point.row - CLEARANCE - area.height()
    if row < 0:
        row = min(point.row + CLEARANCE, room.bottom() - area.height())
    return QPointF(column, row)
