"""A run as one safetensors file: weights by PyTorch's names and all it takes to go on exactly."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.network import Network, parameter_shapes
from rnnviz.core.readout import Loss
from rnnviz.lab.build import build_network
from rnnviz.lab.history import CURVES, MOST
from rnnviz.lab.runs.atomic_writing import whole_file
from rnnviz.lab.runs.run_metadata import (
    MISFITS,
    Misfit,
    about_of,
    curves_of,
    edits_of,
    fill,
    progress_of,
    records_of,
    settings_of,
)
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Edit, Event, Sample
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.folding import Folding

PROGRAM = "rnnviz"
FORMAT = 1
"""The version of the file's layout; a file of a newer one is refused."""
PROGRESS = ("step", "goal", "loss", "smoothed", "slow", "seconds")

MARGIN = 1 << 20
"""Bytes for the description, the samples and the losses on held-out text."""
DESCRIPTION = (
    *("settings", "vocabulary", "corpus", "progress"),
    *("random_state", "samples", "events"),
)
"""The entries of the metadata that are JSON."""


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

    def network(self) -> Network:
        """The network with the saved weights."""
        network = build_network(self.settings, *self._sides())
        for name, parameter in network.parameters.items():
            parameter[...] = self.arrays[name]
        return network

    def _sides(self) -> tuple[int, int, Loss]:
        """The network's inputs, outputs and loss."""
        if self.settings.task in DRAWN:
            task = DRAWN[self.settings.task]
            return task.inputs, task.outputs, task.loss
        symbols = len(self.coding.vocabulary)
        return symbols, symbols, "cross_entropy"

    def check_shapes(self) -> None:
        """Raise Misfit if the weights do not fit the settings; no memory is taken for that."""
        s, (inputs, outputs, _) = self.settings, self._sides()
        shapes = parameter_shapes(CELLS[s.cell](), inputs, s.hidden, outputs, s.layers)
        for name, shape in shapes.items():
            found = self.arrays.get(name)
            if found is None or found.shape != shape or found.dtype != s.dtype:
                raise Misfit(f"{name} is missing or does not fit the settings")

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
        except (Refusal, *MISFITS) as error:
            raise _damaged(self.path, "its training state does not fit", error) from None
        return trainer


