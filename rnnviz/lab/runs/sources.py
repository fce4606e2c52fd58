"""Finds the text, or the numbers, that a run was trained on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rnnviz.lab.runs.misfit import Misfit
from rnnviz.lab.runs.places import beside, foreign, is_there
from rnnviz.lab.runs.source import (
    Source,
    from_builtin,
    from_files,
    from_run,
    from_series,
    from_text,
    is_builtin,
)
from rnnviz.refusal import Refusal
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.decoding import BEFORE, FIND, Wish
from rnnviz.tasks.numbers import Numbers
from rnnviz.tasks.progress import Callback
from rnnviz.tasks.reading import printable

if TYPE_CHECKING:
    from rnnviz.lab.runs.checkpoint import SavedRun
    from rnnviz.tasks.material import Material
    from rnnviz.tasks.table.series import Series

NOWHERE = "That text is in no file, and the one that is open is another."
"""Why a text that was only pasted was not found."""
CHANGED = "is another text by now."
"""Ends what is said of one that was found, and is not what was learned."""
OTHER_NUMBERS = "holds other numbers by now."


__all__ = [
    "Source",
    "check_unchanged",
    "find_text",
    "from_builtin",
    "from_files",
    "from_run",
    "from_text",
    "read_for",
]


def check_unchanged(source: Source, learned: Material, report: Callback | None = None) -> None:
    """Refuse a text whose files are no longer those that a run has `learned`."""
    if not source.files or not isinstance(learned, Corpus):
        return
    if source.read(learned.folding, report).fingerprint == learned.fingerprint:
        return
    raise Refusal(
        f"{learned.name} was changed on disk after it was read, and the run has learned it as it "
        "was: the run stays, and so does its folding. Save the run if you want to keep it, and "
        f"open {learned.name} again to learn the new text."
    )


def find_text(
    run: SavedRun, way_out: str, report: Callback | None = None, present: Source | None = None
) -> tuple[Source, Material]:
    """The text, or the numbers, that a run was trained on, and where it was found.

    Tried in this order: where it was, beside the run's file, the `present` source, and what the
    run carries itself, which a warning of the corpus then says; all are read with the run's
    folding and compared by fingerprint. Refuses with what was wrong at each place and with the
    `way_out`.
    """
    reasons = [
        f"{printable(p)} is a place on another system." for p in foreign(run.corpus["files"])[:1]
    ]
    for place in _places(run, present):
        found, why = _try_ways(place, run, report)
        if found is not None:
            return found
        if place is not present:
            reasons.append(why)
    carried = _carried(run, " ".join(reasons))
    if isinstance(carried, Corpus):
        return from_run(run, carried), carried
    if not isinstance(carried, str):
        return from_series(carried), carried
    reasons += [carried] if carried else []
    if run.settings.task == Numbers.name:
        raise Refusal(
            f"{run.path.name} needs the numbers it was trained on: {run.corpus['column']} in "
            f"{printable(run.corpus['name'])}. {' '.join(reasons) or NOWHERE} {way_out}"
        )
    raise Refusal(
        f"{run.path.name} needs the text it was trained on: {printable(run.corpus['name'])} "
        f"(fold: {run.settings.fold}). {' '.join(reasons) or NOWHERE} {way_out}"
    )


def read_for(run: SavedRun, paths: list[str]) -> Corpus | None:
    """The text of files if that, decoded in some way that the run may have had, is the run's."""
    found, _ = _try_ways(from_files(paths), run, None)
    return found[1] if found and isinstance(found[1], Corpus) else None


def _carried(run: SavedRun, reasons: str) -> Material | str:
    """The text in the run's own file, or what is wrong with it; "" where there is none."""
    if run.settings.task == Numbers.name:
        return _carried_numbers(run, reasons)
    from rnnviz.lab.runs.carried_text import TEXT, unpacked  # for which the start need not wait

    if TEXT not in run.arrays:
        return ""
    try:
        corpus = unpacked(run.arrays[TEXT], run.corpus, run.coding)
        corpus = corpus.among(run.coding.vocabulary)
    except Misfit as misfit:
        return f"{str(misfit).capitalize()}."
    except Refusal as refusal:
        return str(refusal)
    if not reasons:
        return corpus
    said = f"{reasons} {run.path.name} goes on with the text that it carries."
    return replace(corpus, warnings=(said, *corpus.warnings))


def _carried_numbers(run: SavedRun, reasons: str) -> Series | str:
    from rnnviz.lab.runs.carried_series import SERIES, unpacked_series

    if SERIES not in run.arrays:
        return ""
    try:
        series = unpacked_series(run.arrays[SERIES], run.corpus)
    except Misfit as misfit:
        return f"{str(misfit).capitalize()}."
    said = f"{reasons} {run.path.name} goes on with the numbers that it carries."
    return replace(series, warnings=(said,)) if reasons else series


def _places(run: SavedRun, present: Source | None) -> list[Source]:
    """Where a run's text may be, each place once, the likeliest first."""
    name, files = str(run.corpus["name"]), run.corpus["files"]
    folder = run.path.absolute().parent
    places = []
    if files and not foreign(run.corpus["files"]):
        places.append(from_files(files))
    if files:
        places += [from_files(paths) for paths in beside(folder, files)]
    elif is_builtin(name):
        places.append(from_builtin(name))
    if present is not None:
        places.append(present)
    known: dict[tuple[object, ...], Source] = {}
    for place in places:
        known.setdefault((place.files, place.builtin, place.label), place)
    return list(known.values())


def wishes_of(run: SavedRun) -> tuple[Wish, ...]:
    """How the files of a run's text may have been decoded, the likeliest way first.

    A run that does not say so is one of the first version's, or its text was in no file.
    """
    known = tuple(run.corpus.get("encodings", ()))
    return (Wish(known), FIND) if known else (FIND, BEFORE)


def _try_ways(
    place: Source, run: SavedRun, report: Callback | None
) -> tuple[tuple[Source, Material] | None, str]:
    """A place, decoded so that it is the run's text, with that text; or else why it is not."""
    ways = [place]
    if place.files and run.settings.task != Numbers.name:
        ways = [from_files(list(place.files), wish) for wish in wishes_of(run)]
        ways = ways if place.wish == FIND else [place, *ways]
    reasons = []
    for source in ways:
        found = _try(source, run, report)
        if not isinstance(found, str):
            return (source.settled(found), found), ""
        reasons.append(found)
    return None, next((why for why in reasons if why.endswith(CHANGED)), reasons[0])


def _try(source: Source, run: SavedRun, report: Callback | None) -> Material | str:
    """The run's text, or why this source is not it."""
    missing = next((path for path in source.files if not is_there(path)), None)
    if missing is not None:
        return f"{printable(missing)} is not there."
    try:
        if run.settings.task == Numbers.name:
            material: Material = source.read_column(run.corpus["column"], report)
        else:
            material = source.read(run.coding.folding, report)
        if material.fingerprint == run.corpus["fingerprint"]:
            if isinstance(material, Corpus):
                return material.among(run.coding.vocabulary)
            return material
    except Refusal as refusal:
        return str(refusal)
    called = printable(", ".join(source.files)) or f"The built-in text {source.label}"
    return f"{called} {OTHER_NUMBERS if run.settings.task == Numbers.name else CHANGED}"
