"""What every task must allow: the best that is done without memory, and a network that learns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.tasks.copying import BLANK, COPIED
from rnnviz.tasks.number_words import spelled
from rnnviz.tasks.task import Batch


@dataclass(frozen=True)
class Reference:
    """Somebody without memory, and settings with which a network learns the task in little time.

    `forgetful(batch)` returns outputs (T', B, V), before any softmax, of the best who knows the
    task but nothing of earlier steps. A run of `steps` steps over sequences of `length`, by the
    bench's settings and `settings`, must come as far as `score`.
    """

    forgetful: Callable[[Batch], np.ndarray]
    length: int
    steps: int
    score: float
    settings: Mapping[str, Any]
    near: float = 0.0
    """How far off the line the score of who is forgetful may be by chance."""


WHAT_TO_WRITE = (
    "tests/references/tasks.py does not know the task {name!r}: write a function forgetful(batch) "
    "that answers as well as one can without memory, find settings with which a network learns the "
    "task in a few seconds, and list both in REFERENCES"
)


def guesses(shape):
    """Outputs that choose among symbols by chance and are sure of nothing."""
    return 1e-6 * np.random.default_rng(1).standard_normal(shape)


def one_of_two(batch):
    return guesses((*batch.targets.shape, 2))


def always_one(batch):
    return np.ones_like(batch.targets)


def one_of_26(batch):
    return guesses((*batch.targets.shape, 26))


def one_of_all_numbers(batch):
    """Who guesses a number knows what he wrote of it, and which numbers there are."""
    wanted = [str(n).ljust(4, ".") for n in range(1000) if len(spelled(n)) <= len(batch.inputs) - 4]
    outputs = np.full((*batch.targets.shape, 11), -50.0)
    for b, column in enumerate(batch.targets.T):
        written = "".join("0123456789."[code] for code in column)
        for t in range(4):
            nexts = [one[t] for one in wanted if one[:t] == written[:t]]
            for sign in set(nexts):
                outputs[t, b, "0123456789.".index(sign)] = np.log(nexts.count(sign))
    return outputs


def the_blanks_alone(batch):
    outputs = np.full((*batch.targets.shape, BLANK + 1), -50.0)
    outputs[:-COPIED, :, BLANK] = 0.0
    outputs[-COPIED:, :, :BLANK] = guesses((COPIED, batch.targets.shape[1], BLANK))
    return outputs


def the_same_as_now(batch):
    return batch.inputs


def the_mean_of_this_batch(batch):
    return np.broadcast_to(batch.targets.mean(axis=1, keepdims=True), batch.targets.shape)


REFERENCES = {
    "first_element": Reference(
        one_of_two, length=5, steps=600, score=0.97, settings={"cell": "gru", "forget_bias": 4}
    ),
    "adding": Reference(
        always_one, length=5, steps=1500, score=0.01, settings={"cell": "gru", "forget_bias": 1}
    ),
    "copying": Reference(
        the_blanks_alone, length=1, steps=700, score=1.5 / 8,
        settings={"cell": "lstm", "forget_bias": 1, "lr": 1e-2},
    ),
    "brackets": Reference(
        one_of_two, length=6, steps=600, score=0.8, settings={"cell": "gru", "lr": 1e-2}
    ),
    "noisy_sine": Reference(
        the_same_as_now, length=25, steps=400, score=0.03, settings={"cell": "vanilla"}
    ),
    "reverse": Reference(
        one_of_26, length=2, steps=600, score=0.97, settings={"cell": "gru", "lr": 1e-2}
    ),
    "number_words": Reference(
        one_of_all_numbers, length=5, steps=300, score=0.97, near=0.02,
        settings={"cell": "gru", "lr": 1e-2},
    ),
    "wave": Reference(
        the_mean_of_this_batch, length=20, steps=600, score=0.1, settings={"cell": "vanilla"}
    ),
}  # fmt: skip
