"""A run as one safetensors file: weights by PyTorch's names and all it takes to go on exactly."""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from rnnviz.core.pauses import Ask
from rnnviz.lab import standing
from rnnviz.lab.history import CURVES
from rnnviz.lab.history import MOST as ROWS_AT_MOST
from rnnviz.lab.past.moment import PastMoment
from rnnviz.lab.runs.about import about_material
from rnnviz.lab.runs.array_file import DTYPES, read_array, write_arrays
from rnnviz.lab.runs.atomic_writing import whole_file
from rnnviz.lab.runs.bounded_json import check_header, read_json
from rnnviz.lab.runs.carried_series import SERIES, packed_series
from rnnviz.lab.runs.carried_text import TEXT, TEXT_AT_MOST, packed
from rnnviz.lab.runs.misfit import MISFITS, Misfit, damaged, shown
from rnnviz.lab.runs.past_layout import PAST, add_past, entries_of, parts_of_past
from rnnviz.lab.runs.run_layout import (
    DEEDS,
    DESCRIPTION,
    FORMAT,
    LISTS,
    MOST,
    PROGRAM,
    ROOM,
    Part,
    arrays_of,
    parts_of,
)
from rnnviz.lab.runs.run_metadata import (
    about_of,
    check_curves,
    edits_of,
    progress_of,
    random_state_of,
    records_of,
    settings_of,
    vocabulary_of,
)
from rnnviz.lab.runs.saved_run import SavedRun, sides_of
from rnnviz.lab.snapshot import Event, Sample
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.composing import AS_IT_IS
from rnnviz.tasks.file_kind import not_a_file
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.progress import Callback

__all__ = ["DESCRIPTION", "FORMAT", "SavedRun", "is_run", "load_run", "save_run"]

ReadArrays = Callable[[dict[str, Part]], dict[str, NDArray[Any]]]
"""Reads the declared arrays of a file that is open."""
MARGIN = 1 << 20
"""Bytes for the description, the samples and the losses on held-out text."""


def save_run(
    trainer: Trainer,
    path: str | Path,
    text_at_most: int = TEXT_AT_MOST,
    report: Callback | None = None,
    past: Sequence[PastMoment] = (),
) -> None:
    """Write a run, with its text if that takes at most so many bytes (packed it takes fewer).

    With the moments of its `past` the file is larger by what those take.

    A kill at any moment leaves the old file or the new one whole, and the new one takes the old
    one's place only when it has been read. `report` is told the share that is written; Cancelled
    is raised where it returns False. Raises Refusal if the file cannot be written.
    """
    path = Path(path)
    try:
        write_run(trainer, path, text_at_most, report, past)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal(
            f"{path.name} could not be saved in {path.parent}: {reason}. Choose another place."
        ) from None


def write_run(
    trainer: Trainer,
    path: Path,
    text_at_most: int = TEXT_AT_MOST,
    report: Callback | None = None,
    past: Sequence[PastMoment] = (),
) -> None:
    """Write a run as `save_run` does; raises OSError if the file cannot be written."""
    arrays, metadata = arrays_of(trainer, _carried(trainer, text_at_most)), _metadata(trainer)
    if past:
        add_past(arrays, metadata, trainer, past)
    with whole_file(path) as unfinished:
        write_arrays(unfinished, arrays, metadata, report)
        _check(unfinished)


def _carried(trainer: Trainer, at_most: int) -> dict[str, NDArray[np.uint8]]:
    """The text or the numbers that a run carries, if they take at most so many bytes."""
    if trainer.series is not None:
        found = {SERIES: packed_series(trainer.series, at_most)}
    else:
        found = {TEXT: packed(trainer.corpus, at_most)}
    return {name: array for name, array in found.items() if array is not None}


def room_for(trainer: Trainer) -> int:
    """About how many bytes the run's file will have when its goal is reached."""
    arrays = [trainer.network.flat, *trainer.optimizer.state.values()]
    arrays += list(trainer.state.arrays.values())
    rows = min(max(trainer.goal, trainer.step), ROWS_AT_MOST)
    row = sum(np.dtype(kind).itemsize for kind in CURVES.values())
    return sum(array.nbytes for array in arrays) + rows * row + MARGIN + TEXT_AT_MOST


def _check(path: Path) -> None:
    """Raise OSError for a file that has not become what was written."""
    try:
        _read(path, only="curve.", past=True)
    except Refusal as refusal:
        raise OSError(f"what was written cannot be read ({str(refusal).rstrip('.')})") from None


def is_run(path: Path) -> bool:
    """Whether this program has saved that file, as far as its description tells."""
    try:
        if not path.is_file():  # opening a FIFO would wait for its other end
            return False
        check_header(path)
        with safe_open(path, framework="numpy") as file:
            return (file.metadata() or {}).get("program") == PROGRAM
    except (OSError, SafetensorError, *MISFITS):
        return False


def load_run(path: str | Path, ask: Ask | None = None, past: bool = False) -> SavedRun:
    """Read a run's file; refuses, with the reason, what is damaged, foreign or too new.

    Its `past` is read only for those who want it. A large one asks now and then.
    """
    path = Path(path)
    _check_kind(path)
    return _read(path, ask=ask, past=past)


def _check_kind(path: Path) -> None:
    if what := not_a_file(path):
        raise Refusal(f"{path.name} {what}; choose a run saved by rnnviz (.safetensors).")


