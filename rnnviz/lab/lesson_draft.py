"""Saves the present state of a run as a lesson for a teacher to write on."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.lesson import FENCE, Expectation, Hand, Lesson, Step
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Event, Snapshot
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.builtin import BUILTIN

UNDONE = "undone: "
BEGIN = "Say here what is done, and **ask what will happen.**"
ANSWER = "Say here what is seen, and why."


def draft(snapshot: Snapshot, text: str, panels: tuple[tuple[str, ...], ...], path: Path) -> Lesson:
    """A lesson that comes to the state of `snapshot`: its settings, text, steps and interventions.

    `text` is a built-in text's name or a file, which the lesson names relative to its own `path`.
    Settings that were changed on the way are those of now.
    """
    settings = snapshot.settings
    drawn = settings.task in DRAWN
    if not drawn and not text:
        raise Refusal(
            "A pasted text cannot be named in a lesson; save it to a file, and open that."
        )
    label = snapshot.task.label if drawn else Path(text).stem
    return Lesson(
        name=path.stem,
        title=f"{label} with {settings.cell}",
        steps=_steps(snapshot, panels),
        settings=_differing(settings),
        corpus="" if drawn else _named(text, path),
        panels=panels,
    )


def _differing(settings: Settings) -> Mapping[str, object]:
    usual = Settings().change(task=settings.task)
    now = settings.as_dict()
    return {
        name: value
        for name, value in now.items()
        if name == "task" or name not in usual.rows() or value != usual.value(name)
    }


def _named(text: str, path: Path) -> str:
    if text in BUILTIN:
        return text
    return os.path.relpath(text, path.parent)


def _steps(snapshot: Snapshot, panels: tuple[tuple[str, ...], ...]) -> tuple[Step, ...]:
    point = panels[0][0] if panels else ""
    first = Step("Untrained", BEGIN, ANSWER, restart=True, point=point)
    steps, reached = [first], 0
    for event in snapshot.events:
        if event.step > reached:
            steps.append(_run(event.step, point))
        steps.append(_by_hand(event))
        reached = event.step
    if snapshot.step > reached:
        steps.append(_run(snapshot.step, point))
    return tuple(steps)


def _run(step: int, point: str) -> Step:
    return Step(f"Step {step:,}", BEGIN, ANSWER, run=step, point=point)


def _by_hand(event: Event) -> Step:
    """An intervention, from the words of its mark on the curve."""
    if event.text.startswith(UNDONE):
        return Step(event.text, BEGIN, ANSWER, undo=True)
    for name, known in INTERVENTIONS.items():
        if event.text.startswith(known.label):
            value = event.text.removeprefix(known.label).strip()
            hand = Hand(name, float(value) if value else None)
            return Step(event.text, BEGIN, ANSWER, hand=hand)
    raise Refusal(f"{event.text!r} cannot be told in a lesson.")


def write_lesson(lesson: Lesson, path: Path) -> None:
    """Write a lesson to a file; refuses with the reason where that is impossible."""
    try:
        path.write_text(lesson_text(lesson), encoding="utf-8")
    except OSError as error:
        raise Refusal(f"{path.name} cannot be written: {error.strerror or error}.") from None


def lesson_text(lesson: Lesson) -> str:
    """The file of a lesson: what `parse_lesson` reads."""
    front = [f"title = {_toml(lesson.title)}", f"minutes = {lesson.minutes}"]
    if lesson.corpus:
        front.append(f"corpus = {_toml(lesson.corpus)}")
    if lesson.panels:
        front.append(f"panels = {_toml([list(row) for row in lesson.panels])}")
    if lesson.settings:
        front += ["", "[settings]", *_pairs(lesson.settings)]
    for step in lesson.steps:
        front += ["", "[[steps]]", *_step_lines(step)]
    prose = [lesson.intro] if lesson.intro else []
    for step in lesson.steps:
        prose += [f"## {step.title}", step.text]
        prose += ["### Answer", step.answer] if step.answer else []
    return "\n".join([FENCE, *front, FENCE, "\n\n".join(prose), ""])


def _step_lines(step: Step) -> list[str]:
    lines = [f"set = {_inline(step.changes)}"] if step.changes else []
    lines += [f"{name} = true" for name in ("restart", "undo", "pause") if getattr(step, name)]
    if step.hand:
        given = {"name": step.hand.name, "value": step.hand.value}
        lines.append(f"intervene = {_inline({k: v for k, v in given.items() if v is not None})}")
    lines += [f"run = {step.run}"] if step.run else []
    lines += [f"point = {_toml(step.point)}"] if step.point else []
    if step.expect:
        lines.append(f"expect = [{', '.join(map(_expectation, step.expect))}]")
    return lines


def _expectation(wanted: Expectation) -> str:
    given = {name: getattr(wanted, name) for name in ("what", "above", "below", "equals")}
    return _inline({name: value for name, value in given.items() if value is not None})


def _pairs(values: Mapping[str, object]) -> list[str]:
    return [f"{name} = {_toml(value)}" for name, value in values.items()]


def _inline(values: Mapping[str, object]) -> str:
    return "{ " + ", ".join(_pairs(values)) + " }"


def _toml(value: object) -> str:
    """A value as TOML has it; JSON's strings, numbers, booleans and lists are TOML's, too."""
    return '"off"' if value is None else json.dumps(value, ensure_ascii=False)
