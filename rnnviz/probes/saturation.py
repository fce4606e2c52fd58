"""How often units and gates stand at their ends, where their derivatives are small."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.cells import Cell
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.core.tape import Tape
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of
from rnnviz.probes.replay import passage

LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Saturation:
    """Shares of time, in 0..1 and by unit (H,), over `count` = T * B steps of one layer.

    `saturated`: |h| > 0.9 (key "h"), and the same for every tanh gate by its name, and for the
    tanh of a cell with a leak, whose h is no tanh. `left`,
    `right`: sigmoid gates below 0.1 and above 0.9, by name. `horizon`: 1 / (1 - f) steps from
    the mean share f that the gate that keeps the state (`keep_gate`) keeps of it, infinite at
    f = 1; None without one. Where that gate is no sigmoid, it is that share in `left` and `right`,
    and `share_of` says of what, "c / n".
    `silent`: share of time at exactly zero, of a ReLU (else None), whose |h| > 0.9 is no
    saturation. `leak`: the share of its state that a step renews. Units whose values are no
    longer finite have the share NaN.
    """

    saturated: Mapping[str, Array]
    left: Mapping[str, Array]
    right: Mapping[str, Array]
    horizon: Array | None
    keep_gate: str | None
    silent: Array | None
    count: int
    layer: int
    share_of: str = ""
    leak: float = 1.0


class SaturationProbe(Probe):
    """Options: layer, phrase (a passage to read instead of the window; from a zero state)."""

    name = "saturation"
    label = "Saturation"
    hint = "Share of time that units and gates stand at their ends; horizon of the keep gate."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`Saturation`, or a sentence if the passage cannot be read."""
        unrolled = passage(network, sequence, options)
        if isinstance(unrolled, str):
            return unrolled
        index, cell = layer_of(network, options), network.cell
        tape = unrolled.layers[index].tape
        relu = getattr(cell, "activation", "tanh") == "relu"
        values = {gate: tape.gate(gate) for gate in cell.gates if gate in cell.sigmoids}
        share_of = ""
        if cell.keep_gate is not None and cell.keep_gate not in values:
            values[cell.keep_gate], share_of = tape.keeps(), cell.shown_as(cell.memory)
        left = {gate: share(value, np.less, LOW) for gate, value in values.items()}
        right = {gate: share(value, np.greater, HIGH) for gate, value in values.items()}
        return Saturation(
            saturated_shares(tape),
            left,
            right,
            horizon(tape.keeps()) if cell.keep_gate else None,
            cell.keep_gate,
            share(tape.squashed, np.equal, 0.0) if relu else None,
            tape.T * tape.B,
            index,
            share_of,
            float(getattr(cell, "leak", 1.0)),
        )


def saturated_shares(tape: Tape) -> dict[str, Array]:
    """Share of time beyond 0.9 (H,), of h and of every tanh gate."""
    gates = tanh_gates(tape.cell)
    values = {"h": tape.h[1:], **{gate: tape.gate(gate) for gate in gates}}
    if (name := squashed_name(tape.cell)) != "h":
        values[name] = tape.squashed
    return {name: share(np.abs(value), np.greater, HIGH) for name, value in values.items()}


def tanh_gates(cell: Cell) -> tuple[str, ...]:
    """The gates that a tanh squashes; the vanilla cell's only one is h itself."""
    squashed = {wire.name for wire in cell.wires() if wire.operation == "tanh"}
    return tuple(gate for gate in cell.gates if gate in squashed and len(cell.gates) > 1)


def squashed_name(cell: Cell) -> str:
    """The wire that carries what a cell without gates squashes: h, or "tanh a" before a leak."""
    name: str = getattr(cell, "squashed", "h")
    return name


def share(values: Array, compare: np.ufunc, bound: float) -> Array:
    """The share (H,) of the values (T, B, H) that compare so with the bound, by unit.

    NaN for units whose values are not all finite: NaN > 0.9 would be false, as for a small one.
    """
    shares: Array = compare(values, bound).mean(axis=(0, 1))
    return frozen(np.where(np.isfinite(values).all(axis=(0, 1)), shares, np.nan))


def horizon(f: Array) -> Array:
    """1 / (1 - mean f) steps (H,) of kept shares f (T, B, H): how long the mean would keep."""
    with np.errstate(divide="ignore"):
        return frozen(1.0 / (1.0 - f.mean(axis=(0, 1), dtype=np.float64)))
