"""Holds chosen hidden units at a constant, in a copy of the network that is exact.

Nothing but W_hh, the layer above, attention and the readout reads h. Where a unit u is held at v,
their columns of u are constant terms: W[:, u] v goes into the bias beside W, and W[:, u] becomes 0.
So every probe measures the copy as it would the network, and no time loop knows of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.cells.base import Cell
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.core.pauses import copy_in_pieces
from rnnviz.probes.base import Sequence, layer_of
from rnnviz.refusal import Refusal

ZERO, MEAN = "zero", "mean"
"""What silenced units are held at: the option `silence_to`."""


@dataclass(frozen=True)
class Silencing:
    """The `units` of one `layer` whose h is held at `values`, one each, from before step 1 on.

    `directions` says in how many every layer reads.
    """

    layer: int
    units: tuple[int, ...]
    values: tuple[float, ...]
    directions: int = 1

    @property
    def is_zero(self) -> bool:
        """Whether they are held at zero."""
        return not any(self.values)

    def shown(self, h: Array) -> Array:
        """A copy of states h (T, H) of that layer with these units where they are held."""
        held = np.array(h)
        held[:, list(self.units)] = self.values
        return held


def silenced(
    network: Network, sequence: Sequence, options: Mapping[str, Any]
) -> tuple[Network, Silencing | None]:
    """The network to be measured, and what of it is held: the network itself where nothing is.

    Options: `silenced`, the units as "3,17"; `silence_to`, ZERO or MEAN; `silenced_layer`, by
    default `layer`; `silence_over`, a text whose mean is meant, by default the window's. Raises
    Refusal where they cannot be silenced.
    """
    units = units_of(str(options.get("silenced", "")), network.hidden)
    if not units:
        return network, None
    layer = layer_of(network, {"layer": options.get("silenced_layer", layer_of(network, options))})
    directions = network.architecture.directions
    held = Silencing(layer, units, (0.0,) * len(units), directions)
    if options.get("silence_to", ZERO) == MEAN:
        held = replace(held, values=_means(network, sequence, options, held))
    return with_units_held(network, held), held


def units_of(text: str, hidden: int) -> tuple[int, ...]:
    """The units that "3,17" names, rising; Refusal for one of a layer of H units that is none."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if not (name.isdecimal() and int(name) < hidden):
            raise Refusal(f"There is no unit {name}; this layer has units 0 to {hidden - 1}.")
    return tuple(sorted({int(name) for name in names}))


def with_units_held(network: Network, held: Silencing) -> Network:
    """A copy of the network in which some units' h is a constant to all that reads it.

    The units themselves go on as they would, but nothing sees it.
    """
    check_can_be_held(network.cell)
    check_connections(network, held)
    if network.cell.layer_norm and any(held.values):
        raise Refusal(
            "With layer norm units can be held at zero only: what they add is normalized before "
            "any bias could stand for it. Hold them at zero."
        )
    copy = Network.of(network.architecture, network.loss, network.dtype)
    copy.pauses = network.pauses
    copy_in_pieces(network.flat, copy.flat, network.pauses)
    units, v = np.array(held.units), np.array(held.values, network.dtype)
    for W, b, first in _readers(copy, held.layer):
        b += W[:, first + units] @ v
        W[:, first + units] = 0.0
    if is_top(network, held.layer) and network.architecture.connections.attention:
        _forget(copy, _place_among_outputs(network, held.layer) + units)
    return copy


def is_top(network: Network, layer: int) -> bool:
    """Whether the readout reads a layer."""
    return layer >= network.architecture.top


def _place_among_outputs(network: Network, layer: int) -> int:
    """Where a layer's units begin in what its level hands on."""
    return layer % network.architecture.directions * network.hidden


def _forget(network: Network, units: NDArray[Any]) -> None:
    """Take outputs that are zero out of attention: of the queries, the keys and the context."""
    W_q, W = network.parameters["attention.weight"], network.parameters["decoder.weight"]
    W_q[:, units] = 0.0
    W_q[units] = 0.0
    W[:, network.architecture.width + units] = 0.0


def check_connections(network: Network, held: Silencing) -> None:
    """Refuse where what reads a unit has no weights of its own for it."""
    connections = network.architecture.connections
    if connections.skip and network.layers > 1:
        raise Refusal(
            "With skip connections units cannot be silenced: what reads a unit reads it together "
            "with one of the layer below. Choose a network without them."
        )
    if connections.attention and is_top(network, held.layer) and not held.is_zero:
        raise Refusal(
            "With attention units of the top layer can only be silenced to zero: the states before "
            "the text, which it looks back at, have no mean. Choose zero."
        )


def check_can_be_held(cell: Cell) -> None:
    """Refuse a cell whose matrices read something that is made of the states."""
    for wire in cell.wires():
        if wire.operation == "matmul":
            W, v = wire.inputs
            if (W[:3], v) not in (("W_i", "x"), ("W_h", f"{cell.output}_prev")):
                raise Refusal(
                    f"Units of a {cell.label} cannot be silenced: it multiplies {W} with {v}, "
                    "which is no constant where a unit is. Choose another cell."
                )


def _readers(network: Network, layer: int) -> list[tuple[Array, Array, int]]:
    """The matrices that read a layer's h, each with the bias beside it and its first column."""
    layers, directions = network.layer_parameters(), network.architecture.directions
    first, here = _place_among_outputs(network, layer), layers[layer].arrays
    found = []
    if "W_hh" in here:
        found.append((here["W_hh"], here["b_hh" if "b_hh" in here else "b_ih"], 0))
    if is_top(network, layer):
        W, b = network.parameters["decoder.weight"], network.parameters["decoder.bias"]
        return [*found, (W, b, first)]
    next_one = (layer // directions + 1) * directions
    above = layers[next_one : next_one + directions]
    return [*found, *((reader.W_ih, reader.b_ih, first) for reader in above)]


def _means(
    network: Network, sequence: Sequence, options: Mapping[str, Any], held: Silencing
) -> tuple[float, ...]:
    """The units' mean h along a text, read from a zero state, or along the window."""
    inputs, state = sequence.inputs, sequence.state
    text = str(options.get("silence_over", ""))
    if text and sequence.reads_text:
        codes = sequence.coding.encode(text)
        inputs, state = codes.astype(np.intp)[:, None], network.zero_state(1)
    unrolled = network.spare(*inputs.shape[:2])
    unrolled.forward(inputs, state)
    h = unrolled.layers[held.layer].tape.h[1:, :, list(held.units)]
    return tuple(float(mean) for mean in h.mean(axis=(0, 1), dtype=np.float64))
