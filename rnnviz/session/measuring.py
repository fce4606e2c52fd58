"""Decides when what is measured again, so that watching never costs much of the training."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from time import perf_counter, thread_time
from typing import TYPE_CHECKING

from rnnviz.lab.snapshot import Request
from rnnviz.tasks.progress import Cancelled

if TYPE_CHECKING:
    from rnnviz.lab.run import Run

SHARE = 0.01
"""The share of the time that all measurements together may take while training runs."""

COLD = 0.1
"""The share of a first measurement's cost that is taken for its usual one."""
GROWTH = 1.5
"""How much more than last time a measurement can be taken to cost: one slow one is an accident."""


class Measuring:
    """Keeps the last result of every request, and renews it as often as its cost allows."""

    def __init__(self) -> None:
        self._requests: frozenset[Request] = frozenset()
        self._results: dict[Request, object] = {}
        self._due: dict[Request, float] = {}
        self._costs: dict[Request, float] = {}

    def want(self, requests: frozenset[Request]) -> None:
        """Measure these from now on, and forget all others."""
        self._requests = requests
        self._results = {r: v for r, v in self._results.items() if r in requests}

    def forget(self) -> None:
        """Another network: no result is worth anything."""
        self._results, self._due, self._costs = {}, {}, {}

    def results(self, run: Run, everything: bool) -> Mapping[Request, object]:
        """The newest results; those that are due (or `everything`) are measured now."""
        now = perf_counter()
        due = [r for r in self._requests if everything or now >= self._due.get(r, 0.0)]
        with suppress(Cancelled):  # what is urgent comes first; the rest stays due
            self._measure(run, due)
        return dict(self._results)

    def _measure(self, run: Run, requests: Iterable[Request]) -> None:
        for request in requests:
            start = thread_time()
            self._results |= run.measure([request])
            cost = thread_time() - start
            # What it costs when memory and caches are warm: the first time tells little.
            usual = self._costs[request] = min(cost, self._costs.get(request, COLD * cost) * GROWTH)
            self._due[request] = perf_counter() + usual * len(self._requests) / SHARE
