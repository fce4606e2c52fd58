"""Where a corpus comes from, kept so that it can be read again, and where a run's text is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from rnnviz.lab.runs.misfit import Misfit
from rnnviz.refusal import Refusal
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.decoding import BEFORE, FIND, Wish
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.progress import Callback
from rnnviz.tasks.reading import printable
from rnnviz.tasks.text import read_files, read_text

if TYPE_CHECKING:
    from rnnviz.lab.runs.checkpoint import SavedRun

NOWHERE = "That text is in no file, and the one that is open is another."
"""Why a text that was only pasted was not found."""
CHANGED = "is another text by now."
"""Ends what is said of one that was found, and is not what was learned."""


@dataclass(frozen=True)
class Source:
    """A text by what makes it: its files, a built-in's name, or what was pasted.

    `wish` is what is known of the encodings of its files.
    """

    label: str
    read: Callable[[Folding, Callback | None], Corpus]
    files: tuple[str, ...] = ()
    builtin: str = ""
    wish: Wish = FIND

    def settled(self, corpus: Corpus) -> Source:
        """The same text, which will be decoded as this corpus of it was."""
        if not self.files or len(corpus.encodings) != len(self.files):
            return self
        return from_files(list(self.files), Wish(corpus.encodings))


def from_files(paths: list[str], wish: Wish = FIND) -> Source:
    """One file, or several that are joined in this order; found again from any folder."""
    label = Path(paths[0]).name if len(paths) == 1 else f"{len(paths)} files"
    files = tuple(str(Path(path).absolute()) if path else path for path in paths)

    def read(folding: Folding, report: Callback | None) -> Corpus:
        return read_files(files, folding, report, wish=wish)

    return Source(label, read, files=files, wish=wish)


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


def from_run(run: SavedRun, corpus: Corpus) -> Source:
    """The text that a run's file carries, which knows it only as folded as it was learned."""
    name, known = corpus.name, corpus.folding

    def read(folding: Folding, report: Callback | None) -> Corpus:
        if folding.gives_up_less(known):
            few = f", with {known.symbols:,} symbols" if known.symbols is not None else ""
            raise Refusal(
                f"{run.path.name} carries {name} only as it was learned, folded by {known.name}"
                f"{few}. Open {name} itself to learn more of it."
            )
        text = corpus.decode(corpus.codes)
        folded = folding.name == known.name
        left = Folding(form=folding.form, symbols=folding.symbols) if folded else folding
        again = read_text(text, name, left, corpus.source, clean=False)
        return replace(again, folding=folding, files=corpus.files, encodings=corpus.encodings)

    return Source(name, read)


def check_unchanged(source: Source, learned: Corpus, report: Callback | None = None) -> None:
    """Refuse a text whose files are no longer those that a run has `learned`."""
    if not source.files or source.read(learned.folding, report).fingerprint == learned.fingerprint:
        return
    raise Refusal(
        f"{learned.name} was changed on disk after it was read, and the run has learned it as it "
        "was: the run stays, and so does its folding. Save the run if you want to keep it, and "
        f"open {learned.name} again to learn the new text."
    )


def find_text(
    run: SavedRun, way_out: str, report: Callback | None = None, present: Source | None = None
) -> tuple[Source, Corpus]:
    """The text that a run was trained on, and where it was found.

    Tried in this order: where it was, beside the run's file, the `present` source, and what the
    run carries itself, which a warning of the corpus then says; all are read with the run's
    folding and compared by fingerprint. Refuses with what was wrong at each place and with the
    `way_out`.
    """
    reasons = [f"{printable(p)} is a place on another system." for p in _elsewhere(run)[:1]]
    for place in _places(run, present):
        found, why = _try_ways(place, run, report)
        if found is not None:
            return found
        if place is not present:
            reasons.append(why)
    carried = _carried(run, " ".join(reasons))
    if isinstance(carried, Corpus):
        return from_run(run, carried), carried
    reasons += [carried] if carried else []
    raise Refusal(
        f"{run.path.name} needs the text it was trained on: {printable(run.corpus['name'])} "
        f"(fold: {run.settings.fold}). {' '.join(reasons) or NOWHERE} {way_out}"
    )


