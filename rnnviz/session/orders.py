"""What is to be done with the run that is wanted: at once, or as soon as it is there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from rnnviz.session.command_queue import Command
from rnnviz.session.jobs import Jobs
from rnnviz.session.run_list import RunList


class Orders(QObject):
    """Commands that wait while a run is got ready."""

    due = Signal(object)
    """Emitted with a command for the run in focus, at once or when it has waited for that."""

    def __init__(self, runs: RunList, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs, self._jobs = runs, jobs
        self._waiting: tuple[Command, ...] = ()

    def do(self, command: Command) -> None:
        """Have a command done when the run is there that is wanted."""
        if self._jobs.busy:
            self._waiting = (*self._waiting, command)
        elif self._runs.focus is not None:
            self.due.emit(command)

    def do_only(self, command: Command) -> None:
        """Have this done and nothing else that waits."""
        self.forget()
        self.do(command)

    def toggle(self, command: Command) -> None:
        """Have nothing done when the run is there if something was to be, else this."""
        self._waiting = () if self._waiting else (command,)

    def forget(self) -> None:
        """Have nothing done when the run is there."""
        self._waiting = ()

    def do_waiting(self) -> None:
        """Have done what has waited, unless another run is wanted by now."""
        commands, self._waiting = self._waiting, ()
        for command in commands:
            self.do(command)
