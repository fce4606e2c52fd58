"""Goes through the rows of a sweep in a thread of its own, beside the training."""

import traceback
from contextlib import closing
from threading import Event
from time import perf_counter

from PySide6.QtCore import QObject, QThread, Signal

from rnnviz.lab.sweep.sweeping import Over, Sweep
from rnnviz.refusal import Refusal
from rnnviz.tasks.progress import Cancelled

REPORT_SECONDS = 0.1


class SweepThread(QThread):
    """Goes through a sweep; `progressed` brings a `Progress` now and then, `over` each `Over`.

    What is over before `cancel` stays over.
    """

    progressed = Signal(object)
    over = Signal(object)
    refused = Signal(str)
    failed = Signal(str)

    def __init__(self, sweep: Sweep, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sweep = sweep
        self._cancelled = Event()

    def cancel(self) -> None:
        """Stop at once: long steps are broken off."""
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

        log("A sweep failed.", details)
        self.failed.emit(details)

    def _go_through(self) -> None:
        reported = 0.0
        with closing(self._sweep.events()) as events:
            for event in events:
                if isinstance(event, Over):
                    self.over.emit(event)
                elif perf_counter() - reported > REPORT_SECONDS:
                    reported = perf_counter()
                    self.progressed.emit(event)
                if self._cancelled.is_set():
                    return
