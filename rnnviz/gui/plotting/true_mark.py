"""The mark of the symbol that does come next: not by colour alone, but by shape too."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

LENGTH, HALF = 5.0, 4.0
TIP = 7.0
"""Pixels from the left edge of a column to the tip of its mark."""


def paint_true_mark(painter: QPainter, bar: QRectF, left: float, colour: QColor) -> None:
    """Frame the room of a bar, and point at it from the left edge of its column."""
    tip = QPointF(left + TIP, bar.center().y())
    back = tip.x() - LENGTH
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygonF([tip, QPointF(back, tip.y() - HALF), QPointF(back, tip.y() + HALF)])
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.0))
    painter.drawRect(bar)
