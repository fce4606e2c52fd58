"""What lessons measure along a phrase: guesses, states, and one loss on its way back."""

from typing import Any

import numpy as np

from rnnviz.core.numerics import Array
from rnnviz.lab.default_phrase import default_phrase
from rnnviz.lab.feeds import TextFeed
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Option
from rnnviz.lab.trainer import Trainer
from rnnviz.lessons.measure import Measure, found_by, gated, memory, texts
from rnnviz.lessons.word_measures import text_of
from rnnviz.probes.cell_walk import CellWalk
from rnnviz.refusal import Refusal


def next_true(trainer: Trainer, read: int) -> float:
    """The probability of the phrase's next character after the first ones were `read`."""
    return float(np.exp(-next_loss(trainer, read)))


def next_loss(trainer: Trainer, read: int) -> float:
    """-ln p of the phrase's next character after the first ones were `read`."""
    losses = found_by(trainer, "next_character", phrase=phrase_of(trainer)).losses
    return float(losses[_place(read, 1, len(losses)) - 1])


def state_change(trainer: Trainer, read: int) -> float:
    """The largest difference that a character makes to one unit of the top layer."""
    h = found_by(trainer, "hidden_units", phrase=phrase_of(trainer)).h
    place = _place(read, 2, len(h))
    return float(np.abs(h[place - 1] - h[place - 2]).max())


def way_back(trainer: Trainer, steps: int) -> float:
    """The norm of the last loss's gradient so many steps back, over that where it begins."""
    norms = _walk(trainer, step=0).norms
    return float(norms[_place(steps, 0, len(norms) - 1)] / norms[0])


def memory_share(trainer: Trainer, steps: int) -> float:
    """The norm of the part of that gradient that is c's, over that of (h, c)."""
    walk = _back_by(trainer, _place(steps, 1, 10**9))
    norms = {name: np.linalg.norm(walk.gradients[f"{name}_prev"]) for name in walk.states}
    return float(norms["c"] / np.linalg.norm(list(norms.values())))


def gate_open(trainer: Trainer, steps: int) -> float:
    """The mean opening of the gate that keeps, over units and that many steps back."""
    return float(np.mean([f.mean() for f, _g in _kept(trainer, steps)]))


def gate_on_the_way(trainer: Trainer, steps: int) -> float:
    """The same, every unit counting as the square of the gradient that comes to its c."""
    return float(np.mean([(f * g**2).sum() / (g**2).sum() for f, g in _kept(trainer, steps)]))


def _kept_memory(settings: Settings) -> str:
    """Why no gate keeps a memory c, "" if one does."""
    return memory(settings) or gated(settings)


def phrase_of(trainer: Trainer) -> str:
    """What panels read where no phrase was typed; "" where there is no text: the example."""
    learns_text = isinstance(trainer.feed, TextFeed)
    return default_phrase(text_of(trainer)) if learns_text else ""


def _kept(trainer: Trainer, steps: int) -> list[tuple[Array, Array]]:
    """The openings (H,) of the gate that keeps, and d loss / d c (H,), from the loss backwards."""
    gate = str(trainer.network.cell.keep_gate)
    back = (_back_by(trainer, lag) for lag in range(1, _place(steps, 1, 100) + 1))
    return [(walk.values[gate][0], walk.gradients["c"][0]) for walk in back]


def _back_by(trainer: Trainer, steps: int) -> CellWalk:
    """The one step that hands the last loss's gradient back so many steps."""
    last = _walk(trainer, step=0).loss_step
    return _walk(trainer, step=last + 1 - _place(steps, 1, last + 1))


def _walk(trainer: Trainer, **options: Option) -> CellWalk:
    walk: Any = found_by(trainer, "cell_walk", phrase=phrase_of(trainer), back=True, **options)
    if not isinstance(walk, CellWalk) or not walk.norms.size:
        raise Refusal("Nothing of what is read has a loss that could go back.")
    return walk


def _place(number: int, least: int, most: int) -> int:
    """The number, if it is one of these."""
    if not least <= number <= most:
        raise Refusal(f"There is no {number:,} here: what is read goes from {least} to {most:,}.")
    return number


PHRASE_MEASURES: dict[str, Measure] = {
    "next true at N": Measure(
        "the probability of the usual phrase's true next character after N of it", next_true, texts
    ),
    "next loss at N": Measure("the loss there: -ln of that probability", next_loss, texts),
    "state change at N": Measure(
        "by how much the phrase's character N changes the one unit that it changes most",
        state_change,
        texts,
    ),
    "way back at N": Measure(
        "what is left N steps back of the gradient of the phrase's or the example's last loss",
        way_back,
    ),
    "memory share at N": Measure(
        "the share of c in that gradient, beside that of h", memory_share, memory
    ),
    "gate open over N": Measure(
        "the mean of the gate that keeps, at the last N steps before that loss",
        gate_open,
        _kept_memory,
    ),
    "gate open on the way over N": Measure(
        "the same, weighted by the squared gradient of each unit's c",
        gate_on_the_way,
        _kept_memory,
    ),
}
"""By name; the usual phrase is what panels read where none was typed."""
