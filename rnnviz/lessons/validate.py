"""Refuses lessons that are well written and make no sense: what they ask for cannot be done."""

from collections.abc import Iterator, Mapping

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.panels import PANELS
from rnnviz.lab.setting_words import because, setting_text
from rnnviz.lab.settings import GATED_ONLY, Settings, declarations
from rnnviz.lessons import measures
from rnnviz.lessons.contestants import LessonRun, parted
from rnnviz.lessons.fillings import why_not
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.reading_panels import why_unavailable
from rnnviz.lessons.replay import LessonReplay
from rnnviz.lessons.source import TomlTable
from rnnviz.lessons.step import Expectation, Step
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN


def validate(front: TomlTable, tables: tuple[TomlTable, ...], lesson: Lesson) -> None:
    """Follow all steps without a run; refuse, with the line, what cannot be done or measured."""
    _check_values(front, Settings(), lesson.settings)
    contestants = list(zip(front.tables("runs", "a run"), lesson.runs, strict=True))
    for table, run in contestants:
        _check_one_text(table, run)
        _check_values(table, Settings().change(**lesson.settings), run.changes)
    ways = {name: lesson.replay(name) for name in lesson.names}
    for table, run in contestants:
        _check_meaning(table, run.changes, (ways[run.name].settings,))
    _check_meaning(front, lesson.settings, _settings(ways))
    for settings in _settings(ways):
        _check_text(front, settings, lesson)
    for place, (table, step) in enumerate(zip(tables, lesson.steps, strict=True)):
        focus = lesson.focus_at(place)
        _check_own(table, step, lesson)
        for name, way in ways.items():
            _check_values(table, way.settings, step.changes)
            try:
                way.follow(step, name == focus)
            except Refusal as refusal:
                raise table.wrong(str(refusal), "undo") from None
        _check_step(table, step, {name: way.settings for name, way in ways.items()}, focus)
        for settings in _settings(ways):
            _check_text(table, settings, lesson)


def _settings(ways: Mapping[str, LessonReplay]) -> tuple[Settings, ...]:
    return tuple(way.settings for way in ways.values())


def _check_one_text(table: TomlTable, run: LessonRun) -> None:
    """Refuse a run that would learn something else than the others."""
    for name in run.changes:
        if declarations()[name].effect == "new text":
            reason = f"all runs of a lesson learn the same; set {name} for all, in [settings]."
            raise table.wrong(reason, name)


def _check_own(table: TomlTable, step: Step, lesson: Lesson) -> None:
    """Refuse a step that sets for all runs what they have each for itself."""
    for run in lesson.runs:
        for name in step.changes:
            if name in run.changes:
                reason = f"{name} is what the run {run.name} differs in; set it there alone."
                raise table.wrong(reason, name)


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


def _check_step(table: TomlTable, step: Step, runs: Mapping[str, Settings], focus: str) -> None:
    _check_meaning(table, step.changes, tuple(runs.values()))
    settings = runs[focus]
    if step.hand and step.hand.name in INTERVENTIONS:
        reason = INTERVENTIONS[step.hand.name].why_unavailable(CELLS[settings.cell])
        if reason:
            raise table.wrong(f"{reason}; choose another cell.", step.hand.name)
    for panel, choices in step.choose.items():
        for name, value in choices.items():
            if reason := why_unavailable(settings, name, value):
                raise table.wrong(f"{reason} for {panel} to show.", panel)
    if reason := _why_not_beside(step, focus):
        raise table.wrong(reason, "beside")
    for wanted in step.expect:
        for name, reason in _unavailable(runs, focus, wanted):
            raise table.wrong(reason, name)
    _check_question(table, step, runs, focus)


def _check_question(table: TomlTable, step: Step, runs: Mapping[str, Settings], focus: str) -> None:
    """Refuse a question of which nobody could measure what is right."""
    for what in step.ask.measures if step.ask else ():
        name, measure = parted(what, tuple(runs))
        if reason := why_not(runs[name or focus], measure):
            raise table.wrong(f"{what!r} cannot be asked for here: {reason}.", what)


def _why_not_beside(step: Step, focus: str) -> str:
    """Why the step cannot show what it wants beside the run in focus, "" if it can."""
    if not step.beside:
        return ""
    if step.beside == focus:
        return f"the run {focus} is in focus, so it cannot stand beside itself; name another."
    if not (step.point and PANELS[step.point].comparable):
        those = ", ".join(name for name, kind in PANELS.items() if kind.comparable)
        return f"beside needs a panel to point at that can show two runs: {those}."
    return ""


def _check_meaning(
    table: TomlTable, changes: Mapping[str, object], runs: tuple[Settings, ...]
) -> None:
    """Refuse what nothing that is chosen takes any notice of; what is off does no harm."""
    for name, value in changes.items():
        if value is None or any(name in settings.rows() for settings in runs):
            continue
        settings = runs[0]
        if name in GATED_ONLY and not CELLS[settings.cell].keep_gate:
            raise table.wrong(_no_gate(settings), name)
        owner, choices = settings.users(name)
        chosen, others = setting_text(owner, settings.value(owner)), " or ".join(choices)
        reason = (
            f"{name} has no meaning with {chosen}{because(settings, name)}; leave it out, or set "
            f"{owner} to {others}."
        )
        raise table.wrong(reason, name)


def _no_gate(settings: Settings) -> str:
    return f"a {CELLS[settings.cell].label} has no gate that keeps the past; choose another cell."


def _unavailable(
    runs: Mapping[str, Settings], focus: str, wanted: Expectation
) -> Iterator[tuple[str, str]]:
    """What cannot be measured with these settings, or is no line to compare with, and why."""
    name, what = parted(wanted.what, tuple(runs))
    if reason := measures.why_unavailable(runs[name or focus], what):
        yield f'what = "{wanted.what}"', f"{wanted.what!r} cannot be expected here: {reason}."
    for bound in (wanted.above, wanted.below):
        if isinstance(bound, str):
            other, line = parted(bound, tuple(runs))
            if reason := measures.why_unavailable(runs[other or name or focus], line):
                yield bound, f"{bound!r} cannot be compared with here: {reason}."
