"""Reads texts and runs in a thread of their own, so that 100 MB never freeze the window."""

import traceback
from collections.abc import Callable
from threading import Event
from time import perf_counter

from PySide6.QtCore import QObject, QThread, Signal

from rnnviz.refusal import Refusal
from rnnviz.session.notice import READING_FAILED
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.ngrams import heldout_losses
from rnnviz.tasks.progress import Callback, Cancelled

Read = Callable[[Callback], object]
"""Reads something, given a callback for its progress; returns what was read."""

NO_MEMORY = (
    "This machine has not enough memory for that. Close other programs, or take a smaller text or "
    "a smaller network."
)
REPORT_SECONDS = 0.05
"""A reader reports far more often than a window can show."""


class Loader(QThread):
    """Does one piece of reading; each loader is used once."""

    progress = Signal(float)
    loaded = Signal(object)
    refused = Signal(str)
    unclear = Signal(object)
    """Emitted with an UnclearEncoding that has to be answered before it can be read."""
    failed = Signal(str)

    def __init__(self, read: Read, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._cancelled = Event()
        self._reported = 0.0

    def cancel(self) -> None:
        """Stop at the next occasion; nothing is emitted any more."""
        self._cancelled.set()

    def run(self) -> None:
        """Qt's entry point."""
        try:
            result = self._read(self._report)
            if not self._cancelled.is_set():
                self.loaded.emit(result)
        except Cancelled:
            return
        except Refusal as refusal:
            self._refuse(refusal)
        except MemoryError:
            self.refused.emit(NO_MEMORY)
        except Exception:
            self._fail(traceback.format_exc())

    def _refuse(self, refusal: Refusal) -> None:
        from rnnviz.tasks.decoding.question import UnclearEncoding  # not at the start

        if isinstance(refusal, UnclearEncoding):
            self.unclear.emit(refusal)
        else:
            self.refused.emit(str(refusal))

    def _fail(self, details: str) -> None:
        from rnnviz.log_file import log  # when something fails, not at the start

        log(READING_FAILED, details)
        self.failed.emit(details)

    def _report(self, share: float) -> bool:
        now = perf_counter()
        if now - self._reported > REPORT_SECONDS:
            self._reported = now
            self.progress.emit(share)
        return not self._cancelled.is_set()


def baselines(corpus: Corpus, validation: float) -> Read:
    """What measures held-out n-gram losses (n = 1 to 5): (corpus, validation, losses)."""

    def read(report: Callback) -> object:
        train, heldout = corpus.split(validation)
        return corpus, validation, heldout_losses(train, heldout, corpus.alphabet, report=report)

    return read
