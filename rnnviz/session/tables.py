"""Opens tables of numbers, and tells of the one whose column the run in focus learns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.session.notice import Notice
from rnnviz.tasks.numbers import Numbers

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.lab.runs.source import Source
    from rnnviz.lab.settings import Settings
    from rnnviz.session.preparation import Preparation
    from rnnviz.session.roster import Roster


class Tables(QObject):
    """What is done with tables; `changed` brings the series that is learned from now on."""

    changed = Signal(object)
    notice = Signal(object)

    def __init__(self, preparation: Preparation, roster: Roster, parent: QObject) -> None:
        super().__init__(parent)
        self._preparation = preparation
        roster.focus_changed.connect(self._on_focus)

    @property
    def wanted(self) -> Settings:
        """The settings of the run that is being got ready, else those of the one in focus."""
        return self._preparation.wanted

    @property
    def is_coming(self) -> bool:
        """Whether a table is being read."""
        return self._preparation.busy and self.wanted.task == Numbers.name

    def open(self, source: Source, changes: Mapping[str, object]) -> None:
        """Read the numbers of a table and begin with the wanted settings, some of them changed."""
        self._preparation.open_as(source, {**changes, "task": Numbers.name})

    @Slot(object, object)
    def _on_focus(self, run: Run, before: Run | None) -> None:
        series = run.trainer.series
        if series is None or (before is not None and series is before.trainer.series):
            return
        self.changed.emit(series)
        for words in series.warnings:
            self.notice.emit(Notice("warning", words))
