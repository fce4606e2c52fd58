"""Small pieces of text for pictures, painted once and kept."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.layer import Layer, Medium

PADDING = 3.0
GROUND_OPACITY = 175


@dataclass(frozen=True)
class Stamp:
    """A layer and the place of its top left corner."""

    layer: Layer
    corner: QPointF

    @property
    def area(self) -> QRectF:
        """The rectangle that it covers, in pixels of the picture."""
        return QRectF(self.corner, self.layer.size)

    def paint(self, painter: QPainter) -> None:
        """Put it in its place."""
        self.layer.paint(painter, self.corner)


@dataclass(frozen=True)
class Lettering:
    """What text in a picture is written with: font and look, and on what."""

    font: QFont
    theme: Theme
    medium: Medium

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
        layer = self.blank(size, GROUND_OPACITY)
        with self.painter(layer) as painter:
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(QPointF(), size), Qt.AlignmentFlag.AlignCenter, text)
        return Stamp(layer, corner)

    def blank(self, size: QSizeF, opacity: int = 255) -> Layer:
        """Return a layer of a size in pixels, full of the ground's colour."""
        ground = QColor(self.theme.base)
        ground.setAlpha(opacity)
        return Layer(size, ground, self.medium)

    def painter(self, layer: Layer) -> QPainter:
        """Return a painter that writes with this font."""
        painter = layer.painter()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font)
        return painter
