"""Whether a lesson keeps its promises with seeds that nobody chose for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice

from rnnviz.lessons.check import ASKED, StepResult, check
from rnnviz.lessons.contestants import LessonRun
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.step import Step

MAY_FAIL = 0.2
"""The share of seeds with which an expectation may fail."""


@dataclass(frozen=True)
class Held:
    """One expectation over several seeds: the step (from 1), what was measured, and how often well.

    A value is a sentence where nothing could be measured.
    """

    step: int
    title: str
    what: str
    wanted: str
    values: tuple[float | bool | str, ...]
    held: int

    @property
    def passed(self) -> bool:
        """Whether it fails in no more than a fifth."""
        return len(self.values) - self.held <= MAY_FAIL * len(self.values)


def other_seeds(lesson: Lesson, number: int) -> tuple[int, ...]:
    """So many seeds from 1 on that are not the lesson's own."""
    places = range(-1, len(lesson.steps))
    own = {lesson.settings_at(place, name).seed for name in lesson.names for place in places}
    return tuple(islice((seed for seed in count(1) if seed not in own), number))


def with_seed(lesson: Lesson, seed: int) -> Lesson:
    """The same lesson with another seed, also where a step sets one."""
    steps = tuple(
        replace(step, changes={**step.changes, "seed": seed}) if "seed" in step.changes else step
        for step in lesson.steps
    )
    runs = tuple(_shifted(run, seed) for run in lesson.runs)
    return replace(lesson, settings={**lesson.settings, "seed": seed}, steps=steps, runs=runs)


def _shifted(run: LessonRun, seed: int) -> LessonRun:
    """A contestant with another seed; those that differ in their seeds still do."""
    own = run.changes.get("seed")
    if not isinstance(own, int):
        return run
    return replace(run, changes={**run.changes, "seed": seed + own})


def check_with(lesson: Lesson, seeds: Sequence[int]) -> Iterator[tuple[StepResult, ...]]:
    """Go through the lesson with one seed after the other."""
    for seed in seeds:
        yield tuple(check(with_seed(lesson, seed)))


def table(lesson: Lesson, results: Sequence[Sequence[StepResult]]) -> list[Held]:
    """How often every expectation was kept; none is in a step that could not be done."""
    return [row for step, same in zip(lesson.steps, zip(*results, strict=True), strict=True)
            for row in _rows(step, same)]  # fmt: skip


def _rows(step: Step, same: Sequence[StepResult]) -> Iterator[Held]:
    """One step with several seeds."""
    number, title = same[0].step, step.title
    if any(result.trouble for result in same):
        values: tuple[float | bool | str, ...] = tuple(r.trouble or True for r in same)
        yield Held(number, title, "can be done", "always", values, values.count(True))
    promises = [(expected.what, expected.wanted) for expected in step.expect]
    promises += [(ASKED, step.ask.promise)] if step.ask else []
    for place, (what, wanted) in enumerate(promises):
        outcomes = [None if result.trouble else result.outcomes[place] for result in same]
        values = tuple("not done" if one is None else one.value for one in outcomes)
        held = sum(one is not None and one.passed for one in outcomes)
        yield Held(number, title, what, wanted, values, held)
