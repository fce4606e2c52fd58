"""The colour bar of a gradient triangle, in the half of it that is empty."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPixmap

from rnnviz.gui.plotting.colour_scale import BAR_WIDTH, SHADES, ColourScale, number
from rnnviz.gui.plotting.heat_map_ground import Lettering
from rnnviz.gui.plotting.ticks import linear, power
from rnnviz.gui.plotting.triangle_ground import GAP, HATCHING, canvas

LEAST_BAR, MOST_BAR = 50, 260
ROOM_PER_TICK = 44
WIDEST_NUMBER = "10⁻³⁸"


def bar_area(inside: QRect, signed: bool, metrics: QFontMetrics) -> QRect | None:
    """Return where the bar lies at the right end of the top rows; None without room."""
    line = metrics.height()
    depth = 2 * line + BAR_WIDTH + 3 * GAP
    right = inside.right() - metrics.horizontalAdvance(WIDEST_NUMBER) // 2
    left = inside.left() + inside.width() * depth // max(inside.height(), 1)
    left += metrics.horizontalAdvance(WIDEST_NUMBER) // 2
    left += 0 if signed else _room_for_zero(metrics)
    width = min(MOST_BAR, right - left)
    if width < LEAST_BAR:
        return None
    return QRect(right - width, inside.top() + line + GAP, width, BAR_WIDTH)


def legend(
    size: QSize, inside: QRect, scale: ColourScale, signed: bool, with_: Lettering
) -> QPixmap | None:
    """Return the bar with its numbers, to be laid over the picture; None without room."""
    bar = bar_area(inside, signed, QFontMetrics(with_.font))
    if bar is None:
        return None
    pixmap, painter = canvas(size, with_, QColor(Qt.GlobalColor.transparent))
    shades = np.linspace(scale.low, scale.high, SHADES)[None, :]
    painter.drawImage(bar, scale.image(shades))
    painter.setPen(QColor(with_.theme.text))
    for level in _levels(scale, signed, bar.width()):
        share = (level - scale.low) / (scale.high - scale.low)
        text = number(level) if signed else power(round(level))
        _write_below(painter, bar, share, text)
    if not signed:
        _paint_zero(painter, bar, with_)
    painter.setPen(QColor(with_.theme.muted))
    title = "share of the update" if signed else "norm of the gradient"
    width = painter.fontMetrics().horizontalAdvance(title)
    left = max(bar.left(), bar.right() - width) if width <= bar.width() else bar.right() - width
    painter.drawText(QPointF(left, bar.top() - GAP), title)
    painter.end()
    return pixmap


def _levels(scale: ColourScale, signed: bool, width: int) -> list[float]:
    """Return where numbers stand: at powers of ten, or at both ends and zero."""
    if signed:
        return [scale.low, 0.0, scale.high]
    levels = linear(scale.low, scale.high, max(2, width // ROOM_PER_TICK))
    return [float(level) for level in levels if abs(level - round(level)) < 1e-9]


def _write_below(painter: QPainter, bar: QRect, share: float, text: str) -> None:
    metrics = painter.fontMetrics()
    column = bar.left() + share * bar.width()
    left = column - metrics.horizontalAdvance(text) / 2
    painter.drawText(QPointF(left, bar.bottom() + 2 + metrics.ascent()), text)


def _paint_zero(painter: QPainter, bar: QRect, with_: Lettering) -> None:
    """Show beside the bar what an exact zero looks like."""
    box = QRect(bar.left() - _room_for_zero(painter.fontMetrics()), bar.top(), 14, BAR_WIDTH)
    painter.fillRect(box, QColor(with_.theme.grid))
    painter.fillRect(box, QBrush(QColor(with_.theme.muted), HATCHING))
    _write_below(painter, box, 0.5, "0")


def _room_for_zero(metrics: QFontMetrics) -> int:
    return 14 + metrics.horizontalAdvance(WIDEST_NUMBER) // 2 + GAP
