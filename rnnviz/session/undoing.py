"""One history of what can be taken back: settings, texts, new starts, what is done by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.captions.undoing import run_words, settings_words
from rnnviz.session.held_run import Gone, HeldRun, HeldRuns
from rnnviz.session.notice import Notice

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.lab.settings import Settings
    from rnnviz.session.deeds import Deeds
    from rnnviz.session.preparation import Preparation
    from rnnviz.session.roster import Roster
    from rnnviz.session.worker import Worker

AT_MOST = 100
"""Deeds that can be taken back."""
MEMORY = 256_000_000
"""Bytes of runs that only the history holds, beyond which the oldest deeds are forgotten."""
ONE_GESTURE = 1.5
"""Seconds within which the same setting changes again as part of one drag."""

LOST = "“{words}” cannot be taken back: its run was in a file since then."


@dataclass(eq=False)
class Deed:
    """Something that was done, in words, with the way back and the way there again.

    `runs` are those that it needs; `by_hand` says that it is one of the few edits that its run
    knows the way back of.
    """

    words: str
    undo: Callable[[], object]
    redo: Callable[[], object]
    runs: tuple[HeldRun, ...] = ()
    by_hand: bool = False


class Undoing(QObject):
    """Records what is done to a session, and takes it back, the latest first.

    A new run that is taken back stays in the list where it learned something; the run from before
    comes into focus as it stood.
    """

    changed = Signal()
    """Emitted when something else can be taken back, or done again."""
    notice = Signal(object)

    def __init__(
        self,
        worker: Worker,
        preparation: Preparation,
        roster: Roster,
        deeds: Deeds,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._worker, self._preparation = worker, preparation
        self._roster, self._deeds = roster, deeds
        self._held = HeldRuns(roster, preparation, self)
        self._done: list[Deed] = []
        self._undone: list[Deed] = []
        self._acting = False
        self._slid: tuple[frozenset[str], float, Settings] | None = None
        """Which settings were changed last, when, and from what: a drag goes on."""
        self._seen: WeakSet[Run] = WeakSet()
        """The runs that have been open."""
        self._removed: Run | None = None
        """A run that is about to leave the list and the focus."""
        self._asked = 0
        """Ways back and there again by hand that its thread was asked for from here."""
        preparation.acted.connect(self._on_acted)
        roster.focus_changed.connect(self._on_focus)
        roster.removed.connect(self._on_removed)

    # What can be taken back

    @property
    def undo_words(self) -> str:
        """What would be taken back; "" for nothing."""
        return self._done[-1].words if self._done else ""

    @property
    def redo_words(self) -> str:
        """What would be done again; "" for nothing."""
        return self._undone[-1].words if self._undone else ""

    def undo(self) -> None:
        """Take the latest deed back; what is being got ready is given up instead."""
        if self._preparation.busy:
            self._preparation.cancel()
        elif self._done:
            deed = self._done.pop()
            if self._act(deed, deed.undo):
                self._undone.append(deed)
            self.changed.emit()

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._undone and not self._preparation.busy:
            deed = self._undone.pop()
            if self._act(deed, deed.redo):
                self._done.append(deed)
            self.changed.emit()

    def _act(self, deed: Deed, way: Callable[[], object]) -> bool:
        """Go one way; what is not there any more is told, and forgotten."""
        self._slid = None
        self._acting = True
        try:
            way()
        except Gone as gone:
            self.notice.emit(Notice("info", str(gone).format(words=deed.words)))
            return False
        finally:
            self._acting = False
        return True

    # What is done

    def record(self, deed: Deed) -> None:
        """Remember a deed; what was taken back cannot be done again after it."""
        if self._acting:
            return
        self._slid, self._undone = None, []
        self._done = self._bounded([*self._done, deed])
        self.changed.emit()

    def _bounded(self, deeds: list[Deed]) -> list[Deed]:
        """As many of the latest as may be kept."""
        deeds = deeds[-AT_MOST:]
        newest = deeds[-1]
        if newest.by_hand:
            from rnnviz.lab.edits import UNDO_AT_MOST  # when there is a run, not at the start

            # a run knows the way back of a few
            of_run = [i for i, d in enumerate(deeds) if d.by_hand and d.runs == newest.runs]
            if len(of_run) > UNDO_AT_MOST:
                deeds = deeds[of_run[-UNDO_AT_MOST - 1] + 1 :]
        while len(deeds) > 1 and self._held.memory(run for d in deeds for run in d.runs) > MEMORY:
            deeds = deeds[1:]
        return deeds

    @Slot(object, object)
    def _on_acted(self, before: Settings, after: Settings) -> None:
        """Settings have changed in the run that is in focus."""
        words = settings_words(before, after)
        if self._acting or not words:
            return
        names = frozenset(n for n in after.rows() if after.value(n) != before.value(n))
        slid, now = self._slid, monotonic()
        if slid is not None and names and slid[0] >= names and now - slid[1] < ONE_GESTURE:
            self._done.pop()  # the same drag goes on
            before = slid[2]
            words = settings_words(before, after)
            names = slid[0]
        if words:
            self.record(self._change(before, after, words))
        else:
            self.changed.emit()
        self._slid = (names, now, before) if words else None

    def _change(self, before: Settings, after: Settings, words: str) -> Deed:
        held = self._held.focus()
        rows = before.rows() | after.rows()
        names = [name for name in rows if before.value(name) != after.value(name)]
        was = {name: before.value(name) for name in names}
        now = {name: after.value(name) for name in names}
        ways = partial(self._set, held, was), partial(self._set, held, now)
        return Deed(words, *ways, runs=(held,) if held else ())

    def _set(self, held: HeldRun | None, values: Mapping[str, object]) -> None:
        if held is not None and self._held.bring(held) is None:
            raise Gone(LOST)
        self._preparation.change(dict(values))

    @Slot(object, object)
    def _on_focus(self, run: Run, before: Run | None) -> None:
        """Another run is in focus: a new one, one from a file, or one that was chosen."""
        is_new = run not in self._seen
        self._seen.update(self._roster.open_runs)
        was_removed, self._removed = before is not None and before is self._removed, None
        if before is None:
            self._begin()
        if before is None or was_removed or self._held.comes(run) or self._acting:
            return
        there, here = self._held.of(before), self._held.of(run)
        words = run_words(before, run, is_new)
        ways = partial(self._held.bring, there), partial(self._held.bring, here)
        self.record(Deed(words, *ways, runs=(there, here)))

    def _begin(self) -> None:
        """The first run is there: before it nothing was done to one."""
        self._done, self._undone, self._slid = [], [], None
        self.changed.emit()

    @Slot(object)
    def _on_removed(self, run: Run) -> None:
        """Somebody took a run off the list; if it was in focus, another one comes there next."""
        self._removed = run if run is self._roster.in_focus else None
        held, focus = self._held.of(run), self._held.focus()
        ways = partial(self._put_back, held, focus), partial(self._held.take_out, held)
        self.record(Deed(f"remove {run.title or run.name}", *ways, runs=(held,)))

    def _put_back(self, held: HeldRun, focus: HeldRun | None) -> None:
        """Put a run back into the list, and into focus where it was there."""
        if self._held.bring(held) is not None and focus is not None:
            self._held.bring(focus)

    @Slot(object, object, str)
    def note_by_hand(self, run: Run, back: Mapping[str, object], words: str) -> None:
        """A run was changed by hand, or without words something was taken back there.

        What a lesson takes back is none of the deeds any more; `back` are settings that came back.
        """
        held = self._held.of(run)
        if not words and self._asked:
            self._asked -= 1
        elif not words and not back:
            mine = [deed for deed in self._done if deed.by_hand and deed.runs == (held,)]
            self._done = [deed for deed in self._done if deed not in mine[-1:]]
            self.changed.emit()
        elif words:
            ways = partial(self._by_hand, held, False), partial(self._by_hand, held, True)
            self.record(Deed(words, *ways, runs=(held,), by_hand=True))

    def _by_hand(self, held: HeldRun, again: bool) -> None:
        """Take back, or do again, what was done by hand in a run; its thread follows."""
        run = self._held.bring(held)
        if run is None:
            raise Gone(LOST)
        knows = run.edits.can_redo if again else run.edits.can_take_back
        if not knows and not self._asked:  # what was asked for before may not be done yet
            raise Gone(LOST)
        deed = self._deeds.redo if again else self._deeds.take_back
        self._asked += 1
        self._worker.post(partial(deed, run))
