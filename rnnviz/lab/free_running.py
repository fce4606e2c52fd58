"""Losses on data not learned from, by step: after true inputs, and after the network's own."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.fed_back import FedBack
from rnnviz.core.network import Network
from rnnviz.core.own_outputs import OwnOutputs, freely
from rnnviz.lab.feeds import FRESH_SEED, DrawnFeed, Feed, TextFeed
from rnnviz.tasks.heldout import WARM_UP
from rnnviz.tasks.task import Batch, Task

WRITTEN = 32
"""Characters of a text that are written freely after others were read."""
MOST = 1 << 22
"""Logits at most that are computed for this: of many symbols fewer windows are read."""
NOT_FED_BACK = (
    "In this task no output becomes an input, so the network never runs freely. Choose a text, a "
    "sine, numbers or words that are written."
)
NOTHING_HELD_OUT = (
    "No text is held out, or too little, to compare free running with. Hold out a share of 0.1."
)


@dataclass(frozen=True, eq=False)
class FreeRunning:
    """Mean losses of the steps 1 to K after the start, `forced` and `free` (K,).

    They are in nats, or squared units of the task, and equal at the first step, before which
    nothing was written. `count` sequences are averaged; `back` says how outputs are fed back.
    Where the task has right answers there are the scores after both, else NaN.
    """

    forced: NDArray[np.float64]
    free: NDArray[np.float64]
    count: int
    back: FedBack
    forced_score: float = math.nan
    free_score: float = math.nan


def free_running_of(feed: Feed, network: Network) -> FreeRunning | str:
    """What a network loses of what its feed never learns from, or why that is not to be had."""
    back, batch = feed.fed_back, _judged(feed)
    if back is None or batch is None:
        return NOT_FED_BACK if back is None else NOTHING_HELD_OUT
    steps, B = batch.inputs.shape[:2]
    own = freely(steps, B, steps - len(batch.targets) + 1)
    reading, rng = OwnOutputs(network, B, back), np.random.default_rng(FRESH_SEED)
    read = reading.read(batch.inputs, own, network.zero_state(B), rng)
    both = batch, batch._replace(inputs=read)
    forced, free = (feed.scale * _losses(network, one) for one in both)
    if back != "likeliest" or not isinstance(feed, DrawnFeed):
        return FreeRunning(forced, free, B, back)
    return FreeRunning(forced, free, B, back, *(_score(feed.task, network, one) for one in both))


def _score(task: Task, network: Network, batch: Batch) -> float:
    outputs = network.forward(batch.inputs, network.zero_state(batch.inputs.shape[1]))
    return task.score(outputs[-len(batch.targets) :], batch.targets)


def _losses(network: Network, batch: Batch) -> NDArray[np.float64]:
    """The mean loss (K,) of every scored step."""
    state = network.zero_state(batch.inputs.shape[1])
    losses = network.evaluate(batch.inputs, batch.targets, state)
    means: NDArray[np.float64] = losses.mean(axis=1, dtype=np.float64)
    return means


def _judged(feed: Feed) -> Batch | None:
    """Sequences that are never learned from; what their targets are for is written freely."""
    if isinstance(feed, TextFeed):
        return _of_text(feed)
    batch = feed.freely_judged()
    if len(batch.targets) == len(batch.inputs):
        # Every step has an answer: the network runs freely when it has read half of them.
        batch = batch._replace(targets=batch.targets[len(batch.targets) // 2 :])
    return batch


def _of_text(feed: TextFeed) -> Batch | None:
    """Windows of held-out text, of which the last characters are written; None of too little."""
    passages = feed.heldout_passages
    if passages is None:
        return None
    length = min(WARM_UP + WRITTEN, len(passages) - 1)
    written = min(WRITTEN, length // 2)
    if written < 1:
        return None
    starts = range(0, len(passages) - length, length)
    blocks = np.concatenate([passages[start : start + length + 1] for start in starts], axis=1)
    fitting = max(1, MOST // (length * feed.outputs))
    blocks = blocks[:, :: -(-blocks.shape[1] // fitting)]
    return Batch(blocks[:-1], blocks[length - written + 1 :])
