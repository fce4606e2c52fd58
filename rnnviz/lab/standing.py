"""How a training stands after a step: all that it goes on from but its weights, for files too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rnnviz.core.numerics import Array
from rnnviz.core.pauses import Pauses

if TYPE_CHECKING:
    from rnnviz.lab.trainer import Trainer

NUMBERS = ("loss", "smoothed", "slow", "seconds")
PROGRESS = ("step", "goal", *NUMBERS, "diverged")
"""The trainer's own part of the progress; the feed adds its position, the optimizer its count."""
RECENT = "recent"
"""The entry of the progress with the losses whose mean is shown, which the first files lack."""
RANDOM = "random_state"
"""The entry with the state of the generator."""


def arrays_of(trainer: Trainer) -> dict[str, Array]:
    """The optimizer's slots and the states, by the names they have in files; nothing is copied."""
    slots = {f"optimizer.{name}": slot for name, slot in trainer.optimizer.state.items()}
    return slots | {f"state.{name}": array for name, array in trainer.state.arrays.items()}


def progress_of(trainer: Trainer) -> dict[str, Any]:
    """Counts, averages, the place in the data, and the generator's state."""
    return {
        **{name: getattr(trainer, name) for name in PROGRESS},
        "position": trainer.feed.position,
        "updates": trainer.optimizer.count,
        RECENT: trainer.recent.parts(),
        RANDOM: trainer.rng.bit_generator.state,
    }


def put_back(trainer: Trainer, arrays: Mapping[str, Array], progress: Mapping[str, Any]) -> None:
    """Let a trainer of the same settings stand there, but for its weights and its optimizer."""
    for name, array in trainer.state.arrays.items():
        array[...] = arrays[f"state.{name}"]
    trainer.recent.restore(*progress[RECENT])
    trainer.feed.position = progress["position"]
    trainer.rng.bit_generator.state = progress[RANDOM]
    for name in PROGRESS:
        setattr(trainer, name, progress[name])


def put_back_optimizer(
    trainer: Trainer, arrays: Mapping[str, Array], progress: Mapping[str, Any], pauses: Pauses
) -> None:
    """Let its optimizer be what it was, which only training needs."""
    slots = {name: arrays[f"optimizer.{name}"] for name in trainer.optimizer.slots}
    trainer.optimizer.restore(slots, progress["updates"], pauses)
