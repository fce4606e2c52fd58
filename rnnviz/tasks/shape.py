"""The shapes that tasks of sequences have: at which steps something is read and answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """A shape by its name, in words, and as a picture of a few steps.

    `reads` and `answers` say of each of these steps whether it has an input and an output.
    """

    name: str
    words: str
    reads: tuple[bool, ...]
    answers: tuple[bool, ...]

    def __post_init__(self) -> None:
        if len(self.reads) != len(self.answers):
            raise ValueError("a shape says of every step whether it reads and whether it answers")


def _steps(drawn: str) -> tuple[bool, ...]:
    return tuple(sign == "x" for sign in drawn)


ONE_TO_MANY = Shape(
    "one-to-many",
    "One input comes first, and an output at every step follows.",
    reads=_steps("x..."),
    answers=_steps("xxxx"),
)
MANY_TO_ONE = Shape(
    "many-to-one",
    "All inputs are read, then there is one output.",
    reads=_steps("xxxx"),
    answers=_steps("...x"),
)
ALIGNED = Shape(
    "many-to-many, aligned",
    "Every step has an input and an output.",
    reads=_steps("xxxx"),
    answers=_steps("xxxx"),
)
DELAYED = Shape(
    "many-to-many, delayed",
    "All inputs are read, then the outputs come one after the other.",
    reads=_steps("xxx.."),
    answers=_steps("...xx"),
)

SHAPES = (ONE_TO_MANY, MANY_TO_ONE, ALIGNED, DELAYED)
"""All that a task can have."""
