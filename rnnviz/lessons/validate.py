"""Refuses lessons that are well written and make no sense: what they ask for cannot be done."""

from collections.abc import Iterator, Mapping

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.setting_words import setting_text
from rnnviz.lab.settings import GATED_ONLY, Settings
from rnnviz.lessons import measures
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.reading_panels import why_unavailable
from rnnviz.lessons.replay import LessonReplay
from rnnviz.lessons.source import TomlTable
from rnnviz.lessons.step import Step
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN


def validate(front: TomlTable, tables: tuple[TomlTable, ...], lesson: Lesson) -> None:
    """Follow all steps without a run; refuse, with the line, what cannot be done or measured."""
    _check_values(front, Settings(), lesson.settings)
    settings = Settings().change(**lesson.settings)
    _check_meaning(front, lesson.settings, settings)
    _check_text(front, settings, lesson)
    replay = LessonReplay(settings)
    for table, step in zip(tables, lesson.steps, strict=True):
        _check_values(table, replay.settings, step.changes)
        try:
            replay.follow(step)
        except Refusal as refusal:
            raise table.wrong(str(refusal), "undo") from None
        _check_step(table, step, replay.settings)
        _check_text(table, replay.settings, lesson)


def _check_values(table: TomlTable, settings: Settings, changes: Mapping[str, object]) -> None:
    """One by one, so that the line is right."""
    for name, value in changes.items():
        try:
            settings = settings.change(**{name: value})
        except Refusal as refusal:
            raise table.wrong(str(refusal), name) from None


def _check_text(table: TomlTable, settings: Settings, lesson: Lesson) -> None:
    if settings.task not in DRAWN and not lesson.corpus:
        reason = f'the task {settings.task} needs a text, as in corpus = "verse".'
        raise table.wrong(reason, "task" if table.step is not None else "settings")


def _check_step(table: TomlTable, step: Step, settings: Settings) -> None:
    _check_meaning(table, step.changes, settings)
    if step.hand and step.hand.name in INTERVENTIONS:
        reason = INTERVENTIONS[step.hand.name].why_unavailable(CELLS[settings.cell])
        if reason:
            raise table.wrong(f"{reason}; choose another cell.", step.hand.name)
    for panel, choices in step.choose.items():
        for name, value in choices.items():
            if reason := why_unavailable(settings, name, value):
                raise table.wrong(f"{reason} for {panel} to show.", panel)
    for wanted in step.expect:
        for name, reason in _unavailable(settings, wanted.what, (wanted.above, wanted.below)):
            raise table.wrong(reason, name)


def _check_meaning(table: TomlTable, changes: Mapping[str, object], settings: Settings) -> None:
    """Refuse what nothing that is chosen takes any notice of; what is off does no harm."""
    for name, value in changes.items():
        if value is None or name in settings.rows():
            continue
        if name in GATED_ONLY and not CELLS[settings.cell].keep_gate:
            raise table.wrong(_no_gate(settings), name)
        owner, choices = settings.users(name)
        chosen, others = setting_text(owner, settings.value(owner)), " or ".join(choices)
        reason = f"{name} has no meaning with {chosen}; leave it out, or set {owner} to {others}."
        raise table.wrong(reason, name)


def _no_gate(settings: Settings) -> str:
    return f"a {CELLS[settings.cell].label} has no gate that keeps the past; choose another cell."


def _unavailable(
    settings: Settings, what: str, bounds: tuple[float | str | None, ...]
) -> Iterator[tuple[str, str]]:
    """What cannot be measured with these settings, or is no line to compare with, and why."""
    if reason := measures.why_unavailable(settings, what):
        yield f'what = "{what}"', f"{what!r} cannot be expected here: {reason}."
    for bound in bounds:
        if isinstance(bound, str) and (reason := measures.why_unavailable(settings, bound)):
            yield bound, f"{bound!r} cannot be compared with here: {reason}."
