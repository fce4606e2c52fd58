"""Decides when what is measured again, so that watching never costs much of the training."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from time import perf_counter, thread_time
from typing import Protocol

from rnnviz.lab.snapshot import Request
from rnnviz.refusal import Refusal, why
from rnnviz.session.notice import MEASURING_FAILED
from rnnviz.tasks.progress import Cancelled

SHARE = 0.01
"""The share of the time that all measurements together may take while training runs."""

COLD = 0.1
"""The share of a first measurement's cost that is taken for its usual one."""
GROWTH = 1.5
"""How much more than last time a measurement can be taken to cost: one slow one is an accident."""
AGAIN = 1.0
"""Seconds after which what has failed is tried again while training runs."""

REMEMBERED = 300
"""Requests whose costs are remembered: who points at one character after another makes many."""

Tell = Callable[[str, str], None]
"""Tells of a mistake in the program, once: the sentence and the traceback."""


class Measured(Protocol):
    """A run, or what it was at a moment."""

    @property
    def mark(self) -> tuple[int, int]:
        """How far it is, and how often it was changed by hand."""

    def measure(self, requests: Iterable[Request]) -> Mapping[Request, object]:
        """What is found of it."""


class Measuring:
    """Keeps the last result of every request of one run, renewed as often as its cost allows.

    The result of one that fails is a sentence; `tell` is told of it once, until it succeeds.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._failing: set[str] = set()
        self._requests: frozenset[Request] = frozenset()
        self._results: dict[Request, object] = {}
        self._due: dict[Request, float] = {}
        self._costs: dict[Request, float] = {}
        self._measured: dict[Request, tuple[int, int]] = {}
        self._stands: tuple[tuple[int, int], Mapping[Request, object]] | None = None
        """How far a run is that stands and of which everything is measured, and the results."""
        self._sharers = 1

    def want(self, requests: frozenset[Request], sharers: int) -> None:
        """Measure these from now on, and forget all others; so many in all share their time."""
        self._sharers = sharers
        if requests != self._requests:
            self._requests, self._stands = requests, None
            self._results = {r: v for r, v in self._results.items() if r in requests}
            if len(self._due) > REMEMBERED:
                self._forget_others()

    def _forget_others(self) -> None:
        """Forget what is known of requests that nobody makes any more."""
        for known in (self._due, self._costs, self._measured):
            for request in known.keys() - self._requests:
                known.pop(request, None)

    def results(
        self, run: Measured, everything: bool, going: bool = True
    ) -> Mapping[Request, object]:
        """The newest results; those that are due (or `everything`) are measured now.

        Of a run that is not `going`, that is what was not measured since it came to stand.
        """
        if not going and self._stands and self._stands[0] == run.mark:
            return self._stands[1]
        now = perf_counter()
        if going:
            due = [r for r in self._requests if everything or now >= self._due.get(r, 0.0)]
        else:
            known = {r for r, mark in self._measured.items() if mark == run.mark}
            due = [r for r in self._requests if r not in known or r not in self._results]
        self._stands = None
        with suppress(Cancelled):  # what is urgent comes first; the rest stays due
            self._measure(run, due)
            self._stands = None if going else (run.mark, dict(self._results))
        return dict(self._results) if self._stands is None else self._stands[1]

    def _measure(self, run: Measured, requests: Iterable[Request]) -> None:
        for request in requests:
            start = thread_time()
            self._results[request] = self._result(run, request)
            self._measured[request] = run.mark
            cost = thread_time() - start
            # What it costs when memory and caches are warm: the first time tells little.
            usual = self._costs[request] = min(cost, self._costs.get(request, COLD * cost) * GROWTH)
            self._due[request] = perf_counter() + usual * self._sharers / SHARE
            if request.probe in self._failing:
                self._due[request] = max(self._due[request], perf_counter() + AGAIN)

    def _result(self, run: Measured, request: Request) -> object:
        """What is found now, or a sentence that says why there is nothing."""
        try:
            found = run.measure([request])[request]
        except Cancelled:  # for something urgent: that is no fault
            raise
        except Refusal as refusal:
            return str(refusal)
        except Exception as error:
            sentence = MEASURING_FAILED.format(label=_label(request), why=why(error))
            if request.probe not in self._failing:
                self._failing.add(request.probe)
                self._tell(sentence, traceback.format_exc())
            return sentence
        self._failing.discard(request.probe)
        return found


def _label(request: Request) -> str:
    """What people call it; what is no probe has the label of that which it is made of."""
    from rnnviz.probes import REGISTRY as PROBES  # when one fails, not at the start

    name = str(request.option("of", request.probe))
    return PROBES[name].label if name in PROBES else name.replace("_", " ").capitalize()
