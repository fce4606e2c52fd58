"""A row that trains a network with some settings, reports its losses and lets it write once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from rnnviz.declare import Value
from rnnviz.lab.report import report_of
from rnnviz.lab.runs.checkpoint import save_run
from rnnviz.lab.settings import Settings
from rnnviz.lab.sweep.row import Outcome, Row
from rnnviz.lab.sweep.watch import Watch
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.material import Material


@dataclass(frozen=True)
class TrainingRow(Row):
    """One training, as `rnnviz train` does it; `fingerprint` is that of its text, "" without one.

    `operations` is about what it computes, `room` about how many bytes its run takes.
    """

    kind: ClassVar[str] = "training"

    settings: Settings
    fingerprint: str = ""
    operations: float = field(default=1.0, compare=False)
    room: int = field(default=0, compare=False)

    @property
    def values(self) -> Mapping[str, Value]:
        """All settings by name."""
        return self.settings.as_dict()

    @property
    def data(self) -> str:
        """The fingerprint of the text."""
        return self.fingerprint

    @property
    def most_steps(self) -> int:
        """As many as the settings say."""
        return self.settings.steps

    @property
    def cost(self) -> float:
        """About how many operations it takes."""
        return self.operations

    @property
    def size(self) -> int:
        """About how many bytes its files take."""
        return super().size + self.room

    def work(self, data: Material | None, watch: Watch) -> Outcome:
        """Train to the last step, measure, and save the run."""
        trainer = Trainer(self.settings, data, watch.ask)
        trainer.network.pauses.ask = watch.ask
        for step in trainer:
            watch.note(step, trainer.smoothed)
        result = report_of(trainer)
        result["seconds_per_epoch"] = seconds_per_epoch(trainer)
        result["sample"] = None if trainer.diverged else trainer.write(asked(watch)).text
        trainer.network.pauses.ask = None
        return Outcome(result, file_of(trainer))


def asked(watch: Watch) -> Any:
    """What is told the share of a long job that is done: whether it goes on."""

    def report(share: float) -> bool:
        watch.ask(share)
        return True

    return report


def seconds_per_epoch(trainer: Trainer) -> float | None:
    """How long it takes to learn from every character once; None where there is no end of data."""
    if trainer.corpus is None or not trainer.characters:
        return None
    learned, _ = trainer.corpus.split(trainer.settings.validation)
    return trainer.seconds * len(learned) / trainer.characters


def file_of(trainer: Trainer) -> bytes:
    """The run's file."""
    with TemporaryDirectory(prefix="rnnviz-") as folder:
        path = Path(folder) / "run.safetensors"
        save_run(trainer, path)
        return path.read_bytes()
