"""Reads lessons: TOML between +++ lines, then Markdown with one heading a step; refuses by line."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rnnviz.lab import lesson_measures as measures
from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.lesson import FENCE, Expectation, Hand, Lesson, Step
from rnnviz.lab.lesson_prose import Section, sections
from rnnviz.lab.settings import Settings, declarations
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.builtin import BUILTIN

LESSON_KEYS = ("title", "minutes", "settings", "corpus", "panels", "steps")
STEP_KEYS = ("set", "restart", "undo", "intervene", "run", "pause", "point", "expect")
EXPECT_KEYS = ("what", "above", "below", "equals")
HAND_KEYS = ("name", "value")
LARGEST = 2_000_000
"""Bytes of a lesson; no text for a class is longer."""
OFF = "off"
"""Stands for a setting that is switched off: TOML has no word for nothing."""


@dataclass(frozen=True)
class Source:
    """A lesson's file, taken apart, for saying where something is wrong."""

    name: str
    folder: Path
    front: str
    prose: str
    prose_line: int
    """The line of the file at which the prose begins."""

    def wrong(self, reason: str, key: str = "", step: int | None = None) -> Refusal:
        """What to raise: file, line and reason. `step` counts from 0."""
        return Refusal(f"{self.name}, line {self.line(key, step)}: {reason}")

    def line(self, key: str = "", step: int | None = None) -> int:
        """The line where `key` stands, in a step or before the first one."""
        lines = self.front.splitlines()
        heads = [n for n, text in enumerate(lines) if re.match(r"\s*\[\[\s*steps\s*\]\]", text)]
        first, last = 0, heads[0] if heads else len(lines)
        if step is not None and step < len(heads):
            first, last = heads[step], (*heads, len(lines))[step + 1]
        word = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
        found = (n for n in range(first, last) if key and word.search(lines[n]))
        return next(found, first) + 2  # the first line is the fence, and lines count from 1


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


def is_lesson(path: Path) -> bool:
    """Whether a file begins as lessons do; other Markdown files are texts."""
    if path.suffix.lower() != ".md":
        return False
    try:
        with path.open("rb") as file:
            first = file.readline(100)
    except OSError:
        return False
    return first.removeprefix(b"\xef\xbb\xbf").strip() == FENCE.encode()


def parse_lesson(text: str, name: str, folder: Path) -> Lesson:
    """The lesson of a text; `folder` is where files that it names are looked for."""
    source = _taken_apart(text, name, folder)
    front = _front_matter(source)
    _only(source, front, LESSON_KEYS, "a lesson")
    intro, written = sections(source.prose)
    steps = _list_of_tables(source, front.get("steps", []), "steps")
    _same_number(source, steps, written)
    title = _text(source, front, "title")
    if not title:
        raise source.wrong('a lesson needs a title, as in title = "Vanish".')
    lesson = Lesson(
        name=Path(name).stem,
        title=title,
        steps=tuple(_step(source, n, t, s) for n, (t, s) in enumerate(zip(steps, written))),  # noqa: B905
        minutes=_whole(source, front, "minutes", 10, least=1),
        settings=_settings(source, front.get("settings", {}), "settings", None),
        corpus=_corpus(source, front),
        panels=_panels(source, front.get("panels", [])),
        intro=intro,
    )
    _check_settings(source, lesson)
    return lesson


def _taken_apart(text: str, name: str, folder: Path) -> Source:
    lines = text.splitlines()
    if not lines or lines[0].strip() != FENCE:
        raise Refusal(f"{name}, line 1: a lesson begins with a line {FENCE}.")
    ends = [n for n, line in enumerate(lines[1:], 1) if line.strip() == FENCE]
    if not ends:
        raise Refusal(f"{name}, line {len(lines)}: the line {FENCE} after the settings is missing.")
    front, prose = "\n".join(lines[1 : ends[0]]), "\n".join(lines[ends[0] + 1 :])
    return Source(name, folder, front, prose, ends[0] + 2)


def _front_matter(source: Source) -> dict[str, Any]:
    try:
        return tomllib.loads(source.front)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        lines = len(source.front.splitlines())
        line = int(found.group(1)) if found else lines
        reason = re.sub(r"\s*\(at [^)]*\)", "", str(error))
        raise Refusal(f"{source.name}, line {line + 1}: {reason}.") from None


def _same_number(source: Source, steps: list[dict[str, Any]], written: list[Section]) -> None:
    if not steps:
        raise source.wrong("a lesson needs at least one step, begun by a line [[steps]].")
    if len(written) > len(steps):
        line = source.prose_line + written[len(steps)].line
        raise Refusal(
            f"{source.name}, line {line}: the heading {written[len(steps)].title!r} is number "
            f"{len(written)}, but there are only {len(steps)} [[steps]]."
        )
    if len(written) < len(steps):
        raise source.wrong(
            f"there are {len(steps)} [[steps]] but only {len(written)} headings (##) below; every "
            "step needs one.",
            step=len(written),
        )


def _step(source: Source, number: int, table: dict[str, Any], section: Section) -> Step:
    here = f"step {number + 1}"
    _only(source, table, STEP_KEYS, here, number)
    return Step(
        title=section.title,
        text=section.text,
        answer=section.answer,
        changes=_settings(source, table.get("set", {}), "set", number),
        restart=_flag(source, table, "restart", number),
        undo=_flag(source, table, "undo", number),
        hand=_hand(source, table.get("intervene"), number),
        run=_whole(source, table, "run", None, least=1, step=number),
        pause=_flag(source, table, "pause", number),
        point=_text(source, table, "point", number),
        expect=tuple(
            _expectation(source, given, number)
            for given in _list_of_tables(source, table.get("expect", []), "expect", number)
        ),
    )


