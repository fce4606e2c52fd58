"""Turns the present state of a run into a lesson for a teacher to write on."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.runs.source import is_builtin
from rnnviz.lab.setting_words import setting_text
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import CHANGE, REDO, UNDO, Edit, Snapshot
from rnnviz.lessons.draft_question import OF_WEIGHTS, after_training, measures_heldout, of_weights
from rnnviz.lessons.layout import Layout, fronts, names
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.question import Question
from rnnviz.lessons.reading_panels import why_unavailable
from rnnviz.lessons.step import Hand, Step
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN

Choices = Mapping[str, Mapping[str, str]]
"""Values by panel and choice."""
BEGIN = "Say here what is done, and **ask what will happen.**"
ANSWER = "Say here what is seen, and why."
LOSS = "The loss on data not learned from is {heldout:.2f}."
"""A number as lessons have it: measured, and filled in (see `words`)."""
PASTED = "A pasted text cannot be named in a lesson; save it to a file, and open that."
OLD = (
    "This run was changed by hand in an earlier version of the program, which did not keep how; "
    "a lesson could not repeat it."
)

RESUMED = (
    "The clipping of this run was switched just before it was saved and again when it was opened, "
    "and then undone; a lesson could not repeat that."
)

REDONE = (
    "Something was done by hand in this run, undone, and after more training done again; a lesson "
    "could not repeat that."
)


@dataclass(frozen=True)
class Scene:
    """What a window shows of a run: its text, its layout, and what panels were told to show.

    `text` is a built-in text's name or the files that it is joined from, `encodings` are theirs.
    """

    text: tuple[str, ...] = ()
    panels: tuple[Layout, ...] = ()
    choose: Choices = field(default_factory=dict)
    encodings: tuple[str, ...] = ()


def draft(snapshot: Snapshot, scene: Scene, path: Path) -> Lesson:
    """A lesson that comes to the state of `snapshot` by the same steps.

    Files are named relative to the lesson's own `path`. Refuses a text that was only pasted, and
    a run whose edits no lesson could repeat.
    """
    if snapshot.events and not snapshot.edits:
        raise Refusal(OLD)
    snapshot = replace(snapshot, edits=_without_redone(snapshot.edits))
    settings = at_start(snapshot)
    drawn = settings.task in DRAWN
    if not drawn and not scene.text:
        raise Refusal(PASTED)
    label = snapshot.task.label if drawn else Path(scene.text[0]).stem
    lesson = Lesson(
        name=path.stem,
        title=f"{label} with {CELLS[settings.cell].label}",
        steps=tuple(_steps(snapshot, scene)),
        settings=_differing(settings),
        corpus=() if drawn else tuple(_named(text, path) for text in scene.text),
        encodings=() if drawn else scene.encodings,
        panels=scene.panels,
    )
    _check_undoing(lesson, [edit for edit in snapshot.edits if edit.name == UNDO])
    return lesson


def _without_redone(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits without those that were undone and at once done again; Refusal for later ones."""
    left: list[Edit] = []
    for edit in edits:
        if edit.name != REDO:
            left.append(edit)
        elif left and left[-1].name == UNDO and left[-1].step == edit.step:
            left.pop()
        else:
            raise Refusal(REDONE)
    return tuple(left)


def _check_undoing(lesson: Lesson, undos: Sequence[Edit]) -> None:
    """Refuse a lesson that would undo something else: a run that is resumed knows less way back."""
    places = [place for place, step in enumerate(lesson.steps) if step.undo]
    for place, edit in zip(places, undos, strict=True):
        back = lesson.settings_at(place)
        if any(back.value(name) != value for name, value in edit.settings.items()):
            raise Refusal(RESUMED)


def at_start(snapshot: Snapshot) -> Settings:
    """The settings that the run began with; those of sampling are the present ones."""
    settings = snapshot.settings
    for edit in reversed(snapshot.edits):
        settings = settings.change(**edit.before)
    return settings


def _differing(settings: Settings) -> Mapping[str, object]:
    usual = Settings().change(task=settings.task)
    now = settings.as_dict()
    return {
        name: value
        for name, value in now.items()
        if name == "task" or name not in usual.rows() or value != usual.value(name)
    }


def _named(text: str, path: Path) -> str:
    if is_builtin(text):
        return text
    try:
        name = os.path.relpath(text, path.parent)
    except ValueError:  # on another drive
        return text
    return f"./{name}" if is_builtin(name) else name


def _steps(snapshot: Snapshot, scene: Scene) -> Iterator[Step]:
    point = next(iter(names(scene.panels)), "")
    back = next((name for name in OF_WEIGHTS if name in fronts(scene.panels)), point)
    settings = at_start(snapshot)
    choose = _fitting(scene.choose, settings)
    answer = f"{ANSWER} {LOSS}" if measures_heldout(settings) else ANSWER
    yield Step("Untrained", BEGIN, answer, restart=True, choose=choose, point=back,
               ask=of_weights(settings))  # fmt: skip
    reached = 0
    for edit in _in_one_go(snapshot.edits):
        if edit.step > reached:
            yield _run(edit.step, point, answer, after_training(settings))
        yield _again(edit, settings, back)
        reached = edit.step
    if snapshot.step > reached:
        yield _run(snapshot.step, point, answer, after_training(settings, snapshot.diverged))


def _fitting(choose: Choices, settings: Settings) -> Choices:
    """What panels show of this network, without what they wait for another one to show."""
    fitting = {
        panel: {n: value for n, value in choices.items() if not why_unavailable(settings, n, value)}
        for panel, choices in choose.items()
    }
    return {panel: choices for panel, choices in fitting.items() if choices}


def _in_one_go(edits: Sequence[Edit]) -> list[Edit]:
    """The same edits, changes of settings after one and the same step together."""
    merged: list[Edit] = []
    for edit in edits:
        last = merged[-1] if merged else edit
        if edit.name == last.name == CHANGE and edit.step == last.step and merged:
            merged[-1] = replace(last, settings={**last.settings, **edit.settings})
        else:
            merged.append(edit)
    return merged


def _run(step: int, point: str, answer: str, ask: Question) -> Step:
    return Step(f"Step {step:,}", BEGIN, answer, run=step, point=point, ask=ask)


def _again(edit: Edit, settings: Settings, point: str) -> Step:
    """What was done, to be done again; settings show only in the training after it."""
    if edit.name == UNDO:
        return Step("Undo", BEGIN, ANSWER, undo=True)
    if edit.name == CHANGE:
        words = [setting_text(name, value) for name, value in edit.settings.items()]
        return Step(", ".join(words), BEGIN, ANSWER, changes=dict(edit.settings))
    title, hand = INTERVENTIONS[edit.name].words(edit.value), Hand(edit.name, edit.value)
    return Step(title, BEGIN, ANSWER, hand=hand, point=point, ask=of_weights(settings))
