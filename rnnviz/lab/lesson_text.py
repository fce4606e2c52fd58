"""Reads lessons: TOML between +++ lines, then Markdown with one heading a step; refuses by line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rnnviz.lab import lesson_measures as measures
from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.lesson import (
    FENCE,
    SUFFIX,
    Expectation,
    Hand,
    Lesson,
    Step,
    builtin_names,
    lesson_path,
)
from rnnviz.lab.lesson_prose import Section, sections
from rnnviz.lab.lesson_source import Source, Table
from rnnviz.lab.settings import Settings, declarations
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.builtin import BUILTIN

LARGEST = 2_000_000
"""Bytes of a lesson; no text for a class is longer."""
OFF = "off"
"""Stands for a setting that is switched off: TOML has no word for nothing."""


def read_lesson(path: Path) -> Lesson:
    """The lesson of a file; refuses, with file, line and reason, whatever is wrong with it."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal(f"{path.name} is too large for a lesson.")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{path.name} is not UTF-8; save it as UTF-8 text.") from None
    except OSError as error:
        raise Refusal(f"{path.name} cannot be read: {error.strerror or error}.") from None
    return parse_lesson(text, path.name, path.parent)


def builtin_lessons() -> tuple[Lesson, ...]:
    """The lessons that come with the program, in their order."""
    return tuple(read_lesson(lesson_path(name)) for name in builtin_names())


def is_lesson(path: Path) -> bool:
    """Whether a file begins as lessons do; other Markdown files are texts."""
    if path.suffix.lower() != SUFFIX:
        return False
    try:
        with path.open("rb") as file:
            first = file.readline(100)
    except OSError:
        return False
    return first.removeprefix(b"\xef\xbb\xbf").strip() == FENCE.encode()


def parse_lesson(text: str, name: str, folder: Path) -> Lesson:
    """The lesson of a text; `folder` is where files that it names are looked for."""
    source = Source.of(text, name, folder)
    front = source.front_matter()
    front.only("title", "minutes", "settings", "corpus", "panels", "steps")
    if not front.text("title"):
        raise front.wrong('a lesson needs a title, as in title = "Vanish".', "title")
    intro, written = sections(source.prose)
    tables = front.tables("steps", "a step")
    _check_headings(source, tables, written)
    lesson = Lesson(
        name=Path(name).stem,
        title=front.text("title"),
        steps=tuple(_step(*both) for both in zip(tables, written, strict=True)),
        minutes=front.whole("minutes") or 10,
        settings=_settings(front.table("settings")),
        corpus=_corpus(front),
        panels=_panels(front),
        intro=intro,
    )
    _check_settings(front, tables, lesson)
    return lesson


def _check_headings(source: Source, tables: tuple[Table, ...], written: list[Section]) -> None:
    if not tables:
        raise source.wrong("a lesson needs at least one step, begun by a line [[steps]].")
    if len(written) > len(tables):
        extra = written[len(tables)]
        raise Refusal(
            f"{source.name}, line {source.prose_line + extra.line}: the heading {extra.title!r} "
            f"is number {len(tables) + 1}, but there are only {len(tables)} [[steps]]."
        )
    if len(written) < len(tables):
        reason = (
            f"this is one of {len(tables)} [[steps]], but there are only {len(written)} headings "
            "(##) below; every step needs its own."
        )
        raise source.wrong(reason, step=len(written))


def _step(table: Table, section: Section) -> Step:
    table.only("set", "restart", "undo", "intervene", "run", "pause", "point", "expect")
    return Step(
        title=section.title,
        text=section.text,
        answer=section.answer,
        changes=_settings(table.table("set")),
        restart=table.flag("restart"),
        undo=table.flag("undo"),
        hand=_hand(table.table("intervene")) if "intervene" in table.values else None,
        run=table.whole("run"),
        pause=table.flag("pause"),
        point=table.text("point"),
        expect=tuple(map(_expectation, table.tables("expect", "an expectation"))),
    )


