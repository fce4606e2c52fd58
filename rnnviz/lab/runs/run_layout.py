"""What a run's file holds, declared once for those who write it and those who read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab import standing
from rnnviz.lab.architecture import architecture_of, learned_count
from rnnviz.lab.history import CURVES, SECONDS, VALIDATION, Columns
from rnnviz.lab.runs.carried_series import SERIES
from rnnviz.lab.runs.carried_text import TEXT
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer

PROGRAM = "rnnviz"
FORMAT = 2
"""The version of the file's layout; a file of a newer one is refused."""
DESCRIPTION = (
    *("settings", "vocabulary", "corpus", "progress"),
    *("random_state", "samples", "events"),
)
"""The entries of the metadata that are JSON and in every file."""
DEEDS = "deeds"
"""The entry with the edits, which the first files lack."""
LISTS = {"samples": 10_000, "events": 50_000, DEEDS: 50_000}
"""The entries that grow with what is done, and how many of the newest are kept in a file."""
ROOM = 8_000_000
"""Characters of JSON that each of those may take; the oldest are left out beyond it."""
COUNTS = ("step", "goal", "position", "updates")
MOST = 10**12
"""No run counts further: that many steps take years, and their characters still are an int64."""

Shape = tuple[int | str, ...]


@dataclass(frozen=True)
class Part:
    """An array of the file: its type and shape, in which a word stands for any one length.

    One without a type may have any type and shape.
    """

    dtype: np.dtype[Any] | None
    shape: Shape
    optional: bool = False

    def fits(self, shape: tuple[int, ...], dtype: object, lengths: dict[str, int]) -> bool:
        """Whether an array fits, and with the `lengths` that words have had so far."""
        if self.dtype is None:
            return dtype is not None
        if dtype != self.dtype or len(shape) != len(self.shape):
            return False
        pairs = zip(self.shape, shape, strict=True)
        return all(
            found == (lengths.setdefault(own, found) if isinstance(own, str) else own)
            for own, found in pairs
        )


def parts_of(settings: Settings, inputs: int, outputs: int) -> dict[str, Part]:
    """The arrays of a run with these settings, whose network has so many inputs and outputs."""
    dtype, architecture = np.dtype(settings.dtype), architecture_of(settings, inputs, outputs)
    weights, size = architecture.shapes(), learned_count(settings, inputs, outputs)
    states = architecture.state_shapes(settings.batch)
    slots = OPTIMIZERS[settings.optimizer].slots
    return {
        **{name: Part(dtype, shape) for name, shape in weights.items()},
        **{f"optimizer.{slot}": Part(dtype, (size,)) for slot in slots},
        **{f"state.{name}": Part(dtype, shape) for name, shape in states.items()},
        **_curve_parts(CURVES, "steps"),
        **_curve_parts(VALIDATION, "estimates"),
        **{name: Part(np.dtype(np.uint8), ("bytes",), optional=True) for name in (TEXT, SERIES)},
    }


def _curve_parts(kinds: Mapping[str, type], length: str) -> dict[str, Part]:
    return {
        f"curve.{name}": Part(np.dtype(kind), (length,), name in SECONDS)
        for name, kind in kinds.items()
    }


def arrays_of(trainer: Trainer, data: Mapping[str, NDArray[np.uint8]]) -> dict[str, NDArray[Any]]:
    """The declared arrays of a trainer, and the data that it carries, by their names."""
    found: dict[str, NDArray[Any]] = dict(trainer.network.parameters)
    found |= standing.arrays_of(trainer)
    found |= {f"curve.{name}": array for name, array in trainer.history.arrays().items()}
    found |= data
    parts = parts_of(trainer.settings, trainer.network.inputs, trainer.network.outputs)
    wanted = [name for name, part in parts.items() if name in found or not part.optional]
    return {name: found[name] for name in wanted}


def curves_of(arrays: Mapping[str, NDArray[Any]], step: int, seconds: float) -> Columns:
    """The curves of a run's file, by name.

    Where it lacks those of the seconds, as files of 0.1.0 do, all of its steps took equally long.
    """
    there = {name: arrays.get(f"curve.{name}") for name in (*CURVES, *VALIDATION)}
    curves = {name: array for name, array in there.items() if array is not None}
    for missing, steps in SECONDS.items():
        curves.setdefault(missing, curves[steps] * np.float64(seconds / max(step, 1)))
    return curves
