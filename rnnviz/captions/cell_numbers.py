"""A cell's equations with the present numbers of one unit put in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnnviz.captions.cell_equations import Equation, Piece, Writer, own_equations, symbol
from rnnviz.captions.number_format import signed_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnnviz.probes.cell_walk import CellWalk

DECIMALS, MOST_DECIMALS = 3, 8
LARGEST, SMALLEST = 1e4, 1e-6
"""Beyond these a number is written with a power of ten."""
OF_ALL_UNITS = ("matmul", "normalize")
"""What one unit's numbers do not tell."""
MINUS = "−"


def numbers(walk: CellWalk, step: int) -> list[Equation]:
    """Return every equation with the numbers of the walk's unit at one of the steps shown.

    "i = sigmoid(0.120 + 0.031 − 0.452) = sigmoid(−0.301) = 0.425": first every term's number, then
    what the last operation gets, then what it makes of it. Products with matrices are one term.
    """
    own = own_equations(walk.wires, {*walk.gates, *walk.states})
    is_product = {wire.name for wire in walk.wires if wire.operation in OF_ALL_UNITS}
    row = step - walk.first

    def value(name: str) -> float:
        of_unit = walk.rows[name] if name in walk.rows else walk.values[name][row, walk.unit]
        return float(of_unit)

    def number(name: str) -> str:
        return written(value(name))

    whole = Writer(walk.wires, {*own, *is_product}, number)
    last = Writer(walk.wires, {wire.name for wire in walk.wires}, number)
    found = []
    for name in own:
        equals, stages = Piece(" = ", (name,)), []
        if math.isfinite(value(name)) and name not in is_product:
            stages = [signs_joined(writer.inside(name)) for writer in (whole, last)]
            stages = stages[:1] if stages[0] == stages[1] else stages
        pieces = [Piece(symbol(name), (name,)), equals]
        for stage in stages:
            pieces += [*stage, equals]
        found.append(Equation(name, (*pieces, Piece(number(name), (name,)))))
    return found


def written(value: float) -> str:
    """Return a number with three decimals; if it is small, with three digits."""
    size = abs(value)
    if value == 0:
        return "0"
    if not SMALLEST <= size < LARGEST:
        return signed_number(value)
    return with_decimals(value, decimals_of(size))


def decimals_of(size: float) -> int:
    """Return how many decimals show three of them, or three digits of a small number."""
    return DECIMALS if size >= 0.1 else min(MOST_DECIMALS, 2 - math.floor(math.log10(size)))


def with_decimals(value: float, decimals: int) -> str:
    """Return a number with so many decimals, and with a minus sign of full width."""
    text = f"{value:,.{decimals}f}".replace("-", MINUS)
    return text if text.strip(f"{MINUS}0.") else text.removeprefix(MINUS)


def signs_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Return an expression of numbers with every minus sign where one writes it.

    "0.2 + −0.3" is "0.2 − 0.3", and "0.2 * −0.3" is "0.2 * (−0.3)".
    """
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        text = piece.text.replace(" - ", f" {MINUS} ")
        before = found[-1].text if found else "("
        if text.startswith(MINUS) and before not in ("(", ", "):
            after = pieces[place + 1].text if place + 1 < len(pieces) else ")"
            if before == " + " and after in (" + ", " - ", ")", ", "):
                found[-1] = Piece(f" {MINUS} ", found[-1].wires)
                text = text.removeprefix(MINUS)
            else:
                text = f"({text})"
        found.append(Piece(text, piece.wires, piece.unit))
    return found
