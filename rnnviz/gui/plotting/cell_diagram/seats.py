"""Where the parts of a cell stand that is drawn several times side by side."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.gui.plotting.cell_diagram.nodes import Graph
from rnnviz.gui.plotting.cell_diagram.shapes import Rect

BOX = 0.56
"""Of a step's width, for its cell; the rest is for what is handed on."""
GAP = 4.0
MOST_ROWS = 8
TALLEST = 26.0


@dataclass(frozen=True)
class Seat:
    """One step: its answers, its cell, its gates in there, and to where its roads run."""

    answers: tuple[Rect, ...]
    loss: Rect
    box: Rect
    gates: tuple[Rect, ...]
    right: float


@dataclass(frozen=True)
class Seats:
    """All steps, the row of every state's road, and the row below that letters stand in."""

    seats: tuple[Seat, ...]
    roads: dict[str, float]
    strip: float
    letters: float


def openings_of(graph: Graph) -> tuple[str, ...]:
    """Return the gates that open valves, each once; z stands for 1 - z too."""
    return tuple(dict.fromkeys(node.gate for node in graph.compact().nodes if node.gate))


def seats_of(graph: Graph, size: tuple[float, float], line: float, count: int) -> Seats:
    """Return where so many steps stand in a picture (width, height) with lines of a height."""
    width, height = size
    tops = [state for state in graph.states if state != graph.output]
    gates = len(openings_of(graph))
    letters = height - line - 2
    strip = max(5.0, min(16.0, 0.028 * height))
    pitch = line + strip + GAP
    row = max(line, min(TALLEST, 0.05 * height))
    inside = (max(gates, 1) * row + GAP) + pitch + GAP
    needed = len(tops) * pitch + inside + 14
    rows = max(0, min(MOST_ROWS, int((letters - needed - 1.5 * line) / row)))
    top = rows * row + 1.5 * line
    bottom = letters - 12
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
        left = first + place * step
        box = Rect(left, start, BOX * step, max(10.0, bottom - start))
        found.append(_seat(box, left + step, rows, row, line, max(gates, 1)))
    return Seats(tuple(found), roads, strip, letters)


def _seat(box: Rect, right: float, rows: int, row: float, line: float, gates: int) -> Seat:
    wide = Rect(box.x - 0.2 * box.width, 0, 1.5 * box.width, 0)
    answers = tuple(Rect(wide.x, 1 + n * row, wide.width, row - 1) for n in range(rows))
    loss = Rect(wide.x, rows * row + 1, wide.width, line)
    room = min(1.6 * row, (box.height - GAP) / (gates + 1.5))
    inner = tuple(
        Rect(box.x + 4, box.y + GAP / 2 + n * room, max(1.0, box.width - 8), room - 1)
        for n in range(gates)
    )
    return Seat(answers, loss, box, inner, right)
