"""A cell's equations as its wires have them, piece by piece, so that a picture can be lit by them.

    i = sigmoid(W_ii x + b_ii + W_hi h_prev + b_hi)
    c = f * c_prev + i * g
    h = o * tanh(c)

Gates, states and what is read more than once have equations of their own; all else stands where
it is read. In the code's own symbols: `*` multiplies elementwise, a space is a matrix product.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from rnnviz.core.architecture import layer_name
from rnnviz.counts import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from rnnviz.core.wires import Wire
    from rnnviz.probes.cell_walk import CellWalk

SUM, PRODUCT, MATRIX_PRODUCT, ATOM = range(1, 5)
"""How tightly the parts of an expression hang together."""
INFIX = {
    "add": (" + ", SUM, SUM, SUM),
    "subtract": (" - ", SUM, SUM, PRODUCT),
    "multiply": (" * ", PRODUCT, PRODUCT, PRODUCT),
    "divide": (" / ", PRODUCT, PRODUCT, MATRIX_PRODUCT),
    "matmul": (" ", MATRIX_PRODUCT, ATOM, ATOM),
}
"""Of what stands between its inputs: the sign, its own hold, that of the first, of the others."""
FUNCTIONS = {"maximum": "max", "normalize": "LN"}
"""What is called otherwise in an equation; the others are called as their operation."""


@dataclass(frozen=True)
class Piece:
    """A part of an equation, and the wires, parameters and states that it is part of.

    The innermost stands first: the "W_ii" of the equation of i is part of "W_ii", "W_ii x", "a_i"
    and "i". A piece that tells of one `unit`'s number names it, else -1.
    """

    text: str
    wires: tuple[str, ...] = ()
    unit: int = -1

    @property
    def wire(self) -> str:
        """The innermost wire, parameter or state that it is part of, "" if of none."""
        return self.wires[0] if self.wires else ""


@dataclass(frozen=True)
class Equation:
    """What the wire `name` is, in pieces from left to right."""

    name: str
    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def equations(wires: Sequence[Wire], gates: Iterable[str], states: Iterable[str]) -> list[Equation]:
    """Return a cell's equations in the order of computation, from its wires."""
    own = own_equations(wires, {*gates, *states})
    write = Writer(wires, own, symbol)
    return [
        Equation(name, (Piece(symbol(name), (name,)), Piece(" = ", (name,)), *write.inside(name)))
        for name in own
    ]


def own_equations(wires: Sequence[Wire], named: Collection[str]) -> tuple[str, ...]:
    """Return the wires that have an equation of their own: `named` ones, and what is shared."""
    read = Counter(name for wire in wires for name in wire.inputs)
    long = Counter[str]()
    for wire in wires:
        long[wire.name] = (wire.operation == "matmul") + sum(long[name] for name in wire.inputs)

    def is_own(name: str) -> bool:
        is_shared = read[name] > 1 and (name.isidentifier() or long[name] > 0)
        return name in named or is_shared or not read[name]

    return tuple(wire.name for wire in wires if is_own(wire.name))


def symbol(name: str) -> str:
    """Return how a wire, parameter or state is written: in brackets if its name is a formula."""
    return name if name.isidentifier() else f"[{name}]"


class Writer:
    """Writes what is inside of wires, those that are `own` and all that is no wire as `leaf`."""

    def __init__(
        self, wires: Iterable[Wire], own: Collection[str], leaf: Callable[[str], str]
    ) -> None:
        self._wires = {wire.name: wire for wire in wires}
        self._own, self._leaf = own, leaf

    def is_leaf(self, name: str) -> bool:
        """Whether a name is written as it is."""
        return name in self._own or name not in self._wires

    def inside(self, name: str) -> list[Piece]:
        """Return what a wire is, whether it is a leaf elsewhere or not."""
        return self._operation(self._wires[name], (name,), SUM)

    def _expression(self, name: str, within: tuple[str, ...], least: int) -> list[Piece]:
        if self.is_leaf(name):
            return [Piece(self._leaf(name), (name, *within))]
        return self._operation(self._wires[name], (name, *within), least)

    def _operation(self, wire: Wire, within: tuple[str, ...], least: int) -> list[Piece]:
        if wire.operation == "scale":
            scaled = self._expression(wire.inputs[0], within, PRODUCT)
            found = [Piece(f"{wire.factor:g}", within), Piece(" * ", within), *scaled]
            return in_brackets(found, within) if least > PRODUCT else found
        if wire.operation not in INFIX:
            return self._function(wire, within, least)
        sign, hold, first, others = INFIX[wire.operation]
        found = []
        for place, name in enumerate(wire.inputs):
            if place:
                found.append(Piece(sign, within))
            found += self._expression(name, within, others if place else first)
        return in_brackets(found, within) if hold < least else found

    def _function(self, wire: Wire, within: tuple[str, ...], least: int) -> list[Piece]:
        if wire.operation == "complement":
            found = [Piece("1 - ", within), *self._expression(wire.inputs[0], within, PRODUCT)]
            return in_brackets(found, within) if least > SUM else found
        found = []
        for place, name in enumerate(wire.inputs):
            found += [Piece(", ", within)] if place else []
            found += self._expression(name, within, SUM)
        called = FUNCTIONS.get(wire.operation, wire.operation)
        return [Piece(called, within), *in_brackets(found, within)]


def in_brackets(pieces: Iterable[Piece], within: tuple[str, ...]) -> list[Piece]:
    """Return pieces in round brackets, which are part of the same wires."""
    return [Piece("(", within), *pieces, Piece(")", within)]


def count(shape: tuple[int, ...]) -> str:
    """Return how many numbers a matrix has, as rows and columns: "64 × 28 = 1,792"."""
    if len(shape) == 1:
        return f"{shape[0]:,}"
    rows, columns = shape
    return f"{rows:,} × {columns:,} = {rows * columns:,}"


def number_of_parameters(parameters: Mapping[str, tuple[int, ...]]) -> int:
    """Return how many numbers all parameters of a layer have together."""
    return sum(prod(shape) for shape in parameters.values())


def count_of(walk: CellWalk) -> str:
    """Return the same of the layer of a walk."""
    return count_caption(walk.parameters, walk.layer, walk.layers, walk.directions)


def count_caption(
    parameters: Mapping[str, tuple[int, ...]], layer: int, layers: int, directions: int = 1
) -> str:
    """Return the sum of all parameters of a layer, shape by shape.

    "4 × (64 × 28) + 4 × (64 × 64) + 8 × 64 = 24,064 parameters."
    """
    shapes = Counter(parameters.values())
    matrices_first = sorted(shapes.items(), key=lambda item: -len(item[0]))
    terms = [_times(number, _product(shape)) for shape, number in matrices_first]
    where = f" in layer {layer + 1} of {layers}" if layers > 1 else ""
    if directions > 1:
        where = f" in {layer_name(layer, directions)}"
    return f"{' + '.join(terms)} = {counted(number_of_parameters(parameters), 'parameter')}{where}."


def _product(shape: tuple[int, ...]) -> str:
    written = " × ".join(f"{length:,}" for length in shape)
    return f"({written})" if len(shape) > 1 else written


def _times(number: int, what: str) -> str:
    return what if number == 1 else f"{number} × {what}"
