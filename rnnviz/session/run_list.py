"""The runs of a session, and the one of them that is shown and trained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rnnviz.lab.runs.sources import Source
from rnnviz.tasks.corpus import Corpus

if TYPE_CHECKING:
    from rnnviz.lab.run import Run


class RunList:
    """For now at most one run, which is then in focus; another takes its place."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self.focus: Run | None = None

    def __len__(self) -> int:
        return len(self._runs)

    def __iter__(self) -> Iterator[Run]:
        return iter(self._runs)

    def replace(self, run: Run) -> None:
        """Put a run in the place of the one in focus."""
        self._runs = [run if one is self.focus else one for one in self._runs] or [run]
        self.focus = run

    @property
    def source(self) -> Source | None:
        """Where the text that is open comes from."""
        return self.focus.source if self.focus else None

    @property
    def corpus(self) -> Corpus | None:
        """The text that the run in focus learns."""
        return self.focus.corpus if self.focus else None

    @property
    def validation(self) -> float:
        """The share of its text that the run in focus does not learn from."""
        return self.focus.settings.validation if self.focus else 0.0
