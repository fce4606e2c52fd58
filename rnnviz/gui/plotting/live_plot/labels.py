"""Small pieces of text for plots, painted once and kept as pixmaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.live_plot.curve import Band, Curve
from rnnviz.gui.plotting.live_plot.strokes import fill_of, mark, pen_of, stroke

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
        pixmap = self.blank(size, GROUND_OPACITY)
        with self.painter(pixmap) as painter:
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(QPointF(), size), Qt.AlignmentFlag.AlignCenter, text)
        return Stamp(pixmap, corner)

    def key(self, entries: Sequence[Curve | Band], in_a_line: bool = False) -> QPixmap:
        """Return a sample of every line with its label, one below the other or in a line."""
        height, widths = self.line_height, [self._entry_width(entry) for entry in entries]
        whole = (sum(widths), height) if in_a_line else (max(widths), len(entries) * height)
        pixmap = self.blank(QSizeF(*whole), GROUND_OPACITY)
        with self.painter(pixmap) as painter:
            for entry, width in zip(entries, widths, strict=True):
                self._sample(painter, entry, height / 2)
                painter.setPen(QColor(self.theme.text))
                place = QRectF(SAMPLE_WIDTH + 2 * PADDING, 0, width, height)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, entry.label)
                painter.translate(*(width, 0) if in_a_line else (0, height))
        return pixmap

    def _entry_width(self, entry: Curve | Band) -> float:
        """Return the width of a sample and its label."""
        return SAMPLE_WIDTH + self.width_of(entry.label) + 2 * PADDING

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
