"""The numbers that a picture shows, as columns that other programs can read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[Any] | Sequence[Any]


@dataclass(frozen=True)
class ShownData:
    """Columns of one length with their names: numbers, texts, or None where there is nothing.

    `name` tells it from what else the same panel shows; "" for the only one. Raises ValueError
    for columns of different lengths.
    """

    columns: tuple[tuple[str, Cells], ...]
    name: str = ""

    def __post_init__(self) -> None:
        lengths = {len(cells) for _, cells in self.columns}
        if len(lengths) > 1:
            raise ValueError(f"Columns have different lengths: {sorted(lengths)}")

    @property
    def rows(self) -> int:
        """How many rows there are below the names."""
        return len(self.columns[0][1]) if self.columns else 0

    def named(self, name: str) -> ShownData:
        """Return the same under another name."""
        return replace(self, name=name)

    def text(self, between: str = ",") -> str:
        """Return a line of names and one for each row, each ended as RFC 4180 has it.

        A number has all its digits: read as float64 it is the same again. Nothing is an empty
        cell; what is not a number, or infinite, is nan, inf or -inf.
        """
        lines = StringIO()
        writer = csv.writer(lines, delimiter=between)
        writer.writerow([name for name, _ in self.columns])
        writer.writerows(zip(*(_plain(cells) for _, cells in self.columns), strict=True))
        return lines.getvalue()


def matrix(
    values: NDArray[Any], corner: str, rows: Sequence[object], columns: Sequence[str]
) -> ShownData:
    """Return values (R, C) below the names of their columns, each row after its own name."""
    below = zip(columns, values.T, strict=True)
    return ShownData(((corner, list(rows)), *((name, cells) for name, cells in below)))


def numbered(symbols: Iterable[str]) -> list[str]:
    """Return letters of a phrase so that no two are the same: "1 a", "2 b"; of steps "1", "2"."""
    return [
        f"{place} {symbol}".removesuffix(f" {place}").rstrip()
        for place, symbol in enumerate(symbols, start=1)
    ]


def joined(
    x: str, curves: Sequence[tuple[str, NDArray[Any], NDArray[Any]]]
) -> tuple[tuple[str, Cells], ...]:
    """Return curves, each a name with its x and y (n,), as columns over all x that there are.

    Where a curve has several values at one x, as many rows have that x.
    """
    others: list[NDArray[Any]] = []
    for _, places, _ in curves:
        if not any(np.array_equal(places, one) for one in others):
            others.append(places)
    every = _all_of(others)
    columns: list[tuple[str, Cells]] = [(x, every)]
    for name, places, y in curves:
        if len(y) == len(every):
            columns.append((name, y))
            continue
        cells = np.full(len(every), None, dtype=object)
        cells[_rows_of(np.asarray(places), every)] = y.tolist()
        columns.append((name, cells))
    return tuple(columns)


def _all_of(places: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return all x of several curves, each as often as it stands in the one that has most of it."""
    every = np.sort(np.concatenate([np.empty(0, np.int64), *places]), kind="stable")
    fresh = np.ones(len(every), dtype=np.bool)
    fresh[1:] = every[1:] != every[:-1]
    every = every[fresh]  # np.unique takes twenty times as long for numbers that ascend
    most = np.ones(len(every), dtype=np.int64)
    for one in places:
        start, end = (np.searchsorted(one, every, side) for side in ("left", "right"))
        most = np.maximum(most, end - start)
    return every.repeat(most)


def _rows_of(places: NDArray[Any], every: NDArray[Any]) -> NDArray[np.int64]:
    """Return in which row of `every` x the values of a curve at `places` stand."""
    nth = np.arange(len(places)) - np.searchsorted(places, places, side="left")
    return np.searchsorted(every, places.astype(every.dtype), side="left") + nth


def names_of(path: Path, tables: Sequence[ShownData]) -> list[Path]:
    """Return where each is written: the first at this path, others beside it by their names."""
    return [path, *(path.with_stem(f"{path.stem}-{stem_of(one.name)}") for one in tables[1:])]


def files_of(path: Path, tables: Sequence[ShownData]) -> dict[Path, bytes]:
    """Return what is to be written where."""
    return dict(zip(names_of(path, tables), (one.text().encode() for one in tables), strict=True))


def stem_of(text: str) -> str:
    """Return a text as the name of a file: letters and digits, with hyphens between words."""
    kept = "".join(sign if sign.isalnum() else " " for sign in text.lower())
    return "-".join(kept.split()) or "data"


def _plain(cells: Cells) -> Iterable[Any]:
    return cells.tolist() if isinstance(cells, np.ndarray) else cells
