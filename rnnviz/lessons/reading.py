"""Reads lessons: TOML between +++ lines, then Markdown with one heading a step; refuses by line."""

import io
from pathlib import Path
from typing import Any

from rnnviz.declare import quoted
from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.runs.source import is_builtin
from rnnviz.lab.settings import declarations
from rnnviz.lessons import measures
from rnnviz.lessons.bounds import LARGEST, PROSE, STEPS
from rnnviz.lessons.contestants import parted
from rnnviz.lessons.files import builtin_names, lesson_path, regular_bytes
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.prose import StepProse, sections
from rnnviz.lessons.reading_panels import read_choices, read_panel, read_panels
from rnnviz.lessons.reading_question import read_question
from rnnviz.lessons.reading_runs import is_measure, read_contestant, read_runs
from rnnviz.lessons.reading_settings import read_settings
from rnnviz.lessons.source import LessonSource, TomlTable
from rnnviz.lessons.step import Expectation, Hand, Step
from rnnviz.lessons.texts import read_corpus_names, read_encodings
from rnnviz.lessons.validate import validate
from rnnviz.refusal import Refusal

LONGEST = 1000
"""Minutes of a lesson."""
MOST_STEPS = int(declarations()["steps"].high or 0)


def read_lesson(path: Path, outside: bool = False) -> Lesson:
    """The lesson of a file; refuses, with file, line and reason, whatever is wrong with it.

    Texts that are not in its folder or below are refused, too (`OutsideText`), unless `outside`.
    """
    return parse_lesson(text_of_file(path), path.name, path.parent, outside)


def text_of_file(path: Path) -> str:
    """What stands in a lesson's file; refuses what is too large or no UTF-8."""
    try:
        found = regular_bytes(path, LARGEST + 1)
        if len(found) > LARGEST:
            raise Refusal(f"{path.name} is too large for a lesson, which has {LARGEST:,} bytes.")
        return io.StringIO(found.decode("utf-8-sig"), newline=None).read()
    except UnicodeDecodeError:
        raise Refusal(f"{path.name} is not UTF-8; save it as UTF-8 text.") from None
    except OSError as error:
        raise Refusal(f"{path.name} cannot be read: {error.strerror or error}.") from None


def builtin_lessons() -> tuple[Lesson, ...]:
    """The lessons that come with the program, in their order."""
    return tuple(read_lesson(lesson_path(name)) for name in builtin_names())


def lesson_after(lesson: Lesson) -> Lesson | None:
    """The built-in lesson after a built-in one, None after the last and after any other."""
    names = builtin_names()
    if lesson.name not in names or lesson.folder != lesson_path(lesson.name).parent:
        return None
    return next((read_lesson(lesson_path(name)) for name in names[names.index(lesson.name) + 1 :]),
                None)  # fmt: skip


def parse_lesson(text: str, name: str, folder: Path, outside: bool = False) -> Lesson:
    """The lesson of a text; `folder` is where files that it names are looked for."""
    source = LessonSource.of(text, name, folder)
    front = source.front_matter()
    front.only("title", "minutes", "settings", "corpus", "encoding", "panels", "runs", "steps")
    if not front.text("title"):
        raise front.wrong('a lesson needs a title, as in title = "Vanish".', "title")
    intro, written = sections(source.prose)
    tables = front.tables("steps", "a step")
    _check_headings(source, tables, written)
    _check_lengths(source, intro, written)
    corpus = read_corpus_names(front, outside)
    built_in = bool(corpus) and is_builtin(corpus[0])
    runs = read_runs(front)
    names = tuple(run.name for run in runs)
    lesson = Lesson(
        name=Path(name).stem,
        title=front.text("title"),
        steps=tuple(_step(*both, names) for both in zip(tables, written, strict=True)),
        minutes=front.whole("minutes", LONGEST) or 10,
        settings=read_settings(front.table("settings")),
        corpus=corpus,
        encodings=read_encodings(front, 0 if built_in else len(corpus)),
        panels=read_panels(front),
        intro=intro,
        runs=runs,
        folder=folder,
    )
    validate(front, tables, lesson)
    return lesson


