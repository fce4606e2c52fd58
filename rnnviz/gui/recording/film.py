"""Records one panel of a training that has no window: the panel stands on no screen."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent

from rnnviz.gui.app import application
from rnnviz.gui.panels import panel_class
from rnnviz.gui.recording.recorder import Recorder
from rnnviz.lab.run import Run
from rnnviz.lab.snapshot import Wanted
from rnnviz.log_file import log, logged
from rnnviz.refusal import Refusal
from rnnviz.session.watching import Watching
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.ngrams import heldout_losses
from rnnviz.tasks.progress import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rnnviz.lab.recording import Recording
    from rnnviz.lab.trainer import Trainer

SIZE = (800, 500)
"""Pixels of the panel."""
SAMPLES = "samples"
"""The panel that shows what was written: for it the network writes at every picture."""
FAILED = "Recording has stopped because of a mistake in this program."


class Film:
    """`for step in film:` trains as the trainer alone does, and takes pictures of the steps wanted.

    Measuring can be given up; `is_over` says then that no picture is to be taken any more. What
    fails here stops the pictures, never the training.
    """

    def __init__(
        self, wanted: Recording, trainer: Trainer, is_over: Callable[[], bool] = bool
    ) -> None:
        self.recorder = Recorder(wanted)
        self._run, self._is_over = Run(trainer), is_over
        self._app = application()
        self._panel = panel_class(wanted.panel)()
        self._watching = Watching(log)
        self._is_open = True
        self._show(trainer)

    def __iter__(self) -> Iterator[int]:
        self._take_due()
        for step in self._run:
            self._take_due()
            yield step

    def end(self) -> None:
        """Close the file and the panel."""
        if self._is_open:
            self._is_open = False
            self.recorder.end()
            self._panel.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _show(self, trainer: Trainer) -> None:
        """Give the panel its size, and the text; it is never shown, so no window is made for it."""
        self._panel.resize(*SIZE)
        self._panel.grab()  # lays it out
        corpus = trainer.corpus
        if isinstance(corpus, Corpus) and not self._run.task.measure:
            parts = corpus.split(trainer.settings.validation)
            self._panel.show_corpus(corpus, tuple(heldout_losses(*parts, corpus.alphabet)))

    def _take_due(self) -> None:
        wanted, recorder, step = self.recorder.wanted, self.recorder, self._run.step
        if step % wanted.every or recorder.is_over or self._is_over():
            return
        try:
            self._take(step)
        except Cancelled:
            return
        except Exception:
            recorder.problem = logged(FAILED)

    def _take(self, step: int) -> None:
        run, panel = self._run, self._panel
        if panel.name == SAMPLES and not run.trainer.diverged:
            with suppress(Refusal):  # the panel says what it has
                run.trainer.write()
        self._watching.want(Wanted(panel.needs(), panel.needs_beside()))
        snapshot = self._watching.snapshot(run, (run,), (run,), 0.0, everything=True)
        if self._is_over():
            return  # it was given up in the middle
        panel.show_snapshot(snapshot)
        QCoreApplication.processEvents()
        self.recorder.add(panel, step)
