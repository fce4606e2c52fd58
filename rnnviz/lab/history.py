"""The curves of a run: append-only series whose prefixes are read while they grow.

A step costs 37 bytes; with the room that growing by doubling leaves, a million steps stay
below 80 MB.
"""

from collections.abc import Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import DTypeLike, NDArray

from rnnviz.lab.snapshot import Curves, Event, Sample

CURVES: dict[str, type] = {
    "steps": np.int64,
    "characters": np.int64,
    "loss": np.float32,
    "smoothed": np.float32,
    "gradient_norm": np.float32,
    "lr": np.float32,
    "clipped": np.bool_,
    "clip_angle": np.float32,
}
VALIDATION: dict[str, type] = {
    "validation_steps": np.int64,
    "validation_characters": np.int64,
    "validation_loss": np.float32,
    "validation_score": np.float32,
}


class Series:
    """Numbers that are only ever appended.

    `prefix()` is a read-only view: what it shows never changes, because appending writes behind
    it and growing moves to a new array.
    """

    def __init__(self, dtype: DTypeLike, values: NDArray[Any] | None = None) -> None:
        self._array: NDArray[Any] = (
            np.zeros(1024, dtype) if values is None else values.astype(dtype)
        )
        self._size = 0 if values is None else len(values)

    def __len__(self) -> int:
        return self._size

    def append(self, value: float) -> None:
        """Add one number."""
        if self._size == len(self._array):
            grown = np.zeros(max(1024, 2 * self._size), self._array.dtype)
            grown[: self._size] = self._array
            self._array = grown
        self._array[self._size] = value
        self._size += 1

    def prefix(self) -> NDArray[Any]:
        """All numbers so far (n,), read-only, not copied."""
        view = self._array[: self._size]
        view.flags.writeable = False
        return view


class Samples(Sequence[Sample]):
    """A frozen view of the first n samples of a list that only grows."""

    def __init__(self, samples: list[Sample], size: int) -> None:
        self._samples, self._size = samples, size

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> Sample: ...
    @overload
    def __getitem__(self, index: slice) -> list[Sample]: ...
    def __getitem__(self, index: int | slice) -> Sample | list[Sample]:
        if isinstance(index, slice):
            return self._samples[: self._size][index]
        if not -self._size <= index < self._size:
            raise IndexError(index)
        return self._samples[index % self._size]


class History:
    """Everything that a run has shown so far: curves by step, validation, samples."""

    def __init__(self) -> None:
        self._series = {name: Series(dtype) for name, dtype in (CURVES | VALIDATION).items()}
        self.samples: list[Sample] = []
        self.events: list[Event] = []

    def append(self, **values: float) -> None:
        """Add one number to each of the named curves."""
        for name, value in values.items():
            self._series[name].append(value)

    def curve(self, name: str) -> NDArray[Any]:
        """One curve so far, read-only."""
        return self._series[name].prefix()

    def curves(self) -> Curves:
        """All curves so far, read-only."""
        return Curves(**{name: series.prefix() for name, series in self._series.items()})

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The curves by name, for a file."""
        return {name: series.prefix() for name, series in self._series.items()}

    def restore(
        self, arrays: dict[str, NDArray[Any]], samples: list[Sample], events: list[Event]
    ) -> None:
        """Take over the curves, samples and marks of a file."""
        for name, dtype in (CURVES | VALIDATION).items():
            self._series[name] = Series(dtype, arrays[name])
        self.samples, self.events = list(samples), list(events)

    def samples_so_far(self) -> Samples:
        """The samples so far, as a view that does not grow."""
        return Samples(self.samples, len(self.samples))
