"""Where a corpus comes from, kept so that it can be read again, and where a run's text is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rnnviz.refusal import Refusal
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.progress import Callback
from rnnviz.tasks.text import read_files, read_text

if TYPE_CHECKING:
    from rnnviz.lab.runs.checkpoint import SavedRun

NOWHERE = "That text is in no file, and the one that is open is another."
"""Why a text that was only pasted was not found."""


@dataclass(frozen=True)
class Source:
    """A text by what makes it: its files, a built-in's name, or what was pasted."""

    label: str
    read: Callable[[Folding, Callback | None], Corpus]
    files: tuple[str, ...] = ()
    builtin: str = ""


def from_files(paths: list[str]) -> Source:
    """One file, or several that are joined in this order; found again from any folder."""
    label = Path(paths[0]).name if len(paths) == 1 else f"{len(paths)} files"
    files = tuple(str(Path(path).absolute()) if path else path for path in paths)

    def read(folding: Folding, report: Callback | None) -> Corpus:
        return read_files(files, folding, report)

    return Source(label, read, files=files)


def from_builtin(name: str) -> Source:
    """A built-in text; refuses an unknown name."""
    if name not in BUILTIN:
        raise Refusal(f"There is no built-in text {name!r}; there are: {', '.join(BUILTIN)}.")

    def read(folding: Folding, report: Callback | None) -> Corpus:
        return BUILTIN[name].load(folding)

    return Source(BUILTIN[name].title, read, builtin=name)


def from_text(text: str, name: str) -> Source:
    """A pasted text."""

    def read(folding: Folding, report: Callback | None) -> Corpus:
        return read_text(text, name, folding)

    return Source(name, read)


def find_text(
    run: SavedRun, way_out: str, report: Callback | None = None, present: Source | None = None
) -> tuple[Source, Corpus]:
    """The text that a run was trained on, and where it was found.

    Tried in this order: where it was, beside the run's file, the `present` source; all are read
    with the run's folding and compared by fingerprint. Refuses with what was wrong at each place
    and with the `way_out`.
    """
    reasons = []
    for source in _places(run, present):
        found = _try(source, run, report)
        if isinstance(found, Corpus):
            return source, found
        if source is not present:
            reasons.append(found)
    raise Refusal(
        f"{run.path.name} needs the text it was trained on: {run.corpus['name']} (fold: "
        f"{run.settings.fold}). {' '.join(reasons) or NOWHERE} {way_out}"
    )


def _places(run: SavedRun, present: Source | None) -> list[Source]:
    """Where a run's text may be, each place once, the likeliest first."""
    name, files = str(run.corpus["name"]), run.corpus["files"]
    beside = run.path.absolute().parent
    places = []
    if files:
        places.append(from_files(files))
        places.append(from_files([str(beside / path) for path in files]))
        places.append(from_files([str(beside / Path(path).name) for path in files]))
    elif name in BUILTIN:
        places.append(from_builtin(name))
    if present is not None:
        places.append(present)
    known: dict[tuple[tuple[str, ...], str, str], Source] = {}
    for place in places:
        known.setdefault((place.files, place.builtin, place.label), place)
    return list(known.values())


def _try(source: Source, run: SavedRun, report: Callback | None) -> Corpus | str:
    """The run's text, or why this source is not it."""
    missing = [path for path in source.files if not _is_there(path)]
    if missing:
        return f"{missing[0]} is not there."
    try:
        corpus = source.read(run.coding.folding, report)
    except Refusal as refusal:
        return str(refusal)
    if corpus.fingerprint == run.corpus["fingerprint"]:
        return corpus
    called = ", ".join(source.files) or f"The built-in text {source.label}"
    return f"{called} is another text by now."


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):  # no system could have a file of this name
        return False
