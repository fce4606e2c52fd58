"""Turns what was measured of a cell into what is drawn of one step."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.cell_walk import answer_label, input_label, readout_words
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.plotting.cell_diagram.frame import (
    Answer,
    Frame,
    Values,
    bounded_wires,
    largest,
)
from rnnviz.gui.plotting.cell_diagram.nodes import before, graph_of
from rnnviz.gui.plotting.cell_diagram.picture import Drawn
from rnnviz.gui.plotting.cell_diagram.shapes import Words
from rnnviz.gui.plotting.ranges import AutoRange, symmetric

if TYPE_CHECKING:
    from rnnviz.probes.cell_walk import CellWalk

MOST_ANSWERS = 9


@dataclass(frozen=True)
class Look:
    """How a step is looked at: with which unit's numbers, and how much of it is computed."""

    unit: int | None = None
    lit: frozenset[str] | None = None
    current: str = ""


class Framing:
    """Makes frames, on colour scales that grow at once and shrink late."""

    def __init__(self) -> None:
        self._values, self._gradients = AutoRange(symmetric), AutoRange(symmetric)

    def reset(self) -> None:
        """Forget what was seen: another network begins."""
        self._values.reset()
        self._gradients.reset()

    def take(self, walk: CellWalk) -> None:
        """Have the scales hold everything that was found."""
        unbounded = frozenset(walk.values) - bounded_of(walk)
        for scale, found in (
            (self._values, largest(walk.values, unbounded)),
            (self._gradients, largest(walk.gradients, frozenset(walk.gradients))),
        ):
            scale.fit(-found, found)

    @property
    def most(self) -> float:
        """The end of the scale of values that have no bounds."""
        return (self._values.current or (-1.0, 1.0))[1]

    @property
    def steepest(self) -> float:
        """The end of the scale of gradients."""
        return (self._gradients.current or (-1.0, 1.0))[1]

    def end(self, back: bool) -> float:
        """Return the end of the scale of gradients, or of unbounded values."""
        return self.steepest if back else self.most

    def frame(self, walk: CellWalk, step: int, look: Look) -> Frame:
        """Return one of the steps that were measured as it is drawn."""
        place = step - walk.first
        values = {name: found[place] for name, found in walk.values.items()}
        gradients = {name: found[place] for name, found in walk.gradients.items()}
        loss = float(walk.losses[step])
        return Frame(
            values,
            gradients,
            reach_of(walk, gradients),
            look.unit,
            input_label(walk, step),
            place_of(walk, step),
            bounded_of(walk),
            self.most,
            self.steepest,
            answers_of(walk, step),
            loss,
            most_loss(walk, loss),
            look.lit,
            look.current,
            walk.back,
        )


def drawn_of(walk: CellWalk) -> Drawn:
    """Return the cell that was measured as it is to be drawn."""
    kind = CELLS[walk.cell]
    named = {state.name: state.label for state in kind.states} | dict(kind.gate_names)
    named |= {before(state): "" for state in walk.states} | dict.fromkeys(walk.gates, "") | named
    sizes = {name: " × ".join(map(str, shape)) for name, shape in walk.parameters.items()}
    graph = graph_of(walk.wires, walk.states, kind.output)
    return Drawn(graph, named, sizes, Words(*readout_words(walk)), walk.hidden)


def bounded_of(walk: CellWalk) -> frozenset[str]:
    """Return the wires whose values lie between -1 and 1."""
    states = CELLS[walk.cell].states
    squashed = {wire.name for wire in walk.wires if wire.operation in ("sigmoid", "tanh")}
    relu = any(wire.operation == "relu" for wire in walk.wires)
    bounded = {s.name for s in states if s.bounded and (not relu or s.name in squashed)}
    return bounded_wires(walk, frozenset(bounded))


def reach_of(walk: CellWalk, gradients: Mapping[str, Values]) -> dict[str, float]:
    """Return the norm of each gradient over that of all states after the step of the loss."""
    start = float(walk.norms[0]) if len(walk.norms) else math.nan
    if not start > 0:
        return {}
    return {name: float(np.linalg.norm(found)) / start for name, found in gradients.items()}


def place_of(walk: CellWalk, step: int) -> float | None:
    """Return how far right in W_ih the column of what comes in lies, where it is a symbol."""
    if walk.layer > 0 or walk.inputs.ndim != 1:
        return None
    width = walk.values["x"].shape[1]
    return (float(walk.inputs[step]) + 0.5) / float(width)


def answers_of(walk: CellWalk, step: int) -> tuple[Answer, ...]:
    """Return the likeliest symbols after a step, the true one among them; none of numbers."""
    if walk.loss_kind != "cross_entropy":
        return ()
    shares, target = walk.outputs[step - walk.first], int(walk.targets[step])
    order = list(np.argsort(-shares, kind="stable")[:MOST_ANSWERS])
    if target >= 0 and target not in order:
        order[-1] = target
    return tuple(
        Answer(answer_label(walk, int(code)), float(shares[code]), int(code) == target)
        for code in order
    )


def most_loss(walk: CellWalk, loss: float) -> float:
    """Return the loss that fills the whole bar: half as much again as knowing nothing costs."""
    usual = 1.5 * math.log(max(2, walk.outputs.shape[1]))
    return max(usual, loss) if math.isfinite(loss) else usual
