"""What the colours of a page mean: a bar in a line of its own, with a title and its numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.colour_scale import BAR_WIDTH, SHADES, ColourScale

GAP = 6
LONGEST_BAR = 220
SHORTEST_BAR = 40
ROOMY = 240
"""Pixels beside the title from which what a number means stands behind it."""


@dataclass(frozen=True)
class Legend:
    """The `title` of the bar, and what is written along it: the share of its length, and a text."""

    title: str = ""
    marks: tuple[tuple[float, str], ...] = ()


def paint_legend(
    painter: QPainter, area: QRect, legend: Legend, scale: ColourScale, theme: Theme
) -> None:
    """Paint the title, the bar, and its numbers below it; without room no title."""
    metrics = painter.fontMetrics()
    title = metrics.horizontalAdvance(legend.title) + 2 * GAP
    marks = legend.marks
    if area.width() - title < ROOMY:  # numbers alone
        marks = tuple((share, text.split(",")[0]) for share, text in marks)
    ends = [metrics.horizontalAdvance(text) for _, text in (*marks[:1], *marks[-1:])]
    around = max(ends, default=0)
    room = area.width() - around
    if room - title < SHORTEST_BAR:
        title = 0
    length = min(LONGEST_BAR, room - title)
    if length < SHORTEST_BAR:
        return
    painter.setPen(QColor(theme.muted))
    if title:
        top = area.top() + metrics.ascent()
        painter.drawText(QPointF(area.left(), top), legend.title)
    bar = QRect(area.left() + title + around // 2, area.top() + 2, length, BAR_WIDTH)
    painter.drawImage(bar, scale.image(np.linspace(scale.low, scale.high, SHADES)[None, :]))
    painter.setPen(QColor(theme.muted))
    painter.drawRect(bar.adjusted(0, 0, -1, -1))
    for share, text in marks:
        left = bar.left() + share * bar.width() - metrics.horizontalAdvance(text) / 2
        painter.drawText(QPointF(left, bar.bottom() + metrics.ascent() + 1), text)


def legend_height(line: int) -> int:
    """Return what the legend takes below a page whose lines are so high."""
    return line + BAR_WIDTH + 4
