"""What can stand in the braces of a lesson's words: measures, lines to compare with, settings."""

from collections.abc import Iterable
from contextlib import suppress

import numpy as np

from rnnviz.declare import quoted
from rnnviz.lab.feeds import DrawnFeed
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.trainer import Trainer
from rnnviz.lessons import measures
from rnnviz.lessons.contestants import Field, parted
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.word_measures import text_of
from rnnviz.lessons.words import Values, wanted
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN, READING
from rnnviz.tasks.numbers import Numbers

ALPHABET = "alphabet"
"""The size of the text's alphabet."""
AS_READ = ("task", "fold", "symbols", "validation")
"""The settings on which a text's lines depend."""


def is_exact(what: str) -> bool:
    """Whether this needs no form, because it is a whole number or a setting."""
    return what == ALPHABET or what in declarations()


def given(settings: Settings) -> Values:
    """What is known before anything is measured: settings that are numbers, by their names."""
    values = settings.as_dict()
    return {
        name: float(value)
        for name, value in values.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def why_not(settings: Settings, what: str) -> str:
    """Why this cannot be filled in with these settings, "" if it can."""
    if what in declarations():
        return "" if what in given(settings) else f"the setting {what} is no number here"
    if what == ALPHABET:
        return measures.why_unavailable(settings, "uniform")
    if what in measures.REFERENCES or (measures.known(what) and what not in measures.NO_NUMBERS):
        return measures.why_unavailable(settings, what)
    names = ", ".join((*measures.MEASURES, *measures.REFERENCES, ALPHABET))
    return f"no measure is called {quoted(what)}; there are: {names}, and the settings"


def given_at(lesson: Lesson, index: int) -> Values:
    """What is known in a step before anything is measured, of contestants by their names, too."""
    known = dict(given(lesson.settings_at(index)))
    for name in filter(None, lesson.names):
        of_run = given(lesson.settings_at(index, name))
        known |= {f"{name} {setting}": value for setting, value in of_run.items()}
    return known


def why_not_at(lesson: Lesson, index: int, what: str) -> str:
    """Why this cannot be filled in after the step `index`, "" if it can."""
    name, measure = parted(what, lesson.names)
    return why_not(lesson.settings_at(index, name), measure)


def later(lesson: Lesson, index: int) -> frozenset[str]:
    """What is not known yet, and can be measured when the step `index` is done."""
    wanted = _wanted(lesson, index)
    return frozenset(name for name in wanted if not why_not_at(lesson, index, name))


def wanted_by(lesson: Lesson, index: int) -> tuple[str, ...]:
    """What the words of the step `index` want measured, and those after it that do nothing."""
    names = [name for place in lesson.looks(index) for name in _wanted(lesson, place)]
    to_measure = (name for name in names if parted(name, lesson.names)[1] not in declarations())
    return tuple(dict.fromkeys(to_measure))


def _wanted(lesson: Lesson, index: int) -> tuple[str, ...]:
    step = lesson.steps[index]
    words = wanted("\n\n".join((lesson.intro if index == 0 else "", step.text, step.answer)))
    return tuple(dict.fromkeys((*words, *(step.ask.measures if step.ask else ()))))


def find(names: Iterable[str], trainers: Field | Trainer) -> Values:
    """Measure these; what a run has not got is left out."""
    field, found = Field.of(trainers), dict[str, float]()
    for name in names:
        with suppress(Refusal):
            trainer, measure = field.named(name)
            if not why_not(trainer.settings, measure):
                found[name] = _value(trainer, measure)
    return found


def _value(trainer: Trainer, name: str) -> float:
    with np.errstate(all="ignore"):
        if name == ALPHABET:
            return float(text_of(trainer).alphabet)
        if name in measures.REFERENCES:
            return measures.reference(trainer, name, "score")
        return float(measures.measure(trainer, name))


def lines(lesson: Lesson, trainers: Field | Trainer) -> tuple[Values, ...]:
    """For every step the lines to compare with that its words name: no training changes them.

    Those of a text are known where the run in focus learns it as the step will.
    """
    trainer, known = Field.of(trainers).trainer, dict[str, float]()
    return tuple(_lines(lesson, index, trainer, known) for index in range(len(lesson.steps)))


def _lines(lesson: Lesson, index: int, trainer: Trainer, known: dict[str, float]) -> Values:
    settings = lesson.settings_at(index)
    names = [n for n in _wanted(lesson, index) if n in (*measures.REFERENCES, ALPHABET)]
    if settings.task in (Numbers.name, *READING):
        return _lines_of_held_out(names, settings, trainer)
    if settings.task in DRAWN:
        baseline = DrawnFeed(settings).facts.baseline if "baseline" in names else 0.0
        return {"baseline": baseline} if "baseline" in names else {}
    if any(settings.value(same) != trainer.settings.value(same) for same in AS_READ):
        return {}
    known |= find([name for name in names if name not in known], trainer)
    return {name: known[name] for name in names if name in known}


def _lines_of_held_out(names: list[str], settings: Settings, trainer: Trainer) -> Values:
    """The baseline on what is held out, where the run in focus learns what the step wants."""
    if any(settings.value(name) != trainer.settings.value(name) for name in AS_MEASURED):
        return {}
    return {"baseline": trainer.feed.facts.baseline} if "baseline" in names else {}


AS_MEASURED = ("task", "column", "fold", "symbols", "validation", "length")
"""What such a baseline depends on, beside the table or the text."""
