"""Makes a run in a thread of its own: reads its text, builds its network, or reads its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rnnviz.core.pauses import Ask
from rnnviz.lab.runs.sources import Source, check_unchanged, find_text
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Entry
from rnnviz.lab.turns import Shared
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.material import Material
from rnnviz.tasks.progress import Callback, Cancelled

if TYPE_CHECKING:
    from rnnviz.lab.race.contestants import Entries
    from rnnviz.lab.run import Run
    from rnnviz.lab.runs.saved_run import SavedRun

WAY_OUT = "Put that text beside the run, or open the text first and then the run."
"""What helps when a run's text is not found."""


SHORTEST = 2
"""Steps of the shortest sequence of numbers."""
Make = Callable[[Callback], "Run | tuple[Run, ...] | Gathered"]
"""Makes a run, several that race or that were gathered, given a callback for its progress."""


@dataclass(frozen=True, eq=False)
class Gathered:
    """The runs of a workspace, each with its title and look, and the one that was in focus.

    `problems` tell of those that could not be read, `layout` is the window's own.
    """

    runs: tuple[Run, ...]
    focus: Run
    problems: tuple[str, ...]
    layout: bytes


def job_for(
    settings: Settings,
    needed: set[str],
    source: Source | None,
    corpus: Material | None,
    other: Source | None = None,
) -> tuple[Make, str]:
    """What makes a run with these settings, and a label for it.

    It is made from the `corpus` that is there, which its `source` makes again, or from an `other`.
    """
    if other is not None:
        source, corpus = other, None
    if settings.task in DRAWN:
        return build(source, None, settings), "a new network"
    if "new text" in needed and source is not None:
        return read_and_build(source, settings, corpus), source.label
    return build(source, corpus, settings), "a new network"


def build_race(
    entries: Entries, seeds: int, source: Source | None, corpus: Material | None, shared: Shared
) -> Make:
    """Begin a run for each contestant, with as many seeds, on the text that is there.

    Those that share seconds go on beyond the steps of the settings until these are over.
    """

    def prepare(report: Callback) -> tuple[Run, ...]:
        from rnnviz.lab.race.contestants import contestants
        from rnnviz.lab.race.endless import make_endless

        found = contestants(entries, lambda one: _text_for(one, entries.start, corpus), seeds)
        runs: list[Run] = []
        for further in range(seeds):
            entered = [one.with_seed(further) for one in found]
            for one in entered:
                text = _text_for(one.settings, entries.start, corpus)
                run = _new_run(one.settings, text, source, report)
                race = runs[0].id if runs else run.id
                run.entry = Entry(race, one.name, entered[0].settings, shared)
                make_endless(run, shared)
                runs.append(run)
        return tuple(runs)

    return prepare


def build_field(
    named: Mapping[str, Settings],
    source: Source | None,
    corpus: Material | None,
    other: Source | None = None,
) -> Make:
    """Begin runs with these settings, which race by these names on the text that is there.

    It is the one that the `source` makes again, or an `other`, which is read.
    """

    def prepare(report: Callback) -> tuple[Run, ...]:
        first = next(iter(named.values()))
        text, origin = (corpus, source) if other is None else (None, other)
        if first.task in DRAWN:
            text = None
        elif other is not None:
            text = other.read_for(first, report)
            origin = other.settled(text)
        runs: list[Run] = []
        for name, settings in named.items():
            run = _new_run(settings, text, origin, report)
            run.entry = Entry(runs[0].id if runs else run.id, name, first)
            runs.append(run)
        return tuple(runs)

    return prepare


def _text_for(settings: Settings, start: Settings, corpus: Material | None) -> Material | None:
    """The text that is there, where it is wanted and as it is wanted; refuses another folding."""
    if settings.task in DRAWN:
        return None
    if "new text" in settings.effects(start.change(task=settings.task)):
        raise Refusal("All contestants of a race learn one text; fold it as they want it first.")
    return corpus


def read_and_build(source: Source, settings: Settings, learned: Material | None = None) -> Make:
    """Read a text, or numbers, and begin a run on it; refuses what is no longer as `learned`."""

    def prepare(report: Callback) -> Run:
        if learned is not None:
            check_unchanged(source, learned, report)
        found = source.read_for(settings, report)
        return _new_run(_fitting(settings, found), found, source.settled(found), report)

    return prepare


