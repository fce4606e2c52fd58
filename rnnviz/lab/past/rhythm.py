"""After which steps a run keeps what it is: a dozen a doubling, and at 0, 100, 1,000 and so on."""

import math
from collections.abc import Sequence

BUDGET = 64_000_000
"""Bytes that the past of one run may take, unless it is told otherwise."""
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


def least_missed(steps: Sequence[int], ranks: Sequence[int]) -> int:
    """The place of the step, of those that rise, that leaves the smallest gap where it goes.

    Gaps are ratios of steps. It has the lowest rank there is; the first and the last step go
    only where all others have a higher one.
    """

    def gap(place: int) -> float:
        inner = 0 < place < len(steps) - 1
        return (steps[place + 1] + 1) / (steps[place - 1] + 1) if inner else math.inf

    lowest = min(ranks)
    return min((place for place, rank in enumerate(ranks) if rank == lowest), key=gap)
