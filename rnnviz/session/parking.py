"""Finds the runs that go to their files because all together take too much memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.lab.run_rows import RunRows


class Parking:
    """Knows what runs take, and nothing of a list of one."""

    def __init__(self) -> None:
        self.budget: int | None = None
        """Bytes that all runs may take; None for the usual ones."""
        self._rows: RunRows | None = None

    def surplus(self, runs: Sequence[Run], spared: Collection[Run | None]) -> list[Run]:
        """Those beyond the budget, the oldest hidden first; never those that are `spared`."""
        if len(runs) < 2:
            return []
        from rnnviz.lab.run_budget import beyond_budget, share_out  # not at the window's start
        from rnnviz.lab.run_rows import RunRows

        self._rows = self._rows or RunRows()
        share_out(runs, self._rows.memory, self.budget)
        in_use = [run for run in spared if run]
        return beyond_budget(runs, self._rows.memory, in_use, self.budget)
