"""What one step of every cell must compute, written as in the papers, for one sequence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

Arrays = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Reference:
    """The equations of a cell, and whether PyTorch has it, so that its numbers must be stored.

    `step(p, x, s)` takes one layer's parameters by PyTorch's names without the layer ("weight_ih"),
    the input x (D,) and the states before the step by name; it returns the states after it and
    the values of all gates that have a name, each (H,). "h" is the output.
    """

    step: Callable[[Arrays, np.ndarray, Arrays], dict[str, np.ndarray]]
    in_pytorch: bool


WHAT_TO_WRITE = (
    "tests/references/cells.py has no equations for the cell {name!r}: write a function "
    "step(p, x, s) that returns its states and gates after one step, in plain NumPy and with none "
    "of the program's code, and list it in REFERENCES"
)
WHAT_TO_STORE = (
    "PyTorch has the cell {name!r}, but its numbers are not stored: add it to "
    "tests/core/vectors/make_parity_vectors.py and tests/probes/vectors/make_gradient_vectors.py, "
    "and run both"
)


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def sides(p, x, h, gates):
    """What input and state contribute to the pre-activations, each (gates, H), biases included."""
    i, q = p["weight_ih"] @ x + p["bias_ih"], p["weight_hh"] @ h + p["bias_hh"]
    return i.reshape(gates, -1), q.reshape(gates, -1)


def vanilla_tanh(p, x, s):
    (i,), (q,) = sides(p, x, s["h"], 1)
    return {"h": np.tanh(i + q)}


def vanilla_relu(p, x, s):
    (i,), (q,) = sides(p, x, s["h"], 1)
    return {"h": np.where(i + q > 0, i + q, 0.0)}


LEAK = 0.3
"""Where a leak is tried; without one it is 1."""


def leaky(step):
    """The same cell with a leak: of every unit's state only a share is new."""

    def leaky_step(p, x, s):
        return {"h": (1 - LEAK) * s["h"] + LEAK * step(p, x, s)["h"]}

    return leaky_step


def gru(p, x, s):
    i, q = sides(p, x, s["h"], 3)
    r, z = sigmoid(i[0] + q[0]), sigmoid(i[1] + q[1])
    n = np.tanh(i[2] + r * q[2])
    return {"h": (1 - z) * n + z * s["h"], "r": r, "z": z, "n": n}


def lstm(p, x, s):
    a = np.add(*sides(p, x, s["h"], 4))
    i, f, g, o = sigmoid(a[0]), sigmoid(a[1]), np.tanh(a[2]), sigmoid(a[3])
    c = f * s["c"] + i * g
    return {"h": o * np.tanh(c), "c": c, "i": i, "f": f, "g": g, "o": o}


def peephole(p, x, s):
    a, w = np.add(*sides(p, x, s["h"], 4)), p["weight_ch"].reshape(3, -1)
    i, f, g = sigmoid(a[0] + w[0] * s["c"]), sigmoid(a[1] + w[1] * s["c"]), np.tanh(a[2])
    c = f * s["c"] + i * g
    o = sigmoid(a[3] + w[2] * c)
    return {"h": o * np.tanh(c), "c": c, "i": i, "f": f, "g": g, "o": o}


def min_gru(p, x, s):
    a_z, n = (p["weight_ih"] @ x + p["bias_ih"]).reshape(2, -1)
    z = sigmoid(a_z)
    return {"h": (1 - z) * s["h"] + z * n, "z": z, "n": n}


def slstm(p, x, s):
    """Where the paper multiplies by e^(…-m) this keeps c, n and m apart as it does."""
    a_i, a_f, a_g, a_o = np.add(*sides(p, x, s["h"], 4))
    log_f = -np.log1p(np.exp(-a_f))
    m = np.maximum(log_f + s["m"], a_i)
    i, f = np.exp(a_i - m), np.exp(log_f + s["m"] - m)
    g, o = np.tanh(a_g), sigmoid(a_o)
    c, n = f * s["c"] + i * g, f * s["n"] + i
    return {"h": o * c / n, "c": c, "n": n, "m": m, "i": i, "f": f, "g": g, "o": o}


REFERENCES = {
    "vanilla-tanh": Reference(vanilla_tanh, in_pytorch=True),
    "vanilla-relu": Reference(vanilla_relu, in_pytorch=True),
    "vanilla-tanh-0.3": Reference(leaky(vanilla_tanh), in_pytorch=False),
    "vanilla-relu-0.3": Reference(leaky(vanilla_relu), in_pytorch=False),
    "gru": Reference(gru, in_pytorch=True),
    "lstm": Reference(lstm, in_pytorch=True),
    "peephole": Reference(peephole, in_pytorch=False),
    "min_gru": Reference(min_gru, in_pytorch=False),
    "slstm": Reference(slstm, in_pytorch=False),
}
"""By the cell's name and the values of its options, if it has any."""
