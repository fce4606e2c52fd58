"""The task of writing numbers that are given in words: "four hundred twelve" to "412"."""

from __future__ import annotations

import math
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.numerics import Array
from rnnviz.declare import Declaration
from rnnviz.tasks.shape import DELAYED
from rnnviz.tasks.task import Baseline, Batch, Example, Task

# fmt: off
SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
NUMBERS = range(1000)
LONGEST = 27
"""Letters of "seven hundred seventy-seven", spaces and hyphen among them."""
WRITTEN = 4
"""Signs that are written: up to three digits, and end signs for the rest."""
END, SIGN, BLANK = ".", "=", "_"
SIGNS = "0123456789" + END + "defghilnorstuvwxyz -" + SIGN + BLANK
CODES = {sign: code for code, sign in enumerate(SIGNS)}
HELD_OUT = 5
"""One number of so many is never learned from."""


def spelled(number: int) -> str:
    """An English number word of 0 to 999, as "four hundred twelve" and "twenty-one"."""
    hundreds, rest = divmod(number, 100)
    if hundreds:
        return f"{SMALL[hundreds]} hundred" + (f" {spelled(rest)}" if rest else "")
    if number < len(SMALL):
        return SMALL[number]
    tens, ones = divmod(number, 10)
    return TENS[tens - 2] + (f"-{SMALL[ones]}" if ones else "")


def is_held_out(number: int) -> bool:
    """Whether a number is never learned from, whatever the seed."""
    return crc32(str(number).encode()) % HELD_OUT == 0


@cache
def numbers_up_to(letters: int) -> tuple[int, ...]:
    """The numbers whose words have so many letters at most."""
    return tuple(number for number in NUMBERS if len(spelled(number)) <= letters)


class NumberWords(Task):
    """A number's words letter by letter, a sign and the digits written before; write the digits.

    inputs (T + 4, B): blanks, the words, which end at step T, the sign, then what should have been
    written before; targets (4, B): up to three digits, and end signs for the rest. The end signs
    after the first count in the loss, where they are easily learned, and not in the score, which is
    the share of whole numbers. One of five numbers is never learned from; these are what is scored.
    Who guesses one of the N numbers has a loss of ln N over 4 steps.
    """

    name = "number_words"
    label = "Numbers in words"
    hint = "Read a number in English words, letter by letter, then write it in digits."
    inputs = len(SIGNS)
    outputs = len("0123456789") + 1
    signs = SIGNS
    loss = "cross_entropy"
    measure = "accuracy"
    shape = DELAYED
    sees_future = False
    fed_back = "likeliest"
    options = (
        Declaration(
            "length", "Length", LONGEST,
            f"Letters that a number's words have at most (T); {LONGEST} takes all from 0 to 999.",
            "int", low=3, high=LONGEST, unit="letters", effect="new network",
        ),
    )  # fmt: skip

    def steps(self, T: int) -> int:
        """The words, the sign, and three of the signs that were written."""
        return T + WRITTEN

    def batch(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """Numbers that are learned from, each as likely as another."""
        numbers = numbers_up_to(self.length(T))
        learned = np.array([number for number in numbers if not is_held_out(number)])
        return _batch_of(learned[rng.integers(0, len(learned), B)], T)

    def unseen(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """Numbers that are never learned from, each once: B of them, or all."""
        numbers = numbers_up_to(self.length(T))
        heldout = np.array([number for number in numbers if is_held_out(number)])
        return _batch_of(rng.permutation(heldout)[:B], T)

    def baseline(self, T: int) -> Baseline:
        """Guessing one of all numbers."""
        count = len(numbers_up_to(T))
        return Baseline("guessing", 1 / count, math.log(count) / WRITTEN)

    def solved_at(self, T: int) -> float:
        """97 % of the numbers right."""
        return 0.97

    def score(self, outputs: Array, targets: NDArray[Any]) -> float:
        """The share of numbers of which every digit and the first end sign are right."""
        end = CODES[END]
        counts = np.ones(targets.shape, np.bool_)
        counts[1:] = targets[:-1] != end
        right = (outputs.argmax(axis=-1) == targets) | ~counts
        return float(right.all(axis=0).mean())

    def describe(self, batch: Batch, outputs: Array, index: int) -> Example:
        """The words and their sign, and what is written as far as the first end sign."""
        read = len(batch.inputs) - WRITTEN + 1
        return Example(
            _text(batch.inputs[:read, index]).lstrip(BLANK),
            _as_far_as_end(batch.targets[:, index]),
            _as_far_as_end(outputs[:, index].argmax(axis=-1)),
        )


def _batch_of(numbers: NDArray[np.intp], T: int) -> Batch:
    words = [_codes(spelled(int(number)).rjust(T, BLANK) + SIGN) for number in numbers]
    digits = [_codes(str(number).ljust(WRITTEN, END)) for number in numbers]
    read, written = np.array(words, np.intp).T, np.array(digits, np.intp).T
    return Batch(np.concatenate([read, written[:-1]]), np.ascontiguousarray(written))


def _codes(text: str) -> list[int]:
    return [CODES[sign] for sign in text]


def _text(codes: NDArray[np.intp]) -> str:
    return "".join(SIGNS[code] for code in codes)


def _as_far_as_end(codes: NDArray[np.intp]) -> str:
    """What is written up to the first end sign, in the room for all."""
    digits, end, _ = _text(codes).partition(END)
    return (digits + end).ljust(WRITTEN)
