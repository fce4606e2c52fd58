"""The curves of a run: columns that are read while they grow, within a budget of memory.

A step costs 41 bytes. From a million steps on every second one is forgotten whenever the room is
full, so that the curves of a run of any length stay below 43 MB (86 MB for a moment). With at most
a million rows, the seven digits of float32 tell the seconds of one from those of the next, too:
they are counted in float64, and each is rounded for itself.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from mmap import mmap
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from rnnviz.lab.snapshot import Curves, Edit, Event, Sample

FIRST = 1024
"""Rows that a table has room for at first."""
MOST = 1 << 20
"""Rows that a table holds at most."""

Columns = dict[str, NDArray[Any]]

CURVES: dict[str, type] = {
    "steps": np.int64,
    "characters": np.int64,
    "loss": np.float32,
    "smoothed": np.float32,
    "gradient_norm": np.float32,
    "lr": np.float32,
    "clipped": np.bool_,
    "clip_angle": np.float32,
    "seconds": np.float32,
}
VALIDATION: dict[str, type] = {
    "validation_steps": np.int64,
    "validation_characters": np.int64,
    "validation_loss": np.float32,
    "validation_score": np.float32,
    "validation_seconds": np.float32,
}
SECONDS = {"seconds": "steps", "validation_seconds": "validation_steps"}
"""The curves that no run repeats and that old files lack, and the steps that they belong to."""


class CurveTable:
    """Columns of numbers of one length that are only ever appended to.

    `columns()` are read-only views: what they show never changes, because appending writes
    behind it, and growing and thinning move to new arrays. With `most`, rows are numbered by
    their first column: where that many are there, those with odd numbers go and no more of them
    are taken, then those that 4 does not divide, and so on. So a run may take as long as it
    likes, and its curves stay evenly fine (see `stride_of`).
    """

    def __init__(self, dtypes: Mapping[str, type], most: int | None = None) -> None:
        self._key, self._most = next(iter(dtypes)), most
        self._size, self._stride = 0, 1
        self._columns: Columns = _room_for(dtypes, FIRST if most is None else min(FIRST, most))

    def __len__(self) -> int:
        return self._size

    def append(self, row: Mapping[str, float]) -> None:
        """Add one number to every column."""
        if self._stride > 1 and row[self._key] % self._stride:
            return
        if self._size == len(self._columns[self._key]):
            self._make_room()
            self.append(row)
            return
        at, columns = self._size, self._columns
        for name, value in row.items():
            columns[name][at] = value
        self._size = at + 1

    def columns(self) -> Columns:
        """All columns so far (n,), read-only, not copied."""
        views = {name: column[: self._size] for name, column in self._columns.items()}
        for view in views.values():
            view.flags.writeable = False
        return views

    def first(self, rows: int) -> "CurveTable":
        """A table of only the first rows, which shares them until it goes on in its own way."""
        shorter = copy(self)
        shorter._columns = {name: column[:rows] for name, column in self.columns().items()}
        shorter._size = min(rows, self._size)
        return shorter

    def rows_until(self, key: int) -> int:
        """How many rows have no higher number than this in their first column."""
        keys = self._columns[self._key][: self._size]
        return int(np.searchsorted(keys, key, side="right"))

    def restore(self, columns: Columns) -> None:
        """Take over columns of a file."""
        self._columns = {
            name: columns[name].astype(column.dtype) for name, column in self._columns.items()
        }
        key = self._columns[self._key]
        self._size = len(key)
        if self._most is not None and self._size:
            self._stride = max(1, int(key[0]))

    def _make_room(self) -> None:
        """Move to larger arrays, or to thinner ones."""
        kept: slice | NDArray[np.intp] = slice(self._size)
        room = max(FIRST, 2 * self._size)
        if self._most is not None and self._size >= self._most:
            self._stride *= 2
            kept = np.flatnonzero(self._columns[self._key][: self._size] % self._stride == 0)
            self._size = len(kept)
        if self._most is not None:
            room = max(min(room, self._most), self._size + 1)
        larger = _room_for({name: c.dtype for name, c in self._columns.items()}, room)
        for name, column in self._columns.items():
            larger[name][: self._size] = column[kept]
        self._columns = larger


def stride_of(numbers: NDArray[Any], last: int) -> int:
    """The stride of a thinned table's rows by their `numbers` (n,), where `last` came last.

    Rows are numbered from 1 and kept at 1, 2, 3, ... times a power of two. Raises ValueError for
    rows that no table has kept.
    """
    stride = int(numbers[0]) if len(numbers) else 1
    doubled = stride > 0 and stride & (stride - 1) == 0
    # How many there must be comes first: a wrong count could ask for any amount of memory.
    if not doubled or len(numbers) != last // stride:
        raise ValueError(f"there are {len(numbers)} rows of {last}")
    if not np.array_equal(numbers, np.arange(stride, last + 1, stride)):
        raise ValueError(f"these are not the rows that are kept of {last}")
    return stride


def _room_for(dtypes: Mapping[str, Any], rows: int) -> Columns:
    """Columns of zeros in memory that goes back to the system when the last of them is gone.

    What comes from the heap instead would leave holes there: 45 MB after three thinnings.
    """
    sizes = {name: -(-rows * np.dtype(kind).itemsize // 8) * 8 for name, kind in dtypes.items()}
    block, columns, start = mmap(-1, sum(sizes.values())), {}, 0
    for name, kind in dtypes.items():
        columns[name] = np.frombuffer(block, kind, rows, start)
        start += sizes[name]
    return columns


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


@dataclass(frozen=True)
class Lengths:
    """How long what grows with a run was at a moment; the curves by steps tell that themselves."""

    validations: int
    samples: int
    events: int
    edits: int

    @property
    def all(self) -> tuple[int, ...]:
        """All of them, in this order."""
        return self.validations, self.samples, self.events, self.edits


class History:
    """Everything that a run has shown so far: curves by step, validation, samples."""

    def __init__(self) -> None:
        self._steps, self._validation = CurveTable(CURVES, MOST), CurveTable(VALIDATION)
        self.samples: list[Sample] = []
        self.events: list[Event] = []
        self.edits: list[Edit] = []

    def append(self, **values: float) -> None:
        """Add one number to each curve by steps, or to each of those of validation."""
        (self._steps if "steps" in values else self._validation).append(values)

    def curve(self, name: str) -> NDArray[Any]:
        """One curve so far, read-only."""
        return self.arrays()[name]

    def curves(self) -> Curves:
        """All curves so far, read-only."""
        return Curves(**self.arrays())

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The curves by name, for a file."""
        return self._steps.columns() | self._validation.columns()

    def restore(
        self,
        arrays: dict[str, NDArray[Any]],
        samples: list[Sample],
        events: list[Event],
        edits: list[Edit],
    ) -> None:
        """Take over the curves, samples, marks and edits of a file."""
        self._steps.restore(arrays)
        self._validation.restore(arrays)
        self.samples, self.events, self.edits = list(samples), list(events), list(edits)

    @property
    def lengths(self) -> Lengths:
        """How much there is so far."""
        lists = (self._validation, self.samples, self.events, self.edits)
        return Lengths(*(len(one) for one in lists))

    def become(self, other: "History", step: int, lengths: Lengths) -> None:
        """Be what another history was after a step; the curves are shared until this one goes on.

        A mark that was moved since, as while a slider is dragged, is missing.
        """
        self._steps = other._steps.first(other._steps.rows_until(step))
        self._validation = other._validation.first(lengths.validations)
        self.samples = other.samples[: lengths.samples]
        self.events = [event for event in other.events[: lengths.events] if event.step <= step]
        self.edits = other.edits[: lengths.edits]

    def samples_so_far(self) -> Samples:
        """The samples so far, as a view that does not grow."""
        return Samples(self.samples, len(self.samples))
