"""Runs the long-memory bench in a thread of its own, beside the training."""

import traceback
from threading import Event
from time import perf_counter

from PySide6.QtCore import QObject, QThread, Signal

from rnnviz.lab.memory_bench import Plan, Result, memory_bench
from rnnviz.refusal import Refusal
from rnnviz.tasks.progress import Cancelled

REPORT_SECONDS = 0.1


class Bench(QThread):
    """Goes through a plan; `progressed` brings a `Progress` now and then, `measured` each `Result`.

    What is measured before `cancel` stays measured.
    """

    progressed = Signal(object)
    measured = Signal(object)
    refused = Signal(str)
    failed = Signal(str)

    def __init__(self, plan: Plan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._cancelled = Event()

    def cancel(self) -> None:
        """Stop at once: a long step is broken off."""
        self._cancelled.set()

    def run(self) -> None:
        """Qt's entry point."""
        try:
            self._go_through()
        except Cancelled:
            return
        except Refusal as refusal:
            self.refused.emit(str(refusal))
        except Exception:
            self._fail(traceback.format_exc())

    def _fail(self, details: str) -> None:
        from rnnviz.log_file import log  # when something fails

        log("The long-memory bench failed.", details)
        self.failed.emit(details)

    def _ask(self, _share: float = 0.0) -> None:
        if self._cancelled.is_set():
            raise Cancelled

    def _go_through(self) -> None:
        reported = 0.0
        for event in memory_bench(self._plan, self._ask):
            if isinstance(event, Result):
                self.measured.emit(event)
            elif perf_counter() - reported > REPORT_SECONDS:
                reported = perf_counter()
                self.progressed.emit(event)
            if self._cancelled.is_set():
                return
