"""The wires of a cell: what is multiplied, added and squashed with what, in order.

A cell declares its step a second time, as a list of single operations on named values. The
declaration is no decoration: `evaluate` computes the step from it, and tests hold every cell's
fast step against that. Whoever draws a cell, or shows the numbers on its way, needs nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

import numpy as np

from rnnviz.core.numerics import Array

Operation = Literal[
    "matmul",
    "add",
    "subtract",
    "multiply",
    "divide",
    "maximum",
    "complement",
    "sigmoid",
    "tanh",
    "relu",
    "exp",
    "log_sigmoid",
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
        complement  1 - a
        log_sigmoid ln sigmoid(a)
    """

    name: str
    operation: Operation
    inputs: tuple[str, ...]


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
        values[wire.name] = _COMPUTE[wire.operation](*(values[name] for name in wire.inputs))
    return values


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
    "divide": np.divide,
    "maximum": lambda *values: reduce(np.maximum, values),
    "complement": lambda a: 1.0 - a,
    "sigmoid": _sigmoid,
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0.0),
    "exp": np.exp,
    "log_sigmoid": _log_sigmoid,
}
