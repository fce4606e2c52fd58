"""The runs of a session: which are shown, in which colour, and the one in focus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING

from rnnviz.lab.runs.sources import Source
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.material import Material

if TYPE_CHECKING:
    from pathlib import Path

    from rnnviz.lab.run import Run
    from rnnviz.lab.snapshot import RunId

SHOWN_AT_MOST = 6
"""Runs that are shown at once unless somebody asks for more: as many as have looks of their own."""


class RunList:
    """The runs in the order in which they came; what was never trained goes when another comes."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self.focus: Run | None = None

    def __len__(self) -> int:
        return len(self._runs)

    def __iter__(self) -> Iterator[Run]:
        return iter(self._runs)

    def named(self, run_id: RunId | None) -> Run | None:
        """The run with this id, if it is in the list."""
        return next((run for run in self._runs if run.id is run_id), None)

    def race_of(self, run: Run) -> tuple[Run, ...]:
        """The runs of the race that a run belongs to, itself among them; none without a race."""
        return race_of(self._runs, run)

    def add(self, *runs: Run) -> None:
        """Put runs at the end, the first of them in focus, and hide what is not like it."""
        before = self.focus
        for one in (before, *self.race_of(before)) if before is not None else ():
            if one in self._runs and not one.worth_keeping:
                self._runs.remove(one)
        self.focus = runs[0]
        for run in runs:
            run.look = self._look_for(run)
            self._runs.append(run)
        for run in self._runs:
            run.shown = run.shown and _alike(run, runs[0])
        self._hide_surplus(runs)

    def gather(self, runs: Sequence[Run], focus: Run) -> None:
        """Put the runs of a workspace at the end as they stood in it, and hide all others.

        Theirs are the looks that they had: others that have one of them get another.
        """
        before = self.focus
        if before is not None and not before.worth_keeping:
            self._runs.remove(before)
        taken = {run.look for run in (*self._runs, *runs)}
        for look in {run.look for run in self._runs} & {run.look for run in runs}:
            free = next(number for number in count() if number not in taken)
            taken.add(free)
            for run in self._runs:
                run.look = free if run.look == look else run.look
        for run in self._runs:
            run.shown = False
        self._runs += runs
        self.focus, focus.shown = focus, True

    def remove(self, run: Run) -> None:
        """Take a run out; one beside it comes into focus if it was that one."""
        place = self._runs.index(run)
        self._runs.remove(run)
        if run is self.focus:
            self.focus = self._runs[min(place, len(self._runs) - 1)] if self._runs else None
            if self.focus is not None:
                self.focus.shown = True

    def append(self, run: Run) -> None:
        """Put a run at the end, in a look that nobody has; the focus stays where it is."""
        run.look = self._look_for(run)
        self._runs.append(run)

    def _look_for(self, run: Run) -> int:
        """The look of the same contestant with another seed, else one that nobody has."""
        for one in self.race_of(run):
            if one.entry and run.entry and one.entry.name == run.entry.name:
                return one.look
        taken = {run.look for run in self._runs}
        return next(look for look in count() if look not in taken)

    def _hide_surplus(self, new: Sequence[Run]) -> None:
        """Hide the oldest of too many, but none that has just come."""
        shown = [run for run in self._runs if run.shown]
        for run in shown[: max(0, len(shown) - SHOWN_AT_MOST)]:
            run.shown = run in new

    @property
    def source(self) -> Source | None:
        """Where the text that is open comes from."""
        return self.focus.source if self.focus else None

    @property
    def path(self) -> Path | None:
        """The file that the run in focus was read from or saved in."""
        return self.focus.path if self.focus else None

    @property
    def corpus(self) -> Corpus | None:
        """The text that the run in focus learns."""
        return self.focus.corpus if self.focus else None

    @property
    def material(self) -> Material | None:
        """The text, or the numbers, that the run in focus learns."""
        return self.focus.material if self.focus else None

    @property
    def texts(self) -> list[tuple[Source | None, Material | None]]:
        """The texts that are open, with what makes them again; that of the run in focus first."""
        runs = sorted(self._runs, key=lambda run: run is not self.focus)
        known = {id(run.material): (run.source, run.material) for run in reversed(runs)}
        return list(reversed(known.values()))

    @property
    def validation(self) -> float:
        """The share of its text that the run in focus does not learn from."""
        return self.focus.settings.validation if self.focus else 0.0


def race_of(runs: Iterable[Run], run: Run) -> tuple[Run, ...]:
    """Those of these runs that race with a run, itself among them; none without a race."""
    if run.entry is None:
        return ()
    entries = ((one, one.entry) for one in runs)
    return tuple(one for one, entry in entries if entry and entry.race is run.entry.race)


def _alike(run: Run, other: Run) -> bool:
    """Whether two runs learn the same, so that their curves can be compared."""
    if run.material is None or other.material is None or run.task.name != other.task.name:
        return run.task.name == other.task.name
    return run.material.fingerprint == other.material.fingerprint
