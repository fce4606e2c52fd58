"""Measures in a thread of its own how long a sweep would take."""

import traceback
from threading import Event

from PySide6.QtCore import QObject, QThread, Signal

from rnnviz.lab.sweep.estimate import seconds_for
from rnnviz.lab.sweep.plan import TrainingPlan
from rnnviz.refusal import Refusal
from rnnviz.tasks.progress import Cancelled


class Estimator(QThread):
    """Emits `estimated` with seconds, unless it is cancelled or cannot tell."""

    estimated = Signal(float)

    def __init__(self, plan: TrainingPlan, jobs: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan, self._jobs = plan, jobs
        self._cancelled = Event()

    def cancel(self) -> None:
        """Stop at once."""
        self._cancelled.set()

    def run(self) -> None:
        """Qt's entry point."""
        try:
            seconds = seconds_for(self._plan, self._jobs, self._ask)
        except (Cancelled, Refusal, MemoryError):  # the sweep itself says what is wrong
            return
        except Exception:
            from rnnviz.log_file import log  # when something fails

            log("How long a sweep takes could not be measured.", traceback.format_exc())
            return
        if not self._cancelled.is_set():
            self.estimated.emit(seconds)

    def _ask(self, _share: float = 0.0) -> None:
        if self._cancelled.is_set():
            raise Cancelled
