"""Reads lessons: TOML between +++ lines, then Markdown with one heading a step; refuses by line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.settings import declarations
from rnnviz.lessons import measures
from rnnviz.lessons.files import builtin_names, lesson_path
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.prose import StepProse, sections
from rnnviz.lessons.reading_panels import read_choices, read_panels, read_point
from rnnviz.lessons.source import LessonSource, TomlTable
from rnnviz.lessons.step import Expectation, Hand, Step
from rnnviz.lessons.validate import validate
from rnnviz.refusal import Refusal
from rnnviz.tasks.builtin import BUILTIN

LARGEST = 2_000_000
"""Bytes of a lesson; no text for a class is longer."""
LONGEST = 1000
"""Minutes of a lesson."""
MOST_STEPS = int(declarations()["steps"].high or 0)
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


def parse_lesson(text: str, name: str, folder: Path) -> Lesson:
    """The lesson of a text; `folder` is where files that it names are looked for."""
    source = LessonSource.of(text, name, folder)
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
        minutes=front.whole("minutes", LONGEST) or 10,
        settings=_settings(front.table("settings")),
        corpus=_corpus(front),
        panels=read_panels(front),
        intro=intro,
    )
    validate(front, tables, lesson)
    return lesson


def _check_headings(
    source: LessonSource, tables: tuple[TomlTable, ...], written: list[StepProse]
) -> None:
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


def _step(table: TomlTable, section: StepProse) -> Step:
    table.only(
        *("set", "restart", "undo", "intervene", "run", "pause", "choose", "point", "expect")
    )
    return Step(
        title=section.title,
        text=section.text,
        answer=section.answer,
        changes=_settings(table.table("set")),
        restart=table.flag("restart"),
        undo=table.flag("undo"),
        hand=_hand(table.table("intervene")) if "intervene" in table.values else None,
        run=table.whole("run", MOST_STEPS),
        pause=table.flag("pause"),
        choose=read_choices(table),
        point=read_point(table),
        expect=tuple(map(_expectation, table.tables("expect", "an expectation"))),
    )


def _hand(table: TomlTable) -> Hand:
    table.only("name", "value")
    name = table.text("name")
    if name not in INTERVENTIONS:
        names = ", ".join(INTERVENTIONS)
        reason = f"no intervention is called {name!r}; there are: {names}."
        raise table.wrong(reason, name or "intervene")
    declared, value = INTERVENTIONS[name].value, table.values.get("value")
    if declared is None and value is not None:
        raise table.wrong(f"the intervention {name} takes no value.", "value")
    if declared is None or value is None:
        return Hand(name)
    try:
        return Hand(name, float(str(declared.check(value))))
    except Refusal as refusal:
        raise table.wrong(str(refusal), name) from None


def _expectation(table: TomlTable) -> Expectation:
    table.only("what", "above", "below", "equals")
    what, given = table.text("what"), table.values
    if not measures.known(what):
        names = ", ".join((*measures.MEASURES, measures.CONTAINS))
        raise table.wrong(f"{what!r} cannot be expected; there are: {names}.", what or "expect")
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


def _check_bound(table: TomlTable, bound: Any, place: str) -> None:
    if isinstance(bound, str) and bound not in measures.REFERENCES:
        names = ", ".join(measures.REFERENCES)
        raise table.wrong(f"{bound!r} is no line to compare with; there are: {names}.", bound)
    if isinstance(bound, bool) or not isinstance(bound, int | float | str):
        raise table.wrong("above and below take a number or a line's name.", place)


def _settings(table: TomlTable) -> Mapping[str, object]:
    known = declarations()
    for name in table.values:
        if name not in known:
            raise table.wrong(f"there is no setting called {name!r}.", name)
    return {
        name: None if value == OFF and known[name].optional else value
        for name, value in table.values.items()
    }


def _corpus(front: TomlTable) -> tuple[str, ...]:
    """One text or a list of files; refuses such as are neither built in nor there."""
    given = front.values.get("corpus", [])
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        reason = 'corpus is a name or a list of files, as in corpus = ["one.txt", "two.txt"].'
        raise front.wrong(reason, "corpus")
    wanted = [name for name in names if name]
    if len(wanted) == 1 and wanted[0] in BUILTIN:
        return (wanted[0],)
    return tuple(str(_file(front, name)) for name in wanted)


def _file(front: TomlTable, name: str) -> Path:
    path = front.source.folder / name
    if not path.is_file():
        raise front.wrong(
            f"the text {name!r} is neither built in ({', '.join(BUILTIN)}) nor a file in "
            f"{front.source.folder}.",
            "corpus",
        )
    return path
