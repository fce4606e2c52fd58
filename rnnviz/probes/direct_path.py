"""The straight road through the keep gates, against all roads that a gradient can take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.layer import Layer
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.core.step_back import StepBack
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of
from rnnviz.probes.replay import replay, stream_of

MOST_WORK = 4e9
"""T H^3 that may be spent between two steps: about half a second."""


@dataclass(frozen=True)
class DirectPath:
    """d c_T / d c_{T-d} of an LSTM (d h_T / d h_{T-d} of a GRU) for lags d = 0 .. T-1.

    Of an sLSTM it is that of c / n, `state` being "c / n". Of a layer that reads `from_end` T and
    d are counted in its own order: its last memory is that of the first step.

    `direct` (T,): the product of the keep gates alone, a diagonal matrix. `full` (T,): the whole
    derivative, all paths through h and the other gates included. Both are the root mean square
    over units of a row's norm, ||.||_F / sqrt(H), so both start at 1. `full` can exceed 1.
    """

    lags: Array
    direct: Array
    full: Array
    state: str
    gate: str
    layer: int
    stream: int
    from_end: bool = False


class DirectPathProbe(Probe):
    """Options: layer, stream."""

    name = "direct_path"
    label = "Direct path and full derivative"
    hint = "The product of the keep gates against the whole derivative of the memory."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`DirectPath`, or a sentence: no gate keeps the state, or it would take too long."""
        index, stream = layer_of(network, options), stream_of(sequence, options)
        gate = network.cell.keep_gate
        if gate is None:
            return f"{network.cell.label} has no gate that keeps its state."
        if len(sequence.inputs) * network.hidden**3 > MOST_WORK:
            return too_large(len(sequence.inputs), network.hidden)
        layer = replay(network, sequence, stream).unrolled.layers[index]
        direct = direct_path(layer)
        return DirectPath(
            frozen(np.arange(len(direct), dtype=np.float64)),
            frozen(direct),
            frozen(full_derivative(layer)),
            network.cell.shown_as(network.cell.memory),
            gate,
            index,
            stream,
            layer.reverse,
        )


def too_large(T: int, H: int) -> str:
    """Why there is no whole derivative of so many units over so many steps."""
    return (
        f"The whole derivative of {H:,} units over {T:,} steps would hold the training up for "
        "seconds; with a shorter window or fewer units it is shown."
    )


def direct_path(layer: Layer) -> Array:
    """(T,): root mean square over units of the product of the last d shares that are kept."""
    last_first = layer.tape.keeps()[:0:-1, 0]  # (T-1, H)
    products: Array = np.ones((layer.tape.T, layer.tape.H), layer.tape.dtype)
    np.cumprod(last_first, axis=0, out=products[1:])
    return _root_mean_square_rows(products[:, :, None])


def full_derivative(layer: Layer) -> Array:
    """(T,): the whole derivative of the last memory (c, or h without c) with respect to older.

    A change of c_k also changes h_k, so the path through h_k counts.
    """
    T, H, dtype = layer.tape.T, layer.tape.H, layer.tape.dtype
    back, (_, memory) = StepBack(layer), layer.cell.places
    after = _of_memory(layer)
    over = layer.cell.divisor(layer.cell.memory)
    found: Array = np.empty((T, H, H), dtype)
    for t in range(T - 1, -1, -1):
        before = back(t, after)  # completes `after`, the whole derivative at step t
        found[T - 1 - t] = after[memory]
        if over:
            found[T - 1 - t] *= layer.tape.states[over][t + 1, 0]
        after = list(before)
    return _root_mean_square_rows(found)


def _of_memory(layer: Layer) -> list[Array]:
    """The derivatives (H, H) of what is shown of the last memory, by every state of that step.

    d (c / n) = dc / n - (c / n) dn / n
    """
    cell, dtype = layer.cell, layer.tape.dtype
    diagonal = {cell.memory: np.ones(layer.tape.H, dtype)}
    if over := cell.divisor(cell.memory):
        n = layer.tape.states[over][-1, 0]
        diagonal = {cell.memory: 1.0 / n, over: -layer.tape.shown(cell.memory)[-1, 0] / n}
    zero: Array = np.zeros(layer.tape.H, dtype)
    return [np.diag(diagonal.get(name, zero)) for name in cell.state_names]


def _root_mean_square_rows(matrices: Array) -> Array:
    """||.||_F / sqrt(H) (n,) of matrices (n, H, m), squared in float64."""
    sizes = [np.linalg.norm(matrix.astype(np.float64)) for matrix in matrices]
    found: Array = np.array(sizes) / np.sqrt(matrices.shape[1])
    return found
