"""The training as an iterator: one step a turn, and between two turns the world may act."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from rnnviz.core import schedules
from rnnviz.core.clipping import Clipped, clip
from rnnviz.core.numerics import Array
from rnnviz.core.pauses import Ask, Pauses, copy_in_pieces, zero_in_pieces
from rnnviz.core.state import State
from rnnviz.lab.beside import Beside
from rnnviz.lab.build import build_network, build_optimizer
from rnnviz.lab.choosing_feed import feed_for
from rnnviz.lab.dropping import dropping
from rnnviz.lab.estimates import Estimates
from rnnviz.lab.feeds import Feed, TextFeed, batches_of, check_writes
from rnnviz.lab.history import History
from rnnviz.lab.measuring import measured
from rnnviz.lab.memory.memory_need import Shape, memory_for
from rnnviz.lab.recent_losses import RecentLosses
from rnnviz.lab.scheduled_sampling import ScheduledSampling
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import NOTHING, Request, Sample, Snapshot
from rnnviz.probes import Sequence
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.material import Material
from rnnviz.tasks.progress import Callback

if TYPE_CHECKING:
    from rnnviz.tasks.table.series import Series

ANGLE_EVERY = 10
"""Steps between two measurements of the angle by which clipping by value turns the gradient."""
SLOW = 0.999
"""Decay of the slow average `loss_ema`, which starts at ln V as min-char-rnn's does."""


