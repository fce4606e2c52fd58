"""What one update of every optimizer must do, written as in the papers, in plain NumPy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Reference:
    """The equations of an optimizer, and the runs whose path PyTorch has computed, if it has it.

    `update(p, g, memory, lr, **options)` returns the parameters after an update; `memory` is a
    dictionary, empty before the first one, for what it wants again at the next.
    `pytorch`: by the names in make_optimizer_vectors.py, the learning rate and the options.
    """

    update: Callable[..., np.ndarray]
    pytorch: Mapping[str, tuple[float, dict[str, Any]]] = field(default_factory=dict)


WHAT_TO_WRITE = (
    "tests/references/optimizers.py has no equations for the optimizer {name!r}: write a function "
    "update(p, g, memory, lr, **options) that returns the parameters after one update, as the "
    "paper has it, and list it in REFERENCES; where torch.optim has it, with runs of "
    "tests/core/vectors/make_optimizer_vectors.py"
)
WHAT_TO_STORE = (
    "the runs of PyTorch's {name!r} are not stored: add them to "
    "tests/core/vectors/make_optimizer_vectors.py and run it"
)


def sgd(p, g, memory, lr, momentum):
    memory["v"] = momentum * memory.get("v", 0.0) + g
    return p - lr * memory["v"]


def adagrad(p, g, memory, lr, epsilon):
    memory["s"] = memory.get("s", 0.0) + g**2
    return p - lr * g / (np.sqrt(memory["s"]) + epsilon)


def rmsprop(p, g, memory, lr, decay, epsilon):
    memory["s"] = decay * memory.get("s", 0.0) + (1 - decay) * g**2
    return p - lr * g / (np.sqrt(memory["s"]) + epsilon)


def adam(p, g, memory, lr, beta1, beta2, epsilon):
    t = memory["t"] = memory.get("t", 0) + 1
    m = memory["m"] = beta1 * memory.get("m", 0.0) + (1 - beta1) * g
    v = memory["v"] = beta2 * memory.get("v", 0.0) + (1 - beta2) * g**2
    return p - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)


REFERENCES = {
    "sgd": Reference(sgd, {"sgd": (0.05, {}), "sgd_plain": (0.05, {"momentum": 0.0})}),
    "adagrad": Reference(
        adagrad, {"adagrad": (0.1, {}), "adagrad_epsilon": (0.1, {"epsilon": 0.01})}
    ),
    "rmsprop": Reference(
        rmsprop,
        {"rmsprop": (0.01, {}), "rmsprop_epsilon": (0.01, {"decay": 0.8, "epsilon": 0.01})},
    ),
    "adam": Reference(
        adam,
        {
            "adam": (0.01, {}),
            "adam_epsilon": (0.01, {"beta1": 0.7, "beta2": 0.95, "epsilon": 0.01}),
        },
    ),
}
