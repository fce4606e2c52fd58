"""Paints what stands around a gradient triangle: names of steps, hatching, legend, titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPixmap

from rnnviz.gui.plotting.colour_scale import BAR_WIDTH, SHADES, ColourScale, number
from rnnviz.gui.plotting.heat_map_ground import Lettering
from rnnviz.gui.plotting.ticks import linear, power

GAP = 4
MOST_STAGGERED = 3
"""Columns (or lines) in which characters may stand when they are too large for one."""
LEAST_HEIGHT_FOR_RIBBON = 100
LEAST_SIZE_FOR_TITLES = (240, 170)
LEAST_BAR, MOST_BAR = 60, 240
ROOM_PER_TICK = 44
HATCHING = Qt.BrushStyle.BDiagPattern


@dataclass(frozen=True)
class Names:
    """What is written at an axis: (step, text), in so many staggered lines."""

    marks: tuple[tuple[int, str], ...]
    lines: int


@dataclass(frozen=True)
class TriangleRoom:
    """Where things stand: `inside` holds the colours, `ribbon` the text, if there is room."""

    inside: QRect
    ribbon: QRect | None
    rows: Names
    columns: Names
    titles: bool


def lay_out(letters: tuple[str, ...], size: QSize, font: QFont) -> TriangleRoom:
    """Share a widget of this size out among axes, colours and ribbon for T = len(letters)."""
    metrics = QFontMetrics(font)
    line, T = metrics.height(), max(len(letters), 1)
    ribbon = line + 8 if size.height() >= LEAST_HEIGHT_FOR_RIBBON else 0
    titles = size.width() >= LEAST_SIZE_FOR_TITLES[0] and size.height() >= LEAST_SIZE_FOR_TITLES[1]
    title = line if titles else 0
    height = size.height() - 3 - line - title - (ribbon + GAP if ribbon else 0)
    rows = names(letters, height / T, metrics.ascent(), metrics.horizontalAdvance("000"))
    widest = max((metrics.horizontalAdvance(text) for _, text in rows.marks), default=0)
    left = title + rows.lines * (widest + 1) + GAP
    width = max(1, size.width() - left - GAP)
    letter = max((metrics.horizontalAdvance(text) for text in set(letters)), default=1)
    number_width = metrics.horizontalAdvance(str(T)) + GAP
    columns = names(letters, width / T, letter + 1, 2 * number_width)
    height = max(1, height - (columns.lines - 1) * metrics.ascent())
    inside = QRect(left, 2, width, height)
    below = QRect(left, size.height() - ribbon - 1, width, ribbon) if ribbon else None
    return TriangleRoom(inside, below, rows, columns, titles)


def names(letters: tuple[str, ...], pitch: float, size: float, number_size: float) -> Names:
    """Return the characters if they fit, staggered at most, else the numbers of round steps."""
    T = len(letters)
    lines = max(1, int(np.ceil(size / max(pitch, 1e-9))))
    if any(letters) and lines <= MOST_STAGGERED:
        return Names(tuple(enumerate(letters)), min(lines, T))
    if T <= 1:
        return Names(((0, "1"),) * T, 1)
    most = max(1, int(T * pitch / max(number_size, 1)))
    steps = sorted({round(tick) for tick in linear(1, T, most)} & set(range(1, T + 1)))
    return Names(tuple((step - 1, str(step)) for step in steps), 1)


def ground(size: QSize, room: TriangleRoom, T: int, with_: Lettering) -> QPixmap:
    """Return all that lies under the colours: axes, and hatching that exact zeros let through."""
    pixmap, painter = _canvas(size, with_, QColor(with_.theme.base))
    theme, inside = with_.theme, room.inside
    painter.fillRect(inside, QColor(theme.grid))
    painter.fillRect(inside, QBrush(QColor(theme.muted), HATCHING))
    painter.setPen(QColor(theme.text))
    _paint_rows(painter, room, T)
    _paint_columns(painter, room, T)
    if room.titles:
        painter.setPen(QColor(theme.muted))
        _paint_titles(painter, room)
    painter.end()
    return pixmap


def legend(size: QSize, room: TriangleRoom, scale: ColourScale, with_: Lettering) -> QPixmap | None:
    """Return the colour bar, to be laid over the empty half of the triangle; None without room."""
    metrics = QFontMetrics(with_.font)
    inside, line = room.inside, metrics.height()
    depth = line + BAR_WIDTH + line + 2 * GAP
    logarithmic = scale.low < scale.high and scale.low != -scale.high
    left = inside.left() + round(inside.width() * (depth + GAP) / max(inside.height(), 1)) + GAP
    zero = metrics.horizontalAdvance("0") + BAR_WIDTH + 3 * GAP if logarithmic else 0
    right = inside.right() - metrics.horizontalAdvance("10⁻¹") // 2 - GAP
    width = min(MOST_BAR, right - left - zero - ROOM_PER_TICK // 2)
    if width < LEAST_BAR or inside.height() < 2 * depth:
        return None
    pixmap, painter = _canvas(size, with_, QColor(Qt.GlobalColor.transparent))
    bar = QRect(right - width, inside.top() + line + GAP, width, BAR_WIDTH)
    painter.setPen(QColor(with_.theme.text))
    _paint_bar(painter, bar, scale, logarithmic)
    if logarithmic:
        _paint_zero(painter, QPoint(bar.left() - zero, bar.top()), with_)
    painter.end()
    return pixmap
