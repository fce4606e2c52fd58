"""Makes what is taken out of the program: the run in focus for PyTorch, and long texts."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rnnviz.session.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from rnnviz.lab.run import Run
    from rnnviz.session.jobs import Jobs
    from rnnviz.session.run_list import RunList
    from rnnviz.session.worker import Worker

NOTHING = "There is no run to export yet; open a text first."


class Exports(QObject):
    """Writes the folders of exports in the thread that trains, so that each is of one step.

    What only puts numbers into words has a thread of its own.
    """

    notice = Signal(object)
    exported = Signal(str, str)
    """Emitted with the paths of the weights and of the Python file."""

    def __init__(
        self, runs: RunList, worker: Worker, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runs, self._worker, self._jobs = runs, worker, jobs

    def put_into_words(self, make: Callable[[], object], made: Callable[[object], None]) -> None:
        """Make it beside the window, and hand it to `made`, a method of something in the window."""
        self._jobs.aside(lambda _progress: make(), made)

    def export(self, folder: Path) -> None:
        """Write the network of the run in focus; `exported` or a notice tells how it went."""
        run = self._runs.focus
        if run is None:
            self.notice.emit(Notice("error", NOTHING))
        else:
            self._worker.post(partial(self._export, run, folder))

    def _export(self, run: Run, folder: Path) -> None:
        from rnnviz.lab.pytorch.folder import export  # not at the window's start
        from rnnviz.lab.pytorch.planning import plan_of_training

        weights, module = export(plan_of_training(run.trainer), folder)
        self.exported.emit(str(weights), str(module))