def _hand(table: Table) -> Hand:
    table.only("name", "value")
    name = table.text("name")
    if name not in INTERVENTIONS:
        names = ", ".join(INTERVENTIONS)
        raise table.wrong(f"no intervention is called {name!r}; there are: {names}.", name)
    declared, value = INTERVENTIONS[name].value, table.values.get("value")
    if declared is None and value is not None:
        raise table.wrong(f"the intervention {name} takes no value.", "value")
    if declared is None or value is None:
        return Hand(name)
    try:
        return Hand(name, float(str(declared.check(value))))
    except Refusal as refusal:
        raise table.wrong(str(refusal), name) from None


def _expectation(table: Table) -> Expectation:
    table.only("what", "above", "below", "equals")
    what, given = table.text("what"), table.values
    if not measures.known(what):
        names = ", ".join((*measures.MEASURES, measures.CONTAINS))
        raise table.wrong(f"{what!r} cannot be expected; there are: {names}.", what)
    bounds = {key: value for key, value in given.items() if key != "what"}
    place = f'what = "{what}"'
    wanted = {measures.CONTAINS: str, "diverged": bool}.get(what)
    if wanted is None:
        if "equals" in bounds or not bounds:
            raise table.wrong(f"{what!r} needs above or below, or both.", place)
        for bound in bounds.values():
            _check_bound(table, bound, place)
    elif set(bounds) != {"equals"} or not isinstance(bounds["equals"], wanted):
        example = '"the"' if wanted is str else "true"
        raise table.wrong(f"{what!r} goes with equals = {example} and nothing else.", place)
    return Expectation(what, **bounds)


def _check_bound(table: Table, bound: Any, place: str) -> None:
    if isinstance(bound, str) and bound not in measures.REFERENCES:
        names = ", ".join(measures.REFERENCES)
        raise table.wrong(f"{bound!r} is no line to compare with; there are: {names}.", bound)
    if isinstance(bound, bool) or not isinstance(bound, int | float | str):
        raise table.wrong("above and below take a number or a line's name.", place)


def _settings(table: Table) -> Mapping[str, object]:
    known = declarations()
    for name in table.values:
        if name not in known:
            raise table.wrong(f"there is no setting called {name!r}.", name)
    return {
        name: None if value == OFF and known[name].optional else value
        for name, value in table.values.items()
    }


def _check_settings(front: Table, steps: tuple[Table, ...], lesson: Lesson) -> None:
    """Refuse values that are out of bounds, one by one, so that the line is right."""
    settings = Settings()
    given = [(front, lesson.settings)]
    given += [(table, step.changes) for table, step in zip(steps, lesson.steps, strict=True)]
    for table, changes in given:
        for name, value in changes.items():
            try:
                settings = settings.change(**{name: value})
            except Refusal as refusal:
                raise table.wrong(str(refusal), name) from None
        if settings.task not in DRAWN and not lesson.corpus:
            reason = f'the task {settings.task} needs a text, as in corpus = "verse".'
            raise table.wrong(reason, "settings")


def _corpus(front: Table) -> str:
    given = front.text("corpus")
    if not given or given in BUILTIN:
        return given
    path = front.source.folder / given
    if not path.is_file():
        raise front.wrong(
            f"the text {given!r} is neither built in ({', '.join(BUILTIN)}) nor a file in "
            f"{front.source.folder}.",
            "corpus",
        )
    return str(path)


def _panels(front: Table) -> tuple[tuple[str, ...], ...]:
    given = front.values.get("panels", [])
    rows = [row if isinstance(row, list) else [row] for row in given] if given else []
    if not isinstance(given, list) or not all(isinstance(n, str) and n for r in rows for n in r):
        reason = (
            "panels is a list of names, or of rows of names, as in "
            'panels = [["loss", "samples"], ["gradient_flow"]].'
        )
        raise front.wrong(reason, "panels")
    return tuple(tuple(row) for row in rows if row)
