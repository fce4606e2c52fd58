"""What is painted once and kept, for the medium that the picture is painted on."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPicture, QPixmap

VECTORS = (QPaintEngine.Type.SVG, QPaintEngine.Type.Picture, QPaintEngine.Type.Pdf)
DIGITS = 4
"""Of a resolution: one that was computed twice is the same."""


@dataclass(frozen=True)
class Medium:
    """A screen or an image with `ratio` dots a pixel, or a drawing of strokes without dots."""

    ratio: float = 1.0
    is_vector: bool = False

    @classmethod
    def of(cls, painter: QPainter) -> Medium:
        """Return what a painter paints on; a painter must not have been scaled yet."""
        if painter.paintEngine().type() in VECTORS:
            return cls(is_vector=True)
        return cls(round(painter.deviceTransform().m11(), DIGITS))

    def dots(self, wanted: int, pixels: int) -> int:
        """Return how many of the wanted dots side by side so many pixels show."""
        return wanted if self.is_vector else min(wanted, int(pixels * self.ratio))


class Layer:
    """A part of a picture, `size` pixels large, that is kept: as dots, or as strokes."""

    def __init__(self, size: QSizeF, ground: QColor, medium: Medium) -> None:
        self.size = size
        self.medium = medium
        self.pixmap = QPixmap()
        self._strokes: list[QPicture] = []
        if medium.is_vector:
            with self.painter() as painter:
                if ground.alpha():
                    painter.fillRect(QRectF(QPointF(), size), ground)
        else:
            dots = (size * medium.ratio).toSize()
            self.pixmap = QPixmap(dots.expandedTo(QSize(1, 1)))
            self.pixmap.setDevicePixelRatio(medium.ratio)
            self.pixmap.fill(ground)

    def painter(self) -> QPainter:
        """Return a painter that adds to it."""
        if not self.medium.is_vector:
            return QPainter(self.pixmap)
        self._strokes.append(QPicture())
        painter = QPainter(self._strokes[-1])
        painter.setClipRect(QRectF(QPointF(), self.size))
        return painter

    def paint(self, painter: QPainter, corner: QPointF) -> None:
        """Put it with its top left corner somewhere."""
        if not self.medium.is_vector:
            painter.drawPixmap(corner, self.pixmap)
        for strokes in self._strokes:
            painter.drawPicture(corner, strokes)

    def copy(self) -> Layer:
        """Return another one, to be painted on."""
        other = copy(self)
        other.pixmap, other._strokes = self.pixmap.copy(), list(self._strokes)
        return other
