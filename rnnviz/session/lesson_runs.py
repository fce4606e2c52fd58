"""What a lesson asks of the runs: its own one, numbers for its words, and the one from before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.session.preparation import Preparation
from rnnviz.session.roster import Roster
from rnnviz.session.run_list import RunList, race_of
from rnnviz.session.worker import Worker
from rnnviz.tasks import DRAWN

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.lab.runs.sources import Source
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import RunId
    from rnnviz.lessons.contestants import Field


class LessonRuns(QObject):
    """Knows whether the run in focus is a lesson's, and what was there before.

    A run that somebody opens meanwhile is none of the lesson's, and stays when that ends. What
    somebody makes of the lesson's run, with other settings or starting over, is.
    """

    found = Signal(object, object)
    """Emitted with what was asked and the answer to it, None where that failed."""
    left = Signal()
    """Emitted when a run that is none of the lesson's came into focus."""
    went_back = Signal(object, bool)
    """Emitted with the run from before when it is there again, and whether the lesson trained."""

    def __init__(
        self,
        runs: RunList,
        worker: Worker,
        preparation: Preparation,
        roster: Roster,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._worker = runs, worker
        self._preparation, self._roster = preparation, roster
        self.before: Run | None = None
        """The run that was there when the lesson began its first one."""
        self.settings: Settings | None = None
        """What was asked for then; None while the run in focus is no lesson's."""
        self._expected: Source | None = None
        self._own: list[Run] = []
        """What the lesson has begun."""
        self._others: dict[RunId, bool] = {}
        """The runs that were there before, and whether their curves were shown."""
        roster.focus_changed.connect(self._on_focus)

    def begin(self, named: Mapping[str, Settings], source: Source | None) -> None:
        """Begin the lesson's runs by their names; the one in focus is noted unless it is one, too.

        Several race, and the first of them is in focus.
        """
        if self.settings is None:
            self.before, self._own = self._runs.focus, []
            self._others = {run.id: run.shown for run in self._runs}
            self.settings = self._preparation.settings
        self._expected = source or self._runs.source
        if len(named) > 1:
            self._preparation.begin_field(named, source)
        else:
            self._preparation.begin(next(iter(named.values())), source)

    def focus(self, name: str) -> bool:
        """Put the lesson's run of this name into focus; the state is told if another was."""
        before = self._runs.focus
        for run in self._runs.race_of(before) if before is not None else ():
            if run.entry and run.entry.name == name and run is not before:
                self._roster.put_in_focus(run)
                return True
        return False

    def change(self, changes: Mapping[str, object]) -> None:
        """Let settings that need no new network act in all runs of the lesson."""
        self._preparation.change(dict(changes))
        focus = self._runs.focus
        for run in self._runs.race_of(focus) if focus is not None else ():
            if run is not focus:
                self._preparation.note(run, changes)
                self._worker.post(partial(_change, run, changes))

    def ask(self, question: Callable[[Field], object]) -> None:
        """Have this measured between two steps; `found` brings the answer."""
        self._worker.post(partial(self._answer, question))

    def _answer(self, question: Callable[[Field], object]) -> None:
        run, found = self._worker.training.run, None
        try:
            found = question(self._field(run)) if run is not None else None
        finally:  # somebody waits for it
            self.found.emit(question, found)

    def _field(self, run: Run) -> Field:
        """The run in focus and those that race with it, by the names that they have there."""
        from rnnviz.lessons.contestants import Field  # with a lesson, not at the start

        race = race_of(self._worker.training.runs, run)
        named = {one.entry.name: one.trainer for one in race if one.entry}
        return Field(named, run.entry.name) if run.entry else Field.of(run.trainer)

    def go_back(self) -> None:
        """Bring back what was there before; what the lesson's runs learned goes to their files.

        Where there was no run the settings come back, for the text that is there now.
        """
        before, settings, own = self.before, self.settings, self._own
        self.before, self.settings, self._own = None, None, []
        if settings is None or self._worker.isFinished():
            return
        for run in own:
            run.shown = False
        self._show_others()
        if before is not None:
            self._roster.put_in_focus(before)
            self._roster.put_away(own)
            self.went_back.emit(before, any(run.step for run in own))
        elif self._runs.source is not None or settings.task in DRAWN:
            self._preparation.begin(settings)

    @Slot(object, object)
    def _on_focus(self, run: Run, _before: Run | None) -> None:
        """Note whose run it is that is in focus now; curves of others are not beside it."""
        if self.settings is None or run in self._own:
            return
        if run.id in self._others or run is self.before or self._is_read(run):
            self.before, self.settings, self._own = None, None, []
            self._show_others()
            run.shown = True
            self.left.emit()
            return
        race = self._runs.race_of(run) or (run,)
        for other in self._runs:
            other.shown = other in race
        self._own += race

    def _show_others(self) -> None:
        """Show the curves again that the lesson has hidden."""
        for run in self._runs:
            run.shown = self._others.get(run.id, run.shown)

    def _is_read(self, run: Run) -> bool:
        """Whether a run that has come is from a file, or on a text that no lesson asked for."""
        in_file = run.path is not None or run.kept is not None
        return in_file or run.source is not self._expected


def _change(run: Run, changes: Mapping[str, object]) -> None:
    """Let settings act; in the thread that trains."""
    run.change(run.settings.change(**changes))
