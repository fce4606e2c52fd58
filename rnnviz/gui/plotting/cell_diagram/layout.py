"""Where everything of a cell stands: geometry alone, from the wires and states it declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rnnviz.gui.plotting.cell_diagram.boxes import Measures
from rnnviz.gui.plotting.cell_diagram.lanes import Grid, grid_of
from rnnviz.gui.plotting.cell_diagram.levels import LEVELS, ROOMY, TINY, Level
from rnnviz.gui.plotting.cell_diagram.nodes import ENTRY, SUM, Graph, Node
from rnnviz.gui.plotting.cell_diagram.routes import Routes
from rnnviz.gui.plotting.cell_diagram.shapes import Box, Diagram, Rect, Type
from rnnviz.gui.plotting.cell_diagram.tracks import Climb, tracks_of

MARGIN = 3.0
LANE_GAP = 2.0
WIDE_PITCH = 9.0
"""Pixels between neighbouring wires from which gradients are drawn in their full width."""
BELOW = 0.15
"""Of the room between two lanes, for what is below the output's road: hardly anything."""
GROWTH = 1.08
LEAST_LINES = 7
"""Lines of text that a readout has at least where letters are large."""
ZOOMS = (1.6, 1.4, 1.2, 1.1, 1.0)
LEAST_READOUT, MOST_READOUT = 62.0, 240.0
READOUT_SHARE = 0.18


@dataclass(frozen=True)
class Letters:
    """The letters of the picture in two sizes."""

    usual: Type
    small: Type


def lay_out(
    graph: Graph,
    named: Mapping[str, str],
    sizes: Mapping[str, str],
    size: tuple[float, float],
    letters: Letters,
) -> Diagram:
    """Return a cell in so many pixels (width, height), with as much of it as there is room for.

    Where there is room to spare the picture is smaller, to be painted larger; where there is none
    for the least of it, the other way round.
    `named` are its states and gates with what they are called, `sizes` what is written of its
    parameters.
    """
    compact = graph.compact()
    for zoom in ZOOMS:
        made = _Laying(graph, named, sizes, (size[0] / zoom, size[1] / zoom), letters, ROOMY)
        if made.fits:
            return made.diagram()
    for level in LEVELS[1:]:
        drawn = compact if level.compact else graph
        made = _Laying(drawn, named, sizes, size, letters, level)
        if made.fits:
            return made.diagram()
    while not made.fits:
        size = GROWTH * size[0], GROWTH * size[1]
        made = _Laying(compact, named, sizes, size, letters, TINY)
    return made.diagram()


