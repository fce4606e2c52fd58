"""Letters as points in a plane, their kinds told by colour and shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from rnnviz.captions import letters as words
from rnnviz.captions.invisible_characters import sign
from rnnviz.core.numerics import Array
from rnnviz.gui.plotting.dots import SHAPES, outline, paint_mark
from rnnviz.gui.plotting.layer import Layer
from rnnviz.gui.plotting.lettered_sheet import LetteredSheet
from rnnviz.gui.plotting.lettering import Lettering
from rnnviz.gui.plotting.sheet import Points
from rnnviz.lab.shown_data import ShownData
from rnnviz.probes.letters import CONSONANT, DIGIT, SPACE, SYMBOL, VOWEL, turned_like

if TYPE_CHECKING:
    from rnnviz.probes.letters import Letters

MARGIN, INSIDE_LEGEND = 14.0, 6.0
SHAPE_OF = dict(zip((VOWEL, CONSONANT, DIGIT, SPACE), SHAPES, strict=True)) | {SYMBOL: SHAPES[0]}
"""Those of no kind are letters without a mark."""
MOST_LEGEND = 0.35
"""Share of the height that a legend takes at most: else shapes and letters speak alone."""
LARGER = 0.8
"""The radius of a mark, in ascents of its letter."""
MOST_LETTERS = 400
"""Of more symbols than these only the marks are drawn; pointing names them."""
DOT = 2.5
DIRECTIONS = "to the right", "upward"
SHRINKING = 0.08
"""How much of the way to a smaller scale a frame goes: what grows is seen to grow."""


class LetterMap(LetteredSheet):
    """The first direction goes to the right, the second up, both in one scale.

    A spot is a letter. Signs are those of the frame before, and the part of the plane that is
    seen shrinks slowly, so that nothing jumps while the network learns.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.found: Letters | None = None
        self.points: Array = np.zeros((0, 2))
        self.box: Array = np.zeros((2, 2))
        """The lowest and the highest coordinates that there is room for."""
        self._stamps: dict[tuple[str, str], Layer] = {}

    def show_letters(self, found: Letters) -> None:
        """Paint these, turned as those before."""
        before, self.found = self.found, found
        same = before is not None and before.symbols == found.symbols and before.gate == found.gate
        self.points = turned_like(found.points, self.points) if same else found.points
        needed = np.stack((self.points.min(axis=0), self.points.max(axis=0)))
        self.box = _shrunk(self.box, needed) if same else needed
        if before is None or before.symbols != found.symbols:
            self.invalidate()  # the legend may have other kinds
        self.set_message("")
        self.refresh()

    def start_over(self) -> None:
        """Forget how the picture lay."""
        self.found, self.points, self.box = None, np.zeros((0, 2)), np.zeros((2, 2))

    def data(self) -> ShownData:
        """Return the letters with their places in the plane and those nearest to each."""
        found = self.found
        if found is None:
            return ShownData(())
        signs = list(map(sign, found.symbols))
        return ShownData(
            (
                ("letter", signs),
                ("kind", found.kinds),
                *zip(DIRECTIONS, self.points.T, strict=True),
                *(
                    (f"nearest {n}", [signs[code] for code in codes])
                    for n, codes in enumerate(found.nearest.T.tolist(), start=1)
                ),
            )
        )

    def spots(self) -> Points:
        """Return where the letters are."""
        return self._placed(self.points)

    def accessible_text(self, spot: int) -> str:
        """Return a letter and those nearest to it."""
        return "" if self.found is None else words.letter_caption(self.found, spot)

    @property
    def letters(self) -> QFont:
        """The font of the letters: that around the map."""
        return self.font()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that there are, in the order of their colours."""
        there = set() if self.found is None else set(self.found.kinds)
        return tuple(kind for kind in words.KINDS if kind in there)

    @property
    def _legend_height(self) -> float:
        legend = self._legend()
        return (legend[-1][1] + 1) * self._letters().line + 2 * INSIDE_LEGEND if legend else 0.0

    def _legend(self) -> list[tuple[str, int, float]]:
        """Return the kinds, each with its line of the legend and where it begins there."""
        if len(self.kinds) < 2:
            return []
        found: list[tuple[str, int, float]] = []
        row, left, glyphs = 0, MARGIN, self._letters()
        for kind in self.kinds:
            width = self._sample(kind) + glyphs.width(words.KINDS[kind])
            if left > MARGIN and left + width > self.width():
                row, left = row + 1, MARGIN
            found.append((kind, row, left))
            left += width + MARGIN
        fits = (row + 1) * glyphs.line <= MOST_LEGEND * self.height()
        return found if fits else []

    def _sample(self, kind: str) -> float:
        """Return the room that a kind's mark takes in the legend."""
        return 0.9 * self._letters().ascent + 5.0 if kind in SHAPE_OF else 0.0

    def _placed(self, points: Array) -> Points:
        """Return where points (n, 2) of the plane lie, in pixels."""
        top = self._legend_height
        room = np.maximum((self.width() - 2 * MARGIN, self.height() - top - 2 * MARGIN), 1.0)
        extent = self.box[1] - self.box[0]
        needed = float((extent / room).max())
        scale = 1.0 / needed if needed > 0 else 1.0
        middle = np.array((self.width() / 2, top + (self.height() - top) / 2))
        placed: Points = middle + scale * (points - self.box.mean(axis=0)) * (1.0, -1.0)
        return placed

    def _forget(self) -> None:
        super()._forget()
        self._stamps.clear()

    def _colour(self, kind: str) -> QColor:
        lines = self.theme.lines
        return QColor(lines[list(words.KINDS).index(kind) % len(lines)])

    def _paint_ground(self, painter: QPainter) -> None:
        """Draw a legend of the kinds, where there are several."""
        glyphs = self._letters()
        painter.setFont(glyphs.font)
        radius = 0.45 * glyphs.ascent
        for kind, row, left in self._legend():
            top = INSIDE_LEGEND + row * glyphs.line
            if kind in SHAPE_OF:
                painter.save()
                painter.translate(left + radius, top + glyphs.line / 2)
                paint_mark(painter, SHAPE_OF[kind], radius, self._colour(kind))
                painter.restore()
            painter.setPen(QColor(self.theme.text))
            text = words.KINDS[kind]
            glyphs.paint(painter, left + self._sample(kind), top + glyphs.ascent, text)

    def _paint(self, painter: QPainter) -> None:
        """Draw the two directions through the letters' mean, and every letter on its mark."""
        found = self.found
        if found is None:
            return
        ((x, y),) = self._placed(np.zeros((1, 2))).tolist()
        painter.setPen(self.theme.pen(self.theme.grid, 1.0))
        painter.drawLine(QPointF(0.0, y), QPointF(float(self.width()), y))
        painter.drawLine(QPointF(x, self._legend_height), QPointF(x, float(self.height())))
        half, places = self._half, self.spots().tolist()
        symbols = found.symbols if len(places) <= MOST_LETTERS else ("",) * len(places)
        for symbol, kind, (x, y) in zip(symbols, found.kinds, places, strict=True):
            self._stamp(symbol, kind).paint(painter, QPointF(x - half, y - half))

    def _paint_pointed(self, painter: QPainter) -> None:
        """Tie the letter pointed at to those nearest to it, and bring it to the front."""
        place, found = self._place(), self.found
        if place is not None and found is not None and self.pointed is not None:
            spots, half = self.spots(), self._half
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self.theme.pen(self.theme.text, 1.5))
            for x, y in spots[found.nearest[self.pointed]].tolist():
                painter.drawLine(place, QPointF(x, y))
            symbol, kind = found.symbols[self.pointed], found.kinds[self.pointed]
            self._stamp(symbol, kind).paint(painter, place - QPointF(half, half))
        super()._paint_pointed(painter)

    @property
    def _half(self) -> float:
        """Half the side of a stamp."""
        return float(int(2 * LARGER * self._letters().ascent))

    def _stamp(self, symbol: str, kind: str) -> Layer:
        """Return a letter on the mark of its kind, painted once."""
        if (symbol, kind) not in self._stamps:
            self._stamps[symbol, kind] = self._new_stamp(sign(symbol) if symbol else "", kind)
        return self._stamps[symbol, kind]

    def _new_stamp(self, text: str, kind: str) -> Layer:
        glyphs, half = self._letters(), self._half
        with_ = Lettering(glyphs.font, self.theme, self.medium)
        stamp = with_.blank(QSizeF(2 * half, 2 * half), opacity=0)
        radius = LARGER * glyphs.ascent
        with with_.painter(stamp) as painter:
            painter.translate(half, half)
            if kind in SHAPE_OF:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self.theme.base))  # what lies below is not read through
                painter.drawPolygon(outline(SHAPE_OF[kind], radius))
                paint_mark(painter, SHAPE_OF[kind], radius, self._colour(kind))
            elif not text:
                paint_mark(painter, SHAPES[0], DOT, self._colour(kind))
            painter.setPen(QColor(self.theme.text))
            left, base = -glyphs.width(text) / 2, glyphs.ascent - glyphs.line / 2
            glyphs.paint(painter, left, base, text)
        return stamp


def _shrunk(box: Array, needed: Array) -> Array:
    """Return the part of the plane to be seen: all that is needed at once, less only slowly."""
    slowly = box + SHRINKING * (needed - box)
    found: Array = np.stack((np.minimum(slowly[0], needed[0]), np.maximum(slowly[1], needed[1])))
    return found
