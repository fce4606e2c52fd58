"""Paints what stands around a heat map and stays from frame to frame: names and bar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPolygonF

from rnnviz.gui.plotting.colour_scale import ColourScale, bar_room, paint_bar
from rnnviz.gui.plotting.heat_map.phrase_columns import Columns, columns_of, is_phrase
from rnnviz.gui.plotting.layer import Layer
from rnnviz.gui.plotting.lettering import Lettering
from rnnviz.gui.plotting.ticks import linear

GAP = 4
MARK = 4
"""Width of the mark beside a row, in pixels."""
LEAST_HEIGHT_FOR_TITLE = 60
LEAST_WIDTH_FOR_BAR = 150
LEAST_HEIGHT_FOR_SCROLLING = 80
"""Pixels below which keys and wheel scroll a phrase, and no bar takes room from the colours."""


@dataclass(frozen=True)
class Labels:
    """Numbers or signs of the rows, signs of the columns; rows in `marked`, by name, get a mark.

    In tables of the numbers `full` is what rows and columns alike are called, and `corner` stands
    above the names of the rows and says what the values are.
    """

    rows: Sequence[int] | Sequence[str] = ()
    columns: Sequence[str] = ()
    marked: frozenset[int] = frozenset()
    full: Sequence[str] = ()
    corner: str = ""

    def widest(self, metrics: QFontMetrics) -> int:
        """Return the width of the widest name of a row."""
        numbers = [row for row in self.rows if isinstance(row, int)]
        names = {row for row in self.rows if isinstance(row, str)} | {str(max(numbers, default=0))}
        return max(map(metrics.horizontalAdvance, names))


@dataclass(frozen=True)
class Room:
    """Where things stand: `inside` holds the colours, `bar` the legend, if there is room.

    So many `columns` are seen at once, and where these are not all `below` scrolls them.
    """

    inside: QRect
    bar: QRect | None
    title: QRect | None
    columns: Columns
    below: QRect | None = None


def lay_out(labels: Labels, scale: ColourScale, area: QRect, font: QFont, bar: int) -> Room:
    """Share `area` out; a bar that scrolls is so high."""
    room = _lay_out(labels, scale, area, font)
    if room.columns.seen == len(labels.columns) or area.height() < LEAST_HEIGHT_FOR_SCROLLING:
        return room
    below = QRect(room.inside.left(), area.bottom() + 1 - bar, room.inside.width(), bar)
    return replace(_lay_out(labels, scale, area.adjusted(0, 0, 0, -bar), font), below=below)


def _lay_out(labels: Labels, scale: ColourScale, area: QRect, font: QFont) -> Room:
    metrics = QFontMetrics(font)
    widest = labels.widest(metrics)
    title = metrics.height() if area.height() >= LEAST_HEIGHT_FOR_TITLE else 0
    bar = bar_room(scale, metrics) + 2 * GAP if area.width() >= LEAST_WIDTH_FOR_BAR else 0
    left = area.left() + title + widest + GAP + MARK
    inside = QRect(
        left,
        area.top() + 2,
        max(1, area.right() - left - bar - 1),
        max(1, area.height() - metrics.height() - GAP - 2),
    )
    return Room(
        inside,
        QRect(inside.right() + 2 * GAP, inside.top(), bar, inside.height()) if bar else None,
        QRect(area.left(), inside.top(), title, inside.height()) if title else None,
        columns_of(labels.columns, inside.width(), font),
    )


def ground(
    size: QSize, labels: Labels, scale: ColourScale, room: Room, row_title: str, with_: Lettering
) -> Layer:
    """Return all but the colours, which will cover the hatching wherever a value is known."""
    theme = with_.theme
    layer = with_.blank(QSizeF(size))
    with with_.painter(layer) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(room.inside, QColor(theme.grid))
        painter.fillRect(room.inside, QBrush(QColor(theme.error), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QColor(theme.muted))
        _paint_rows(painter, labels, room.inside, QColor(theme.accent))
        if room.title is not None:
            _paint_title(painter, row_title, room.title)
        if room.bar is not None:
            paint_bar(painter, room.bar, scale.on(theme))
        painter.setPen(QColor(theme.text))
        painter.setFont(room.columns.font)
        _paint_columns(painter, labels.columns, room.inside)
    return layer


def every(room_for_one: float, needed: float) -> int:
    """Return at which intervals labels of the size `needed` do not overlap."""
    return max(1, math.ceil(needed / max(room_for_one, 1e-9)))


def _paint_rows(painter: QPainter, labels: Labels, inside: QRect, accent: QColor) -> None:
    """Write the names of as many rows as there is room for, and mark those that are marked."""
    count = len(labels.rows)
    if count == 0:
        return
    line, height = painter.fontMetrics().height(), inside.height() / count
    shown = list(range(count))
    if height < line:
        shown = [round(tick) for tick in linear(0, count - 1, int(inside.height() / (1.5 * line)))]
    for row in dict.fromkeys(shown):
        middle = inside.top() + (row + 0.5) * height
        top = min(max(middle - line / 2, 0), inside.bottom() + GAP - line)
        place = QRect(0, round(top), inside.left() - MARK - GAP, line)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(labels.rows[row]))
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    for row, name in enumerate(labels.rows):
        if name in labels.marked:
            tip = QPointF(inside.left() - 1, inside.top() + (row + 0.5) * height)
            back = QPointF(MARK, 0)
            half = QPointF(0, MARK - 1)
            painter.drawPolygon(QPolygonF([tip, tip - back - half, tip - back + half]))
    painter.restore()


def _paint_columns(painter: QPainter, symbols: Sequence[str], inside: QRect) -> None:
    """Write every letter under its column, and of longer names as many as there is room for."""
    if not symbols:
        return
    metrics = painter.fontMetrics()
    width = inside.width() / len(symbols)
    widest = max(metrics.horizontalAdvance(symbol) for symbol in set(symbols))
    gap = metrics.horizontalAdvance("0")
    apart = 1 if is_phrase(symbols) else every(width, widest + gap)
    for column in range(0, len(symbols), apart):
        middle = inside.left() + (column + 0.5) * width
        place = QRect(round(middle - widest), inside.bottom() + 2, 2 * widest, metrics.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, symbols[column])


def _paint_title(painter: QPainter, title: str, room: QRect) -> None:
    """Write upwards along the rows."""
    painter.save()
    painter.translate(room.left(), room.bottom())
    painter.rotate(-90)
    place = QRect(0, 0, room.height(), room.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, title)
    painter.restore()
