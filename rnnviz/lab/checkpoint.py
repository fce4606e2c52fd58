"""A run as one safetensors file: weights by PyTorch's names and all it takes to go on exactly."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from rnnviz.core.network import Network
from rnnviz.lab.build import build_network
from rnnviz.lab.history import CURVES, VALIDATION
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Event, Sample
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.folding import Folding

FORMAT = 1
"""The version of the file's layout; a file of a newer one is refused."""
PROGRESS: dict[str, type] = {
    "step": int,
    "goal": int,
    "loss": float,
    "smoothed": float,
    "slow": float,
    "seconds": float,
}


@dataclass(frozen=True)
class Run:
    """What a run's file holds: arrays by name, and the parsed metadata."""

    path: Path
    settings: Settings
    coding: Coding
    corpus: dict[str, Any]
    progress: dict[str, Any]
    samples: list[Sample]
    events: list[Event]
    arrays: dict[str, NDArray[Any]]

    def network(self) -> Network:
        """The network with the saved weights."""
        network = self._zeros()
        for name, parameter in network.parameters.items():
            parameter[...] = self.arrays[name]
        return network

    def _zeros(self) -> Network:
        """A network of this run's shapes."""
        if self.settings.task in DRAWN:
            task = DRAWN[self.settings.task]
            return build_network(self.settings, task.inputs, task.outputs, task.loss)
        symbols = len(self.coding.vocabulary)
        return build_network(self.settings, symbols, symbols)

    def check_shapes(self) -> None:
        """Refuse a file whose weights do not fit its own settings."""
        for name, parameter in self._zeros().parameters.items():
            found = self.arrays.get(name)
            if found is None or found.shape != parameter.shape or found.dtype != parameter.dtype:
                raise _damaged(self.path, f"{name} is missing or does not fit its settings")

    def resume(self, corpus: Corpus | None) -> Trainer:
        """A trainer that continues the saved curve exactly; refuses another text than the run's.

        A run of a task that draws its sequences needs no corpus.
        """
        if self.settings.task in DRAWN:
            corpus = None
        elif corpus is None or corpus.fingerprint != self.corpus["fingerprint"]:
            given = "no text" if corpus is None else corpus.name
            raise Refusal(
                f"{self.path.name} was trained on {self.corpus['name']} (fold: "
                f"{self.settings.fold}), and {given} is not the same text. Give the text "
                "and the folding it was trained with."
            )
        try:
            trainer = Trainer(self.settings, corpus)
            _restore(trainer, self)
        except (KeyError, ValueError, TypeError) as error:
            raise _damaged(self.path, f"its training state does not fit ({error})") from None
        return trainer


def save_run(trainer: Trainer, path: str | Path) -> None:
    """Write a run; a kill at any moment leaves the old file or the new one whole.

    Raises Refusal if the file cannot be written.
    """
    path = Path(path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        save_file(_arrays(trainer), unfinished, _metadata(trainer))
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
    except (OSError, SafetensorError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refusal(
            f"{path.name} could not be saved in {path.parent}: {reason}. Choose another place."
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)


def load_run(path: str | Path) -> Run:
    """Read a run's file; refuses, with the reason, what is damaged, foreign or too new."""
    path = Path(path)
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "is not there"
        raise Refusal(f"{path.name} {what}; choose a run saved by rnnviz (.safetensors).")
    try:
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError, ValueError, TypeError, KeyError) as error:
        raise _damaged(path, f"it cannot be read as safetensors ({error})") from None
    run = _parse(path, metadata, arrays)
    run.check_shapes()
    return run


def _arrays(trainer: Trainer) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = dict(trainer.network.parameters)
    arrays |= {f"optimizer.{slot}": array for slot, array in trainer.optimizer.state.items()}
    arrays |= {"state.h": trainer.state.h, "state.c": trainer.state.c}
    arrays |= {f"curve.{name}": array for name, array in trainer.history.arrays().items()}
    # A copy each, because safetensors wants arrays that own contiguous memory.
    return {name: np.array(array, order="C") for name, array in arrays.items()}


def _metadata(trainer: Trainer) -> dict[str, str]:
    progress: dict[str, Any] = {name: getattr(trainer, name) for name in PROGRESS}
    progress |= {"position": trainer.feed.position, "updates": trainer.optimizer.count}
    return {
        "program": "rnnviz",
        "format": str(FORMAT),
        "settings": json.dumps(trainer.settings.as_dict()),
        "vocabulary": json.dumps(list(trainer.feed.coding.vocabulary)),
        "corpus": json.dumps(_about(trainer.corpus)),
        "progress": json.dumps(progress),
        "random_state": json.dumps(trainer.rng.bit_generator.state),
        "samples": json.dumps([asdict(sample) for sample in trainer.history.samples]),
        "events": json.dumps([asdict(event) for event in trainer.history.events]),
    }


def _parse(path: Path, metadata: dict[str, str], arrays: dict[str, NDArray[Any]]) -> Run:
    if metadata.get("program") != "rnnviz":
        raise Refusal(
            f"{path.name} was not saved by rnnviz: it has no settings of a run. "
            "Open a run saved by this program."
        )
    try:
        if int(metadata["format"]) > FORMAT:
            raise Refusal(
                f"{path.name} was saved by a newer rnnviz (format {metadata['format']}, this one "
                f"reads {FORMAT}). Install the newer version to open it."
            )
        settings = Settings().change(**json.loads(metadata["settings"]))
        coding = Coding(tuple(json.loads(metadata["vocabulary"])), Folding.named(settings.fold))
        samples = [Sample(**sample) for sample in json.loads(metadata["samples"])]
        events = [Event(**event) for event in json.loads(metadata["events"])]
        progress = json.loads(metadata["progress"])
        progress["random_state"] = json.loads(metadata["random_state"])
        corpus = json.loads(metadata["corpus"])
        return Run(path, settings, coding, corpus, progress, samples, events, arrays)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _damaged(path, f"its description cannot be read ({error})") from None


def _about(corpus: Corpus | None) -> dict[str, Any]:
    """What is needed to find the text again; nothing for a task that has none."""
    if corpus is None:
        return {}
    return {
        "name": corpus.name,
        "source": corpus.source,
        "files": list(corpus.files),
        "fingerprint": corpus.fingerprint,
        "characters": corpus.characters,
    }


def _restore(trainer: Trainer, run: Run) -> None:
    progress, arrays = run.progress, run.arrays
    for name, parameter in trainer.network.parameters.items():
        parameter[...] = arrays[name]
    slots = {slot: arrays[f"optimizer.{slot}"] for slot in trainer.optimizer.slots}
    trainer.optimizer.restore(slots, int(progress["updates"]))
    trainer.state.h[...] = arrays["state.h"]
    trainer.state.c[...] = arrays["state.c"]
    curves = {name: arrays[f"curve.{name}"] for name in CURVES | VALIDATION}
    trainer.history.restore(curves, run.samples, run.events)
    trainer.feed.position = int(progress["position"])
    trainer.rng.bit_generator.state = progress["random_state"]
    for name, kind in PROGRESS.items():
        setattr(trainer, name, kind(progress[name]))


def _damaged(path: Path, reason: str) -> Refusal:
    return Refusal(
        f"{path.name} is damaged or no run of this program: {reason}. "
        "Open an earlier copy, or train again."
    )