def _check_headings(
    source: LessonSource, tables: tuple[TomlTable, ...], written: list[StepProse]
) -> None:
    if not tables:
        raise source.wrong("a lesson needs at least one step, begun by a line [[steps]].")
    if len(tables) > STEPS:
        raise source.wrong(f"a lesson has at most {STEPS} steps, not {len(tables):,}.", step=STEPS)
    if len(written) > len(tables):
        extra = written[len(tables)]
        raise Refusal(
            f"{source.name}, line {source.prose_line + extra.line}: the heading "
            f"{quoted(extra.title)} is number {len(tables) + 1}, but there are only "
            f"{len(tables)} [[steps]]."
        )
    if len(written) < len(tables):
        reason = (
            f"this is one of {len(tables)} [[steps]], but there are only {len(written)} headings "
            "(##) below; every step needs its own."
        )
        raise source.wrong(reason, step=len(written))


def _check_lengths(source: LessonSource, intro: str, written: list[StepProse]) -> None:
    """Refuse prose that could not be read at a glance, nor be laid out at once."""
    sizes = [
        (len(intro), 0),
        *((len(p.title) + len(p.text) + len(p.answer), p.line) for p in written),
    ]
    for size, line in sizes:
        if size > PROSE:
            raise Refusal(
                f"{source.name}, line {source.prose_line + line}: {size:,} characters are too much "
                f"for one step (at most {PROSE:,}); make several of it."
            )


def _step(table: TomlTable, section: StepProse, names: tuple[str, ...]) -> Step:
    table.only(
        *("set", "restart", "focus", "undo", "intervene", "run", "pause"),
        *("choose", "point", "beside", "room", "ask", "expect"),
    )
    return Step(
        title=section.title,
        text=section.text,
        answer=section.answer,
        changes=read_settings(table.table("set")),
        restart=table.flag("restart"),
        focus=read_contestant(table, "focus", names),
        undo=table.flag("undo"),
        hand=_hand(table.table("intervene")) if "intervene" in table.values else None,
        run=table.whole("run", MOST_STEPS),
        pause=table.flag("pause"),
        choose=read_choices(table),
        point=read_panel(table, "point"),
        beside=read_contestant(table, "beside", names),
        room=read_panel(table, "room"),
        ask=read_question(table),
        expect=tuple(_expectation(one, names) for one in table.tables("expect", "an expectation")),
    )


def _hand(table: TomlTable) -> Hand:
    table.only("name", "value")
    name = table.text("name")
    if name not in INTERVENTIONS:
        names = ", ".join(INTERVENTIONS)
        reason = f"no intervention is called {quoted(name)}; there are: {names}."
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


def _expectation(table: TomlTable, runs: tuple[str, ...]) -> Expectation:
    table.only("what", "above", "below", "equals")
    what, given = table.text("what"), table.values
    _, measure = parted(what, runs)
    if not measures.known(measure):
        names = ", ".join((*measures.MEASURES, measures.CONTAINS))
        raise table.wrong(
            f"{quoted(what)} cannot be expected; there are: {names}.", what or "expect"
        )
    bounds = {key: value for key, value in given.items() if key != "what"}
    place = f'what = "{what}"'
    wanted = {measures.CONTAINS: str, "diverged": bool}.get(measure)
    if wanted is None:
        if "equals" in bounds or not bounds:
            raise table.wrong(f"{quoted(what)} needs above or below, or both.", place)
        for bound in bounds.values():
            _check_bound(table, bound, place, runs)
    elif set(bounds) != {"equals"} or not isinstance(bounds["equals"], wanted):
        example = '"the"' if wanted is str else "true"
        raise table.wrong(f"{quoted(what)} goes with equals = {example} and nothing else.", place)
    return Expectation(what, **bounds)


def _check_bound(table: TomlTable, bound: Any, place: str, runs: tuple[str, ...]) -> None:
    is_known = bound in measures.REFERENCES or (isinstance(bound, str) and is_measure(bound, runs))
    if isinstance(bound, str) and not is_known:
        names = ", ".join(measures.REFERENCES)
        of = f" of {' or '.join(runs)}" if runs else ""
        reason = (
            f"{quoted(bound)} is no line to compare with; there are: {names}, and what is "
            f"measured{of}."
        )
        raise table.wrong(reason, bound)
    if isinstance(bound, bool) or not isinstance(bound, int | float | str):
        raise table.wrong("above and below take a number or a line's name.", place)
