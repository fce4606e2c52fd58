"""What guessing by n-grams would lose on the text that is open, measured beside everything else."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.session.jobs import Jobs
from rnnviz.session.loader import baselines
from rnnviz.tasks.corpus import Corpus


class Baselines(QObject):
    """The held-out losses of n-grams (n = 1 to 5), in nats per character; none until measured."""

    changed = Signal(object)
    """Emitted with the losses when they are measured."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.losses: tuple[float, ...] = ()
        self._jobs = jobs
        self._of: tuple[Corpus, float] | None = None

    def measure(self, corpus: Corpus, share: float, is_wanted: bool = True) -> None:
        """Measure them for this text, of which that share is held out; returns at once.

        There are none where they are not wanted, as of a text that is not written on.
        """
        self.losses, self._of = (), (corpus, share) if is_wanted else None
        if is_wanted:
            self._jobs.aside(baselines(corpus, share), self._on_measured)

    @Slot(object)
    def _on_measured(self, measured: tuple[Corpus, float, tuple[float, ...]]) -> None:
        corpus, share, losses = measured
        if (corpus, share) == self._of:
            self.losses = losses
            self.changed.emit(losses)
