"""A matrix times a vector, of one unit: its largest terms and the rest, such that they add up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.cell_equations import Equation, Piece
from rnnviz.captions.cell_numbers import (
    LARGEST,
    MINUS,
    SMALLEST,
    decimals_of,
    with_decimals,
    written,
)
from rnnviz.captions.invisible_characters import accessible_text
from rnnviz.captions.number_format import NOT_A_NUMBER
from rnnviz.core.architecture import layer_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnnviz.core.wires import Wire
    from rnnviz.probes.cell_walk import CellWalk

TERMS = 3
"""So many of the largest terms are written, and the sum of the others as one number."""


def products(walk: CellWalk, step: int) -> list[Equation]:
    """Return every product of a matrix and a vector, of the walk's unit at a step that is shown.

    "W_hi h_prev = 0.468 (unit 3: 0.520 × 0.900) − 0.124 (unit 7: −0.310 × 0.400) + 0.120 (62 more)
    = 0.464". What is written adds up to the last digit: the rest takes what rounding leaves.
    """
    wires = [wire for wire in walk.wires if wire.operation == "matmul"]
    return [_product(wire, walk, step - walk.first) for wire in wires]


def _product(wire: Wire, walk: CellWalk, row: int) -> Equation:
    matrix, vector = wire.inputs
    within, total = (wire.name,), float(walk.values[wire.name][row, walk.unit])
    start = (Piece(matrix, (matrix, *within)), Piece(" ", within), Piece(vector, (vector, *within)))
    x = walk.values[vector][row].astype(np.float64)
    if not math.isfinite(total):
        pieces = [Piece(NOT_A_NUMBER, within)]
    elif not x.any():
        pieces = [Piece("0", within), Piece(f" ({vector} is 0)", within)]
    elif vector == "x" and walk.level == 0 and walk.inputs.ndim == 1:
        read = walk.symbols[walk.first + row] if walk.written else str(x.argmax())
        pieces = [Piece(written(total), within), Piece(f" ({_column(walk, read)})", within)]
    else:
        pieces = _sum(wire, walk, x, total)
    return Equation(wire.name, (*start, Piece(" = ", within), *pieces))


def _column(walk: CellWalk, read: str) -> str:
    """Return which column a symbol chooses."""
    return f"the column of {accessible_text(read) if walk.thing == 'character' else read}"


def _sum(wire: Wire, walk: CellWalk, x: np.ndarray, total: float) -> list[Piece]:
    """Return the terms that are written, the rest and the total, W being the unit's row."""
    W, within, vector = walk.rows[wire.inputs[0]].astype(np.float64), (wire.name,), wire.inputs[1]
    terms = W * x
    order = np.argsort(-np.abs(terms), kind="stable")
    has_rest = len(x) > TERMS + 1
    order = order[: TERMS if has_rest else len(x)]
    sizes = adding_up([float(terms[place]) for place in order], total, has_rest)
    pieces: list[Piece] = []
    for at, size in enumerate(sizes[:-1]):
        if at:
            pieces.append(Piece(f" {MINUS} " if size.startswith(MINUS) else " + ", within))
            size = size.removeprefix(MINUS)
        place, told = -1, f"{len(x) - len(order):,} more"
        if at < len(order):
            place = int(order[at])
            told = f"{_name(walk, vector, place)}: {written(W[place])} × {written(x[place])}"
        unit = place if vector != "x" else -1
        pieces += [Piece(size, within, unit), Piece(f" ({told})", within, unit)]
    return [*pieces, Piece(" = ", within), Piece(sizes[-1], within)]


def _name(walk: CellWalk, vector: str, place: int) -> str:
    """Return what a number of a vector is called."""
    if vector != "x":
        return f"unit {place}"
    if walk.level == 0:
        return f"input {place + 1}"
    side, unit = divmod(place, walk.hidden)
    below = layer_name((walk.level - 1) * walk.directions + side, walk.directions)
    return f"unit {unit} of {below}"


def adding_up(terms: Sequence[float], total: float, has_rest: bool) -> list[str]:
    """Return terms, the rest if there is one, and the total, with as many decimals each.

    The rest written is the total written less the terms written.
    """
    largest = max(abs(total), *(abs(term) for term in terms))
    if not SMALLEST <= largest < LARGEST:
        rest = [total - sum(terms)] if has_rest else []
        return [written(value) for value in (*terms, *rest, total)]
    decimals = decimals_of(largest)
    if total:  # it stands in the equation with as many digits
        decimals = max(decimals, min(decimals_of(abs(total)), decimals + 2))
    rounded = [round(value, decimals) for value in (*terms, total)]
    if has_rest:
        rounded.insert(-1, rounded[-1] - sum(rounded[:-1]))
    return [with_decimals(value, decimals) for value in rounded]
