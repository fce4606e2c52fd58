"""Writes a lesson to a file, as `lesson_text` reads it."""

from collections.abc import Mapping
from pathlib import Path

from rnnviz.lab.runs.atomic_writing import whole_file
from rnnviz.lab.runs.toml_writing import toml
from rnnviz.lessons.files import FENCE
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.question import Question
from rnnviz.lessons.reading import parse_lesson
from rnnviz.lessons.step import Expectation, Step
from rnnviz.refusal import Refusal


def write_lesson(lesson: Lesson, path: Path) -> None:
    """Write a lesson to a file, whole or not at all; refuses with the reason if it cannot.

    Refused is also what could not be read again, as a lesson of more steps than one may have.
    """
    try:
        text = lesson_text(lesson).encode()
        _check_readable(text.decode(), path)
        with whole_file(path) as unfinished:
            unfinished.write_bytes(text)
    except UnicodeEncodeError as error:
        wrong = error.object[error.start : error.end]
        raise Refusal(
            f"{path.name} cannot be written: {wrong!a} is no character. If it stands in the "
            "name of the text's file, give that another name."
        ) from None
    except OSError as error:
        raise Refusal(f"{path.name} cannot be written: {error.strerror or error}.") from None


def _check_readable(text: str, path: Path) -> None:
    try:
        parse_lesson(text, path.name, path.parent, outside=True)
    except Refusal as refusal:
        raise Refusal(
            f"A lesson of this could not be opened, so none is saved: {refusal}"
        ) from None


def lesson_text(lesson: Lesson) -> str:
    """The file of a lesson: what `parse_lesson` reads."""
    front = [f"title = {toml(lesson.title)}", f"minutes = {lesson.minutes}"]
    if lesson.corpus:
        several = list(lesson.corpus) if len(lesson.corpus) > 1 else lesson.corpus[0]
        front.append(f"corpus = {toml(several)}")
    if set(lesson.encodings) - {"utf-8"}:
        front.append(f"encoding = {toml(list(lesson.encodings))}")
    if lesson.panels:
        front.append(f"panels = {toml(lesson.panels)}")
    if lesson.settings:
        front += ["", "[settings]", *_pairs(lesson.settings)]
    for run in lesson.runs:
        front += ["", "[[runs]]", f"name = {toml(run.name)}", f"set = {_inline(run.changes)}"]
    for step in lesson.steps:
        front += ["", "[[steps]]", *_step_lines(step)]
    prose = [lesson.intro] if lesson.intro else []
    for step in lesson.steps:
        prose += [f"## {step.title}", step.text]
        prose += ["### Answer", step.answer] if step.answer else []
    return "\n".join([FENCE, *front, FENCE, "\n\n".join(prose), ""])


def _step_lines(step: Step) -> list[str]:
    lines = [f"set = {_inline(step.changes)}"] if step.changes else []
    lines += [f"focus = {toml(step.focus)}"] if step.focus else []
    lines += [f"{name} = true" for name in ("restart", "undo", "pause") if getattr(step, name)]
    if step.hand:
        given = {"name": step.hand.name, "value": step.hand.value}
        lines.append(f"intervene = {_inline({k: v for k, v in given.items() if v is not None})}")
    lines += [f"run = {step.run}"] if step.run else []
    for panel, choices in step.choose.items():
        lines.append(f"choose.{panel} = {_inline(choices)}")
    lines += [f"point = {toml(step.point)}"] if step.point else []
    lines += [f"beside = {toml(step.beside)}"] if step.beside else []
    lines += [f"room = {toml(step.room)}"] if step.room else []
    lines += [f"ask = {_question(step.ask)}"] if step.ask else []
    if step.expect:
        lines.append(f"expect = [{', '.join(map(_expectation, step.expect))}]")
    return lines


def _expectation(wanted: Expectation) -> str:
    given = {name: getattr(wanted, name) for name in ("what", "above", "below", "equals")}
    return _inline({name: value for name, value in given.items() if value is not None})


def _question(asked: Question) -> str:
    lines = [*asked.lines] if len(asked.lines) > 1 else asked.lines[0] if asked.lines else ""
    given = {"question": asked.words, "answers": [*asked.answers], "right": asked.right,
             "what": asked.what, "line": lines, "powers": [*asked.powers]}  # fmt: skip
    return _inline({name: value for name, value in given.items() if value not in ("", [])})


def _pairs(values: Mapping[str, object]) -> list[str]:
    return [f"{name} = {toml(value)}" for name, value in values.items()]


def _inline(values: Mapping[str, object]) -> str:
    return "{ " + ", ".join(_pairs(values)) + " }"