def save_run(trainer: Trainer, path: str | Path) -> None:
    """Write a run; a kill at any moment leaves the old file or the new one whole.

    Raises Refusal if the file cannot be written.
    """
    path = Path(path)
    try:
        write_run(trainer, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal(
            f"{path.name} could not be saved in {path.parent}: {reason}. Choose another place."
        ) from None


def write_run(trainer: Trainer, path: Path) -> None:
    """Write a run as `save_run` does; raises OSError if the file cannot be written."""
    try:
        with whole_file(path) as unfinished:
            save_file(_arrays(trainer), unfinished, _metadata(trainer))
    except SafetensorError as error:
        raise OSError(str(error)) from None


def room_for(trainer: Trainer) -> int:
    """About how many bytes the run's file will have when its goal is reached."""
    arrays = [trainer.network.flat, *trainer.optimizer.state.values()]
    arrays += list(trainer.state.arrays.values())
    rows = min(max(trainer.goal, trainer.step), MOST)
    row = sum(np.dtype(kind).itemsize for kind in CURVES.values())
    return sum(array.nbytes for array in arrays) + rows * row + MARGIN


def is_run(path: Path) -> bool:
    """Whether this program has saved that file, as far as its description tells."""
    try:
        with safe_open(path, framework="numpy") as file:
            return (file.metadata() or {}).get("program") == PROGRAM
    except (OSError, SafetensorError, *MISFITS):
        return False


def load_run(path: str | Path) -> SavedRun:
    """Read a run's file; refuses, with the reason, what is damaged, foreign or too new."""
    path = Path(path)
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "is not there"
        raise Refusal(f"{path.name} {what}; choose a run saved by rnnviz (.safetensors).")
    try:
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except PermissionError:
        raise Refusal(f"{path.name} may not be read; change its permissions.") from None
    except (OSError, SafetensorError, *MISFITS) as error:
        raise _damaged(path, "it cannot be read as safetensors", error) from None
    _check_origin(path, metadata)
    try:
        run = _parse(path, metadata, arrays)
        run.check_shapes()
    except (Refusal, *MISFITS) as error:
        raise _damaged(path, "its description cannot be read", error) from None
    return run


def _arrays(trainer: Trainer) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = dict(trainer.network.parameters)
    arrays |= {f"optimizer.{slot}": array for slot, array in trainer.optimizer.state.items()}
    arrays |= {f"state.{name}": array for name, array in trainer.state.arrays.items()}
    arrays |= {f"curve.{name}": array for name, array in trainer.history.arrays().items()}
    # A copy each, because safetensors wants arrays that own contiguous memory.
    return {name: np.array(array, order="C") for name, array in arrays.items()}


def _metadata(trainer: Trainer) -> dict[str, str]:
    progress: dict[str, Any] = {name: getattr(trainer, name) for name in PROGRESS}
    progress |= {"position": trainer.feed.position, "updates": trainer.optimizer.count}
    return {
        "program": PROGRAM,
        "format": str(FORMAT),
        "settings": json.dumps(trainer.settings.as_dict()),
        "vocabulary": json.dumps(list(trainer.feed.coding.vocabulary)),
        "corpus": json.dumps(_about(trainer.corpus)),
        "progress": json.dumps(progress),
        "random_state": json.dumps(trainer.rng.bit_generator.state),
        "samples": json.dumps([asdict(sample) for sample in trainer.history.samples]),
        "events": json.dumps([asdict(event) for event in trainer.history.events]),
        "deeds": json.dumps([vars(edit) for edit in trainer.history.edits], default=dict),
    }


def _check_origin(path: Path, metadata: dict[str, str]) -> None:
    """Refuse another program's file, and a newer version's."""
    if metadata.get("program") != PROGRAM:
        raise Refusal(
            f"{path.name} was not saved by rnnviz: it has no settings of a run. "
            "Open a run saved by this program."
        )
    try:
        version = int(metadata["format"])
    except MISFITS as error:
        raise _damaged(path, "its format cannot be read", error) from None
    if version > FORMAT:
        raise Refusal(
            f"{path.name} was saved by a newer rnnviz (format {version}, this one reads "
            f"{FORMAT}). Install the newer version to open it."
        )


def _parse(path: Path, metadata: dict[str, str], arrays: dict[str, NDArray[Any]]) -> SavedRun:
    """Raises Refusal, or what wrong kinds of values raise, for what is no description of a run."""
    values = {name: json.loads(metadata[name]) for name in DESCRIPTION}
    settings = settings_of(values["settings"])
    progress = progress_of(values["progress"]) | {"random_state": values["random_state"]}
    return SavedRun(
        path,
        settings,
        Coding(tuple(values["vocabulary"]), Folding.named(settings.fold)),
        about_of(values["corpus"], settings.task not in DRAWN),
        progress,
        records_of(Sample, values["samples"]),
        records_of(Event, values["events"]),
        edits_of(json.loads(metadata.get("deeds", "[]"))),  # files of the first version have none
        arrays,
    )


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


def _restore(trainer: Trainer, run: SavedRun) -> None:
    progress, arrays = run.progress, run.arrays
    for name, parameter in trainer.network.parameters.items():
        parameter[...] = arrays[name]
    start = "optimizer."
    slots = {n.removeprefix(start): array for n, array in arrays.items() if n.startswith(start)}
    trainer.optimizer.restore(slots, progress["updates"])
    for name, array in trainer.state.arrays.items():
        fill(array, f"state.{name}", arrays[f"state.{name}"])
    curves = curves_of(arrays, progress["step"])
    trainer.history.restore(curves, run.samples, run.events, run.edits)
    trainer.feed.position = progress["position"]
    trainer.rng.bit_generator.state = progress["random_state"]
    for name in PROGRESS:
        setattr(trainer, name, progress[name])


def _damaged(path: Path, reason: str, error: Exception) -> Refusal:
    told = isinstance(error, Refusal | Misfit)  # all others speak to programmers
    found = f" ({str(error).rstrip('.')})" if told else ""
    return Refusal(
        f"{path.name} is damaged or no run of this program: {reason}{found}. "
        "Open an earlier copy, or train again."
    )