def read_for(run: SavedRun, paths: list[str]) -> Corpus | None:
    """The text of files if that, decoded in some way that the run may have had, is the run's."""
    found, _ = _try_ways(from_files(paths), run, None)
    return found[1] if found else None


def _carried(run: SavedRun, reasons: str) -> Corpus | str:
    """The text in the run's own file, or what is wrong with it; "" where there is none."""
    from rnnviz.lab.runs.carried_text import TEXT, unpacked  # for which the start need not wait

    if TEXT not in run.arrays:
        return ""
    try:
        corpus = unpacked(run.arrays[TEXT], run.corpus, run.coding)
    except Misfit as misfit:
        return f"{str(misfit).capitalize()}."
    except Refusal as refusal:
        return str(refusal)
    if not reasons:
        return corpus
    said = f"{reasons} {run.path.name} goes on with the text that it carries."
    return replace(corpus, warnings=(said, *corpus.warnings))


def _elsewhere(run: SavedRun) -> list[str]:
    """The names that only another system can make sense of."""
    return [path for path in run.corpus["files"] if _is_foreign(path)]


def _is_foreign(path: str) -> bool:
    absolute = PureWindowsPath(path).is_absolute() or PurePosixPath(path).is_absolute()
    return absolute and not Path(path).is_absolute()


def _places(run: SavedRun, present: Source | None) -> list[Source]:
    """Where a run's text may be, each place once, the likeliest first."""
    name, files = str(run.corpus["name"]), run.corpus["files"]
    beside = run.path.absolute().parent
    places = []
    if files and not _elsewhere(run):
        places.append(from_files(files))
    if files:
        places += [from_files(paths) for paths in _beside(beside, files)]
    elif name in BUILTIN:
        places.append(from_builtin(name))
    if present is not None:
        places.append(present)
    known: dict[tuple[object, ...], Source] = {}
    for place in places:
        known.setdefault((place.files, place.builtin, place.label), place)
    return list(known.values())


def _beside(folder: Path, files: list[str]) -> list[list[str]]:
    """The same names in a folder, as this system reads them, and as the others do.

    A backslash parts names on Windows and belongs to them elsewhere; a slash parts them everywhere.
    """
    places = []
    for kind in (PureWindowsPath,) if any(map(_is_foreign, files)) else (PurePath, PureWindowsPath):
        paths = [kind(path) for path in files]
        if not any(path.anchor for path in paths):
            places.append([str(folder.joinpath(*path.parts)) for path in paths])
        places.append([str(folder / path.name) for path in paths])
    return places


def wishes_of(run: SavedRun) -> tuple[Wish, ...]:
    """How the files of a run's text may have been decoded, the likeliest way first.

    A run that does not say so is one of the first version's, or its text was in no file.
    """
    known = tuple(run.corpus.get("encodings", ()))
    return (Wish(known), FIND) if known else (FIND, BEFORE)


def _try_ways(
    place: Source, run: SavedRun, report: Callback | None
) -> tuple[tuple[Source, Corpus] | None, str]:
    """A place, decoded so that it is the run's text, with that text; or else why it is not."""
    ways = [place]
    if place.files:
        ways = [from_files(list(place.files), wish) for wish in wishes_of(run)]
        ways = ways if place.wish == FIND else [place, *ways]
    reasons = []
    for source in ways:
        found = _try(source, run, report)
        if isinstance(found, Corpus):
            return (source.settled(found), found), ""
        reasons.append(found)
    return None, next((why for why in reasons if why.endswith(CHANGED)), reasons[0])


def _try(source: Source, run: SavedRun, report: Callback | None) -> Corpus | str:
    """The run's text, or why this source is not it."""
    missing = next((path for path in source.files if not _is_there(path)), None)
    if missing is not None:
        return f"{printable(missing)} is not there."
    try:
        corpus = source.read(run.coding.folding, report)
    except Refusal as refusal:
        return str(refusal)
    if corpus.fingerprint == run.corpus["fingerprint"]:
        return corpus
    called = printable(", ".join(source.files)) or f"The built-in text {source.label}"
    return f"{called} {CHANGED}"


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):  # no system could have a file of this name
        return False
