"""What a trainer learns from: a text in windows, or a task that draws its sequences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.sampling import NoDistributionError, sample
from rnnviz.lab.settings import Settings
from rnnviz.lab.signs import Signs
from rnnviz.lab.snapshot import Sample, TaskFacts
from rnnviz.lab.validation import Validation
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.progress import Callback, Cancelled
from rnnviz.tasks.task import Batch, Example, Task
from rnnviz.tasks.text_task import TextTask

FRESH = 256
"""Sequences on which a drawn task's held-out loss and score are measured, the same every time."""
FRESH_SEED = 20_250_101
MUTE = (
    "The training has diverged, so this network writes nothing any more. Choose a lower learning "
    "rate or clipping by norm and start over."
)
"""Why a sample that is asked for does not come."""
NO_NUMBERS = (
    "The network's outputs are no longer finite numbers, so it cannot write. Take back what was "
    "done by hand, or start over with a lower learning rate."
)
BATCHES = 1_650_553_955
"""What a generator of batches is for, beside the seed of the run (no step is counted as far)."""
TIMES_READ_BEFORE = 7
"""Windows of text that probes are given of what was read before a window."""
SHOWN = 8
"""Sequences that are kept for showing what goes in, is wanted and comes out."""


@dataclass(frozen=True)
class Estimate:
    """The loss on data not learned from, and its score where the task has one (else NaN)."""

    loss: float
    score: float = float("nan")


class TextFeed:
    """A corpus in windows; held-out text is the estimate, a written text the sample."""

    every, scale = 250, 1.0

    def __init__(self, settings: Settings, corpus: Corpus) -> None:
        task = TextTask(corpus, settings.validation)
        self.corpus, self.coding, self.fed_back = corpus, corpus.coding, task.fed_back
        self.inputs, self.outputs, self.loss = task.inputs, task.outputs, task.loss
        self.start = float(np.log(task.outputs))
        self.streams, self.window = task.streams(settings.window, settings.batch), settings.window
        self._validation = Validation(task.heldout)
        self.facts = TaskFacts(
            task.name, task.label, task.hint, "nats per character", ("uniform", self.start),
            shape=task.shape, sees_future=task.sees_future,
        )  # fmt: skip

    @property
    def position(self) -> int:
        """The offset of the next window within each stream."""
        return self.streams.position

    @position.setter
    def position(self, position: int) -> None:
        self.streams.position = position

    def next(self, rng: np.random.Generator) -> Any:
        """The next window of every stream; nothing is drawn."""
        return self.streams.next()

    def random_state(self, rng: np.random.Generator) -> None:
        """What must come back where a window is broken off: nothing was drawn."""

    def peek(self) -> Any:
        """The next window, which comes again."""
        position = self.streams.position
        batch = self.streams.next()
        self.streams.position = position
        return batch

    def before(self, trained: bool) -> Any:
        """What was read (n, B) right before the next window, or before the one just trained on."""
        return self.streams.before(TIMES_READ_BEFORE * self.window, windows=int(trained))

    def estimate(self, network: Network) -> Estimate | None:
        """The loss on held-out text."""
        if not self._validation.possible:
            return None
        return Estimate(self._validation.loss(network))

    @property
    def heldout_passages(self) -> NDArray[np.intp] | None:
        """Passages (n + 1, streams) of held-out text, if any is."""
        return self._validation.passages

    def write(
        self,
        network: Network,
        settings: Settings,
        step: int,
        loss: float,
        report: Callback | None = None,
    ) -> Sample:
        """A text; it depends on the run's seed and the step only.

        `report` is told the share that is done; Cancelled is raised where it returns False.
        """
        prime = self.coding.encode(settings.prime)
        begin = prime if len(prime) else self.coding.encode(self._first_symbol())
        rng = np.random.default_rng([settings.seed, step])
        length, temperature = settings.sample_length, settings.temperature
        options = (temperature, settings.top_k, report, self.coding.sign)
        try:
            codes = sample(network, begin, length, rng, *options)
        except NoDistributionError:
            raise Refusal(NO_NUMBERS) from None
        if len(codes) < length:
            raise Cancelled
        text, primed = self.coding.decode(codes), self.coding.decode(prime)
        return Sample(step, loss, text, primed, settings.temperature)

    def _first_symbol(self) -> str:
        """What an unprimed sample reads first: a line's end where the text has lines."""
        vocabulary, counts = self.corpus.vocabulary, self.corpus.counts.copy()
        if self.coding.sign is not None:
            counts[self.coding.sign] = 0
        return "\n" if "\n" in vocabulary else vocabulary[int(counts.argmax())]


