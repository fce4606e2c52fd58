"""Paints what stands around a gradient triangle: the names of steps, titles, hatching."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPixmap

from rnnviz.gui.plotting.heat_map_ground import Lettering
from rnnviz.gui.plotting.ticks import linear
from rnnviz.gui.plotting.triangle_picture import TriangleValues

GAP = 4
MOST_STAGGERED = 3
"""Columns (or lines) in which characters may stand when they are too large for one."""
LEAST_HEIGHT_FOR_RIBBON = 100
LEAST_SIZE_FOR_TITLES = (240, 170)
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


def ground(size: QSize, room: TriangleRoom, shown: TriangleValues, with_: Lettering) -> QPixmap:
    """Return all that lies under the colours: axes, and hatching that exact zeros let through."""
    pixmap, painter = canvas(size, with_, QColor(with_.theme.base))
    theme, inside, T = with_.theme, room.inside, shown.steps
    painter.fillRect(inside, QColor(theme.grid))
    painter.fillRect(inside, QBrush(QColor(theme.muted), HATCHING))
    painter.setPen(QColor(theme.text))
    _paint_rows(painter, room, T)
    _paint_columns(painter, room, T)
    if room.titles:
        painter.setPen(QColor(theme.muted))
        _paint_titles(painter, room, shown.column_title)
    painter.end()
    return pixmap


def canvas(size: QSize, with_: Lettering, colour: QColor) -> tuple[QPixmap, QPainter]:
    """Return a pixmap of a size in the window's pixels, and a painter on it."""
    pixmap = QPixmap((size * with_.ratio).expandedTo(QSize(1, 1)))
    pixmap.setDevicePixelRatio(with_.ratio)
    pixmap.fill(colour)
    painter = QPainter(pixmap)
    painter.setFont(with_.font)
    return pixmap, painter


def _paint_rows(painter: QPainter, room: TriangleRoom, T: int) -> None:
    """Name the losses at the left, in as many columns as were found to be needed."""
    metrics, inside = painter.fontMetrics(), room.inside
    widest = max((metrics.horizontalAdvance(text) for _, text in room.rows.marks), default=0)
    pitch = inside.height() / max(T, 1)
    for step, text in room.rows.marks:
        right = inside.left() - GAP - (step % room.rows.lines) * (widest + 1)
        middle = inside.top() + (step + 0.5) * pitch
        baseline = middle + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(right - metrics.horizontalAdvance(text), baseline), text)


def _paint_columns(painter: QPainter, room: TriangleRoom, T: int) -> None:
    """Name the states below."""
    metrics, inside = painter.fontMetrics(), room.inside
    pitch = inside.width() / max(T, 1)
    for step, text in room.columns.marks:
        middle = inside.left() + (step + 0.5) * pitch
        line = (step % room.columns.lines) * metrics.ascent()
        width = metrics.horizontalAdvance(text)
        left = min(middle - width / 2, inside.right() + GAP - width)
        painter.drawText(QPointF(left, inside.bottom() + 2 + line + metrics.ascent()), text)


def _paint_titles(painter: QPainter, room: TriangleRoom, column_title: str) -> None:
    """Say which axis is which."""
    inside, line = room.inside, painter.fontMetrics().height()
    lines = line + (room.columns.lines - 1) * painter.fontMetrics().ascent()
    below = QRect(inside.left(), inside.bottom() + 2 + lines, inside.width(), line)
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, column_title)
    painter.save()
    painter.translate(0, inside.bottom())
    painter.rotate(-90)
    aside = QRect(0, 0, inside.height(), line)
    painter.drawText(aside, Qt.AlignmentFlag.AlignCenter, "loss after …")
    painter.restore()
