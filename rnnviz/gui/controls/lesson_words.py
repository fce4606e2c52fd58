"""What stands in a lesson's dock: the text of a step with its numbers, and what buttons will do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rnnviz.gui.controls.lesson_text import escaped

if TYPE_CHECKING:
    from rnnviz.lessons.lesson import Lesson
    from rnnviz.lessons.words import Values

ANSWER = "Answer"
GAPS = "*Where … stands, a number is measured when this step is done.*"
FIRST_TIME = "Do what this step says, and before it what it needs"


def known_at(
    lesson: Lesson, index: int, found: Mapping[int, Values], lines: Sequence[Values]
) -> Values:
    """Return the numbers of a step that are known by now."""
    from rnnviz.lessons.fillings import given_at  # not at the start, like what it needs

    of_lines = lines[index] if index < len(lines) else {}
    return {**given_at(lesson, index), **of_lines, **found.get(index, {})}


def markdown(lesson: Lesson, index: int, known: Values, is_measured: bool, revealed: bool) -> str:
    """Return the text of a step, its answer with it once that is revealed."""
    from rnnviz.lessons.fillings import later
    from rnnviz.lessons.words import fill, wanted

    step = lesson.steps[index]
    missing = later(lesson, index) - known.keys()
    answer = f"#### {ANSWER}\n\n{step.answer}" if revealed and step.answer else ""
    heading = f"### {index + 1}. {escaped(step.title)}"
    parts = [lesson.intro if index == 0 else "", step.text, answer]
    gaps = not is_measured and any(not missing.isdisjoint(wanted(part)) for part in parts)
    intro, text, answer = (fill(part, known, missing) if part else "" for part in parts)
    return "\n\n".join(filter(None, [intro, heading, text, answer, GAPS if gaps else ""]))


def doing(lesson: Lesson, index: int, done: int) -> str:
    """Return what a step does, and, where it is done, with what it begins to be done again."""
    step, first = lesson.steps[index], lesson.begins(index)
    if index > done or first == index or not step.does:
        return step.doing
    return f"{step.doing} (again: from step {first + 1})"


def hint_of_doing(lesson: Lesson, index: int, done: int) -> str:
    """Return what the button does, in a sentence."""
    if index > done:
        return FIRST_TIME
    first = lesson.begins(index)
    steps = f"step {index + 1}" if first == index else f"steps {first + 1} to {index + 1}"
    after = "; those after it are then to be done again, too" if done > index else ""
    return f"Begin {steps} again with a new network from the same seed{after}"
