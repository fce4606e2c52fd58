"""What can stand in the braces of a lesson's words: measures, lines to compare with, settings."""

from collections.abc import Iterable

import numpy as np

from rnnviz.declare import quoted
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.trainer import Trainer
from rnnviz.lessons import measures
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.word_measures import text_of
from rnnviz.lessons.words import Values, wanted
from rnnviz.refusal import Refusal

SYMBOLS = "symbols"
"""The size of the text's alphabet."""


def is_exact(what: str) -> bool:
    """Whether this needs no form, because it is a whole number or a setting."""
    return what == SYMBOLS or what in declarations()


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
    if what == SYMBOLS:
        return measures.why_unavailable(settings, "uniform")
    if what in measures.REFERENCES or (measures.known(what) and what not in measures.NO_NUMBERS):
        return measures.why_unavailable(settings, what)
    names = ", ".join((*measures.MEASURES, *measures.REFERENCES, SYMBOLS))
    return f"no measure is called {quoted(what)}; there are: {names}, and the settings"


def later(lesson: Lesson, index: int) -> frozenset[str]:
    """What is not known yet, and can be measured when the step `index` is done."""
    settings, step = lesson.settings_at(index), lesson.steps[index]
    names = wanted("\n\n".join((lesson.intro if index == 0 else "", step.text, step.answer)))
    return frozenset(name for name in names if not why_not(settings, name))


def find(trainer: Trainer, names: Iterable[str]) -> Values:
    """Measure these; what this run has not got is left out."""
    found: dict[str, float | str] = {}
    for name in names:
        if why_not(trainer.settings, name) or name in declarations():
            continue
        try:
            found[name] = _value(trainer, name)
        except Refusal:
            continue
    return found


def _value(trainer: Trainer, name: str) -> float:
    with np.errstate(all="ignore"):
        if name == SYMBOLS:
            return float(text_of(trainer).alphabet)
        if name in measures.REFERENCES:
            return measures.reference(trainer, name, "score")
        return float(measures.measure(trainer, name))


def wanted_by(lesson: Lesson, index: int) -> tuple[str, ...]:
    """What the words of the step `index` want measured, and those after it that do nothing."""
    last = index + 1
    while last < len(lesson.steps) and not lesson.steps[last].does:
        last += 1
    words = [part for step in lesson.steps[index:last] for part in (step.text, step.answer)]
    names = wanted("\n\n".join([lesson.intro if index == 0 else "", *words]))
    return tuple(name for name in names if name not in declarations())
