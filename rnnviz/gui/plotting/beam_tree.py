"""The beginnings that a beam search keeps, as a tree that grows to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from rnnviz.captions import beam_search as words
from rnnviz.captions.invisible_characters import sign
from rnnviz.gui.plotting.canvas import roomy
from rnnviz.gui.plotting.lettered_sheet import LetteredSheet
from rnnviz.gui.plotting.sheet import Points
from rnnviz.lab.shown_data import ShownData

if TYPE_CHECKING:
    from rnnviz.probes.beam_search import BeamTree

MARGIN, WIDEST_STEP = 8.0, 4.0
"""In pixels, and in heights of a line from one step to the next at most."""
LEAST_FOR_ROWS = 110
"""Pixels of height below which the tree has the place to itself."""
BEST, LASTING = 2.6, 1.4
"""The widths of lines."""


class BeamTreePicture(LetteredSheet):
    """A column a step, ordered so that no branches cross; below it, what else was written.

    The path of the likeliest text is thick, what leads to the end is drawn through, what was
    given up is pale and dashed. At the right stands log p; a spot is a beginning.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.tree: BeamTree | None = None
        self.nodes: list[tuple[int, int]] = []
        self._best: set[tuple[int, int]] = set()
        self._rows: dict[tuple[int, int], int] = {}

    def show_tree(self, tree: BeamTree) -> None:
        """Paint this."""
        self.tree = tree
        alive = np.isfinite(tree.scores)
        self.nodes = [(int(s), int(w)) for s, w in np.argwhere(alive)]
        self._best, self._rows = _path(tree), rows_of(tree)
        if self.pointed is not None and self.pointed >= len(self.nodes):
            self.point(None)
        self.set_message("")
        self.refresh()

    def data(self) -> ShownData:
        """Return all beginnings with log p, and what else was written."""
        return ShownData(()) if self.tree is None else words.data(self.tree)

    @property
    def inside(self) -> QRectF:
        """The rectangle in which the beginnings stand, from the phrase's end on."""
        glyphs, height = self._letters(), float(self.height())
        below = 3.0 * glyphs.line + 6 if height >= LEAST_FOR_ROWS else 0.0
        right = glyphs.width("−88.88") + 2 * MARGIN
        return QRectF(
            MARGIN, 2.0, max(1.0, self.width() - MARGIN - right), max(1.0, height - below - 4)
        )

    def place_of(self, step: int, number: int) -> QPointF:
        """Return where a beginning stands; step -1 is the end of the phrase."""
        tree, inside = self.tree, self.inside
        assert tree is not None
        S, W = tree.scores.shape
        pitch = min(WIDEST_STEP * self._letters().line, inside.width() / (S + 0.5))
        row = inside.height() / W  # fewer stand in the middle
        if step < 0:
            return QPointF(inside.left() + pitch / 4, inside.center().y())
        x = inside.left() + (step + 1) * pitch
        return QPointF(x, inside.top() + (self._rows[step, number] + 0.5) * row)

    def spots(self) -> Points:
        """Return where the beginnings stand."""
        places = [self.place_of(*node) for node in self.nodes]
        return np.array([(p.x(), p.y()) for p in places]).reshape(-1, 2)

    def accessible_text(self, spot: int) -> str:
        """Return a beginning in words."""
        return "" if self.tree is None else words.node_caption(self.tree, *self.nodes[spot])

    @property
    def letters(self) -> QFont:
        """The font of the picture, larger where that has the window nearly to itself."""
        return roomy(super().letters, self.width(), self.height())

    def _paint(self, painter: QPainter) -> None:
        if self.tree is None:
            return
        order = sorted(self.nodes, key=self._rank)  # the important ones over the others
        for node in order:
            self._paint_edge(painter, node)
        self._paint_root(painter)
        for node in order:
            self._paint_node(painter, node)
        self._paint_scores(painter)
        if self.height() >= LEAST_FOR_ROWS:
            self._paint_rows(painter)

    def _rank(self, node: tuple[int, int]) -> int:
        assert self.tree is not None
        return 2 if node in self._best else int(self.tree.lasting[node])

    def _pen(self, node: tuple[int, int]) -> QPen:
        rank = self._rank(node)
        if rank == 2:
            return self.theme.pen(self.theme.accent, BEST)
        if rank == 1:
            return self.theme.pen(self.theme.text, LASTING)
        return self.theme.pen(self.theme.muted, 1.0, Qt.PenStyle.DashLine)

    def _paint_edge(self, painter: QPainter, node: tuple[int, int]) -> None:
        assert self.tree is not None
        step, number = node
        parent = int(self.tree.parents[node]) if step else 0
        painter.setPen(self._pen(node))
        painter.drawLine(self.place_of(step - 1, parent), self.place_of(step, number))

    def _paint_root(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.text))
        painter.drawEllipse(self.place_of(-1, 0), 3.0, 3.0)

    def _paint_node(self, painter: QPainter, node: tuple[int, int]) -> None:
        """Write the symbol on a ground of its own, so that no line runs through it."""
        assert self.tree is not None
        glyphs, place = self._letters(), self.place_of(*node)
        symbol = sign(self.tree.symbols[node[0]][node[1]])
        width, best = glyphs.width(symbol) + 6.0, node in self._best
        ground = QRectF(place.x() - width / 2, place.y() - glyphs.line / 2, width, glyphs.line)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.accent if best else self.theme.base))
        painter.drawRoundedRect(ground, 4.0, 4.0)
        faint = self._rank(node) == 0
        colour = self.theme.on_accent if best else self.theme.muted if faint else self.theme.text
        painter.setPen(QColor(colour))
        glyphs.paint(painter, ground.left() + 3, ground.top() + glyphs.ascent, symbol)

    def _paint_scores(self, painter: QPainter) -> None:
        """Write log p of every text at its end."""
        tree, glyphs = self.tree, self._letters()
        assert tree is not None
        last = len(tree.symbols) - 1
        if self.inside.height() / tree.width < glyphs.ascent - 1:
            return  # they would lie over one another; pointing tells them
        for step, number in self.nodes:
            if step != last:
                continue
            place = self.place_of(step, number)
            best = (step, number) in self._best
            painter.setPen(QColor(self.theme.accent if best else self.theme.text))
            text = words.log_p(float(tree.scores[step, number]))
            base = place.y() - glyphs.line / 2 + glyphs.ascent
            glyphs.paint(painter, place.x() + 2 * MARGIN, base, text)

    def _paint_rows(self, painter: QPainter) -> None:
        """Write the likeliest, the greedy and the sampled text below one another."""
        assert self.tree is not None
        glyphs, metrics = self._letters(), self.fontMetrics()
        rows = words.rows(self.tree)
        names, numbers = (glyphs.widest(row[place] for row in rows) for place in (0, 1))
        top = self.height() - 3.0 * glyphs.line - 2
        painter.setPen(QColor(self.theme.grid))
        painter.drawLine(QPointF(0, top - 2), QPointF(self.width(), top - 2))
        for place, (name, number, text) in enumerate(rows):
            base = top + place * glyphs.line + glyphs.ascent
            painter.setPen(QColor(self.theme.muted))
            glyphs.paint(painter, MARGIN, base, name)
            right = MARGIN + names + MARGIN + numbers
            painter.setPen(QColor(self.theme.text if place else self.theme.accent))
            glyphs.paint(painter, right - glyphs.width(number), base, number)
            left = right + 2 * MARGIN
            room = self.width() - left - 2
            while text and metrics.horizontalAdvance(text) > room:
                text = text[:-1]
            painter.drawText(QPointF(left, base), text)


def rows_of(tree: BeamTree) -> dict[tuple[int, int], int]:
    """Return in which row each beginning stands: below those of the rows above its parent's."""
    found: dict[tuple[int, int], int] = {}
    for step, scores in enumerate(tree.scores):
        alive = np.flatnonzero(np.isfinite(scores)).tolist()
        above = [found[step - 1, int(tree.parents[step, w])] if step else 0 for w in alive]
        order = sorted(range(len(alive)), key=lambda place: (above[place], alive[place]))
        found |= {(step, alive[place]): row for row, place in enumerate(order)}
    return found


def _path(tree: BeamTree) -> set[tuple[int, int]]:
    """Return the beginnings on the way to the likeliest text."""
    number, found = 0, set()
    for step in range(len(tree.symbols) - 1, -1, -1):
        found.add((step, number))
        number = int(tree.parents[step, number])
    return found
