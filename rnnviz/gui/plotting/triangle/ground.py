"""Paints what stands around a gradient triangle: the names of steps, titles, hatching."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.colour_scale import BAR_WIDTH
from rnnviz.gui.plotting.glyphs import Glyphs
from rnnviz.gui.plotting.triangle.step_names import GAP, StepNames, below_columns, beside_rows

LEAST_HEIGHT_FOR_RIBBON = 100
LEAST_HEIGHT_FOR_STRIP = 130
LEAST_SIZE_FOR_TITLES = (240, 170)


@dataclass(frozen=True)
class TriangleRoom:
    """Where things stand: `inside` holds the colours, `ribbon` the text, if there is room.

    `strip` is above the colours for their bar, where no half of them is empty.
    """

    inside: QRect
    ribbon: QRect | None
    rows: StepNames
    columns: StepNames
    titles: bool
    strip: QRect | None = None


def lay_out(
    letters: tuple[str, ...], size: QSize, glyphs: Glyphs, with_strip: bool = False
) -> TriangleRoom:
    """Share a widget of this size out among axes, colours and ribbon for T = len(letters)."""
    line = glyphs.line
    ribbon = line + 8 if size.height() >= LEAST_HEIGHT_FOR_RIBBON else 0
    titles = size.width() >= LEAST_SIZE_FOR_TITLES[0] and size.height() >= LEAST_SIZE_FOR_TITLES[1]
    title = line if titles else 0
    bar = BAR_WIDTH + line + GAP if with_strip and size.height() >= LEAST_HEIGHT_FOR_STRIP else 0
    height = max(1, size.height() - 3 - line - title - bar - (ribbon + GAP if ribbon else 0))
    rows = beside_rows(letters, height, glyphs)
    left = title + rows.widest + 1 + GAP
    width = max(1, size.width() - left - GAP)
    below = QRect(left, size.height() - ribbon - 1, width, ribbon) if ribbon else None
    columns = below_columns(letters, width, glyphs)
    strip = QRect(left, 2, width, bar) if bar else None
    return TriangleRoom(QRect(left, 2 + bar, width, height), below, rows, columns, titles, strip)


def paint_axes(
    painter: QPainter, room: TriangleRoom, column_title: str, glyphs: Glyphs, theme: Theme
) -> None:
    """Name the losses at the left and the states below."""
    painter.setPen(QColor(theme.text))
    _paint_rows(painter, room, glyphs)
    _paint_columns(painter, room, glyphs)
    if room.titles:
        painter.setPen(QColor(theme.muted))
        _paint_titles(painter, room, column_title)


def paint_hatching(painter: QPainter, area: QRect, theme: Theme) -> None:
    """Paint what exact zeros look like."""
    painter.fillRect(area, QColor(theme.grid))
    painter.fillRect(area, QBrush(QColor(theme.muted), Qt.BrushStyle.BDiagPattern))


def _paint_rows(painter: QPainter, room: TriangleRoom, glyphs: Glyphs) -> None:
    """Name the losses."""
    right = room.inside.left() - GAP
    first = room.inside.top() + (glyphs.ascent - glyphs.descent) / 2
    for place, text in room.rows.marks:
        glyphs.paint(painter, right - glyphs.width(text), first + place, text)


def _paint_columns(painter: QPainter, room: TriangleRoom, glyphs: Glyphs) -> None:
    """Name the states."""
    right, line = room.inside.right() + GAP, room.inside.bottom() + 2 + glyphs.ascent
    for place, text in room.columns.marks:
        width = glyphs.width(text)
        left = min(room.inside.left() + place - width / 2, right - width)
        glyphs.paint(painter, left, line, text)


def _paint_titles(painter: QPainter, room: TriangleRoom, column_title: str) -> None:
    """Say which axis is which."""
    inside, line = room.inside, painter.fontMetrics().height()
    below = QRect(inside.left(), inside.bottom() + 2 + line, inside.width(), line)
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, column_title)
    painter.save()
    painter.translate(0, inside.bottom())
    painter.rotate(-90)
    aside = QRect(0, 0, inside.height(), line)
    painter.drawText(aside, Qt.AlignmentFlag.AlignCenter, "loss after")
    painter.restore()
