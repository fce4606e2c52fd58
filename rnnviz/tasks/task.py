"""What a task with drawn sequences is: shapes, a batch, a score and the line to beat.

Shape letters: T the task's length, B sequences, D inputs, V outputs, T' scored steps (the last).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.fed_back import FedBack
from rnnviz.core.numerics import Array
from rnnviz.core.options import read_options
from rnnviz.core.readout import Loss
from rnnviz.declare import Declaration
from rnnviz.tasks.shape import Shape

Score = Literal["accuracy", "F1", "mean squared error", "root mean squared error"]
SHARES = ("accuracy", "F1")
"""The scores from 0 to 1 of which more is better; of the others less is."""

SHOWN = 8
"""So many numbers of a long sequence are written at each of its ends."""


class Batch(NamedTuple):
    """B sequences with their targets for the last T' steps.

    `inputs` are numbers (steps, B, D) or symbols (steps, B); `targets` are numbers (T', B, V) or
    symbols (T', B). `fresh` says that no state of an earlier batch applies.
    """

    inputs: NDArray[Any]
    targets: NDArray[Any]
    fresh: bool = True


@dataclass(frozen=True)
class Baseline:
    """What is reached without memory: its name, and its value as a score and as a loss.

    The loss is a mean per scored step, in nats or squared units.
    """

    name: str
    score: float
    loss: float


@dataclass(frozen=True, eq=False)
class NumberRow:
    """A row of numbers for a plot: `values` (n,) at `steps` (n,), which count from 1.

    With `marks` they are zeros but for a few steps that are marked.
    """

    name: str
    steps: NDArray[np.intp]
    values: NDArray[np.float64]
    marks: bool = False


@dataclass(frozen=True, eq=False)
class Example:
    """One sequence for the eye: what went in, what was wanted and what came out.

    The three texts serve every task; `lines` are there where numbers are better drawn, and then
    `noted` says in words what of them matters. Where outputs are fed back, what came out is what
    the network wrote alone; `forced` is what comes out where it reads the true ones instead.
    Where what was wanted can be told from what came out, `faults` are the places there that are
    wrong.
    """

    went_in: str
    wanted: str
    came_out: str
    lines: tuple[NumberRow, ...] = ()
    noted: str = ""
    forced: str = ""
    faults: tuple[int, ...] | None = None


class Task(ABC):
    """A task whose sequences are drawn anew for every batch, so that all data is fresh.

    A subclass declares its shapes and options, among them `length`, and writes four methods.
    Options not given keep their defaults; unknown or impossible ones raise Refusal.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    hint: ClassVar[str]
    inputs: int
    """Numbers of an input (D), or different symbols."""
    outputs: int
    """Numbers of an output, or different symbols (V)."""
    loss: ClassVar[Loss]
    measure: ClassVar[Score]
    """What `score` is. Accuracy and F1 are shares from 0 to 1."""
    options: ClassVar[tuple[Declaration, ...]]
    shape: ClassVar[Shape]
    """When something goes in and comes out."""
    sees_future: ClassVar[bool]
    """Whether what is read later may help with an answer, as it does not where it is asked for."""
    fed_back: ClassVar[FedBack | None] = None
    """How outputs come to be the next inputs when the network goes on alone; None: they do not.

    What is read after the first of the T' scored steps is then what was wanted one step before.
    """
    signs: ClassVar[str] = ""
    """How the input symbols are written, one sign each; "" where inputs are numbers."""

    def __init__(self, **options: float) -> None:
        self.values = read_options(self.label, self.options, options)

    def length(self, T: object) -> int:
        """T as a whole number within the bounds of the option `length`; Refusal otherwise."""
        declared = next(option for option in self.options if option.name == "length")
        return int(str(declared.check(T)))

    def steps(self, T: int) -> int:
        """Time steps of a sequence of length T."""
        return T

    @abstractmethod
    def batch(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """B new sequences of length T; Refusal for a T out of bounds."""

    def unseen(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """B sequences (or fewer, where there are no more) to judge by: none is learned from."""
        return self.batch(rng, T, B)

    @abstractmethod
    def baseline(self, T: int) -> Baseline:
        """The line to beat at length T."""

    @abstractmethod
    def solved_at(self, T: int) -> float:
        """The score at which the task counts as solved."""

    def solves(self, score: float, T: int) -> bool:
        """Whether a score is at least as good as `solved_at`; NaN is not."""
        if self.measure in SHARES:
            return score >= self.solved_at(T)
        return score <= self.solved_at(T)

    def score(self, outputs: Array, targets: NDArray[Any]) -> float:
        """Accuracy or mean squared error of outputs (T', B, V) against their targets.

        Where symbols are wanted the largest output counts: logits and probabilities serve alike.
        """
        if self.loss == "cross_entropy":
            return float(np.mean(outputs.argmax(axis=-1) == targets))
        return float(np.mean(np.square(outputs - targets)))

    @abstractmethod
    def describe(self, batch: Batch, outputs: Array, index: int) -> Example:
        """Sequence `index` of a batch with the network's outputs (T', B, V), before any softmax."""


def numbers_text(values: NDArray[Any]) -> str:
    """A row of numbers as text, the middle of a long one left out."""
    words = [f"{value:.2f}" for value in values]
    if len(words) <= 2 * SHOWN:
        return " ".join(words)
    return " ".join([*words[:SHOWN], "\N{HORIZONTAL ELLIPSIS}", *words[-SHOWN:]])


def line(name: str, values: NDArray[Any], first: int = 1, marks: bool = False) -> NumberRow:
    """Numbers (n,) at the steps from `first` on, or marks of some of these steps."""
    return NumberRow(name, np.arange(first, first + len(values)), values.astype(np.float64), marks)
