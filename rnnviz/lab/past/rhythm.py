"""After which steps a run keeps what it is: a dozen a doubling, and at 0, 100, 1,000 and so on."""

import math
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

BUDGET = 64_000_000
"""Bytes that the past of one run may take, unless it is told otherwise."""
MOST = 1_000
"""Moments of one run: more are there only where much was changed by hand."""
A_DOUBLING = 12
"""Moments that are kept while the number of steps doubles."""
ORDINARY, BY_HAND, ROUND = range(3)
"""How much a moment is wanted when there is no room for all: these last."""


def is_round(step: int) -> bool:
    """Whether a moment is always kept there: at 0, 100, 1,000, 10,000, ..."""
    return step == 0 or (step >= 100 and step == 10 ** round(math.log10(step)))


def due_after(step: int) -> int:
    """The next step after which a moment is kept."""
    if step < 1:
        return 1
    place = math.floor(A_DOUBLING * math.log2(step))
    while round(2 ** (place / A_DOUBLING)) <= step:
        place += 1
    round_one = 100
    while round_one <= step:
        round_one *= 10
    return min(round(2 ** (place / A_DOUBLING)), round_one)


class Ranked(Protocol):
    """A moment, as far as it matters which goes first."""

    @property
    def step(self) -> int:
        """The steps done then."""

    @property
    def rank(self) -> int:
        """How much it is wanted."""


Some = TypeVar("Some", bound=Ranked)


def thinned(moments: Sequence[Some], too_many: Callable[[list[Some]], bool]) -> list[Some]:
    """What is left of moments, whose steps rise, when those that are least missed have gone."""
    left = list(moments)
    while left and too_many(left):
        left.pop(least_missed(left))
    return left


def least_missed(moments: Sequence[Ranked]) -> int:
    """The place of the moment that leaves the smallest gap where it goes.

    Gaps are ratios of steps. It has the lowest rank there is; the first and the last moment go
    only where all others have a higher one.
    """

    def gap(place: int) -> float:
        inner = 0 < place < len(moments) - 1
        return (moments[place + 1].step + 1) / (moments[place - 1].step + 1) if inner else math.inf

    lowest = min(moment.rank for moment in moments)
    return min((n for n, moment in enumerate(moments) if moment.rank == lowest), key=gap)
