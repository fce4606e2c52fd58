"""A widget that is painted once for every new result, with spots to point at."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QWidget

from rnnviz.gui.plotting.canvas import Canvas, smaller
from rnnviz.gui.plotting.layer import Layer
from rnnviz.gui.plotting.lettering import Lettering

Points = NDArray[np.float64]

NEAR = 14.0
"""Pixels within which the pointer takes a spot."""
CLEARANCE = 7.0
PADDING = 3.0
FARTHEST = 1_000_000
"""More steps than there are spots: to the first or last one."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOVES = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Home: -FARTHEST,
    Qt.Key.Key_End: FARTHEST,
}


class Sheet(Canvas):
    """A painting that is kept, and what is said of the spot pointed at.

    A subclass writes `_paint_ground`, kept until `invalidate`, and `_paint` over it, kept until
    `refresh`; where it has spots, `spots` and `accessible_text` too. The mouse takes the nearest
    spot, with `by_column` the one of the nearest column; arrow keys go through them. `opened`
    carries the spot that was clicked, or pointed at when Enter was pressed.
    """

    opened = Signal(int)

    by_column: ClassVar[bool] = False

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setMinimumSize(60, 30)
        self.pointed: int | None = None
        self._ground: Layer | None = None
        self._kept: Layer | None = None

    @property
    def letters(self) -> QFont:
        """The font of the picture, a point smaller than that around it."""
        return smaller(self.font())

    def fontMetrics(self) -> QFontMetrics:
        """Return the sizes of the picture's letters."""
        return QFontMetrics(self.letters)

    def spots(self) -> Points:
        """Return the places (n, 2) in pixels that can be pointed at; NaN can not."""
        return np.empty((0, 2))

    def accessible_text(self, spot: int) -> str:
        """Return what is said of a spot."""
        return ""

    def _paint_ground(self, painter: QPainter) -> None:
        """Paint what stays when there is new data: a grid, names."""

    def _paint(self, painter: QPainter) -> None:
        """Paint the data."""

    def _forget(self) -> None:
        """Let go of ground and data."""
        self._ground = self._kept = None

    def refresh(self) -> None:
        """Have the data painted anew."""
        self._kept = None
        self.update()

    def _paint_picture(self, painter: QPainter) -> None:
        """Paint what is kept, and what is pointed at."""
        if self._kept is None:
            self._kept = self._painting()
        self._kept.paint(painter, QPointF())
        self._paint_pointed(painter)

    def _painting(self) -> Layer:
        """Return the data painted over the ground."""
        with_ = Lettering(self.letters, self.theme, self.medium)
        if self._ground is None:
            self._ground = with_.blank(QSizeF(self.size()))
            with with_.painter(self._ground) as painter:
                self._paint_ground(painter)
        layer = self._ground.copy()
        with with_.painter(layer) as painter:
            self._paint(painter)
        return layer

    def _paint_pointed(self, painter: QPainter) -> None:
        """Ring the spot pointed at and say what it is."""
        place = self._place()
        if place is None or self.pointed is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self.theme.text))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(place, 5.0, 5.0)
        self.write(painter, place, self.accessible_text(self.pointed))

    def write(self, painter: QPainter, place: QPointF, text: str) -> None:
        """Write a line beside a place, inside the sheet, on a ground of its own."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(text) + 2 * PADDING
        height = float(metrics.height())
        left = place.x() + CLEARANCE
        if left + width > self.width():
            left = max(0.0, place.x() - CLEARANCE - width)
        top = place.y() - CLEARANCE - height
        if top < 0:
            top = min(place.y() + CLEARANCE, self.height() - height)
        area = QRectF(left, top, width, height)
        painter.fillRect(area, QColor(self.theme.base))
        painter.setPen(QColor(self.theme.text))
        painter.setFont(self.letters)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _place(self) -> QPointF | None:
        """Return where the spot pointed at is, if it still is there."""
        if self.pointed is None or self.message:
            return None
        spots = self.spots()
        if self.pointed >= len(spots) or not np.isfinite(spots[self.pointed]).all():
            return None
        column, row = spots[self.pointed].tolist()
        place = QPointF(column, row)
        return place if QRectF(QRect(QPoint(), self.size())).contains(place) else None

    def nearest(self, point: QPointF) -> int | None:
        """Return the spot to which the pointer is near enough."""
        spots = np.empty((0, 2)) if self.message else self.spots()
        away = np.abs(spots - (point.x(), point.y()))
        distances = away[:, 0] if self.by_column else np.hypot(away[:, 0], away[:, 1])
        distances = np.where(np.isfinite(distances), distances, np.inf)
        if distances.size == 0 or distances.min() > NEAR:
            return None
        return int(np.argmin(distances))

    def point(self, spot: int | None) -> None:
        """Point at a spot, or at none."""
        if spot is not None and (self.message or spot >= len(self.spots())):
            spot = None
        if spot != self.pointed:
            self.pointed = spot
            self.setAccessibleDescription("" if spot is None else self.accessible_text(spot))
            self.update()

    @property
    def has_cursor(self) -> bool:
        """Whether a spot is pointed at."""
        return self.pointed is not None

    def let_go(self) -> None:
        """Point at nothing."""
        self.point(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what lies under the mouse."""
        self.point(self.nearest(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open what lies under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.point(self.nearest(event.position()))
            self._open()

    def _open(self) -> None:
        if self.pointed is not None:
            self.opened.emit(self.pointed)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self.point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys, Home and End go from spot to spot, Enter opens one."""
        if event.key() in ENTER and self.pointed is not None:
            self._open()
            return
        spots = np.empty((0, 2)) if self.message else self.spots()
        known = np.flatnonzero(np.isfinite(spots).all(axis=1))
        if event.key() not in MOVES or known.size == 0:
            super().keyPressEvent(event)
            return
        step = MOVES[Qt.Key(event.key())]
        before = -1 if self.pointed is None else int(np.searchsorted(known, self.pointed))
        after = max(0, before + step) if before >= 0 or step == FARTHEST else 0
        self.point(int(known[min(after, len(known) - 1)]))
