"""The wires of a cell: what is multiplied, added and squashed with what, in order.

A cell declares its step a second time, as a list of single operations on named values. The
declaration is no decoration: `evaluate` computes the step from it and `backward` the gradients,
and tests hold every cell's fast step against both. Whoever draws a cell, or shows the numbers on
its way, needs nothing else.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

import numpy as np

from rnnviz.core.normalization import normalize, normalize_back
from rnnviz.core.numerics import Array

Operation = Literal[
    "matmul",
    "add",
    "subtract",
    "multiply",
    "scale",
    "divide",
    "maximum",
    "complement",
    "sigmoid",
    "tanh",
    "relu",
    "exp",
    "log_sigmoid",
    "normalize",
]


@dataclass(frozen=True)
class Wire:
    """One operation of a step: the value `name` is `operation` of the values `inputs`.

    Names stand for an earlier wire, for a parameter or its block of one gate (`W_hh`, `W_hf`,
    `b_if`), for the input `x`, or for a state handed on (`h_prev`). A wire named like a state is
    that state after the step, one named like a gate is that gate's value.
        matmul      W v, of a matrix and a vector
        add, multiply, maximum   elementwise, of two or more
        subtract, divide   a - b, a / b
        scale       `factor` times a
        complement  1 - a
        log_sigmoid ln sigmoid(a)
        normalize   (a - mean a) / sqrt(var a + 1e-5), over the units
    """

    name: str
    operation: Operation
    inputs: tuple[str, ...]
    factor: float = 1.0


def pre_activation(name: str, gate: str, recurrent: bool = True) -> tuple[Wire, ...]:
    """The wires to `name` = W_i{gate} x + b_i{gate} (+ W_h{gate} h_prev + b_h{gate})."""
    W_i, b_i, W_h, b_h = (f"{letter}_{side}{gate}" for side in "ih" for letter in "Wb")
    into = Wire(f"{W_i} x", "matmul", (W_i, "x"))
    if not recurrent:
        return (into, Wire(name, "add", (into.name, b_i)))
    back = Wire(f"{W_h} h_prev", "matmul", (W_h, "h_prev"))
    return (into, back, Wire(name, "add", (into.name, b_i, back.name, b_h)))


def evaluate(wires: Sequence[Wire], given: Mapping[str, Array]) -> dict[str, Array]:
    """All values of a step by name, from parameters, `x` (D,) or (B, D) and the states before.

    A wire whose value is given is not computed again: W_ih x of a symbol is a column of W_ih.
    Raises KeyError where a wire reads what no earlier one has made.
    """
    values = dict(given)
    for wire in wires:
        if wire.name in given:
            continue
        inputs = tuple(values[name] for name in wire.inputs)
        made = _COMPUTE[wire.operation](*inputs)
        values[wire.name] = wire.factor * made if wire.operation == "scale" else made
    return values


def backward(
    wires: Sequence[Wire],
    values: Mapping[str, Array],
    after: Mapping[str, Array],
    constants: Container[str] = (),
) -> dict[str, Array]:
    """The gradient of every wire and of all that is given, by name, each of its value's shape.

    `values` are those of `evaluate`; `after` are the gradients of the states after the step, as
    far as they come from outside of it. Of B steps side by side those of parameters are sums.
    What is named in `constants` gets none.
    """
    found = dict(after)
    for wire in reversed(wires):
        y, inputs = values[wire.name], tuple(values[name] for name in wire.inputs)
        if wire.name not in found:
            found[wire.name] = np.zeros_like(y)
        d = found[wire.name]
        for place, name in enumerate(wire.inputs):
            if name in constants:
                continue
            share = _BACK[wire.operation](d, y, inputs, place)
            share = wire.factor * share if wire.operation == "scale" else share
            share = _of_shape(share, inputs[place])
            found[name] = found[name] + share if name in found else share
    return found


def _of_shape(share: Array, value: Array) -> Array:
    """The sum over steps side by side, where all of them read one value."""
    summed: Array = share.sum(axis=0) if share.ndim > value.ndim else share
    return summed


def _matmul(W: Array, v: Array) -> Array:
    return v @ W.T


def _sigmoid(a: Array) -> Array:
    return np.exp(-np.logaddexp(0.0, -a))


def _log_sigmoid(a: Array) -> Array:
    return -np.logaddexp(0.0, -a)


_COMPUTE: dict[Operation, Callable[..., Any]] = {
    "matmul": _matmul,
    "add": lambda *terms: reduce(np.add, terms),
    "subtract": np.subtract,
    "multiply": lambda *factors: reduce(np.multiply, factors),
    "scale": lambda a: a,  # the factor is the wire's
    "divide": np.divide,
    "maximum": lambda *values: reduce(np.maximum, values),
    "complement": lambda a: 1.0 - a,
    "sigmoid": _sigmoid,
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0.0),
    "exp": np.exp,
    "log_sigmoid": _log_sigmoid,
    "normalize": lambda a: normalize(a)[0],
}


def _back_matmul(d: Array, _: Array, inputs: tuple[Array, ...], place: int) -> Array:
    W, v = inputs
    return d @ W if place == 1 else np.atleast_2d(d).T @ np.atleast_2d(v)


def _back_subtract(d: Array, _: Array, __: tuple[Array, ...], place: int) -> Array:
    return d if place == 0 else -d


def _back_multiply(d: Array, _: Array, factors: tuple[Array, ...], place: int) -> Array:
    return reduce(np.multiply, (*factors[:place], *factors[place + 1 :]), d)


def _back_divide(d: Array, y: Array, inputs: tuple[Array, ...], place: int) -> Array:
    return d / inputs[1] if place == 0 else -d * y / inputs[1]


def _back_maximum(d: Array, y: Array, values: tuple[Array, ...], place: int) -> Array:
    """Of equal values the first is the maximum."""
    share: Array = d * (values[place] == y)
    for earlier in values[:place]:
        share *= earlier != y
    return share


_Back = Callable[[Array, Array, tuple[Array, ...], int], Array]
_BACK: dict[Operation, _Back] = {
    "matmul": _back_matmul,
    "add": lambda d, y, terms, place: d,
    "subtract": _back_subtract,
    "multiply": _back_multiply,
    "scale": lambda d, y, a, place: d,
    "divide": _back_divide,
    "maximum": _back_maximum,
    "complement": lambda d, y, a, place: -d,
    "sigmoid": lambda d, y, a, place: d * (y * (1.0 - y)),
    "tanh": lambda d, y, a, place: d * (1.0 - y * y),
    "relu": lambda d, y, a, place: d * (y > 0.0),
    "exp": lambda d, y, a, place: d * y,
    "log_sigmoid": lambda d, y, a, place: d * -np.expm1(y),
    "normalize": lambda d, y, a, place: normalize_back(d, y, normalize(a[0])[1]),
}
"""A wire's gradient d, its value y and its inputs to the gradient of the input at a place."""
