"""A panel that stands on no screen, and shows a run."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent

from rnnviz.gui.app import application
from rnnviz.gui.panels import panel_class
from rnnviz.gui.pictures.catching_up import catch_up
from rnnviz.lab.run import Run
from rnnviz.lab.snapshot import Snapshot, Wanted
from rnnviz.log_file import log
from rnnviz.session.watching import Watching
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.ngrams import heldout_losses

MOST_LOOKS = 3
"""How often a panel may want something else, once it has seen what there is."""


def baselines_of(run: Run) -> tuple[float, ...]:
    """Return the n-gram losses (nats) of a run's text; none of a task that has a measure."""
    corpus = run.corpus
    if not isinstance(corpus, Corpus) or run.task.measure:
        return ()
    return tuple(heldout_losses(*corpus.split(run.settings.validation), corpus.alphabet))


class OffScreenPanel:
    """Measures what the panel needs of a run, and has it drawn at once."""

    def __init__(
        self, name: str, run: Run, size: tuple[int, int], baselines: tuple[float, ...]
    ) -> None:
        self._app, self._run = application(), run
        self._watching = Watching(log)
        self.panel = panel_class(name)()
        self.panel.resize(*size)
        self.panel.grab()  # lays it out
        if run.corpus is not None and not run.task.measure:
            self.panel.show_corpus(run.corpus, baselines)

    def look(self) -> Snapshot:
        """Return what there is now of the run, with what the panel needs; it can be given up."""
        self._watching.want(Wanted(self.panel.needs(), self.panel.needs_beside()))
        run = self._run
        return self._watching.snapshot(run, (run,), (run,), 0.0, everything=True)

    def show(self, snapshot: Snapshot) -> None:
        """Have the panel draw it."""
        self.panel.show_snapshot(snapshot)
        QCoreApplication.processEvents()
        catch_up(self.panel)
        self.panel.grab()  # lays out what has another size now

    def show_all(self) -> Snapshot:
        """Look and draw until the panel wants nothing else."""
        for _ in range(MOST_LOOKS):
            needed, snapshot = self.panel.needs(), self.look()
            self.show(snapshot)
            if self.panel.needs() == needed:
                break
        return snapshot

    def end(self) -> None:
        """Take the panel away."""
        self.panel.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