class Trainer:
    """Learns `material`, a text or numbers, or a task that needs none, with `settings`.

    `for step in trainer:` yields the steps done.

    Iterating stops at `goal` steps (at first `settings.steps`) or when the loss or its gradient
    is no number any more; `diverged` then says so and the weights are those before that step.
    Everything random comes from `settings.seed`, what a task draws from `rng`, a generator of its
    own; watching (snapshots, samples, validation) changes nothing that is learned. What takes long
    asks now and then, first the `ask` given here, later `network.pauses.ask`; what that raises
    leaves all as it was before the step. An update that has begun is ended: it asks `meanwhile`
    now and then, which must not raise. What fails `beside` a step, as a validation can, is told
    there, and the next step comes.

    Raises Refusal where the memory is not enough. Weights that a saved run will bring are not
    `drawn`.
    """

    def __init__(
        self,
        settings: Settings,
        material: Material | None,
        ask: Ask | None = None,
        drawn: bool = True,
    ) -> None:
        self.settings, self.material = settings, material
        self.feed: Feed = feed_for(settings, material)
        self.rng = batches_of(settings.seed)
        feed, first = self.feed, self.feed.peek()
        self._per_step = int(np.prod(first.inputs.shape[:2]))
        shape = Shape.of(feed.inputs, feed.outputs, first, settings.batch)
        with memory_for(settings, shape):
            self._make(ask, np.random.default_rng(settings.seed) if drawn else None)
        self._own_outputs = ScheduledSampling(self.network, feed.fed_back)
        self.takes_long = self.network.takes_long(shape.steps, shape.batch)
        self.history, self.beside = History(), Beside()
        self.estimates = Estimates(feed, self.history, self.beside)
        self.step, self.goal = 0, settings.steps
        self.loss = self.smoothed = self.slow = feed.start
        self.recent = RecentLosses()
        self.diverged = False
        self.seconds = self._began = 0.0
        self.meanwhile = Pauses()
        self.batch: Any = None

    def _make(self, ask: Ask | None, rng: np.random.Generator | None) -> None:
        """Make the network and all that is as large as it."""
        settings, feed = self.settings, self.feed
        self.network = build_network(settings, feed.inputs, feed.outputs, feed.loss, rng, ask)
        self.optimizer = build_optimizer(settings, self.network)
        for slot in self.optimizer.state.values():
            zero_in_pieces(slot, self.network.pauses)  # its memory is taken now, not in an update
        self._start = self.network.zero_state(settings.batch)
        self.state: State = self._start.copy()
        self.batch_state, self._begin, self._moving = (self.state.copy() for _ in range(3))
        self.before: Array = np.empty_like(self.network.flat)
        copy_in_pieces(self.network.flat, self.before, self.network.pauses)
        self.network.pauses.ask = None

    @property
    def corpus(self) -> Corpus | None:
        """The text that is learned; None where it is none."""
        return self.material if isinstance(self.material, Corpus) else None

    @property
    def series(self) -> Series | None:
        """The numbers that are learned; None where there are none."""
        return None if isinstance(self.material, Corpus) else self.material

    @property
    def characters(self) -> int:
        """Characters (or other inputs) learned from so far."""
        return self.step * self._per_step

    def change(self, settings: Settings) -> None:
        """Let settings act that need no new network (see `Declaration.effect`).

        Raises Refusal if others differ.
        """
        settings.check_acts_now(self.settings)
        if settings.steps != self.settings.steps:
            self.goal = settings.steps
        self.settings = settings

    @property
    def over(self) -> bool:
        """Whether there is no next step: the goal is reached, or the training has diverged."""
        return self.step >= self.goal or self.diverged

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        if self.over:
            raise StopIteration
        self._began = perf_counter() - self.seconds
        with np.errstate(all="ignore"):
            self.look()
            self._learn()
            if not self.diverged:
                self._validate()
        self.seconds = perf_counter() - self._began
        if self.diverged:
            raise StopIteration
        return self.step

    def look(self) -> None:
        """Before the first step, measure once what the first window and held-out data lose.

        Later only what was broken off. Nothing that is learned depends on it.
        """
        with np.errstate(all="ignore"):
            self._look_at_first_window()
            self._validate()

    @property
    def looked(self) -> bool:
        """Whether there is nothing (more) to `look` at."""
        return self.estimates.all_made(self.step)

    def _look_at_first_window(self) -> None:
        """Measure its loss, which until then is that of knowing nothing."""
        first = self.estimates.first(self.network, self.sequence) if self.step == 0 else None
        if first is not None:
            self.loss = self.smoothed = first

    def _validate(self) -> None:
        self.estimates.heldout(self.network, self.step, self.characters, self.seconds)

    def _learn(self) -> None:
        """One window forward and back, clipping, one update."""
        loss, clipped = self._through_next_window()
        self.loss = loss * self.feed.scale
        # In the curves' precision: 1e40 nats are as lost as infinitely many.
        if not np.isfinite(np.array([self.loss, clipped.norm_before], np.float32)).all():
            self.diverged = True
            return
        lr, network = self.learning_rate(), self.network
        copy_in_pieces(network.flat, self.before, self.meanwhile)
        self.optimizer.update(network.learned, network.learned_gradient, lr, self.meanwhile)
        self.step += 1
        self.estimates.note(self.step)
        self._note(lr, clipped)

    def _through_next_window(self) -> tuple[float, Clipped]:
        """Return the loss of the next window, and leave its clipped gradients with the network.

        All moves on only when that is done: what is broken off has not begun.
        """
        feed = self.feed
        before = (feed.position, feed.random_state(self.rng)) if self.takes_long else None
        batch = feed.next(self.rng)
        fresh = batch.fresh or self.settings.state == "reset"
        self._begin.take(self._start if fresh else self.state)
        self._moving.take(self._begin)
        try:
            batch = self._own_outputs.applied(batch, self._begin, self.settings, self.step)
            drop, moving = dropping(self.network, self.settings.seed, self.step), self._moving
            loss = self.network.loss_and_gradients(batch.inputs, batch.targets, moving, drop)
            clipped = self._clip()
        except BaseException:
            if before is not None:  # the next window comes again
                feed.position, random = before
                if random is not None:
                    self.rng.bit_generator.state = random
            raise
        self.batch = batch
        self.batch_state, self._begin = self._begin, self.batch_state
        self.state, self._moving = self._moving, self.state
        return loss, clipped

    def _clip(self) -> Clipped:
        """Clip the gradients; then is the last time that a long step asks whether it goes on."""
        settings, pauses = self.settings, self.network.pauses
        if self.takes_long:
            pauses()
        angle = settings.clip == "value" and self.step % ANGLE_EVERY == 0
        gradient = self.network.learned_gradient
        clipped = clip(gradient, settings.clip, settings.clip_threshold, angle)
        if self.takes_long:
            pauses()
        return clipped

    def learning_rate(self) -> float:
        """The rate of the next update."""
        s = self.settings
        schedule = schedules.REGISTRY[s.schedule]()
        return s.lr * schedule.factor(self.step, s.schedule_length, s.warmup, s.lr_end)

    def _note(self, lr: float, clipped: Clipped) -> None:
        self.smoothed = self.recent.add(self.loss, self.step)
        self.slow += (self.loss - self.slow) * (1.0 - SLOW)
        self.seconds = perf_counter() - self._began  # a validation that is broken off counts not
        self.history.append(
            steps=self.step,
            characters=self.characters,
            loss=self.loss,
            smoothed=self.smoothed,
            gradient_norm=clipped.norm_before,
            lr=lr,
            clipped=clipped.clipped,
            clip_angle=math.nan if clipped.angle is None else clipped.angle,
            seconds=self.seconds,
        )

    def write(self, report: Callback | None = None) -> Sample:
        """Let the network write (or do its task) with the present settings, and keep that.

        `report` is told the share that is done; nothing is kept, and Cancelled raised, where it
        returns False. Refused are a prime that the text's alphabet lacks, and a diverged network.
        """
        check_writes(self.diverged)
        with np.errstate(all="ignore"):
            self._look_at_first_window()
            written = self.feed.write(self.network, self.settings, self.step, self.smoothed, report)
        self.history.samples.append(written)
        return written

    def sequence(self) -> Sequence:
        """The window just trained on, or before the first step the one that comes first."""
        batch, state = self.batch, self.batch_state
        if batch is None:
            batch = self.feed.peek()
            carried = self.settings.state == "carried" and not batch.fresh
            state = self.state if carried else self.network.zero_state(self.settings.batch)
        texts, carried = isinstance(self.feed, TextFeed), self.settings.state == "carried"
        before = self.feed.before(trained=self.batch is not None) if carried else None
        return Sequence(batch.inputs, batch.targets, state, self.feed.coding, texts, before)

    def measure(self, requests: Iterable[Request]) -> Mapping[Request, object]:
        """What the named probes, and the requests of `measuring.py`, find now."""
        seen = self.network, self.sequence(), self.feed, self.before
        with np.errstate(all="ignore"):
            return {request: measured(request, *seen) for request in requests}

    def snapshot(self, results: Mapping[Request, object] = NOTHING, rate: float = 0.0) -> Snapshot:
        """The training as it stands, with what was measured; `rate` in characters a second."""
        known = self.step > 0 or self.estimates.first_is_known
        return Snapshot(
            step=self.step,
            goal=self.goal,
            characters=self.characters,
            loss=self.loss if known else math.nan,
            smoothed=self.smoothed if known else math.nan,
            lr=self.learning_rate(),
            chars_per_second=rate,
            settings=self.settings,
            task=self.feed.facts,
            curves=self.history.curves(),
            samples=self.history.samples_so_far(),
            results=results,
            diverged=self.diverged,
            events=tuple(self.history.events),
            edits=tuple(self.history.edits),
        )
