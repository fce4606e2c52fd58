"""What names and shapes of weights tell of the network that they are of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rnnviz.core.architecture import Architecture
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.cells.base import Cell
from rnnviz.counts import counted
from rnnviz.declare import Value
from rnnviz.lab.pytorch.weights import Weights
from rnnviz.lab.runs.misfit import shown
from rnnviz.refusal import Refusal

READOUT = ("decoder.weight", "decoder.bias")
LAYER = re.compile(r"rnn\.(?P<name>\w+)_l(?P<layer>\d{1,3})")
PAIR = (
    "a network is read as two modules, rnn (nn.RNN, nn.GRU or nn.LSTM with biases) and decoder "
    "(nn.Linear)"
)


def told_by(weights: Weights, cell: str | None = None, likely: str = "") -> dict[str, Value]:
    """The settings that names and shapes tell: cell, hidden, layers, dtype.

    Where several cells have these shapes it is the `cell` that is named, or the `likely` one if it
    has, or else the first. Refuses unknown names, and shapes that fit no cell.
    """
    layers = _layers(weights)
    hidden = _hidden(weights)
    cells = _cells(weights, hidden)
    if cell is not None and cell not in cells:
        raise Refusal(
            f"--cell {cell} does not fit {weights.path.name}, whose names and shapes are those of "
            f"{' or '.join(cells)}; leave --cell out, or choose {' or '.join(cells)}."
        )
    found = cell if cell is not None else likely if likely in cells else cells[0]
    _check_shapes(weights, CELLS[found], hidden, layers)
    return {"cell": found, "hidden": hidden, "layers": layers, "dtype": weights.dtype}


def sizes_of(weights: Weights) -> tuple[int, int]:
    """How many inputs and outputs the network has."""
    arrays = weights.arrays
    return arrays["rnn.weight_ih_l0"].shape[1], len(arrays["decoder.weight"])


def _layers(weights: Weights) -> int:
    """How many layers there are; refuses names of anything but layers and a readout."""
    known = {parameter.name for cell in CELLS.values() for parameter in cell.parameters}
    places = set()
    for name in weights.arrays:
        match = LAYER.fullmatch(name)
        if match is not None and match["name"] in known:
            places.add(int(match["layer"]))
        elif name not in READOUT:
            raise Refusal(f"{weights.path.name} holds {shown(name)}, which is unknown: {PAIR}.")
    for name in ("rnn.weight_ih_l0", *READOUT):
        if name not in weights.arrays:
            raise _missing(weights, name)
    if places != set(range(len(places))):
        first = min(set(range(max(places))) - places)
        raise _missing(weights, f"rnn.weight_ih_l{first}")
    return len(places)


def _missing(weights: Weights, name: str) -> Refusal:
    return Refusal(f"{weights.path.name} lacks {name}: {PAIR}; save the whole state_dict.")


def _hidden(weights: Weights) -> int:
    """H, which the readout tells; refuses one that is no matrix."""
    shape = weights.arrays["decoder.weight"].shape
    if len(shape) != 2 or 0 in shape or len(weights.arrays["rnn.weight_ih_l0"].shape) != 2:
        raise Refusal(
            f"{weights.path.name}: decoder.weight has the shape {shape} and rnn.weight_ih_l0 "
            f"{weights.arrays['rnn.weight_ih_l0'].shape}, and both must be matrices; {PAIR}."
        )
    return int(shape[1])


def _cells(weights: Weights, H: int) -> tuple[str, ...]:
    """The cells that have a first layer of these names and so many rows; refuses where none has."""
    names = {m["name"] for m in map(LAYER.fullmatch, weights.arrays) if m and m["layer"] == "0"}
    rows = len(weights.arrays["rnn.weight_ih_l0"])
    alike = {key: cell for key, cell in CELLS.items() if _names(cell) == names}
    fitting = tuple(key for key, cell in alike.items() if len(cell.gates) * H == rows)
    if fitting:
        return fitting
    if not alike:
        least = min(CELLS.values(), key=lambda cell: len(_names(cell) ^ names))
        lacking = sorted(_names(least) - names)
        if lacking:
            raise _missing(weights, f"rnn.{lacking[0]}_l0")
    wanted = ", ".join(f"{len(c.gates) * H} for {c.label}" for c in (alike or CELLS).values())
    raise Refusal(
        f"{weights.path.name}: rnn.weight_ih_l0 has {counted(rows, 'row')}, which with the {H} "
        f"inputs of decoder.weight fits no cell ({wanted}); {PAIR}."
    )


def _names(cell: type[Cell]) -> set[str]:
    return {parameter.name for parameter in cell.parameters}


def _check_shapes(weights: Weights, cell: type[Cell], H: int, layers: int) -> None:
    """Refuse where an array is missing, too many, or of another shape than the cell's would be."""
    inputs, outputs = sizes_of(weights)
    wanted = Architecture(cell(), inputs, H, outputs, layers).shapes()
    arrays: Mapping[str, Any] = weights.arrays
    for name, shape in wanted.items():
        if name not in arrays:
            raise _missing(weights, name)
        if arrays[name].shape != shape:
            raise Refusal(
                f"{weights.path.name}: {name} has the shape {arrays[name].shape}, and {shape} "
                f"would fit {counted(H, 'unit')} of the cell {cell.label}; save the state_dict of "
                "one network."
            )
    for name in arrays.keys() - wanted.keys():
        raise Refusal(
            f"{weights.path.name} holds {shown(name)}, which no {cell.label} has: {PAIR}."
        )
