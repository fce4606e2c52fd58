"""Goes through a lesson without a window and compares what happens with what it promises."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan
from time import perf_counter

from rnnviz.lab.run import Run
from rnnviz.lab.runs.source import is_builtin
from rnnviz.lab.runs.sources import Source, from_builtin, from_files
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.lab.turns import Turns
from rnnviz.lessons import measures
from rnnviz.lessons.contestants import Field
from rnnviz.lessons.fillings import find
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.question import Question
from rnnviz.lessons.step import Expectation, Step
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.decoding import Wish
from rnnviz.tasks.decoding.question import UnclearEncoding
from rnnviz.tasks.material import Material

ASKED = "right answer"


@dataclass(frozen=True)
class ExpectationResult:
    """One expectation: the `value` that was measured, what was `wanted`, and whether it is so.

    `value` is a sentence where nothing could be measured.
    """

    what: str
    value: float | bool | str
    wanted: str
    passed: bool


@dataclass(frozen=True)
class StepResult:
    """What became of one step, `step` counting from 1; `trouble` is why it could not be done."""

    step: int
    title: str
    outcomes: tuple[ExpectationResult, ...]
    seconds: float
    trouble: str = ""

    @property
    def passed(self) -> bool:
        """Whether the step could be done and kept all its promises."""
        return not self.trouble and all(outcome.passed for outcome in self.outcomes)


class Rehearsal:
    """A lesson's runs, done step by step as the window does it."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson, self.focus = lesson, lesson.focus_at(-1)
        self._begin({name: lesson.settings_at(-1, name) for name in lesson.names})

    @property
    def run(self) -> Run:
        """The run in focus."""
        return self.runs[self.focus]

    @property
    def trainer(self) -> Trainer:
        """The trainer of the run in focus as it is now."""
        return self.run.trainer

    @property
    def field(self) -> Field:
        """All that can be measured."""
        return Field({name: run.trainer for name, run in self.runs.items()}, self.focus)

    def perform(self, step: Step) -> None:
        """Do what the step says, in the order that its fields stand in."""
        self._change(step)
        self.focus = step.focus or self.focus
        if step.undo:
            self.run.undo()
        if step.hand:
            self.run.intervene(step.hand.name, step.hand.value)
        if step.run:
            self._train(step.run)

    def _train(self, steps: int) -> None:
        """Train all runs to so many steps, in turn."""
        for run in self.runs.values():
            run.trainer.goal = max(run.trainer.goal, steps)
        while any(run.step < steps for run in self.turns.runs if not run.trainer.over):
            next(self.turns, None)

    def _change(self, step: Step) -> None:
        after = {n: run.settings.change(**step.changes) for n, run in self.runs.items()}
        effects = [settings.effects(self.runs[name].settings) for name, settings in after.items()]
        if step.restart or any(effect != {"now"} for effect in effects):
            self._begin(after)
        else:
            for name, settings in after.items():
                self.runs[name].change(settings)

    def _begin(self, settings: Mapping[str, Settings]) -> None:
        self.runs = {name: self._new(one) for name, one in settings.items()}
        self.turns = Turns(tuple(self.runs.values()))

    def _new(self, settings: Settings) -> Run:
        return Run(Trainer(settings, corpus_of(self.lesson, settings)))


def source_of(lesson: Lesson) -> Source | None:
    """The lesson's text, if it has one."""
    if not lesson.corpus:
        return None
    if is_builtin(lesson.corpus[0]):
        return from_builtin(lesson.corpus[0])
    return from_files(list(lesson.corpus), Wish(lesson.encodings))


def corpus_of(lesson: Lesson, settings: Settings) -> Material | None:
    """The text or numbers these settings learn from; None for a task that draws its sequences."""
    source = None if settings.task in DRAWN else source_of(lesson)
    try:
        return source.read_for(settings, None) if source else None
    except UnclearEncoding as question:
        named = f'name it in the lesson, as in encoding = "{question.codecs[0]}".'
        raise Refusal(
            f"{question.why} Choose the encoding in which it reads well, and {named}"
        ) from None


def check(lesson: Lesson) -> Iterator[StepResult]:
    """Do every step and yield what became of it."""
    rehearsal: Rehearsal | None = None
    for number, step in enumerate(lesson.steps, 1):
        outcomes: tuple[ExpectationResult, ...] = ()
        started, trouble = perf_counter(), ""
        try:
            rehearsal = rehearsal or Rehearsal(lesson)
            rehearsal.perform(step)
            outcomes = (
                *(judge(rehearsal.field, wanted) for wanted in step.expect),
                *((judge_question(rehearsal.field, step.ask),) if step.ask else ()),
            )
        except Refusal as refusal:
            trouble = str(refusal)
        yield StepResult(number, step.title, outcomes, perf_counter() - started, trouble)


def judge(trainers: Field | Trainer, wanted: Expectation) -> ExpectationResult:
    """Measure what is expected, and compare."""
    field = Field.of(trainers)
    try:
        value = _value(field, wanted)
        passed = _fits(field, wanted, value)
    except Refusal as refusal:
        return ExpectationResult(wanted.what, str(refusal), wanted.wanted, False)
    return ExpectationResult(wanted.what, value, wanted.wanted, passed)


def judge_question(field: Field, asked: Question) -> ExpectationResult:
    """See which answer is right: the file's letter, or without one any that is clearly so."""
    letter = asked.clear_one(find(asked.measures, field))
    passed = letter in (tuple(asked.right) or tuple(asked.letters))
    return ExpectationResult(ASKED, letter, asked.promise, passed)


def _value(field: Field, wanted: Expectation) -> float | bool | str:
    trainer, what = field.named(wanted.what)
    if what == measures.CONTAINS:
        word = str(wanted.equals)
        return word if measures.contains(trainer, word) else f"no {word!r}"
    return measures.measure(trainer, what)


def _fits(field: Field, wanted: Expectation, value: float | bool | str) -> bool:
    if wanted.equals is not None:
        return value == wanted.equals
    above, below = (_bound(field, bound, wanted.what) for bound in (wanted.above, wanted.below))
    number = float(value)
    fits = (above is None or number > above) and (below is None or number < below)
    return fits and not isnan(number)


def _bound(field: Field, bound: float | str | None, what: str) -> float | None:
    """A number as it is; the line of the measured run, or what is measured of the named one."""
    if not isinstance(bound, str):
        return bound
    trainer, measured = field.named(what)
    if bound in measures.REFERENCES:
        return measures.reference(trainer, bound, measured)
    of, other = field.named(bound)
    return float(measures.measure(trainer if other == bound else of, other))
