"""The long-memory bench: which cell learns a task at which length, and in how many steps."""

from collections import deque
from dataclasses import dataclass
from itertools import product
from time import perf_counter

import numpy as np

from rnnviz.core.clipping import clip
from rnnviz.core.pauses import Ask
from rnnviz.lab.build import build_network, build_optimizer
from rnnviz.lab.memory.memory_need import Shape, memory_for
from rnnviz.lab.memory.together import check_memory_at_a_time
from rnnviz.lab.settings import Settings
from rnnviz.tasks.task import Batch, Task

JUDGED = 100
"""Batches over which the score is averaged; every one is new to the network when it is scored."""
MAX_STEPS = 3000
SETTINGS = Settings().change(
    hidden=32, batch=64, init="pytorch", optimizer="adam", lr=3e-3, clip="norm", clip_threshold=1.0
)
"""How the bench trains unless told otherwise; the learning rate stays what it is."""


@dataclass(frozen=True)
class Plan:
    """What a bench goes through: every cell at every length with every seed.

    `settings` say the rest; their cell and seed do not count, and the rate is constant.
    Raises Refusal for an unknown cell, a seed out of bounds, a length the task cannot have, or
    networks that the memory is not enough for, `jobs` of them at a time (0: not in this machine's).
    """

    task: Task
    cells: tuple[str, ...]
    lengths: tuple[int, ...]
    seeds: tuple[int, ...] = (0,)
    settings: Settings = SETTINGS
    max_steps: int = MAX_STEPS
    jobs: int = 1

    def __post_init__(self) -> None:
        for length in self.lengths:
            self.task.length(length)
        for cell, seed in product(self.cells, self.seeds):
            self.settings.change(cell=cell, seed=seed)
        sizes = [
            (self.settings.change(cell=cell), shape_of(self.task, length, self.settings.batch))
            for cell, length in product(self.cells, self.lengths)
        ]
        check_memory_at_a_time(sizes, self.jobs, "measure")

    def runs(self) -> tuple[tuple[int, str, int], ...]:
        """(length, cell, seed) in the order of running: short sequences first."""
        return tuple(product(sorted(self.lengths), self.cells, self.seeds))


@dataclass(frozen=True)
class BenchProgress:
    """A run on its way: `score` is the mean over the last batches, up to `JUDGED`.

    Of so many `runs`, `runs_done` are over and `at_a_time` on their way.
    """

    cell: str
    length: int
    seed: int
    step: int
    score: float
    runs_done: int
    runs: int
    at_a_time: int = 1


@dataclass(frozen=True)
class Result:
    """A finished run: `steps` until it was solved, or until it was given up.

    `score` is the task's accuracy or mean squared error over the last batches, up to `JUDGED`;
    `seconds` are those spent learning; `diverged` says that the loss stopped being a number, and
    `error` why a run could not be made.
    """

    cell: str
    length: int
    seed: int
    solved: bool
    steps: int
    score: float
    seconds: float
    diverged: bool
    error: str = ""


class BenchRun:
    """One network learning one task at one length; `learn` is one step.

    Weights and sequences depend on the settings' seed only, not on other runs of a plan. What
    takes long asks now and then.
    """

    def __init__(self, task: Task, T: int, settings: Settings, ask: Ask | None = None) -> None:
        self.task, self.T, self.settings = task, T, settings
        weights_rng, self._rng = np.random.default_rng(settings.seed).spawn(2)
        with memory_for(settings, shape_of(task, T, settings.batch), "measure"):
            self._make(weights_rng, ask)
        self._scores: deque[float] = deque(maxlen=JUDGED)
        self.step, self.seconds = 0, 0.0
        self.diverged = False

    def _make(self, rng: np.random.Generator, ask: Ask | None) -> None:
        """Make the network and all that is as large as it."""
        settings, task = self.settings, self.task
        self.network = build_network(settings, task.inputs, task.outputs, task.loss, rng, ask)
        self._optimizer = build_optimizer(settings, self.network)
        self._start = self.network.zero_state(settings.batch)
        self._state = self._start.copy()

    @property
    def score(self) -> float:
        """The mean score of the last batches; NaN before the first."""
        return float(np.mean(self._scores)) if self._scores else float("nan")

    @property
    def solved(self) -> bool:
        """Whether the score over `JUDGED` batches is good enough."""
        return len(self._scores) == JUDGED and self.task.solves(self.score, self.T)

    def learn(self) -> None:
        """Score a new batch, then learn from it."""
        started = perf_counter()
        batch = self.task.batch(self._rng, self.T, self.settings.batch)
        with np.errstate(all="ignore"):
            self._learn_from(batch)
        self.seconds += perf_counter() - started

    def _learn_from(self, batch: Batch) -> None:
        network, settings = self.network, self.settings
        self._state.take(self._start)
        loss = network.loss_and_gradients(batch.inputs, batch.targets, self._state)
        clipped = clip(network.learned_gradient, settings.clip, settings.clip_threshold)
        if not (np.isfinite(loss) and np.isfinite(clipped.norm_before)):
            self.diverged = True
            return
        self._scores.append(self._score(batch, loss))
        learned, gradient = network.learned, network.learned_gradient
        self._optimizer.update(learned, gradient, settings.lr, network.pauses)
        self.step += 1

    def _score(self, batch: Batch, loss: float) -> float:
        """The score of the outputs that `loss` was computed from."""
        if self.task.loss == "mean_squared_error":
            return loss  # the outputs themselves have become gradients by now
        steps, scored = len(batch.inputs), len(batch.targets)
        _, readout = self.network.window(steps, self.settings.batch, scored)
        return self.task.score(readout.probabilities, batch.targets)


def shape_of(task: Task, T: int, batch: int) -> Shape:
    """The shape of a network that learns a task at one length."""
    first = task.batch(np.random.default_rng(0), T, 1)
    return Shape.of(task.inputs, task.outputs, first, batch)
