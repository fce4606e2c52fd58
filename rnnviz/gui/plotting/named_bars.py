"""Named things as bars, one below the other, with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.plotting.sheet import Points, Sheet
from rnnviz.lab.shown_data import ShownData

MARGIN = 6.0
WIDEST_NAME = 0.45
THICKEST, THICKNESS = 16.0, 0.56


class NamedBars(Sheet):
    """A bar for each of `names`, as long as its value; lines above all of them.

    A subclass writes `column`, where a value stands, `text_of`, how it is written, and
    `_paint_axis` and `_paint_lines`.
    """

    titles: ClassVar[tuple[str, str]]
    """What the names and the values are, above their numbers."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.names: tuple[str, ...] = ()
        self.bars: tuple[float, ...] = ()
        self._inside: QRectF | None = None

    def show_bars(self, names: Sequence[str], values: Sequence[float]) -> None:
        """Paint these."""
        if tuple(names) != self.names:
            self.names = tuple(names)
            self.invalidate()
        self.bars = tuple(values)
        self.set_message("")
        self.refresh()

    def data(self) -> ShownData:
        """Return the names and values."""
        return ShownData(tuple(zip(self.titles, (self.names, self.bars), strict=True)))

    @property
    def line(self) -> float:
        """The height of a line of text."""
        return float(self.fontMetrics().height())

    @property
    def inside(self) -> QRectF:
        """The rectangle that the bars can fill; kept, as every bar asks for it."""
        if self._inside is None:
            self._inside = self._find_inside()
        return self._inside

    def _forget(self) -> None:
        super()._forget()
        self._inside = None

    def _find_inside(self) -> QRectF:
        widest = max(map(self.fontMetrics().horizontalAdvance, self.names), default=0)
        left = min(widest + 2 * MARGIN, WIDEST_NAME * self.width())
        height = self.height() - 2 * self.line - 4
        return QRectF(
            left, self.line + 2, max(1.0, self.width() - left - 3 * MARGIN), max(1.0, height)
        )

    def column(self, value: float) -> float:
        """Return where the bar of a value ends."""
        raise NotImplementedError

    def text_of(self, value: float) -> str:
        """Return the number that is written at the end of a bar."""
        raise NotImplementedError

    def _paint_axis(self, painter: QPainter) -> None:
        """Paint the grid, and the numbers below it."""

    def _paint_lines(self, painter: QPainter) -> None:
        """Paint what the bars are compared with, over them."""

    def middles(self) -> list[float]:
        """Return the rows in the middle of each bar."""
        inside, count = self.inside, max(1, len(self.names))
        return [inside.top() + (n + 0.5) * inside.height() / count for n in range(len(self.names))]

    def spots(self) -> Points:
        """Return the ends of the bars."""
        ends = [self.column(value) for value in self.bars]
        return np.column_stack((ends, self.middles())) if ends else np.empty((0, 2))

    def _paint_ground(self, painter: QPainter) -> None:
        self._paint_axis(painter)
        inside = self.inside
        painter.setPen(QColor(self.theme.text))
        for name, middle in zip(self.names, self.middles(), strict=True):
            room = QRectF(MARGIN, middle - self.line / 2, inside.left() - 2 * MARGIN, self.line)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, self._short(name, room.width() + 1))

    def _short(self, name: str, room: float) -> str:
        """Return as much of a name as has room: its end tells it from the others."""
        advance = self.fontMetrics().horizontalAdvance
        while name and advance(name) > room:
            name = name[1:]
        return name.strip("._ ")

    def _paint(self, painter: QPainter) -> None:
        inside = self.inside
        thick = min(THICKEST, THICKNESS * inside.height() / max(1, len(self.names)))
        for value, middle in zip(self.bars, self.middles(), strict=True):
            end = self.column(value)
            painter.fillRect(
                QRectF(inside.left(), middle - thick / 2, end - inside.left(), thick),
                QColor(self.theme.lines[0]),
            )
            self._paint_value(painter, self.text_of(value), end, middle)
        self._paint_lines(painter)

    def _paint_value(self, painter: QPainter, text: str, end: float, middle: float) -> None:
        """Write the number behind its bar or, where that is long, into it."""
        width = self.fontMetrics().horizontalAdvance(text) + 4
        fits = end + width + 3 < self.width()
        painter.setPen(QColor(self.theme.text if fits else self.theme.base))
        area = QRectF(end + 3 if fits else end - width, middle - self.line / 2, width, self.line)
        if fits:
            painter.fillRect(area, QColor(self.theme.base))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft, text)

    def _write_above(self, painter: QPainter, column: float, text: str) -> None:
        """Name a line above the bars."""
        width = self.fontMetrics().horizontalAdvance(text) + 4
        left = min(max(0.0, column - width / 2), self.width() - width)
        painter.drawText(QRectF(left, 0, width, self.line), Qt.AlignmentFlag.AlignCenter, text)
