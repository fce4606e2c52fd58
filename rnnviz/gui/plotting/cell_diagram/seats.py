"""Where the parts of a cell stand that is drawn several times side by side."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.gui.plotting.cell_diagram.nodes import Graph, Node, before
from rnnviz.gui.plotting.cell_diagram.shapes import Rect

BOX = 0.56
"""Of a step's width, for its cell; the rest is for what is handed on."""
GAP = 4.0
TALLEST = 34.0
MOST_BARS = 30
"""Bars of answers in all steps together."""


@dataclass(frozen=True)
class Handed:
    """A piece of a road: the value `name` of a state, from one column to another, and its strip."""

    state: str
    name: str
    left: float
    right: float
    row: float
    strip: Rect


@dataclass(frozen=True)
class Seat:
    """One step: its answers, its loss, its cell, the gates in there, and what it hands on.

    `signs` stand on the roads above the cell.
    """

    answers: tuple[Rect, ...]
    loss: Rect
    box: Rect
    gates: tuple[Rect, ...]
    handed: tuple[Handed, ...]
    signs: tuple[tuple[Node, Rect], ...]
    right: float


@dataclass(frozen=True)
class Seats:
    """All steps, the row of every state's road, and the row below that letters stand in.

    `gates` are those that open valves.
    """

    seats: tuple[Seat, ...]
    roads: dict[str, float]
    letters: float
    gates: tuple[str, ...]


def openings_of(graph: Graph) -> tuple[str, ...]:
    """Return the gates that open valves, each once; z stands for 1 - z too."""
    return tuple(dict.fromkeys(node.gate for node in graph.compact().nodes if node.gate))


def seats_of(graph: Graph, size: tuple[float, float], line: float, count: int) -> Seats:
    """Return where so many steps stand in a picture (width, height) with lines of a height."""
    width, height = size
    tops = [state for state in graph.states if state != graph.output]
    gates = max(1, len(openings_of(graph)))
    letters = height - line - 2
    strip = max(5.0, min(16.0, 0.028 * height))
    pitch = line + strip + GAP
    row = max(line, min(TALLEST, 0.06 * height))
    needed = len(tops) * pitch + gates * row + pitch + 2 * GAP + 14
    most = max(3, MOST_BARS // max(1, count))
    rows = max(0, min(most, int((letters - needed - 1.5 * line) / row)))
    top, bottom = rows * row + 1.5 * line, letters - 12
    spare = max(0.0, bottom - top - needed) / (len(tops) + 2)
    roads = {
        state: top + (place + 1) * pitch - strip / 2 + place * spare + spare / 2
        for place, state in enumerate(tops)
    }
    start = top + len(tops) * (pitch + spare) + GAP
    roads[graph.output] = bottom - strip - GAP
    first = 0.4 * width / (count + 0.4)
    step = (width - first) / max(1, count)
    found = []
    for place in range(count):
        box = Rect(first + place * step, start, BOX * step, max(10.0, bottom - start))
        right = width - 3 if place + 1 == count else box.x + step
        handed = _handed(graph, roads, box, right, strip, place == 0)
        signs = [one for state, at in roads.items() for one in _signs(graph, box, state, at)]
        found.append(_seat(box, right, (rows, row, line, gates), handed, tuple(signs)))
    return Seats(tuple(found), roads, letters, openings_of(graph))


def _handed(
    graph: Graph, roads: dict[str, float], box: Rect, right: float, thick: float, is_first: bool
) -> tuple[Handed, ...]:
    """Return what a step hands on and, of the first, what was handed to it."""
    found = []
    gap = (1 - BOX) / BOX * box.width
    for state, row in roads.items():
        left = box.right if state == graph.output else box.x
        ways = [(state, left, right, max(left, right - gap))]
        if is_first:
            ways.append((before(state), 2.0, box.x, max(2.0, box.x - gap)))
        for name, start, end, at in ways:
            strip = Rect(at + 6, row - thick / 2, max(3.0, end - at - 15), thick)
            found.append(Handed(state, name, start, end, row, strip))
    return tuple(found)


def _signs(graph: Graph, box: Rect, state: str, row: float) -> list[tuple[Node, Rect]]:
    """Return what stands on the road of a state above the cell, and where."""
    if state == graph.output:
        return []
    nodes = {node.name: node for node in graph.nodes}
    chain = [nodes[name] for name in graph.chain(state)]
    found = []
    for place, node in enumerate(chain):
        column = box.x + (place + 0.5) * box.width / len(chain)
        radius = min(9.0, 0.4 * box.width / len(chain))
        found.append((node, Rect(column - radius, row - radius, 2 * radius, 2 * radius)))
    return found


def _seat(
    box: Rect,
    right: float,
    sizes: tuple[int, float, float, int],
    handed: tuple[Handed, ...],
    signs: tuple[tuple[Node, Rect], ...],
) -> Seat:
    rows, row, line, gates = sizes
    left, wide = box.x - 0.2 * box.width, 1.5 * box.width
    answers = tuple(Rect(left, 1 + n * row, wide, row - 1) for n in range(rows))
    loss = Rect(left, rows * row + 1, wide, line)
    room = min(1.6 * row, (box.height - GAP) / (gates + 1.5))
    inner = tuple(
        Rect(box.x + 4, box.y + GAP / 2 + n * room, max(1.0, box.width - 8), room - 1)
        for n in range(gates)
    )
    return Seat(answers, loss, box, inner, handed, signs, right)
