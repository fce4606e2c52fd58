"""A cell with layer normalization: any cell's declaration, with gains and with other wires.

    LN(v) = (v - mean v) / sqrt(var v + 1e-5)        over the H units of one gate
    a     = gain LN(W_ih x + W_hh h_prev) + b_ih + b_hh

in the place of a = W_ih x + b_ih + W_hh h_prev + b_hh, for every gate by itself, with a gain (H,)
each that starts at 1. A cell without W_hh normalizes W_ih x alone. The gate whose recurrent side
has a bias of its own (the GRU's n) normalizes both sides by themselves, each with its gain:

    n = tanh(gain_n LN(W_in x) + b_in + r (gain_hn LN(W_hn h_prev) + b_hn))

What else a cell adds, as peepholes, stays outside. With d = gain da, all of one gate and step,

    dv    = (d - mean d - LN(v) mean(d LN(v))) / sqrt(var v + 1e-5)
    dgain = sum da LN(v)

Source: Ba, Kiros, Hinton (2016), Layer normalization, arXiv 1607.06450, equations 3 and 4, with one
norm for each gate and, but for the GRU's n, one for the sum of both sides.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from types import new_class
from typing import Any, cast

import numpy as np

from rnnviz.core.cells.base import Cell, Parameter
from rnnviz.core.numerics import Array
from rnnviz.core.wires import Wire

GAIN = Parameter("gain", "gain_h", "gain")
"""Of every gate; what it is called in wires ends with the gate's letter: gain_f."""


def own_gain(gate: str) -> Parameter:
    """The gain of the recurrent side of a gate that normalizes both sides by themselves."""
    return Parameter("gain_hh", "gain_hh", "gain", gates=(gate,))


@cache
def normalized(kind: type[Cell]) -> type[Cell]:
    """The same cell with layer normalization."""
    gains = (GAIN, *((own_gain(kind.own_bias),) if kind.own_bias else ()))
    parts = {"parameters": (*kind.parameters, *gains), "__doc__": kind.__doc__}
    bases: Any = (_LayerNorm, kind)
    return cast(type[Cell], new_class(f"Normalized{kind.__name__}", bases, {}, _fill(parts)))


def _fill(parts: Mapping[str, object]) -> Callable[[dict[str, object]], None]:
    """What gives a new class these parts."""
    return lambda namespace: namespace.update(parts)


class _LayerNorm(Cell):
    """What layer normalization changes of a cell's declaration."""

    layer_norm = True

    @classmethod
    def scale(cls, place: int, dtype: np.dtype[Any]) -> Array:
        """1: what is halved for a sigmoid is not the sum, but its gain and bias."""
        return np.ones((), dtype)

    def wires(self) -> tuple[Wire, ...]:
        """The cell's own, with every sum of products normalized before its biases are added."""
        return tuple(_normalized_wires(super().wires(), self.own_bias))  # type: ignore[safe-super]


def true_scale(cell: Cell, place: int, dtype: np.dtype[Any]) -> Array:
    """What a gate's pre-activation is multiplied with, as `Cell.scale` without normalization."""
    return np.full((), 0.5 if place < len(cell.sigmoids) else 1.0, dtype)


def _normalized_wires(wires: Sequence[Wire], own_bias: str | None) -> Iterator[Wire]:
    matrices = {wire.name: wire.inputs[0] for wire in wires if wire.operation == "matmul"}
    for wire in wires:
        products = tuple(name for name in wire.inputs if name in matrices)
        if wire.operation != "add" or not products:
            yield wire
            continue
        first, summed = matrices[products[0]], " + ".join(products)
        if len(products) > 1:
            yield Wire(summed, "add", products)
        gate = first[len("W_h") :]
        side = "h" if gate == own_bias and first.startswith("W_h") else ""
        gain, norm = f"gain_{side}{gate}", f"LN({summed})"
        yield Wire(norm, "normalize", (summed,))
        yield Wire(f"{gain} {norm}", "multiply", (gain, norm))
        rest = tuple(name for name in wire.inputs if name not in matrices)
        yield Wire(wire.name, "add", (f"{gain} {norm}", *rest))
