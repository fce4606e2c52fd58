"""Paints what stands around a gradient triangle: the names of steps, titles, hatching."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from rnnviz.gui.plotting.glyphs import Glyphs
from rnnviz.gui.plotting.ticks import linear
from rnnviz.gui.plotting.triangle_picture import TriangleValues
from rnnviz.gui.theme import Theme

GAP = 4
MOST_STAGGERED = 3
"""Columns (or lines) in which characters may stand when they are too large for one."""
LEAST_HEIGHT_FOR_RIBBON = 100
LEAST_SIZE_FOR_TITLES = (240, 170)


@dataclass(frozen=True)
class Names:
    """What is written at an axis: (step, text), in so many staggered lines."""

    marks: tuple[tuple[int, str], ...]
    lines: int
    widest: int


@dataclass(frozen=True)
class TriangleRoom:
    """Where things stand: `inside` holds the colours, `ribbon` the text, if there is room."""

    inside: QRect
    ribbon: QRect | None
    rows: Names
    columns: Names
    titles: bool


def lay_out(letters: tuple[str, ...], size: QSize, glyphs: Glyphs) -> TriangleRoom:
    """Share a widget of this size out among axes, colours and ribbon for T = len(letters)."""
    line, ascent, T = glyphs.line, glyphs.ascent, max(len(letters), 1)
    ribbon = line + 8 if size.height() >= LEAST_HEIGHT_FOR_RIBBON else 0
    titles = size.width() >= LEAST_SIZE_FOR_TITLES[0] and size.height() >= LEAST_SIZE_FOR_TITLES[1]
    title = line if titles else 0
    height = size.height() - 3 - line - title - (ribbon + GAP if ribbon else 0)
    rows = names(letters, height / T, (ascent, 2 * line), glyphs)
    left = title + rows.lines * (rows.widest + 1) + GAP
    width = max(1, size.width() - left - GAP)
    sizes = glyphs.widest(letters) + 1, 2 * glyphs.width(str(T)) + GAP
    columns = names(letters, width / T, sizes, glyphs)
    inside = QRect(left, 2, width, max(1, height - (columns.lines - 1) * ascent))
    below = QRect(left, size.height() - ribbon - 1, width, ribbon) if ribbon else None
    return TriangleRoom(inside, below, rows, columns, titles)


def names(
    letters: tuple[str, ...], pitch: float, sizes: tuple[float, float], glyphs: Glyphs
) -> Names:
    """Return the characters if they fit, staggered at most, else the numbers of round steps.

    `pitch` pixels lie between two steps; a character and a number need so much of `sizes`.
    """
    T = len(letters)
    lines = max(1, math.ceil(sizes[0] / max(pitch, 1e-9)))
    if any(letters) and lines <= MOST_STAGGERED:
        return Names(tuple(enumerate(letters)), min(lines, T), glyphs.widest(letters))
    ticks = linear(1, T, max(1, int(T * pitch / max(sizes[1], 1)))) if T > 1 else (1,)
    steps = sorted({round(tick) for tick in ticks} & set(range(1, T + 1)))
    marks = tuple((step - 1, str(step)) for step in steps)
    return Names(marks, 1, glyphs.widest(text for _, text in marks))


def paint_axes(
    painter: QPainter, room: TriangleRoom, shown: TriangleValues, glyphs: Glyphs, theme: Theme
) -> None:
    """Name the losses at the left and the states below."""
    painter.setPen(QColor(theme.text))
    _paint_rows(painter, room, shown.steps, glyphs)
    _paint_columns(painter, room, shown.steps, glyphs)
    if room.titles:
        painter.setPen(QColor(theme.muted))
        _paint_titles(painter, room, shown.column_title)


def paint_hatching(painter: QPainter, area: QRect, theme: Theme) -> None:
    """Paint what exact zeros look like."""
    painter.fillRect(area, QColor(theme.grid))
    painter.fillRect(area, QBrush(QColor(theme.muted), Qt.BrushStyle.BDiagPattern))


def _paint_rows(painter: QPainter, room: TriangleRoom, T: int, glyphs: Glyphs) -> None:
    """Name the losses, in as many columns as were found to be needed."""
    rows, apart = room.rows, room.rows.widest + 1
    pitch = room.inside.height() / max(T, 1)
    right = room.inside.left() - GAP
    first = room.inside.top() + pitch / 2 + (glyphs.ascent - glyphs.descent) / 2
    for step, text in rows.marks:
        left = right - (step % rows.lines) * apart - glyphs.width(text)
        glyphs.paint(painter, left, first + step * pitch, text)


def _paint_columns(painter: QPainter, room: TriangleRoom, T: int, glyphs: Glyphs) -> None:
    """Name the states, in as many lines as were found to be needed."""
    ascent, columns = glyphs.ascent, room.columns
    pitch, right = room.inside.width() / max(T, 1), room.inside.right() + GAP
    first, line = room.inside.left() + pitch / 2, room.inside.bottom() + 2 + ascent
    for step, text in columns.marks:
        width = glyphs.width(text)
        left = min(first + step * pitch - width / 2, right - width)
        glyphs.paint(painter, left, line + (step % columns.lines) * ascent, text)


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
