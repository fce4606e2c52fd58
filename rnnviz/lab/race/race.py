"""A race with one seed: its contestants' runs, which train in turn."""

from collections.abc import Iterator, Sequence

from rnnviz.core.pauses import Ask
from rnnviz.lab.race.contestants import Contestant, CorpusFor
from rnnviz.lab.race.standing import Outcome, outcome
from rnnviz.lab.run import Run
from rnnviz.lab.settings import declarations
from rnnviz.lab.snapshot import TaskFacts
from rnnviz.lab.trainer import Trainer
from rnnviz.lab.turns import By, Turns

TURN = 0.05
"""Seconds of a turn, where nobody watches the order of the steps."""


class Race:
    """Makes the contestants' networks; `for run in race:` makes a step of the one whose turn it is.

    They race `by` steps, or by time, each for so many `seconds` of training and, if `endless`, for
    however many steps that takes. A large network asks while it is made.
    """

    def __init__(
        self,
        contestants: Sequence[Contestant],
        corpus_for: CorpusFor,
        by: By = "steps",
        seconds: float | None = None,
        endless: bool = False,
        ask: Ask | None = None,
    ) -> None:
        self.contestants = tuple(contestants)
        self.runs = tuple(
            Run(Trainer(one.settings, corpus_for(one.settings), ask)) for one in self.contestants
        )
        for run in self.runs:
            run.past.set_budget(0)  # nobody looks back
        self.turns = Turns(self.runs, by, seconds, TURN)
        for run in self.runs if endless else ():
            run.trainer.goal = int(declarations()["steps"].high or run.trainer.goal)

    def __iter__(self) -> Iterator[Run]:
        return self.turns

    @property
    def task(self) -> TaskFacts:
        """What is learned."""
        return self.runs[0].task

    @property
    def done(self) -> float:
        """The share that is done, from 0 to 1; what diverged has nothing left to do."""
        return sum(map(self._share, self.runs)) / len(self.runs)

    def _share(self, run: Run) -> float:
        if run.trainer.over:
            return 1.0
        if self.turns.seconds is not None:
            return min(1.0, run.trainer.seconds / self.turns.seconds)
        return run.step / run.trainer.goal

    def outcomes(self) -> list[Outcome]:
        """How the contestants stand, in the order given."""
        pairs = zip(self.contestants, self.runs, strict=True)
        return [outcome(contestant, run.trainer) for contestant, run in pairs]