class DrawnFeed:
    """A task whose sequences are drawn anew; fresh ones are the estimate, one is described."""

    every, scale = 50, 1.0

    def __init__(self, settings: Settings, task: Task | None = None) -> None:
        self.task = task or DRAWN[settings.task](**settings.options_of("task"))
        self.inputs, self.outputs, self.loss = (
            self.task.inputs,
            self.task.outputs,
            self.task.loss,
        )
        self.coding: Coding | Signs = Signs(self.task.signs)
        self.fed_back = self.task.fed_back
        self._T = self.task.length(settings.value("length"))
        self._B = settings.batch
        self.start = self.task.baseline(self._T).loss
        self._fresh = self.unseen()
        rng = np.random.default_rng([FRESH_SEED, settings.seed])
        self._shown = self.task.unseen(rng, self._T, SHOWN)
        self.position = 0
        baseline = self.task.baseline(self._T)
        nats = self.loss == "cross_entropy"
        unit = "nats per step" if nats else "squared error"
        line = (baseline.name, baseline.loss)
        self.facts = TaskFacts(
            settings.task, self.task.label, self.task.hint, unit, line, self.task.measure,
            baseline.score, self.task.solved_at(self._T),
            shape=self.task.shape, sees_future=self.task.sees_future,
        )  # fmt: skip

    def unseen(self) -> Batch:
        """Sequences never learned from, the same every time."""
        return self.task.unseen(np.random.default_rng(FRESH_SEED), self._T, FRESH)

    def freely_judged(self) -> Batch:
        """Sequences never learned from whose answers the network may write freely."""
        return self._fresh

    @property
    def unseen_count(self) -> int:
        """How many of them."""
        return int(self._fresh.inputs.shape[1])

    def next(self, rng: np.random.Generator) -> Batch:
        """A new batch."""
        self.position += 1
        return self._batch(rng, self._B)

    def random_state(self, rng: np.random.Generator) -> Mapping[str, Any]:
        """What must come back where a batch is broken off."""
        return rng.bit_generator.state

    def before(self, trained: bool) -> None:
        """Nothing: every sequence begins anew."""

    def peek(self) -> Batch:
        """Some batch to look at before the first step."""
        return self._batch(np.random.default_rng(FRESH_SEED), self._B)

    def estimate(self, network: Network) -> Estimate:
        """Loss and score on sequences never learned from."""
        batch = self._fresh
        state = network.zero_state(batch.inputs.shape[1])
        outputs = self._outputs(network, batch)
        losses = network.evaluate(batch.inputs, batch.targets, state)
        return Estimate(float(losses.mean()), self.task.score(outputs, batch.targets))

    def describe(self, network: Network, index: int) -> Example:
        """What went in, was wanted and came out, for one of SHOWN sequences never learned from."""
        shown = self._shown
        index %= shown.inputs.shape[1]
        return self.task.describe(shown, self._outputs(network, shown), index)

    def write(
        self,
        network: Network,
        settings: Settings,
        step: int,
        loss: float,
        report: Callback | None = None,
    ) -> Sample:
        """One sequence in words, which takes no time to speak of."""
        example = self.describe(network, step // self.every)
        text = f"in      {example.went_in}\nwanted  {example.wanted}\nout     {example.came_out}"
        return Sample(step, loss, text, "", 0.0)

    def _outputs(self, network: Network, batch: Batch) -> Any:
        """The outputs (T', B, V) at the scored steps, before any softmax."""
        outputs = network.forward(batch.inputs, network.zero_state(batch.inputs.shape[1]))
        return outputs[-len(batch.targets) :].copy()

    def _batch(self, rng: np.random.Generator, B: int) -> Batch:
        return self.task.batch(rng, self._T, B)


Feed = TextFeed | DrawnFeed
"""Both have: `inputs`, `outputs` and `loss` of the network they want; `fed_back`, how its outputs
are inputs later; `start`, the loss of knowing nothing; `every`, the steps between two estimates;
`scale`, which its losses are multiplied by for people; `coding`; `position`, to go on from; `next`,
`random_state`, `peek`, `before`, `estimate` and `write`."""


def batches_of(seed: int) -> np.random.Generator:
    """What draws a run's batches, whatever its network draws: equal seeds see equal sequences."""
    return np.random.default_rng([seed, BATCHES])


def check_writes(diverged: bool) -> None:
    """Refuse to let a diverged network write: its text would be how NaN compares."""
    if diverged:
        raise Refusal(MUTE)
