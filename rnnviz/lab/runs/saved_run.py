"""A run as its file holds it: the network to ask, or the training to go on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.pauses import Ask, Pauses
from rnnviz.core.readout import Loss
from rnnviz.lab import standing
from rnnviz.lab.build import build_network
from rnnviz.lab.history import stride_of
from rnnviz.lab.memory.memory_need import Shape, TooLarge, memory_for
from rnnviz.lab.past.moment import PastMoment
from rnnviz.lab.recent_losses import means_of, recent_of
from rnnviz.lab.runs.misfit import MISFITS, damaged
from rnnviz.lab.runs.past_layout import Entry, moment_of
from rnnviz.lab.runs.run_layout import curves_of
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Edit, Event, Sample
from rnnviz.lab.standing import RECENT
from rnnviz.lab.trainer import Trainer
from rnnviz.lab.validation import EXACT_WINDOW
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN, READING, SCORED
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.material import Material
from rnnviz.tasks.numbers import Numbers


@dataclass(frozen=True)
class SavedRun:
    """What a run's file holds: arrays by name, and the parsed metadata."""

    path: Path
    settings: Settings
    coding: Coding
    corpus: dict[str, Any]
    progress: dict[str, Any]
    samples: list[Sample]
    events: list[Event]
    edits: list[Edit]
    arrays: dict[str, NDArray[Any]]
    past: Sequence[Entry] = ()

    @property
    def diverged(self) -> bool:
        """Whether the training has ended because its loss was no number any more."""
        return bool(self.progress["diverged"])

    def network(self) -> Network:
        """The network with the saved weights; refuses weights that are no numbers."""
        inputs, outputs, loss = sides_of(self.settings, self.coding.vocabulary, self.corpus)
        shape = Shape(inputs, outputs, EXACT_WINDOW, EXACT_WINDOW, 1)
        with memory_for(self.settings, shape, "read"):
            network = build_network(self.settings, inputs, outputs, loss)
        for name, parameter in network.parameters.items():
            parameter[...] = self.arrays[name]
        if not np.isfinite(network.flat).all():
            raise Refusal(
                f"{self.path.name} holds weights that are not finite numbers, so its network "
                "can say nothing. Open an earlier copy, or train again."
            )
        return network

    def resume(self, material: Material | None, ask: Ask | None = None) -> Trainer:
        """A trainer that continues the saved curve exactly; refuses another text than the run's.

        A run of a task that draws its sequences needs none, one of numbers needs these. A large
        one asks now and then.
        """
        if self.settings.task in DRAWN:
            material = None
        elif material is None or material.fingerprint != self.corpus["fingerprint"]:
            raise Refusal(self._other(material))
        if isinstance(material, Corpus):  # it may lack symbols that the network knows
            material = material.among(self.coding.vocabulary)
        try:
            trainer = Trainer(self.settings, material, ask, drawn=False)
            self._restore(trainer, Pauses(ask))
        except TooLarge:
            raise
        except (Refusal, *MISFITS) as error:
            raise damaged(self.path, "its training state does not fit", error) from None
        return trainer

    def _other(self, material: Material | None) -> str:
        """The sentence for what is not what the run has learned."""
        name = self.corpus["name"]
        if self.settings.task == Numbers.name:
            given = "nothing" if material is None else f"what was given, {material.name},"
            return (
                f"{self.path.name} was trained on the numbers of {self.corpus['column']} in "
                f"{name}, and {given} holds others. Give the table it was trained with."
            )
        given = "no text" if material is None else material.name
        return (
            f"{self.path.name} was trained on {name} (fold: {self.settings.fold}), and {given} is "
            "not the same text. Give the text and the folding it was trained with."
        )

    def moments(self, trainer: Trainer) -> list[PastMoment]:
        """The past that was saved and read with it, of a trainer that it was resumed as."""
        try:
            return [moment_of(entry, self.arrays, trainer) for entry in self.past]
        except (Refusal, *MISFITS) as error:
            raise damaged(self.path, "its past does not fit", error) from None

    def _restore(self, trainer: Trainer, pauses: Pauses) -> None:
        arrays, done = self.arrays, self.progress
        curves = curves_of(arrays, done["step"], done["seconds"])
        progress = self.progress if RECENT in self.progress else self._averaged(curves)
        for name, parameter in trainer.network.parameters.items():
            pauses()
            parameter[...] = arrays[name]
        standing.put_back_optimizer(trainer, arrays, progress, pauses)
        standing.put_back(trainer, arrays, progress)
        trainer.history.restore(curves, self.samples, self.events, self.edits)

    def _averaged(self, curves: dict[str, NDArray[Any]]) -> dict[str, Any]:
        """The progress, and among the curves, with the means of recent losses.

        Files of 0.1.0 have an average that lags in their place.
        """
        step, losses = self.progress["step"], curves["loss"]
        stride = stride_of(curves["steps"], step)
        recent = recent_of(losses, stride, step)
        curves["smoothed"] = means_of(losses, stride)
        mean = sum(recent) / len(recent) if recent else self.progress["smoothed"]
        return self.progress | {RECENT: (recent, ()), "smoothed": mean}


def sides_of(
    settings: Settings, vocabulary: tuple[str, ...], about: Mapping[str, Any]
) -> tuple[int, int, Loss]:
    """The inputs, outputs and loss of a network with these settings, on the text of a run."""
    if settings.task in READING:
        reading = READING[settings.task]
        return len(vocabulary), reading.outputs_of(about), reading.loss
    if settings.task in SCORED:
        task = SCORED[settings.task]
        return task.inputs, task.outputs, task.loss
    return len(vocabulary), len(vocabulary), "cross_entropy"
