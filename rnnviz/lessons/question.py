"""A question that a class may answer on the screen, and which of its answers is right."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rnnviz.captions.number_format import power

LETTERS = "ABCDEF"
"""What the answers are called, in their order; there are no more."""
FEWEST = 2
CLEAR = 0.5
"""Powers of ten by which the nearest answer must be nearer than any other, to be the right one."""
UNCLEAR = "none of them clearly"
NOT_MEASURED = "nothing was measured"


@dataclass(frozen=True)
class Question:
    """One of several `answers`, which are called by LETTERS; `words` is what is asked.

    Which one is right the file says (`right`, a letter), or a measurement in the run at hand:
    `what` is above the first of the `lines`, or between it and the next, and so on down; or it is
    nearest to one of the `powers` of ten. Where both are given the file's letter is a promise.
    """

    words: str
    answers: tuple[str, ...]
    right: str = ""
    what: str = ""
    lines: tuple[float | str, ...] = ()
    powers: tuple[int, ...] = ()

    @property
    def letters(self) -> str:
        """The letters that there are answers for."""
        return LETTERS[: len(self.answers)]

    @property
    def measures(self) -> tuple[str, ...]:
        """What must be measured to know which answer is right."""
        named = (line for line in self.lines if isinstance(line, str))
        return (self.what, *named) if self.what else ()

    @property
    def promise(self) -> str:
        """What a check of the lesson wants of it."""
        return self.right or "one of them clearly"

    def right_one(self, known: Mapping[str, float]) -> str:
        """The letter of the right answer by what is `known`; "" where that is not measured yet."""
        if not self.what:
            return self.right
        value = known.get(self.what, math.nan)
        lines = [known.get(at, math.nan) if isinstance(at, str) else at for at in self.lines]
        if math.isnan(value) or any(map(math.isnan, lines)):
            return ""
        if self.powers:
            return LETTERS[_nearest(value, self.powers)[0]]
        return LETTERS[sum(value <= line for line in lines)]

    def clear_one(self, known: Mapping[str, float]) -> str:
        """The right answer's letter if no other is nearly as good, else what is wrong."""
        letter = self.right_one(known)
        if not letter:
            return NOT_MEASURED
        if self.powers and _nearest(known[self.what], self.powers)[1] < CLEAR:
            return UNCLEAR
        return letter


def words_of_power(exponent: int) -> str:
    """An answer that is a power of ten."""
    return str(10**exponent) if exponent in (0, 1) else power(exponent)


def _nearest(value: float, powers: tuple[int, ...]) -> tuple[int, float]:
    """The place of the power that is nearest, and by how many powers of ten any other is farther.

    Zero is nearest to the lowest, and what is infinite to the highest.
    """
    if value <= 0 or math.isinf(value):
        return powers.index(max(powers) if value > 0 else min(powers)), math.inf
    far = [abs(math.log10(value) - exponent) for exponent in powers]
    order = sorted(range(len(far)), key=far.__getitem__)
    return order[0], far[order[1]] - far[order[0]]