class _Laying:
    """One try to lay a cell out."""

    def __init__(
        self,
        graph: Graph,
        named: Mapping[str, str],
        sizes: Mapping[str, str],
        size: tuple[float, float],
        letters: Letters,
        level: Level,
    ) -> None:
        self.graph, self.size, self.level = graph, size, level
        self.grid: Grid = grid_of(graph)
        self.measures = Measures(
            letters.small if level.small else letters.usual, level, named, sizes
        )
        self.nodes = {node.name: node for node in graph.nodes}
        self.readout = min(max(LEAST_READOUT, READOUT_SHARE * size[0]), MOST_READOUT)
        self.rows, self.spare_height = self._rows()
        self.routes = Routes(graph, self.grid, self.rows, self.measures)
        self.tracks = [self._tracks(column) for column in range(self.grid.columns + 1)]
        self.strip, self.spare_width = self._strip()

    @property
    def fits(self) -> bool:
        """Whether there is room for all of it."""
        above = self.rows[self.grid.road[self.graph.output]] - self._top_of_readout()
        fewest = LEAST_LINES * self.measures.letters.line
        has_readout = self.level.small or above >= fewest
        return self.spare_height >= 0 and self.spare_width >= 0 and has_readout

    def _top_of_readout(self) -> float:
        """Return the row below the roads of memories."""
        tops = [state for state in self.graph.states if state != self.graph.output]
        rows = [self.rows[self.grid.road[state]] for state in tops]
        return max(rows) + self.measures.letters.line if rows else MARGIN

    def _rows(self) -> tuple[list[float], float]:
        """Return the row of the wire of every lane, and how much height is left."""
        up, down = [2.0] * self.grid.lanes, [2.0] * self.grid.lanes
        for node in self.graph.nodes:
            lane, (above, below) = self.grid.lane[node.name], self.measures.extent(node)
            up[lane], down[lane] = max(up[lane], above), max(down[lane], below)
        needed = sum(up) + sum(down) + LANE_GAP * (self.grid.lanes - 1) + 2 * MARGIN
        spare = self.size[1] - needed
        above_ = self.grid.road[self.graph.output] + 1
        each = max(0.0, spare) / (above_ + BELOW)
        rows, at = [], MARGIN + (each / 2 if above_ > 1 else each)
        for lane, (above, below) in enumerate(zip(up, down, strict=True)):
            rows.append(at + above)
            at += above + below + LANE_GAP + each * (1.0 if lane < above_ - 1 else BELOW)
        return rows, spare

    def _tracks(self, column: int) -> Mapping[str, int]:
        climbs = [Climb(s, self.rows[self.grid.lane[s]], rows) for s, rows in self._goals(column)]
        return tracks_of(climbs)

    def _goals(self, column: int) -> list[tuple[str, tuple[float, ...]]]:
        """Return which values end in a column, and the rows of the places where they do."""
        found: dict[str, list[float]] = {}
        for entry in self.routes.entries:
            if self.routes.column_of(entry) == column:
                found.setdefault(entry.source, []).append(entry.row)
        return [(source, tuple(rows)) for source, rows in found.items()]

    def _width_of_channel(self, column: int) -> float:
        if column == 0:
            return MARGIN
        tracks = len(set(self.tracks[column].values()))
        return 2 * self.level.clearance + self.level.pitch * max(0, tracks - 1) + self.level.pitch

    def _columns(self) -> list[list[Node]]:
        columns: list[list[Node]] = [[] for _ in range(self.grid.columns)]
        for node in self.graph.nodes:
            columns[self.grid.column[node.name]].append(node)
        return columns

    def _strip(self) -> tuple[float, float]:
        """Return the width of strips, and how much width is left."""
        columns = self._columns()
        fixed = sum(self._width_of_channel(c) for c in range(self.grid.columns + 1))
        room = self.size[0] - self.readout - fixed
        least = sum(self._width(column, 0.0) for column in columns)
        if room < least:
            return 0.0, room - least
        low, high = 0.0, self.level.most
        for _ in range(24):
            middle = (low + high) / 2
            fits = sum(self._width(column, middle) for column in columns) <= room
            low, high = (middle, high) if fits else (low, middle)
        return low, room - sum(self._width(column, low) for column in columns)

    def _width(self, nodes: Sequence[Node], strip: float) -> float:
        return max((self._node_width(node, strip) for node in nodes), default=0.0)

    def _node_width(self, node: Node, strip: float) -> float:
        wide = max(strip, self.measures.least_strip(node))
        return self.measures.fixed_width(node) + self.measures.strips(node) * wide

    def _lefts(self) -> tuple[list[float], list[float]]:
        """Return the left edges of all columns, and where each one's channel begins."""
        lefts, channels, at = [], [], 0.0
        each = max(0.0, self.spare_width) / (self.grid.columns + 1)
        for number, nodes in enumerate(self._columns()):
            channels.append(at)
            at += self._width_of_channel(number) + (each if number else 0.0)
            lefts.append(at)
            at += self._width(nodes, self.strip)
        channels.append(at)
        return lefts, channels

    def diagram(self) -> Diagram:
        """Return everything in its place."""
        lefts, channels = self._lefts()
        columns = self._columns()
        boxes: dict[str, Box] = {}
        for left, nodes in zip(lefts, columns, strict=True):
            width = self._width(nodes, self.strip)
            for node in nodes:
                boxes[node.name] = self._box(node, left, width)
        end = self.size[0]
        places = [self._places(channels, lefts, c, end) for c in range(self.grid.columns + 1)]
        paths = self.routes.paths(boxes, places, end - MARGIN)
        return Diagram(
            self.size,
            boxes,
            paths,
            self.graph.homes(),
            {state: self.rows[lane] for state, lane in self.grid.road.items()},
            self._readout(),
            self.graph.output,
            self.level.small,
            min(1.0, self.level.pitch / WIDE_PITCH),
        )

    def _box(self, node: Node, left: float, width: float) -> Box:
        """Return a node that fills its column's width with its strips."""
        middle = self.rows[self.grid.lane[node.name]]
        strip = max(self.strip, self.measures.least_strip(node))
        if node.operation != ENTRY or node.name == "x":
            room = width - self.measures.fixed_width(node)
            most = room / self.measures.strips(node)
            strip = min(most, max(strip, min(most, self.level.most)))
        if node.operation == SUM:
            strip = (width - self.measures.fixed_width(node)) / self.measures.strips(node)
        return self.measures.box(node, left, middle, strip)

    def _places(
        self, channels: Sequence[float], lefts: Sequence[float], column: int, end: float
    ) -> Mapping[str, float]:
        """Return where in a channel every value goes up or down."""
        tracks = self.tracks[column]
        count = len(set(tracks.values()))
        if not count:
            return {}
        start = channels[column]
        stop = lefts[column] if column < len(lefts) else end - self.readout
        first = start + self.level.clearance
        pitch = (stop - start - 2 * self.level.clearance) / count
        return {source: first + (track + 0.5) * pitch for source, track in tracks.items()}

    def _readout(self) -> Rect:
        """Return the room at the right edge between the roads."""
        left, top = self.size[0] - self.readout, self._top_of_readout()
        bottom = self.rows[self.grid.road[self.graph.output]] - 4
        return Rect(left, top, self.readout - MARGIN, max(1.0, bottom - top))
