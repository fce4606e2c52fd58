"""The memory that all runs of a window may take together, and which of too many go to files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from rnnviz.lab.past.rhythm import BUDGET as PAST_BUDGET

if TYPE_CHECKING:
    from rnnviz.lab.run import Run

RUNS_BUDGET = 512_000_000
"""Bytes, unless somebody has said another number."""


def share_out(runs: Sequence[Run], memory: Callable[[Run], int], budget: int | None = None) -> None:
    """Give every run's past an equal part of what the runs themselves leave of the budget.

    `memory` is all that a run takes, its past among it. None gets more than a past has alone.
    """
    themselves = sum(memory(run) - run.past.bytes for run in runs)
    each = max(0, (budget or RUNS_BUDGET) - themselves) // max(1, len(runs))
    for run in runs:
        run.past.set_budget(min(each, PAST_BUDGET))


def beyond_budget(
    runs: Sequence[Run],
    memory: Callable[[Run], int],
    spared: Collection[Run],
    budget: int | None = None,
) -> list[Run]:
    """Which of the runs, the oldest first, go to files so that the others fit into the budget.

    Hidden ones go first; those that are `spared`, as what is in focus or trains, never. Pasts make
    room before a run has to go (see `share_out`).
    """
    total = sum(map(memory, runs))
    going: list[Run] = []
    for run in sorted(runs, key=lambda run: run.shown):  # the hidden ones, and of these the oldest
        if total <= (budget or RUNS_BUDGET):
            break
        if run not in spared:
            going.append(run)
            total -= memory(run)
    return going