def _hand(source: Source, given: Any, step: int) -> Hand | None:
    if given is None:
        return None
    table = _table(source, given, "intervene", step)
    _only(source, table, HAND_KEYS, "intervene", step)
    name = _text(source, table, "name", step)
    if name not in INTERVENTIONS:
        names = ", ".join(INTERVENTIONS)
        raise source.wrong(f"no intervention is called {name!r}; there are: {names}.", name, step)
    declared, value = INTERVENTIONS[name].value, table.get("value")
    if declared is None and value is not None:
        raise source.wrong(f"the intervention {name} takes no value.", "value", step)
    if declared is None or value is None:
        return Hand(name)
    try:
        return Hand(name, float(str(declared.check(value))))
    except Refusal as refusal:
        raise source.wrong(str(refusal), name, step) from None


def _expectation(source: Source, table: dict[str, Any], step: int) -> Expectation:
    _only(source, table, EXPECT_KEYS, "an expectation", step)
    what = _text(source, table, "what", step)
    if not measures.known(what):
        names = ", ".join((*measures.MEASURES, measures.CONTAINS))
        raise source.wrong(f"{what!r} cannot be expected; there are: {names}.", what, step)
    bounds = {key: table[key] for key in ("above", "below", "equals") if key in table}
    for key in ("above", "below"):
        if key in bounds:
            _check_bound(source, bounds[key], what, step)
    wanted = {measures.CONTAINS: str, "diverged": bool}.get(what)
    if wanted is not None and (
        set(bounds) != {"equals"} or not isinstance(table["equals"], wanted)
    ):
        example = '"the"' if wanted is str else "true"
        raise source.wrong(f"{what!r} goes with equals = {example} alone.", what, step)
    if wanted is None and ("equals" in bounds or not bounds):
        raise source.wrong(f"{what!r} needs above = or below = and a number.", what, step)
    return Expectation(what, **bounds)


def _check_bound(source: Source, bound: Any, what: str, step: int) -> None:
    if isinstance(bound, str) and bound not in measures.REFERENCES:
        names = ", ".join(measures.REFERENCES)
        raise source.wrong(f"{bound!r} is no line to compare with: {names}.", bound, step)
    if isinstance(bound, bool) or not isinstance(bound, int | float | str):
        raise source.wrong("above and below take a number or a line's name.", what, step)


def _settings(source: Source, given: Any, key: str, step: int | None) -> Mapping[str, object]:
    table = _table(source, given, key, step)
    known = declarations()
    for name in table:
        if name not in known:
            raise source.wrong(f"there is no setting called {name!r}.", name, step)
    return {
        name: None if value == OFF and known[name].optional else value
        for name, value in table.items()
    }


def _check_settings(source: Source, lesson: Lesson) -> None:
    """Refuse values that are out of bounds, one by one, so that the line is right."""
    settings = Settings()
    changes = [(None, lesson.settings), *((n, s.changes) for n, s in enumerate(lesson.steps))]
    for step, given in changes:
        for name, value in given.items():
            try:
                settings = settings.change(**{name: value})
            except Refusal as refusal:
                raise source.wrong(str(refusal), name, step) from None
        if settings.task not in DRAWN and not lesson.corpus:
            raise source.wrong(
                f'the task {settings.task} needs a text, as in corpus = "verse".', "settings", step
            )


def _corpus(source: Source, front: dict[str, Any]) -> str:
    given = _text(source, front, "corpus")
    if not given or given in BUILTIN:
        return given
    path = source.folder / given
    if not path.is_file():
        raise source.wrong(
            f"the text {given!r} is neither built in ({', '.join(BUILTIN)}) nor a file in "
            f"{source.folder}.",
            "corpus",
        )
    return str(path)


def _panels(source: Source, given: Any) -> tuple[tuple[str, ...], ...]:
    rows = given if isinstance(given, list) else None
    if rows is not None:
        rows = [row if isinstance(row, list) else [row] for row in rows]
    if rows is None or not all(isinstance(name, str) and name for row in rows for name in row):
        raise source.wrong(
            'panels is a list of names, or of rows of names, as in [["loss", "samples"], '
            '["gradient_flow"]].',
            "panels",
        )
    return tuple(tuple(row) for row in rows if row)


def _only(
    source: Source,
    table: dict[str, Any],
    keys: tuple[str, ...],
    where: str,
    step: int | None = None,
) -> None:
    for key in table:
        if key not in keys:
            known = ", ".join(keys)
            raise source.wrong(f"{where} has no {key!r}; it can have: {known}.", key, step)


def _text(source: Source, table: dict[str, Any], key: str, step: int | None = None) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise source.wrong(f"{key} is a text in quotes, not {value!r}.", key, step)
    return value


def _flag(source: Source, table: dict[str, Any], key: str, step: int) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise source.wrong(f"{key} is true or false, not {value!r}.", key, step)
    return value


def _whole(
    source: Source,
    table: dict[str, Any],
    key: str,
    default: Any,
    *,
    least: int,
    step: int | None = None,
) -> Any:
    value = table.get(key, default)
    whole = isinstance(value, int) and not isinstance(value, bool)
    if key in table and (not whole or value < least):
        raise source.wrong(f"{key} is a whole number from {least} on, not {value!r}.", key, step)
    return value


def _table(source: Source, given: Any, key: str, step: int | None) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise source.wrong(f"{key} is a table, as in {key} = {{ ... }}.", key, step)
    return given


def _list_of_tables(
    source: Source, given: Any, key: str, step: int | None = None
) -> list[dict[str, Any]]:
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise source.wrong(f"{key} is a list of tables.", key, step)
    return given
