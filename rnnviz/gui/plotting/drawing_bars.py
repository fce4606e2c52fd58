"""Two rows of bars: what the network expects next, and what a sample is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from rnnviz.captions import next_character as words
from rnnviz.captions.invisible_characters import sign
from rnnviz.gui.plotting.canvas import roomy
from rnnviz.gui.plotting.lettered_sheet import LetteredSheet
from rnnviz.gui.plotting.sheet import CLEARANCE, Points
from rnnviz.lab.shown_data import ShownData

if TYPE_CHECKING:
    from rnnviz.probes.next_character import NextCharacter

WIDEST_PITCH = 3.5
"""Heights of a line from one symbol to the next, at most."""
TOPS = (0.25, 0.5, 1.0)
"""What a full bar may stand for."""
MARGIN, GAP = 6.0, 2.0
FULL_NUMBER = "<0.01"
NARROW = 420
OPACITY = 150
AT_LEAST = 26.0
"""Pixels of height that a row of bars needs to be one."""

Chances = NDArray[np.float64]


class DrawingBars(LetteredSheet):
    """Bars for the likeliest symbols, the same in both rows; a spot is a symbol.

    Between the rows stand the symbols. What is never drawn has no bar below.
    """

    by_column = True

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.found: NextCharacter | None = None
        self.codes: list[int] = []
        self.label = ""
        self._chances = np.empty(0), np.empty(0)

    def show_chances(
        self, found: NextCharacter, before: Chances, after: Chances, label: str
    ) -> None:
        """Paint the distributions (V,) before and after; `label` names the second row."""
        self.found, self._chances, self.label = found, (before, after), label
        self.codes = np.argsort(-before, kind="stable")[: self._most].tolist()
        self.set_message("")
        self.refresh()

    def data(self) -> ShownData:
        """Return all symbols, the likeliest first, with their probabilities in both rows."""
        if self.found is None:
            return ShownData(())
        before, after = self._chances
        order = np.argsort(-before, kind="stable")
        symbols = [sign(self.found.vocabulary[code]) for code in order.tolist()]
        names = f"p, {words.before_label(narrow=False)}", f"p, {self.label}"
        chances = zip(names, (before[order], after[order]), strict=True)
        return ShownData((("symbol", symbols), *chances))

    @property
    def is_narrow(self) -> bool:
        """Whether there is no room for whole sentences."""
        return self.width() < NARROW

    @property
    def pitch(self) -> float:
        """Pixels from one symbol to the next."""
        widest = WIDEST_PITCH * self._letters().line
        return min(widest, (self.width() - 2 * MARGIN) / max(len(self.codes), 1))

    @property
    def top(self) -> float:
        """What the full height of both rows stands for."""
        highest = max(float(p.max(initial=0.0)) for p in self._chances)
        return next((top for top in TOPS if highest <= top), 1.0)

    @property
    def rows(self) -> tuple[QRectF, QRectF]:
        """The rectangles that full bars fill, before and after."""
        glyphs, height = self._letters(), float(self.height())
        name = glyphs.line + 2.0 if height > 2 * AT_LEAST + 3 * glyphs.line else 0.0
        room = max(2.0, (height - 2 * name - glyphs.line - 4) / 2)
        width = self.width() - 2 * MARGIN
        upper = QRectF(MARGIN, name, width, room)
        return upper, QRectF(MARGIN, name + room + glyphs.line + 4 + name, width, room)

    def spots(self) -> Points:
        """Return the middles between the rows, a symbol each."""
        upper, _ = self.rows
        x = MARGIN + (np.arange(len(self.codes)) + 0.5) * self.pitch
        return np.column_stack((x, np.full(len(x), upper.bottom() + self._letters().line / 2)))

    def accessible_text(self, spot: int) -> str:
        """Return how likely a symbol is, in both rows."""
        if self.found is None:
            return ""
        code = self.codes[spot]
        return words.drawn_caption(self.found, code, *(float(p[code]) for p in self._chances))

    def resizeEvent(self, event: object) -> None:
        """Show as many symbols as fit now."""
        super().resizeEvent(event)
        if self.found is not None:
            self.codes = np.argsort(-self._chances[0], kind="stable")[: self._most].tolist()

    @property
    def _most(self) -> int:
        least = self._letters().width(FULL_NUMBER) + GAP
        return max(1, int((self.width() - 2 * MARGIN) / least))

    @property
    def letters(self) -> QFont:
        """The font of the picture, larger where that has the window nearly to itself."""
        return roomy(super().letters, self.width(), self.height())

    def _paint(self, painter: QPainter) -> None:
        if self.found is None:
            return
        glyphs, colours = self._letters(), (self.theme.lines[0], self.theme.lines[1])
        names = words.before_label(self.is_narrow), self.label
        for row, p, colour, name in zip(self.rows, self._chances, colours, names, strict=True):
            painter.setPen(QColor(self.theme.muted))
            if row.top() > 0:
                glyphs.paint(painter, MARGIN, row.top() - glyphs.descent - 2, name)
            text = f"{self.top:g}"
            base = max(row.top() - glyphs.descent - 2, float(glyphs.ascent))
            glyphs.paint(painter, row.right() - glyphs.width(text), base, text)
            painter.setPen(QColor(self.theme.grid))
            painter.drawLine(row.topLeft(), row.topRight())
            painter.drawLine(row.bottomLeft(), row.bottomRight())
            self._paint_bars(painter, row, p, QColor(colour))
        self._paint_symbols(painter)

    def _paint_bars(self, painter: QPainter, row: QRectF, p: Chances, colour: QColor) -> None:
        """Draw the bars of one row, with their numbers where they are wide enough."""
        glyphs, pitch, top = self._letters(), self.pitch, self.top
        colour.setAlpha(OPACITY)
        painter.setPen(QColor(self.theme.text))
        for place, code in enumerate(self.codes):
            share = float(p[code])
            height = row.height() * share / top
            left = row.left() + place * pitch
            bar = QRectF(left + GAP / 2, row.bottom() - height, pitch - GAP, height)
            painter.fillRect(bar, colour)
            if share > 0:
                text = words.chance(share)
                inset = (pitch - glyphs.width(text)) / 2
                lowest = row.top() + glyphs.ascent - 1
                above = bar.top() - 2
                base = above if above >= lowest else bar.top() + glyphs.ascent
                glyphs.paint(painter, left + inset, base, text)

    def _paint_symbols(self, painter: QPainter) -> None:
        glyphs, found, pitch = self._letters(), self.found, self.pitch
        assert found is not None
        base = self.rows[0].bottom() + glyphs.ascent + 2
        painter.setPen(QColor(self.theme.text))
        for place, code in enumerate(self.codes):
            symbol = sign(found.vocabulary[code])
            left = MARGIN + place * pitch + (pitch - glyphs.width(symbol)) / 2
            glyphs.paint(painter, left, base, symbol)

    def _paint_pointed(self, painter: QPainter) -> None:
        """Frame the symbol pointed at and say how likely it is."""
        place = self._place()
        if place is None or self.pointed is None:
            return
        painter.setPen(QColor(self.theme.text))
        half = self.pitch / 2
        corner = QPointF(place.x() - half, self.rows[0].top())
        below = QPointF(place.x() + half, self.rows[1].bottom())
        painter.drawRect(QRectF(corner, below))
        above = QPointF(place.x(), self.rows[0].top() + CLEARANCE)  # covers no bar
        self.write(painter, above, self.accessible_text(self.pointed))
