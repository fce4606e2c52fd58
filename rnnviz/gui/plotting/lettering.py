"""Small pieces of text for pictures, painted once and kept as pixmaps."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from rnnviz.gui.appearance.theme import Theme

PADDING = 3.0
GROUND_OPACITY = 175


@dataclass(frozen=True)
class Stamp:
    """A pixmap and the place of its top left corner."""

    pixmap: QPixmap
    corner: QPointF

    @property
    def area(self) -> QRectF:
        """The rectangle that it covers, in pixels of the picture."""
        return QRectF(self.corner, self.pixmap.deviceIndependentSize())

    def paint(self, painter: QPainter) -> None:
        """Put it in its place."""
        painter.drawPixmap(self.corner, self.pixmap)


@dataclass(frozen=True)
class Lettering:
    """What text in a picture is written with: font, look, and device pixels a pixel."""

    font: QFont
    theme: Theme
    ratio: float

    @property
    def metrics(self) -> QFontMetricsF:
        """The sizes of the font's letters."""
        return QFontMetricsF(self.font)

    def width_of(self, text: str) -> float:
        """Return the width of a label with this text."""
        return self.metrics.horizontalAdvance(text) + 2 * PADDING

    @property
    def line_height(self) -> float:
        """The height of a label of one line."""
        return self.metrics.height() + 1

    def label(self, text: str, colour: str, corner: QPointF) -> Stamp:
        """Return one line of text on a ground that dims what runs below it."""
        size = QSizeF(self.width_of(text), self.line_height)
        pixmap = self.blank(size, GROUND_OPACITY)
        with self.painter(pixmap) as painter:
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(QPointF(), size), Qt.AlignmentFlag.AlignCenter, text)
        return Stamp(pixmap, corner)

    def blank(self, size: QSizeF, opacity: int = 255) -> QPixmap:
        """Return a pixmap of a size in pixels, full of the ground's colour."""
        ground = QColor(self.theme.base)
        ground.setAlpha(opacity)
        pixmap = QPixmap((size * self.ratio).toSize().expandedTo(QSize(1, 1)))
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(ground)
        return pixmap

    def painter(self, pixmap: QPixmap) -> QPainter:
        """Return a painter that writes with this font."""
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font)
        return painter
