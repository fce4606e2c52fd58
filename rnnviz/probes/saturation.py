"""How often units and gates stand at their ends, where their derivatives are small."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.cells.base import Array
from rnnviz.core.network import Network
from rnnviz.core.tape import Tape
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of
from rnnviz.probes.replay import passage

LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Saturation:
    """Shares of time, in 0..1 and by unit (H,), over `count` = T * B steps of one layer.

    `saturated`: |h| > 0.9 (key "h"), and the same for every tanh gate by its name. `left`,
    `right`: sigmoid gates below 0.1 and above 0.9, by name. `horizon`: 1 / (1 - f) steps from
    the mean f of the gate that keeps the state (`keep_gate`), infinite at f = 1; None without
    one. `silent`: share of time at exactly zero, of a ReLU (else None), whose |h| > 0.9 is no
    saturation.
    """

    saturated: Mapping[str, Array]
    left: Mapping[str, Array]
    right: Mapping[str, Array]
    horizon: Array | None
    keep_gate: str | None
    silent: Array | None
    count: int
    words: str
    layer: int


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
        saturated = saturated_shares(tape)
        return Saturation(
            saturated,
            {gate: share(tape.gate(gate) < LOW) for gate in cell.sigmoids},
            {gate: share(tape.gate(gate) > HIGH) for gate in cell.sigmoids},
            horizon(tape.gate(cell.keep_gate)) if cell.keep_gate else None,
            cell.keep_gate,
            share(tape.h[1:] == 0.0) if relu else None,
            tape.T * tape.B,
            in_words(saturated["h"], relu),
            index,
        )


def saturated_shares(tape: Tape) -> dict[str, Array]:
    """Share of time beyond 0.9 (H,), of h and of every tanh gate."""
    cell = tape.cell
    gates = [g for g in cell.gates if g not in cell.sigmoids] if len(cell.gates) > 1 else []
    values = {"h": tape.h[1:], **{gate: tape.gate(gate) for gate in gates}}
    return {name: share(np.abs(value) > HIGH) for name, value in values.items()}


def share(condition: NDArray[np.bool]) -> Array:
    """The share of steps and sequences (T, B, H) at which a condition holds, by unit (H,)."""
    return frozen(condition.mean(axis=(0, 1)))


def horizon(f: Array) -> Array:
    """1 / (1 - mean f) steps (H,) of a gate (T, B, H): how long its mean would keep a state."""
    with np.errstate(divide="ignore"):
        return frozen(1.0 / (1.0 - f.mean(axis=(0, 1), dtype=np.float64)))


def in_words(saturated: Array, relu: bool) -> str:
    """The share over all units and steps, in one sentence."""
    percent = f"{100.0 * float(saturated.mean()):.0f} % of all unit-steps have |h| above 0.9"
    if relu:
        return f"{percent}; a ReLU does not saturate there."
    return f"{percent}, where tanh' is below 0.19."
