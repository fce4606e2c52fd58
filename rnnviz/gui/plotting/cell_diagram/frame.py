"""One step of a cell in numbers, ready to be drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.gui.plotting.cell_diagram.nodes import before

if TYPE_CHECKING:
    from rnnviz.core.wires import Wire
    from rnnviz.probes.cell_walk import CellWalk

Values = NDArray[Any]
NOTHING: Mapping[str, Values] = MappingProxyType({})


@dataclass(frozen=True)
class Answer:
    """One row of the readout: a symbol, how likely it is, and whether it was the true one.

    On the way back `slope` is d loss / d logit of it.
    """

    symbol: str
    share: float
    is_true: bool
    slope: float | None = None


@dataclass(frozen=True, eq=False)
class Frame:
    """The values of every wire (width,) at one step and, on the way back, their gradients.

    `letter` is the symbol that comes in, "" where numbers do, which are `entering`, and `place` how
    far right its column lies in W_ih, 0 to 1. `bounded` are the wires whose values lie between -1
    and 1, `most` the end of the colour scale of all others, `steepest` that of the gradients.
    `reach` is the norm of each gradient over that where the loss is taken, `handed` that of what
    the next step hands back to each state. `lit` are the wires that have been computed by now, None
    for all, and `current` the one that is being computed. Where the loss that is taken back is that
    of another step, `elsewhere` says so, at length and shorter. `numbers` are what a network says
    that answers with numbers, with what they are. All of this is what `walk` found at a `step`.
    """

    values: Mapping[str, Values]
    gradients: Mapping[str, Values] = field(default_factory=lambda: NOTHING)
    reach: Mapping[str, float] = field(default_factory=dict)
    handed: Mapping[str, float] = field(default_factory=dict)
    unit: int | None = None
    letter: str = ""
    entering: str = ""
    place: float | None = None
    bounded: frozenset[str] = frozenset()
    most: float = 1.0
    steepest: float = 1.0
    answers: tuple[Answer, ...] = ()
    loss: float = math.nan
    most_loss: float = 1.0
    lit: frozenset[str] | None = None
    current: str = ""
    is_back: bool = False
    elsewhere: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    walk: CellWalk | None = None
    step: int = 0

    @property
    def shown(self) -> Mapping[str, Values]:
        """What the strips show: gradients on the way back, else values."""
        return self.gradients if self.is_back else self.values

    def is_lit(self, wire: str) -> bool:
        """Whether a wire has been computed."""
        return self.lit is None or wire in self.lit

    def opening(self, gate: str) -> float:
        """Return how far a valve is open: the chosen unit's, or the mean over all."""
        values = self.values.get(gate)
        if values is None or not values.size:
            return math.nan
        if self.unit is not None and self.unit < values.size:
            return float(values[self.unit])
        return float(values.mean())

    def number(self, wire: str, width: int) -> float | None:
        """Return the chosen unit's number on a wire, None where it has none."""
        values = self.shown.get(wire)
        if values is None or self.unit is None or values.size != width or self.unit >= width:
            return None
        return float(values[self.unit])


def bounded_wires(wires: Sequence[Wire], states: frozenset[str]) -> frozenset[str]:
    """Return the wires that cannot leave -1 to 1, where these states cannot."""
    found = {name for state in states for name in (state, before(state))}
    for wire in wires:
        squashed = wire.operation in ("sigmoid", "tanh", "complement")
        product = wire.operation == "multiply" and all(one in found for one in wire.inputs)
        shrunk = wire.operation == "scale" and abs(wire.factor) <= 1 and wire.inputs[0] in found
        if squashed or product or shrunk:
            found.add(wire.name)
    return frozenset(found)


def largest(values: Mapping[str, Values], names: frozenset[str]) -> float:
    """Return the largest finite number of these, without its sign; 0 where there is none."""
    most = 0.0
    for name in names:
        if name in values:
            sizes = np.abs(values[name])
            finite = sizes[np.isfinite(sizes)]
            most = max(most, float(finite.max(initial=0.0)))
    return most
