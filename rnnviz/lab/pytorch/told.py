"""What names and shapes of weights tell of the network that they are of."""

from __future__ import annotations

import re

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.cells.base import COMMON, Cell
from rnnviz.counts import counted
from rnnviz.declare import Value
from rnnviz.lab.architecture import architecture_of
from rnnviz.lab.pytorch.weights import Weights
from rnnviz.lab.runs.misfit import shown
from rnnviz.lab.settings import Settings, declarations
from rnnviz.refusal import Refusal

READOUT = ("decoder.weight", "decoder.bias")
ATTENTION = "attention.weight"
FIRST, RECURRENT = "rnn.weight_ih_l0", "rnn.weight_hh_l0"
LAYER = re.compile(r"rnn\.(?P<name>\w+)_l(?P<layer>\d{1,3})")
TELLING = {
    row: name
    for row, name in (
        ("bidirectional", "rnn.weight_ih_l0_reverse"),
        ("layer_norm", "rnn.gain_l0"),
    )
    if row in declarations()
}
"""The settings that are on where there is an array of that name."""
PAIR = (
    "a network is read as two modules, rnn (nn.RNN, nn.GRU or nn.LSTM with biases) and decoder "
    "(nn.Linear)"
)


def told_by(weights: Weights, cell: str | None = None, likely: str = "") -> dict[str, Value]:
    """The settings that names and shapes tell: cell, hidden, layers, dtype, and those of TELLING.

    Where several cells have these shapes it is the `cell` that is named, or the `likely` one if it
    has, or else the first. Refuses where none has.
    """
    for name in (FIRST, *READOUT):
        if name not in weights.arrays:
            raise _missing(weights, name)
    names = [match for match in map(LAYER.fullmatch, weights.arrays) if match is not None]
    layers = 1 + max(int(match["layer"]) for match in names)
    sizes = _cells(weights)
    cells = tuple(sizes)
    if cell is not None and cell not in cells:
        raise Refusal(
            f"--cell {cell} does not fit {weights.path.name}, whose names and shapes are those of "
            f"{' or '.join(cells)}; leave --cell out, or choose {' or '.join(cells)}."
        )
    found = cell if cell is not None else likely if likely in cells else cells[0]
    sure: dict[str, Value] = {
        "cell": found,
        "hidden": sizes[found],
        "layers": layers,
        "dtype": weights.dtype,
    }
    return sure | {row: True for row, name in TELLING.items() if name in weights.arrays}


def sizes_of(weights: Weights) -> tuple[int, int]:
    """How many inputs and outputs the network has."""
    return weights.arrays[FIRST].shape[1], len(weights.arrays["decoder.weight"])


def check_shapes(weights: Weights, settings: Settings) -> None:
    """Refuse where an array is missing, too many, or of another shape than such a network has."""
    wanted, arrays = architecture_of(settings, *sizes_of(weights)).shapes(), weights.arrays
    if ATTENTION in arrays and ATTENTION not in wanted:
        raise Refusal(
            f"{weights.path.name} holds {ATTENTION}, and nothing says how many states it looks "
            "back at; name their number with --attention."
        )
    label = CELLS[settings.cell].label
    for name in arrays:
        if name not in wanted:
            raise Refusal(
                f"{weights.path.name} holds {shown(name)}, which a network of the cell {label} "
                f"with these settings has not: {PAIR}."
            )
    for name, shape in wanted.items():
        if name not in arrays:
            raise _missing(weights, name)
        if arrays[name].shape != shape:
            raise Refusal(
                f"{weights.path.name}: {name} has the shape {arrays[name].shape}, and {shape} "
                f"would fit {counted(settings.hidden, 'unit')} of the cell {label}; save the "
                "state_dict of one network."
            )


def _missing(weights: Weights, name: str) -> Refusal:
    return Refusal(f"{weights.path.name} lacks {name}: {PAIR}; save the whole state_dict.")


def _cells(weights: Weights) -> dict[str, int]:
    """The cells that have a first layer of these names and shapes, each with its H.

    Refuses where none has, and what is no matrix.
    """
    _check_matrices(weights)
    matches = [match for match in map(LAYER.fullmatch, weights.arrays) if match is not None]
    names = {match["name"] for match in matches if match["layer"] == "0"}
    rows, recurrent = len(weights.arrays[FIRST]), weights.arrays.get(RECURRENT)
    alike = {key: cell for key, cell in CELLS.items() if _names(cell) <= names}
    most = max((len(_names(cell)) for cell in alike.values()), default=0)
    found = {}
    for key, cell in alike.items():
        H = rows // len(cell.gates) if recurrent is None else recurrent.shape[1]
        if len(_names(cell)) == most and len(cell.gates) * H == rows:
            found[key] = H
    if found:
        return found
    lacking = sorted({parameter.name for parameter in COMMON} - names)
    if recurrent is None or lacking:
        raise _missing(weights, f"rnn.{lacking[0]}_l0")
    wanted = ", ".join(f"{len(c.gates) * recurrent.shape[1]} for {c.label}" for c in CELLS.values())
    raise Refusal(
        f"{weights.path.name}: {FIRST} has {counted(rows, 'row')}, which with the columns of "
        f"{RECURRENT} fits no cell ({wanted}); {PAIR}."
    )


def _check_matrices(weights: Weights) -> None:
    for name in (FIRST, RECURRENT, "decoder.weight"):
        array = weights.arrays.get(name)
        if array is not None and (array.ndim != 2 or 0 in array.shape):
            raise Refusal(
                f"{weights.path.name}: {name} has the shape {array.shape}, and it must be a "
                f"matrix; {PAIR}."
            )


def _names(cell: type[Cell]) -> set[str]:
    return {parameter.name for parameter in cell.parameters}
