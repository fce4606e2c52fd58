"""The ways of values between nodes: along their lanes, up or down in a channel, and in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rnnviz.gui.plotting.cell_diagram.boxes import Measures
from rnnviz.gui.plotting.cell_diagram.lanes import Grid
from rnnviz.gui.plotting.cell_diagram.nodes import SUM, Graph, Node
from rnnviz.gui.plotting.cell_diagram.shapes import Box, Path, Point

LEFT, ABOVE, BELOW = "left", "above", "below"


@dataclass(frozen=True)
class Entry:
    """Where a value enters a node: from which side, as which of so many there, in which row."""

    source: str
    target: str
    side: str
    row: float
    place: int = 0
    count: int = 1


class Routes:
    """Knows where every value enters every node, before the columns have their places."""

    def __init__(self, graph: Graph, grid: Grid, rows: Sequence[float], measures: Measures) -> None:
        self._graph, self._grid, self._rows, self._measures = graph, grid, rows, measures
        self.entries = [one for node in graph.nodes for one in self._entries(node)]
        for state in graph.states:
            if grid.lane[state] != grid.road[state]:
                self.entries.append(Entry(state, "", LEFT, rows[grid.road[state]]))

    def column_of(self, entry: Entry) -> int:
        """Return the column in front of which a value goes up or down to where it enters."""
        return self._grid.column[entry.target] if entry.target else self._grid.leaves[entry.source]

    def _row(self, name: str) -> float:
        return self._rows[self._grid.lane[name]]

    def _entries(self, node: Node) -> list[Entry]:
        if node.operation == SUM:
            height = self._measures.term_height(node)
            top = self._row(node.name) - self._measures.rows(node) * height / 2
            return [
                Entry(term.operand, node.name, LEFT, top + (place + 0.5) * height)
                for place, term in enumerate(node.terms)
            ]
        return self._entries_of_sign(node)

    def _entries_of_sign(self, node: Node) -> list[Entry]:
        """Return the entries of a sign: one from the left, the others from above and below."""
        main, row = self._main(node), self._row(node.name)
        found = [Entry(main, node.name, LEFT, row)] if main else []
        rest = [name for name in node.inputs if name != main]
        for side in (ABOVE, BELOW):
            here = [name for name in rest if self._side(name, node) == side]
            reach = self._measures.level.glyph / 2 + 3.5
            level = row - reach if side == ABOVE else row + reach
            found += [
                Entry(name, node.name, side, level, place, len(here))
                for place, name in enumerate(here)
            ]
        return found

    def _main(self, node: Node) -> str:
        """Return the value that goes straight through."""
        values = [name for name in node.inputs if name != node.gate]
        if node.operation in ("subtract", "divide") or not values:
            return node.inputs[0] if node.inputs else ""
        lane = self._grid.lane
        return min(values, key=lambda name: lane[name] != lane[node.name])

    def _side(self, name: str, node: Node) -> str:
        return ABOVE if self._grid.lane[name] < self._grid.lane[node.name] else BELOW

    def paths(
        self, boxes: Mapping[str, Box], places: Sequence[Mapping[str, float]], end: float
    ) -> tuple[Path, ...]:
        """Return the ways of all values; `places` are the tracks of every channel."""
        found = [self._path(one, boxes, places, end) for one in self.entries]
        for state in self._graph.states:
            if self._grid.lane[state] == self._grid.road[state]:
                row = self._row(state)
                found.append(Path(state, "", ((boxes[state].rect.right, row), (end, row))))
        return tuple(found)

    def _path(
        self,
        entry: Entry,
        boxes: Mapping[str, Box],
        places: Sequence[Mapping[str, float]],
        end: float,
    ) -> Path:
        start, row = boxes[entry.source].strip.right, self._row(entry.source)
        track = places[self.column_of(entry)].get(entry.source)
        points: list[Point] = [(start, row)]
        if track is not None and abs(row - entry.row) > 1e-6:
            points += [(track, row), (track, entry.row)]
        points += self._ending(entry, boxes, end)
        return Path(entry.source, entry.target, tuple(points))

    def _ending(self, entry: Entry, boxes: Mapping[str, Box], end: float) -> list[Point]:
        if not entry.target:
            return [(end, entry.row)]
        box = boxes[entry.target]
        if entry.side == LEFT:
            return [(box.rect.x, entry.row)]
        glyph = box.glyph or box.strip
        shift = 5.0 * (entry.place - (entry.count - 1) / 2)
        column = glyph.centre[0] + shift
        return [(column, entry.row), (column, glyph.y if entry.side == ABOVE else glyph.bottom)]