def _read(path: Path, only: str = "", ask: Ask | None = None, past: bool = False) -> SavedRun:
    """The run of a file; of its arrays, which all must fit, those whose names begin so."""
    try:
        check_header(path)
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
            _check_origin(path, metadata)
            read = partial(_arrays, file, only=only, ask=ask)
            return _described(path, metadata, read, past)
    except PermissionError:
        raise Refusal(f"{path.name} may not be read; change its permissions.") from None
    except (OSError, SafetensorError, *MISFITS) as error:
        raise damaged(path, "it cannot be read as safetensors", error) from None


def _described(path: Path, metadata: dict[str, str], arrays: ReadArrays, past: bool) -> SavedRun:
    try:
        run = _parse(path, metadata, arrays, past)
        check_curves(run.arrays, run.progress["step"], run.progress["seconds"])
    except (Refusal, SafetensorError, *MISFITS) as error:
        raise damaged(path, "its description cannot be read", error) from None
    return run


def _arrays(
    file: Any, parts: dict[str, Part], only: str, ask: Ask | None
) -> dict[str, NDArray[Any]]:
    """The declared arrays; raises Misfit for another shape or type before anything is read."""
    there, lengths = set(file.keys()), dict[str, int]()
    for name in there - parts.keys():  # old files have states that no cell has any more
        if name.startswith("optimizer."):
            raise Misfit(f"{shown(name)} does not fit the settings")
    wanted = [name for name, part in parts.items() if name in there or not part.optional]
    for name in wanted:
        if name not in there:
            raise Misfit(f"{name} is missing")
        view = file.get_slice(name)
        dtype = DTYPES.get(view.get_dtype())
        if not parts[name].fits(tuple(view.get_shape()), dtype, lengths):
            raise Misfit(f"{name} does not fit the settings")
    return {name: read_array(file, name, ask) for name in wanted if name.startswith(only)}


def _metadata(trainer: Trainer) -> dict[str, str]:
    progress = standing.progress_of(trainer)
    random_state = progress.pop(standing.RANDOM)
    if not math.isfinite(trainer.smoothed):  # before the first step, where it is measured anew
        progress["smoothed"] = trainer.feed.start
    history = trainer.history
    return {
        "program": PROGRAM,
        "format": str(FORMAT),
        "settings": json.dumps(trainer.settings.as_dict()),
        "vocabulary": json.dumps(list(trainer.feed.coding.vocabulary)),
        "corpus": json.dumps(about_material(trainer)),
        "progress": json.dumps(progress),
        standing.RANDOM: json.dumps(random_state),
        "samples": _newest("samples", [asdict(sample) for sample in history.samples]),
        "events": _newest("events", [asdict(event) for event in history.events]),
        DEEDS: _newest(DEEDS, [vars(edit) for edit in history.edits]),
    }


def _newest(name: str, records: Sequence[dict[str, Any]]) -> str:
    """The JSON of the newest records, as many as a file may hold."""
    texts, room = [], ROOM
    for record in reversed(records[-LISTS[name] :]):
        text = json.dumps(record, default=dict)
        room -= len(text)
        if room < 0:
            break
        texts.append(text)
    return f"[{', '.join(reversed(texts))}]"


def _check_origin(path: Path, metadata: dict[str, str]) -> None:
    """Refuse another program's file, and a newer version's."""
    if metadata.get("program") != PROGRAM:
        raise Refusal(
            f"{path.name} was not saved by rnnviz: it has no settings of a run. "
            "Open a run saved by this program; weights from PyTorch become one with rnnviz import."
        )
    try:
        version = read_json(metadata["format"])
        if not isinstance(version, int) or not 0 < version < MOST:
            raise Misfit(f"{shown(version)} is no format")
    except MISFITS as error:
        raise damaged(path, "its format cannot be read", error) from None
    if version > FORMAT:
        raise Refusal(
            f"{path.name} was saved by a newer rnnviz (format {version}, this one reads "
            f"{FORMAT}). Install the newer version to open it."
        )


def _parse(path: Path, metadata: dict[str, str], read_arrays: ReadArrays, past: bool) -> SavedRun:
    """Raises Refusal, or what wrong kinds of values raise, for what is no description of a run."""
    values = {name: read_json(metadata[name]) for name in DESCRIPTION}
    settings = settings_of(values["settings"], read_json(metadata["format"]))
    vocabulary = vocabulary_of(values["vocabulary"])
    about = about_of(values["corpus"], settings.task)
    inputs, outputs, _ = sides_of(settings, vocabulary, about)
    progress = progress_of(values["progress"])
    entries = read_json(metadata.get(PAST, "[]")) if past else []
    moments = entries_of(entries, settings, progress["step"])
    of_past = parts_of_past(settings, inputs, outputs, [entry.step for entry in moments])
    # Before the symbols are looked at, of which there may be a million without weights.
    arrays = read_arrays(parts_of(settings, inputs, outputs) | of_past)
    folding = Folding.named(settings.fold, settings.symbols, about.get("form", AS_IT_IS))
    return SavedRun(
        path,
        settings,
        Coding(vocabulary, folding),
        about,
        progress | {standing.RANDOM: random_state_of(values[standing.RANDOM])},
        records_of(Sample, values["samples"]),
        records_of(Event, values["events"]),
        edits_of(read_json(metadata.get(DEEDS, "[]"))),
        arrays,
        moments,
    )
