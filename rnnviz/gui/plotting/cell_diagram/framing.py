"""Turns what was measured of a cell into what is drawn of one step."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.cell_walk import (
    answer_label,
    elsewhere_words,
    input_label,
    input_numbers,
    number_rows,
    readout_words,
)
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
from rnnviz.gui.plotting.ranges import AutoRange, nice_above, symmetric

if TYPE_CHECKING:
    from rnnviz.core.wires import Wire
    from rnnviz.probes.cell_walk import CellWalk

MOST_ANSWERS = 9
KEPT = 8
LEAST = 1e-30


@dataclass(frozen=True)
class Look:
    """How a step is looked at: with which unit's numbers, and how much of it is computed."""

    unit: int | None = None
    lit: frozenset[str] | None = None
    current: str = ""


class Framing:
    """Makes frames, on colour scales that grow at once and shrink late."""

    def __init__(self) -> None:
        self._values = AutoRange(symmetric)

    def reset(self) -> None:
        """Forget what was seen: another network begins."""
        self._values.reset()

    def take(self, walk: CellWalk) -> None:
        """Have the scale hold all values that were found."""
        found = largest(walk.values, frozenset(walk.values) - bounded_of(walk))
        self._values.fit(-found, found)

    @property
    def most(self) -> float:
        """The end of the scale of values that have no bounds."""
        return (self._values.current or (-1.0, 1.0))[1]

    def end(self, walk: CellWalk, shown: range) -> float:
        """Return the end of the scale of unbounded values, or of the gradients at some steps."""
        if not walk.back:
            return self.most
        steps = slice(shown.start - walk.first, shown.stop - walk.first)
        names = walk.gradients if len(shown) == 1 else handed_names(walk)
        return steepest_of({name: walk.gradients[name][steps] for name in names})

    def frame(
        self,
        walk: CellWalk,
        step: int,
        look: Look,
        end: float,
        names: frozenset[str] | None = None,
    ) -> Frame:
        """Return one of the measured steps as it is drawn, on a scale of gradients up to `end`.

        Where only the wires `names` are drawn it has no others.
        """
        place = step - walk.first
        values = {name: found[place] for name, found in walk.values.items()}
        wanted = walk.gradients.keys() if names is None else walk.gradients.keys() & names
        gradients = {name: walk.gradients[name][place] for name in wanted}
        loss = float(walk.losses[step])
        return Frame(
            values,
            gradients,
            reach_of(walk, gradients),
            handed_of(walk, step),
            look.unit,
            input_label(walk, step),
            input_numbers(walk, step),
            place_of(walk, step),
            bounded_of(walk),
            self.most,
            end,
            answers_of(walk, step),
            loss,
            most_loss(walk, loss),
            look.lit,
            look.current,
            walk.back,
            elsewhere_words(walk, step) if walk.back else (),
            number_rows(walk, step),
            walk,
            step,
        )


def drawn_of(walk: CellWalk) -> Drawn:
    """Return the cell that was measured as it is to be drawn."""
    shapes = tuple(walk.parameters.items())
    words = Words(*readout_words(walk))
    return _drawn(walk.cell, walk.wires, walk.states, walk.gates, shapes, words, walk.hidden)


@lru_cache(KEPT)
def _drawn(
    cell: str,
    wires: tuple[Wire, ...],
    states: tuple[str, ...],
    gates: tuple[str, ...],
    shapes: tuple[tuple[str, tuple[int, ...]], ...],
    words: Words,
    hidden: int,
) -> Drawn:
    kind = CELLS[cell]
    called = {state.name: state.label for state in kind.states} | dict(kind.gate_names)
    named = {before(state): "" for state in states} | dict.fromkeys(gates, "") | called
    sizes = {name: " × ".join(map(str, shape)) for name, shape in shapes}
    return Drawn(graph_of(wires, states, kind.output), named, sizes, words, hidden)


def bounded_of(walk: CellWalk) -> frozenset[str]:
    """Return the wires whose values lie between -1 and 1."""
    return _bounded(walk.cell, walk.wires)


@lru_cache(KEPT)
def _bounded(cell: str, wires: tuple[Wire, ...]) -> frozenset[str]:
    squashed = {wire.name for wire in wires if wire.operation in ("sigmoid", "tanh")}
    relu = any(wire.operation == "relu" for wire in wires)
    states = CELLS[cell].states
    bounded = {s.name for s in states if s.bounded and (not relu or s.name in squashed)}
    return bounded_wires(wires, frozenset(bounded))


def handed_names(walk: CellWalk) -> frozenset[str]:
    """Return what is drawn of several steps side by side: states before and after, and x."""
    return frozenset({"x", *walk.states, *map(before, walk.states)} & walk.values.keys())


def reach_of(walk: CellWalk, gradients: Mapping[str, Values]) -> dict[str, float]:
    """Return the norm of each gradient over that of all states after the step of the loss."""
    start = float(walk.norms[0]) if len(walk.norms) else math.nan
    if not start > 0:
        return {}
    return {name: _norm(found) / start for name, found in gradients.items()}


def _norm(values: Values) -> float:
    """Return the length of (n,) values, of which float32 might not hold the squares."""
    exact = values.astype(np.float64)
    return math.sqrt(exact.dot(exact))


def handed_of(walk: CellWalk, step: int) -> dict[str, float]:
    """Return the same of what the step after this one hands back to each state.

    Nothing comes back to the step of the loss. Where the next step was not measured, it is what
    there is of a state in all.
    """
    if step >= walk.last or not walk.gradients:
        return {}
    place = step - walk.first
    if step + 1 in walk.shown:
        names = {state: before(state) for state in walk.states}
        place += 1
    else:
        names = {state: state for state in walk.states}
    given = {state: walk.gradients[name][place] for state, name in names.items()}
    return reach_of(walk, given)


def place_of(walk: CellWalk, step: int) -> float | None:
    """Return how far right in W_ih the column of what comes in lies, where it is a symbol."""
    if walk.level > 0 or walk.inputs.ndim != 1:
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
    slopes = walk.dlogits if walk.back and step == walk.loss_step else None
    return tuple(
        Answer(
            answer_label(walk, int(code)),
            float(shares[code]),
            int(code) == target,
            None if slopes is None else float(slopes[code]),
        )
        for code in order
    )


def steepest_of(gradients: Mapping[str, Values]) -> float:
    """Return the end of the colour scale of gradients: a round number that holds those of units.

    What comes in has its own, far larger in a first layer, and is cut.
    """
    return nice_above(max(largest(gradients, frozenset(gradients) - {"x"}), LEAST))


def most_loss(walk: CellWalk, loss: float) -> float:
    """Return the loss that fills the whole bar: half as much again as knowing nothing costs."""
    usual = 1.5 * math.log(max(2, walk.outputs.shape[1]))
    return max(usual, loss) if math.isfinite(loss) else usual
