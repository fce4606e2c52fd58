"""Records one panel of a training that has no window: the panel stands on no screen."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from rnnviz.gui.appearance.theme import PAPER, palette
from rnnviz.gui.pictures.of_panels import of_panels
from rnnviz.gui.pictures.off_screen import OffScreenPanel, baselines_of
from rnnviz.gui.recording.recorder import Recorder, image_of
from rnnviz.lab.run import Run
from rnnviz.log_file import logged
from rnnviz.refusal import Refusal
from rnnviz.tasks.progress import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rnnviz.lab.past.moment import PastMoment
    from rnnviz.lab.recording import Recording
    from rnnviz.lab.trainer import Trainer

SIZE = (800, 500)
"""Pixels of the panel."""
SAMPLES = "samples"
"""The panel that shows what was written: for it the network writes at every picture."""
FAILED = "Recording has stopped because of a mistake in this program."


class Film:
    """`for step in film:` trains as the trainer alone does, and takes pictures of the steps wanted.

    It goes on from a `past`, if there is one. Measuring can be given up; `is_over` says then that
    no picture is to be taken any more. What fails here stops the pictures, never the training.
    """

    def __init__(
        self,
        wanted: Recording,
        trainer: Trainer,
        is_over: Callable[[], bool] = bool,
        past: Sequence[PastMoment] = (),
    ) -> None:
        self.recorder = Recorder(wanted)
        self._run, self._is_over = Run(trainer), is_over
        self._run.past.take(past)
        self._shown = OffScreenPanel(wanted.panel, self._run, SIZE, baselines_of(self._run))
        self._shown.panel.setPalette(palette(PAPER))
        self._shown.panel.set_theme(PAPER)
        self._is_open = True

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
            self._shown.end()

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
        run, shown = self._run, self._shown
        if shown.panel.name == SAMPLES and not run.trainer.diverged:
            with suppress(Refusal):  # the panel says what it has
                run.trainer.write()
        snapshot = shown.look()
        if self._is_over():
            return  # it was given up in the middle
        shown.show(snapshot)
        subject = of_panels([shown.panel], snapshot)
        self.recorder.add(image_of(subject, PAPER), step)
