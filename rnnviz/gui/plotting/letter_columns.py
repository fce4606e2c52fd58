"""What is expected after every symbol of a phrase, a column each: bars, the true one marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QWheelEvent

from rnnviz.captions import next_character as words
from rnnviz.captions.invisible_characters import sign
from rnnviz.captions.losses import NATS_PER_CHARACTER
from rnnviz.gui.plotting.column_room import GAP, MARGIN, MARK, WIDEST, Room, letters_for, room_for
from rnnviz.gui.plotting.glyphs import Glyphs
from rnnviz.gui.plotting.sheet import Points, Sheet
from rnnviz.gui.plotting.true_mark import paint_true_mark
from rnnviz.lab.shown_data import ShownData

if TYPE_CHECKING:
    from rnnviz.probes.next_character import NextCharacter

Bars = list[tuple[int, float]]
"""Symbols with their probabilities."""
OPACITY, FRAMED = 95, 150
ALONG = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
ACROSS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class LetterColumns(Sheet):
    """The likeliest next symbols below every symbol read; as many columns as can be read.

    `first` is the leftmost column; `roomed` tells that the number of those seen, or of all, has
    changed. A spot is a bar: column by column, the likeliest first. The true symbol has another
    colour, a mark and a frame; where it is not among the likeliest it stands below them.
    """

    roomed = Signal()
    scrolled = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.found: NextCharacter | None = None
        self.first = 0
        self._unit = NATS_PER_CHARACTER
        self._kept_letters: tuple[Glyphs, Glyphs] | None = None

    def show_found(self, found: NextCharacter, unit: str) -> None:
        """Paint these, losses in a unit."""
        if unit != self._unit:
            self._unit = unit
            self.invalidate()
        before, self.found = (self.total, self._most), found
        self.set_message("")
        if (self.total, self._most) != before:
            self.invalidate()
            self.roomed.emit()
        self.refresh()

    def data(self) -> ShownData:
        """Return a row for every column, those that are scrolled away too."""
        return ShownData(()) if self.found is None else words.data(self.found, self._unit)

    @property
    def _most(self) -> int:
        return 1 if self.found is None else self.found.likeliest.shape[1]

    @property
    def total(self) -> int:
        """How many columns there are, seen or not."""
        return 0 if self.found is None else len(self.found.symbols)

    def scroll_to(self, first: int) -> None:
        """Have this column at the left."""
        self.first = max(0, min(first, self.total - self.room.columns))
        self.point(None)
        self.refresh()

    @property
    def room(self) -> Room:
        """Share the size out: whole columns, as many bars as fit."""
        return room_for(self.size(), self._letters(), self.total, self._most, self._feet)

    @property
    def _feet(self) -> Sequence[str]:
        return () if self.found is None else tuple(words.feet(self.found, self._unit))

    def bars(self, step: int, rows: int) -> Bars:
        """Return the symbols that are shown after a step, with their probabilities."""
        found = self.found
        assert found is not None
        codes, p = found.likeliest[step, :rows].tolist(), found.p[step, :rows].tolist()
        shown = list(zip(codes, p, strict=True))
        if step < len(found.targets) and found.ranks[step] >= rows:
            shown[-1] = int(found.targets[step]), float(found.p_true[step])
        return shown

    def step_of(self, spot: int) -> int:
        """Return after which step a spot's bar stands."""
        return self.first + spot // self.room.rows

    def bar_of(self, spot: int) -> tuple[int, float]:
        """Return the symbol of a spot's bar and its probability."""
        rows = self.room.rows
        return self.bars(self.step_of(spot), rows)[spot % rows]

    def is_true(self, step: int, code: int) -> bool:
        """Return whether this symbol is the one that comes after a step."""
        found = self.found
        return found is not None and step < len(found.targets) and code == found.targets[step]

    def spots(self) -> Points:
        """Return the middles of the bars that are seen."""
        room = self.room
        seen = min(room.columns, self.total - self.first)
        if seen <= 0:
            return np.empty((0, 2))
        column, row = np.divmod(np.arange(seen * room.rows), room.rows)
        x = room.left + (column + 0.5) * room.width
        return np.column_stack((x, room.head + (row + 0.5) * room.row))

    def nearest(self, point: QPointF) -> int | None:
        """Return the spot whose bar lies under the pointer."""
        room = self.room
        column = int((point.x() - room.left) // room.width)
        row = int((point.y() - room.head) // room.row)
        seen = min(room.columns, self.total - self.first)
        if self.message or not (0 <= column < seen and 0 <= row < room.rows):
            return None
        return column * room.rows + row

    def accessible_text(self, spot: int) -> str:
        """Return a bar in words."""
        if self.found is None:
            return ""
        bar = self.bar_of(spot)
        return words.bar_caption(self.found, self.step_of(spot), *bar, self._unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go through the phrase, Up and Down through the bars."""
        key, room = Qt.Key(event.key()), self.room
        if self.message or key not in ALONG | ACROSS or self.total == 0:
            super().keyPressEvent(event)
            return
        column, row = divmod(self.pointed, room.rows) if self.pointed is not None else (0, 0)
        if self.pointed is not None:
            row = max(0, min(row + ACROSS.get(key, 0), room.rows - 1))
            column += ALONG.get(key, 0)
        step = max(0, min(self.first + column, self.total - 1))
        if not self.first <= step < self.first + room.columns:
            self.scrolled.emit(min(step, max(self.first, step - room.columns + 1)))
        self.point((step - self.first) * room.rows + row)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go along the phrase."""
        turned = event.angleDelta()
        self.scrolled.emit(self.first - (1 if turned.y() + turned.x() > 0 else -1))

    def _forget(self) -> None:
        super()._forget()
        self._kept_letters = None

    def resizeEvent(self, event: object) -> None:
        """Show as many columns as fit now."""
        super().resizeEvent(event)
        self.roomed.emit()

    def _letters(self) -> tuple[Glyphs, Glyphs]:
        """Return the letters of bars and heads."""
        if self._kept_letters is None:
            asked = self.size(), self.total, self._most, self._feet
            self._kept_letters = letters_for(self.font(), *asked)
        return self._kept_letters

    @property
    def letters(self) -> QFont:
        """The font of the bars."""
        return self._letters()[0].font

    def _paint_ground(self, painter: QPainter) -> None:
        room, glyphs = self.room, self._letters()[0]
        painter.setPen(QColor(self.theme.muted))
        names = [(words.READS, 0.0), (words.EXPECTS, room.head)]
        foot = room.head + room.rows * room.row
        feet = self._feet[: room.feet]
        names += [(name, foot + place * room.row) for place, name in enumerate(feet)]
        for name, top in names if room.left else ():
            glyphs.paint(painter, MARGIN, top + glyphs.ascent + 2, name)

    def _paint(self, painter: QPainter) -> None:
        room, seen = self.room, range(min(self.room.columns, self.total - self.first))
        if self.found is None:
            return
        painter.setPen(QColor(self.theme.grid))
        for column in seen:
            left = room.left + column * room.width
            painter.drawLine(QPointF(left, 0.0), QPointF(left, float(self.height())))
        shown = [self.bars(self.first + column, room.rows) for column in seen]
        for column, bars in enumerate(shown):
            self._paint_bars(painter, room, column, bars)
        painter.setPen(QColor(self.theme.text))
        for column, bars in enumerate(shown):
            self._write_bars(painter, room, column, bars)
        self._paint_feet(painter, room)
        self._paint_heads(painter, room)

    def _bar_left(self, room: Room, column: int) -> float:
        widest = self._letters()[0].width(WIDEST)
        return room.left + column * room.width + MARK + widest + GAP

    def _paint_bars(self, painter: QPainter, room: Room, column: int, bars: Bars) -> None:
        """Draw the bars of one step; that of the true symbol with its mark."""
        step, left, height = self.first + column, self._bar_left(room, column), room.row - 2
        left_of = room.left + column * room.width
        full = left_of + room.width - MARGIN - left
        usual, true = QColor(self.theme.lines[0]), QColor(self.theme.lines[2])
        usual.setAlpha(OPACITY)
        for row, (code, p) in enumerate(bars):
            top, colour = room.head + row * room.row + 1, usual
            if self.is_true(step, code):
                true.setAlpha(255)
                paint_true_mark(painter, QRectF(left, top, full, height), left_of, true)
                true.setAlpha(FRAMED)
                colour = true
            if p > 0:  # and a number
                painter.fillRect(QRectF(left, top, max(1.0, full * min(p, 1.0)), height), colour)

    def _write_bars(self, painter: QPainter, room: Room, column: int, bars: Bars) -> None:
        """Write the symbols and probabilities of one step."""
        glyphs, found = self._letters()[0], self.found
        assert found is not None
        left = self._bar_left(room, column)
        middle, base = left - GAP - glyphs.width(WIDEST) / 2, room.head + glyphs.ascent + 1
        for code, p in bars:
            symbol = sign(found.vocabulary[code])
            glyphs.paint(painter, middle - glyphs.width(symbol) / 2, base, symbol)
            glyphs.paint(painter, left + 2, base, words.chance(p))
            base += room.row

    def _paint_heads(self, painter: QPainter, room: Room) -> None:
        """Write what is read above its column, what the network wrote in the accent colour."""
        found, bold = self.found, self._letters()[1]
        assert found is not None
        painter.setFont(bold.font)
        own = self.total - found.written
        for column in range(min(room.columns, self.total - self.first)):
            step = self.first + column
            symbol, left = sign(found.symbols[step]), room.left + column * room.width + MARK
            painter.setPen(QColor(self.theme.accent if step >= own else self.theme.text))
            bold.paint(painter, left, bold.ascent + 1.0, symbol)
            if step >= own:  # by shape, too
                width = bold.width(symbol)
                painter.drawLine(QPointF(left, room.head - 3), QPointF(left + width, room.head - 3))

    def _paint_feet(self, painter: QPainter, room: Room) -> None:
        """Write below each column how surprising what comes next is."""
        found, glyphs = self.found, self._letters()[0]
        if found is None or not room.feet:
            return
        feet = words.feet(found, self._unit).values()
        foot = room.head + room.rows * room.row
        painter.setPen(QColor(self.theme.grid))
        painter.drawLine(QPointF(0.0, foot), QPointF(float(self.width()), foot))
        painter.setPen(QColor(self.theme.text))
        for column in range(min(room.columns, self.total - self.first)):
            step, left = self.first + column, room.left + column * room.width + MARK
            known = step < len(found.losses)
            for place, values in enumerate(feet):
                text = words.surprise(float(values[step])) if known else words.UNKNOWN
                top = foot + place * room.row
                glyphs.paint(painter, left, top + glyphs.ascent + 1, text)

    def _paint_pointed(self, painter: QPainter) -> None:
        """Frame the bar pointed at and say what it is."""
        place = self._place()
        if place is None or self.pointed is None:
            return
        room = self.room
        painter.setPen(QColor(self.theme.text))
        painter.drawRect(room.area(*divmod(self.pointed, room.rows)).adjusted(1, 0, -1, 0))
        self.write(painter, place, self.accessible_text(self.pointed))
