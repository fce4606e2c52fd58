"""Has measured what an open help text names and no visible panel shows, and tells when it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rnnviz.lab.snapshot import Wanted

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Request, Snapshot

NOTHING: frozenset[Request] = frozenset()


class AskedNumbers(QObject):
    """Adds requests of its own to what the panels want of the run in focus.

    `wanted` brings both together, `arrived` a snapshot that has all that was asked for; once.
    """

    wanted = Signal(object)
    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._of_panels = Wanted()
        self._asked = self._awaited = NOTHING

    def follow_panels(self, wanted: Wanted) -> None:
        """Want what the panels want from now on, and what is asked for."""
        self._of_panels = wanted
        self.wanted.emit(replace(wanted, focus=wanted.focus | self._asked))

    def ask(self, requests: Iterable[Request]) -> None:
        """Want these from now on, beside what the panels want, and no others."""
        asked = frozenset(requests)
        self._awaited = asked
        if asked != self._asked:
            self._asked = asked
            self.follow_panels(self._of_panels)

    def stop(self) -> None:
        """Want nothing beside what the panels want."""
        self.ask(NOTHING)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Look whether what was asked for is there."""
        if self._awaited and self._awaited <= snapshot.results.keys():
            self._awaited = NOTHING
            self.arrived.emit(snapshot)
