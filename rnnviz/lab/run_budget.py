"""The memory that all runs of a window may take together, and which of too many go to files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.lab.run import Run

RUNS_BUDGET = 512_000_000
"""Bytes, as of the window."""


def beyond_budget(
    runs: Sequence[Run],
    memory: Callable[[Run], int],
    spared: Collection[Run],
) -> list[Run]:
    """Which of the runs, the oldest first, go to files so that the others fit into RUNS_BUDGET.

    Hidden ones go first; those that are `spared`, as what is in focus or trains, never.
    """
    total = sum(map(memory, runs))
    going: list[Run] = []
    for run in sorted(runs, key=lambda run: run.shown):  # the hidden ones, and of these the oldest
        if total <= RUNS_BUDGET:
            break
        if run not in spared:
            going.append(run)
            total -= memory(run)
    return going
