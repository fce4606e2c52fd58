"""The training as an iterator: one step a turn, and between two turns the world may act."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from time import perf_counter

import numpy as np

from rnnviz.core import schedules
from rnnviz.core.bptt import State
from rnnviz.core.clipping import clip
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.core.sampling import sample
from rnnviz.lab.build import build_network
from rnnviz.lab.history import History
from rnnviz.lab.interventions import Before, intervene
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import NOTHING, Event, Request, Sample, Snapshot
from rnnviz.lab.validation import Validation
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.probes import Sequence
from rnnviz.refusal import Refusal
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.streams import Batch
from rnnviz.tasks.text_task import TextTask

VALIDATION_EVERY = 250
"""Steps between two estimates of the held-out loss; also made before the first step."""
SMOOTHING = 200
"""Steps over which the shown loss is averaged (fewer at the start)."""
UNDO_AT_MOST = 8
SLOW = 0.999
"""Decay of the slow average `loss_ema`, which starts at ln V as min-char-rnn's does."""


class Trainer:
    """Learns `corpus` with `settings`; `for step in trainer:` yields the steps done.

    Iterating stops at `goal` steps (at first `settings.steps`) or when the loss or its gradient
    is no number any more; `diverged` then says so and the weights are those before that step.
    Everything random comes from `settings.seed`; watching (snapshots, samples, validation)
    changes nothing that is learned.
    """

    def __init__(self, settings: Settings, corpus: Corpus) -> None:
        self.settings, self.corpus = settings, corpus
        self.task = TextTask(corpus, settings.validation)
        self.streams = self.task.streams(settings.window, settings.batch)
        self.rng = np.random.default_rng(settings.seed)
        self.network = build_network(settings, corpus.alphabet, self.rng)
        options = settings.options_of("optimizer")
        kind = OPTIMIZERS[settings.optimizer]
        self.optimizer = kind(self.network.flat.size, self.network.dtype, **options)
        self.state: State = self.network.zero_state(settings.batch)
        self.validation = Validation(self.task.heldout)
        self.history = History()
        self.step, self.goal = 0, settings.steps
        self.loss = self.smoothed = self.slow = float(np.log(corpus.alphabet))
        self.diverged = False
        self._undo: list[Before] = []
        self.seconds = 0.0
        self._batch: Batch | None = None
        self._batch_state = self.state.copy()

    @property
    def characters(self) -> int:
        """Characters learned from so far."""
        return self.step * self.settings.window * self.settings.batch

    def change(self, settings: Settings) -> None:
        """Let settings act that need no new network (see `Declaration.effect`).

        Raises Refusal if others differ.
        """
        for name, declaration in settings.rows().items():
            differs = settings.value(name) != self.settings.value(name)
            if differs and declaration.effect != "now":
                raise Refusal(f"{declaration.label} can only change with a new network.")
        if settings.steps != self.settings.steps:
            self.goal = settings.steps
        self.settings = settings

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        if self.step >= self.goal or self.diverged:
            raise StopIteration
        started = perf_counter()
        with np.errstate(all="ignore"):
            if self.step == 0:
                self._validate()
            self._learn()
            if self.step % VALIDATION_EVERY == 0 and not self.diverged:
                self._validate()
        self.seconds += perf_counter() - started
        if self.diverged:
            raise StopIteration
        return self.step

    def _learn(self) -> None:
        """One window forward and back, clipping, one update."""
        settings, network = self.settings, self.network
        batch = self.streams.next()
        if batch.fresh or settings.state == "reset":
            self.state.h[...] = 0.0
            self.state.c[...] = 0.0
        self._batch = batch
        self._batch_state.h[...] = self.state.h
        self._batch_state.c[...] = self.state.c
        self.loss = network.loss_and_gradients(batch.inputs, batch.targets, self.state)
        clipped = clip(network.flat_gradient, settings.clip, settings.clip_threshold)
        if not (np.isfinite(self.loss) and np.isfinite(clipped.norm_before)):
            self.diverged = True
            return
        lr = self.learning_rate()
        self.optimizer.update(network.flat, network.flat_gradient, lr)
        self.step += 1
        self._note(lr, clipped.norm_before, clipped.clipped)

    def learning_rate(self) -> float:
        """The rate of the next update."""
        s = self.settings
        schedule = schedules.REGISTRY[s.schedule]()
        return s.lr * schedule.factor(self.step, s.schedule_length, s.warmup, s.lr_end)

    def _note(self, lr: float, norm: float, clipped: bool) -> None:
        self.smoothed += (self.loss - self.smoothed) / min(self.step, SMOOTHING)
        self.slow += (self.loss - self.slow) * (1.0 - SLOW)
        self.history.append(
            steps=self.step,
            characters=self.characters,
            loss=self.loss,
            smoothed=self.smoothed,
            gradient_norm=norm,
            lr=lr,
            clipped=clipped,
        )

    def _validate(self) -> None:
        if not self.validation.possible:
            return
        self.history.append(
            validation_steps=self.step,
            validation_characters=self.characters,
            validation_loss=self.validation.loss(self.network),
        )

    def write(self, seed: int | None = None) -> Sample:
        """Let the network write with the present sampling settings, and keep what it wrote.

        Without a seed the sample depends on the run's seed and the step. A prime that the text's
        alphabet lacks is refused.
        """
        s, coding = self.settings, self.corpus.coding
        prime = coding.encode(s.prime)
        begin = prime if len(prime) else coding.encode(self._first_symbol())
        rng = np.random.default_rng([s.seed, self.step] if seed is None else seed)
        with np.errstate(all="ignore"):
            codes = sample(self.network, begin, s.length, rng, s.temperature, s.top_k)
        text, primed = coding.decode(codes), coding.decode(prime)
        written = Sample(self.step, self.smoothed, text, primed, s.temperature)
        self.history.samples.append(written)
        return written

    def _first_symbol(self) -> str:
        """What an unprimed sample reads first: a line's end where the text has lines."""
        vocabulary = self.corpus.vocabulary
        return "\n" if "\n" in vocabulary else vocabulary[int(self.corpus.counts.argmax())]

    def intervene(self, name: str, value: float | None = None) -> None:
        """Change the network by hand (see `interventions`), marked on the curves."""
        before = Before.of(self.network, self.optimizer, "")
        words = intervene(self.network, name, value)
        self._undo.append(replace(before, text=words))
        del self._undo[:-UNDO_AT_MOST]
        self._mark(words)

    def undo(self) -> None:
        """Go back to the weights and the optimizer before the last intervention."""
        if not self._undo:
            raise Refusal("There is no intervention to undo.")
        before = self._undo.pop()
        before.restore(self.network, self.optimizer)
        self._mark(f"undone: {before.text}")

    def _mark(self, text: str) -> None:
        self.history.events.append(Event(self.step, self.characters, text))

    def sequence(self) -> Sequence:
        """The window just trained on, or before the first step the one that comes first."""
        batch = self._batch
        if batch is None:
            position = self.streams.position
            batch = self.streams.next()
            self.streams.position = position
        return Sequence(batch.inputs, batch.targets, self._batch_state, self.corpus.coding)

    def measure(self, requests: Iterable[Request]) -> Mapping[Request, object]:
        """What the named probes find now."""
        sequence = self.sequence()
        with np.errstate(all="ignore"):
            return {
                request: PROBES[request.probe].measure(
                    self.network, sequence, dict(request.options)
                )
                for request in requests
            }

    def snapshot(self, results: Mapping[Request, object] = NOTHING, rate: float = 0.0) -> Snapshot:
        """The training as it stands, with what was measured; `rate` in characters a second."""
        return Snapshot(
            step=self.step,
            characters=self.characters,
            loss=self.loss,
            smoothed=self.smoothed,
            lr=self.learning_rate(),
            chars_per_second=rate,
            settings=self.settings,
            curves=self.history.curves(),
            samples=self.history.samples_so_far(),
            results=results,
            diverged=self.diverged,
            events=tuple(self.history.events),
            undo=self._undo[-1].text if self._undo else "",
        )