def build(source: Source | None, corpus: Material | None, settings: Settings) -> Make:
    """Begin a run on a text that is there already, or a task that needs none.

    The source is kept for when a text is wanted again.
    """

    def prepare(report: Callback) -> Run:
        return _new_run(settings, corpus, source, report)

    return prepare


Texts = list[tuple[Source | None, Material | None]]
"""Texts that were read, with what makes them again; the first is that of the run in focus."""


def read_run(path: Path, texts: Texts) -> Make:
    """Read a run and, unless it is one of these `texts`, the text it was trained on.

    That text is looked for where it was, beside the run, and in the source of the first.
    """

    def prepare(report: Callback) -> Run:
        return read_one(path, texts, report)

    return prepare


def read_one(path: Path, texts: Texts, report: Callback) -> Run:
    """Read a run as `read_run` does; its text is one of the texts from then on."""
    from rnnviz.lab.runs.checkpoint import load_run

    ask = asking(report)
    saved = load_run(path, ask, past=True)
    present = texts[0][0] if texts else None
    if saved.settings.task in DRAWN:
        return _resumed(saved, None, present, ask)
    for source, corpus in texts:
        if corpus is not None and corpus.fingerprint == saved.corpus.get("fingerprint"):
            return _resumed(saved, corpus, source, ask)
    own, found = find_text(saved, WAY_OUT, report, present)
    texts.append((own, found))
    return _resumed(saved, found, own, ask)


def read_all(path: Path, texts: Texts) -> Make:
    """Read the runs of a workspace; refuses where not one can be read."""

    def prepare(report: Callback) -> Gathered:
        from rnnviz.lab.race.endless import enter_again
        from rnnviz.lab.runs.workspace import open_members, read_workspace  # not at the start

        workspace = read_workspace(path)
        count, done = len(workspace.entries), 0

        def load(file: Path) -> Run:
            nonlocal done
            before, done = done, done + 1
            return read_one(file, texts, lambda share: report((before + share) / count))

        opened, problems = open_members(workspace, load)
        for entry, run in opened:
            run.title, run.look, run.shown = entry.name, entry.look, entry.shown
        enter_again(opened)
        wanted = workspace.entries[workspace.focus]
        focus = next((run for entry, run in opened if entry is wanted), opened[0][1])
        runs = tuple(run for _, run in opened)
        return Gathered(runs, focus, tuple(problems), workspace.layout)

    return prepare


def _resumed(saved: SavedRun, corpus: Material | None, source: Source | None, ask: Ask) -> Run:
    """A run that goes on from its file, and has the past that was saved with it."""
    from rnnviz.lab.race.endless import give_an_end
    from rnnviz.lab.run import Run

    run = Run(saved.resume(corpus, ask), source, saved.path)
    run.past.take(saved.moments(run.trainer))
    run.past_is_saved = bool(saved.past)
    give_an_end(run)
    return run


def _fitting(settings: Settings, found: Material) -> Settings:
    """The settings without a prime that this text could not have written.

    For numbers they have sequences of a length that these can be cut into.
    """
    if not isinstance(found, Corpus):
        longest = max(len(found.split(settings.validation)[0]) // 2, SHORTEST)
        length = int(str(settings.value("length")))
        return settings if length <= longest else settings.change(length=longest)
    try:
        found.encode(settings.prime)
    except Refusal:
        return settings.change(prime="")
    return settings


def asking(report: Callback) -> Ask:
    """What is asked between two pieces of long work; raises Cancelled where that is wanted."""

    def ask(share: float = 0.0) -> None:
        if not report(share):
            raise Cancelled

    return ask


def _new_run(
    settings: Settings, corpus: Material | None, source: Source | None, report: Callback
) -> Run:
    """An untrained run; what it computes with is loaded now, while the window stands."""
    from rnnviz.lab.run import Run
    from rnnviz.lab.trainer import Trainer

    return Run(Trainer(settings, corpus, asking(report)), source)
