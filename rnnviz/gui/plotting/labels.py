"""Small pieces of text for plots, painted once and kept as pixmaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from rnnviz.gui.plotting.curve import Band, Curve
from rnnviz.gui.plotting.strokes import fill_of, mark, pen_of, stroke
from rnnviz.gui.theme import Theme

PADDING = 3.0
SAMPLE_WIDTH = 22.0
GROUND_OPACITY = 175


@dataclass(frozen=True)
class Stamp:
    """A pixmap and the place of its top left corner."""

    pixmap: QPixmap
    corner: QPointF

    @property
    def area(self) -> QRectF:
        """The rectangle that it covers, in pixels of the plot."""
        return QRectF(self.corner, self.pixmap.deviceIndependentSize())

    def paint(self, painter: QPainter) -> None:
        """Put it in its place."""
        painter.drawPixmap(self.corner, self.pixmap)


@dataclass(frozen=True)
class Lettering:
    """What text in a plot is written with: font, look, and device pixels a pixel."""

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
        pixmap = self._ground(size)
        with self._painter(pixmap) as painter:
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(QPointF(), size), Qt.AlignmentFlag.AlignCenter, text)
        return Stamp(pixmap, corner)

    def legend(self, entries: Sequence[Curve | Band], right: float) -> Stamp:
        """Return a sample of every line with its label, for the upper right corner of a plot."""
        height = self.line_height
        widest = max(self.width_of(entry.label) for entry in entries)
        size = QSizeF(SAMPLE_WIDTH + widest + 2 * PADDING, len(entries) * height)
        pixmap = self._ground(size)
        with self._painter(pixmap) as painter:
            for number, entry in enumerate(entries):
                self._sample(painter, entry, (number + 0.5) * height)
                painter.setPen(QColor(self.theme.text))
                place = QRectF(SAMPLE_WIDTH + 2 * PADDING, number * height, widest, height)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, entry.label)
        return Stamp(pixmap, QPointF(right - size.width() - PADDING, PADDING))

    def _sample(self, painter: QPainter, entry: Curve | Band, row: float) -> None:
        """Draw a short piece of a line, or of a band's area."""
        if isinstance(entry, Band):
            area = QRectF(PADDING, row - 4, SAMPLE_WIDTH, 8)
            painter.fillRect(area, fill_of(entry.look, self.theme))
            return
        painter.setPen(pen_of(entry.look, self.theme))
        ends = np.array([[PADDING, row], [PADDING + SAMPLE_WIDTH, row]])
        stroke(painter, ends, entry.look)
        if entry.look.markers:
            mark(painter, ends.mean(axis=0, keepdims=True), entry.look, self.theme)

    def _ground(self, size: QSizeF) -> QPixmap:
        pixmap = QPixmap((size * self.ratio).toSize().expandedTo(QSizeF(1, 1).toSize()))
        pixmap.setDevicePixelRatio(self.ratio)
        ground = QColor(self.theme.base)
        ground.setAlpha(GROUND_OPACITY)
        pixmap.fill(ground)
        return pixmap

    def _painter(self, pixmap: QPixmap) -> QPainter:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font)
        return painter
