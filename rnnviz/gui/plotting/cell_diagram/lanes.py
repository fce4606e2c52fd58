"""Which lane and column every node of a cell stands in, so that few wires cross."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import permutations

from rnnviz.gui.plotting.cell_diagram.nodes import ENTRY, Graph, Node, before

MOST_TRIED = 5
"""Cards at the start whose orders are all tried; of more the declared order is taken."""
CROSSING = 1.5
"""What a crossing costs, in lanes that a wire goes up or down."""


@dataclass(frozen=True)
class Grid:
    """The lane and the column of every node; lane 0 is the uppermost.

    The roads of all states but the output are above, that of the output is the last but one, and
    below it x comes in. A state that is not on its road `leaves` for there before a column.
    """

    lanes: int
    columns: int
    lane: dict[str, int]
    column: dict[str, int]
    road: dict[str, int]
    leaves: dict[str, int]


@cache
def grid_of(graph: Graph) -> Grid:
    """Return the best grid that was found."""
    ranks = graph.ranks()
    first = [n.name for n in graph.nodes if ranks[n.name] == 1 and not _on_a_road(graph, n.name)]
    orders = permutations(first) if len(first) <= MOST_TRIED else [tuple(first)]
    tried = [_Placing(graph, ranks, order) for order in orders]
    return min(tried, key=lambda one: one.cost()).grid()


def _on_a_road(graph: Graph, name: str) -> bool:
    return any(name in graph.chain(state) for state in graph.states)


class _Placing:
    """Puts one node after the other into a free lane near to what it reads."""

    def __init__(self, graph: Graph, ranks: dict[str, int], order: tuple[str, ...]) -> None:
        self.graph, self.ranks, self.order = graph, ranks, order
        self.columns = max(ranks.values()) + 1
        self.tops = [state for state in graph.states if state != graph.output]
        self.lane: dict[str, float] = {}
        self.taken: dict[float, list[tuple[int, int, str]]] = {}
        self.readers: dict[str, list[Node]] = {}
        for node in graph.nodes:
            for name in node.inputs:
                self.readers.setdefault(name, []).append(node)
        self.roads = {state: float(place) for place, state in enumerate(self.tops)}
        self.middle = [float(len(self.tops) + place) for place in range(len(order))]
        self.roads[graph.output] = len(self.tops) + len(order) + 100.0
        self.of_road = {name: s for s in graph.states for name in graph.chain(s)}
        for node in sorted(graph.nodes, key=lambda one: ranks[one.name]):
            self._put(node)

    def until(self, name: str) -> int:
        """Return the last column that a value runs through in its lane."""
        last = max((self.ranks[one.name] - 1 for one in self.readers.get(name, ())), default=0)
        return self.columns if name in self.graph.states else max(last, self.ranks[name])

    def leaves(self, state: str) -> int:
        """Return the column before which a state goes over to its road, if it is not there yet."""
        rows = self.taken.get(self.roads[state], ())
        behind = [last + 1 for _, last, name in rows if name != state]
        return max([self.ranks[state] + 1, *behind])

    def _is_free(self, lane: float, name: str) -> bool:
        start, end = self.ranks[name], max(self.until(name), self.ranks[name])
        return all(end < other or start > last for other, last, _ in self.taken.get(lane, ()))

    def _put(self, node: Node) -> None:
        lane = self._choice(node)
        self.lane[node.name] = lane
        row = (self.ranks[node.name], self.until(node.name), node.name)
        self.taken.setdefault(lane, []).append(row)

    def _choice(self, node: Node) -> float:
        if node.operation == ENTRY:
            states = [s for s in self.graph.states if before(s) == node.name]
            return self.roads[states[0]] if states else self.roads[self.graph.output] + 1
        if node.name in self.order:
            return self.middle[self.order.index(node.name)]
        state = self.of_road.get(node.name)
        if state and self._is_free(self.roads[state], node.name):
            return self.roads[state]
        wanted = [self.lane[name] for name in node.inputs if name != "x"]
        main = [name for name in node.inputs if name not in (node.gate, "x")]
        free = [lane for lane in self.middle if self._is_free(lane, node.name)]
        if not free:
            return self._new_lane(sum(wanted) / max(1, len(wanted)))
        inner = {lane: sum(abs(lane - self._inside(one)) for one in wanted) for lane in free}
        same = {lane: 0.3 * (lane in [self.lane[one] for one in main]) for lane in free}
        return min(free, key=lambda lane: (inner[lane] - same[lane], lane))

    def _inside(self, lane: float) -> float:
        """Return the lane itself, or the middle one next to it where it is a road."""
        if not self.middle:
            return lane
        return min(max(lane, min(self.middle)), max(self.middle))

    def _new_lane(self, near: float) -> float:
        below = [lane for lane in self.middle if lane > near]
        above = [lane for lane in self.middle if lane <= near]
        low = max(above) if above else float(len(self.tops)) - 1.0
        high = min(below) if below else low + 1.0
        lane = (low + high) / 2
        self.middle.append(lane)
        return lane

    def _order_of_lanes(self) -> dict[float, int]:
        bottom = self.roads[self.graph.output]
        used = sorted({*self.roads.values(), *self.taken, bottom + 1})
        return {lane: place for place, lane in enumerate(used)}

    def cost(self) -> float:
        """Return how far wires go up and down, and how often they cross others."""
        place = self._order_of_lanes()
        total = 0.0
        for name, readers in self.readers.items():
            for node in readers:
                start, end = sorted((place[self.lane[name]], place[self.lane[node.name]]))
                column = self.ranks[node.name]
                total += end - start
                total += CROSSING * self._crossed(start, end, column, place)
        return total

    def _crossed(self, start: int, end: int, column: int, place: dict[float, int]) -> int:
        """Return how many wires run across the channel before a column between two lanes."""
        return sum(
            first < column <= last
            for lane, rows in self.taken.items()
            if start < place[lane] < end
            for first, last, _ in rows
        )

    def grid(self) -> Grid:
        """Return what was found."""
        place = self._order_of_lanes()
        return Grid(
            len(place),
            self.columns,
            {name: place[lane] for name, lane in self.lane.items()},
            dict(self.ranks),
            {state: place[lane] for state, lane in self.roads.items()},
            {state: min(self.leaves(state), self.columns) for state in self.roads},
        )
