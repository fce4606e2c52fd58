"""Packs the numbers of a run for its file, and makes a series of them again."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.lab.runs.misfit import Misfit, shown
from rnnviz.lab.snapshot import TaskFacts
from rnnviz.tasks.numbers import LINEAR, NAIVE, Numbers
from rnnviz.tasks.table.series import Series

if TYPE_CHECKING:
    from rnnviz.lab.trainer import Trainer

SERIES = "series"
"""The array of a run's file that holds these bytes."""
LARGEST = 4_000_000
"""Bytes of numbers that any run carries: more are not unpacked, whatever a file claims."""
LEVEL = 3
_NUMBER = np.dtype("<f8")


def packed_series(series: Series, at_most: int) -> NDArray[np.uint8] | None:
    """The bytes (n,) that hold a series of so many bytes at most; None for a larger one."""
    if series.values.nbytes > min(at_most, LARGEST):
        return None
    data = series.values.astype(_NUMBER).tobytes()
    return np.frombuffer(zlib.compress(data, LEVEL), np.uint8)


def unpacked_series(array: NDArray[np.uint8], about: Mapping[str, Any]) -> Series:
    """The series that `packed_series` has packed; raises Misfit for another."""
    size = about["characters"] * _NUMBER.itemsize
    if not 0 < size <= LARGEST:
        raise Misfit("the numbers it carries are too many")
    try:
        data = zlib.decompressobj().decompress(array.tobytes(), size + 1)
    except zlib.error:
        data = b""
    values = np.frombuffer(data, _NUMBER) if len(data) == size else np.zeros(0)
    series = Series(
        about["name"], about["column"], values.astype(np.float64), about["source"],
        tuple(about["files"]),
    )  # fmt: skip
    if series.fingerprint != about["fingerprint"]:
        raise Misfit("the numbers it carries are others than it was trained on")
    series.values.flags.writeable = False
    return series


def about_series(series: Series, trainer: Trainer) -> dict[str, Any]:
    """What is needed to find the numbers again, and to tell of the run without them.

    `mean` and `deviation` are those of the training part, `naive` and `linear` the errors of the
    naive forecast and of the linear one on the held-out part.
    """
    from rnnviz.lab.series_feed import SeriesFeed  # which other runs need never

    feed = trainer.feed
    if not isinstance(feed, SeriesFeed):
        raise TypeError("only a run of numbers has a series")
    task, facts = feed.numbers, feed.facts
    return {
        "name": series.name,
        "source": series.source,
        "files": list(series.files),
        "column": series.column,
        "fingerprint": series.fingerprint,
        "characters": len(series.values),
        "mean": task.mean,
        "deviation": task.deviation,
        "naive": facts.baseline,
        "linear": facts.solved,
    }


def facts_of_numbers(about: Mapping[str, Any]) -> TaskFacts:
    """What such a run learns, as its feed tells it of one that is open."""
    return TaskFacts(
        Numbers.name, Numbers.label, Numbers.hint, "squared error",
        (NAIVE, about["naive"] ** 2), Numbers.measure, about["naive"], about["linear"], LINEAR,
        Numbers.shape, Numbers.sees_future,
    )  # fmt: skip


def check_about_series(about: Mapping[str, Any]) -> None:
    """Raise Misfit for what no series can be said to be."""
    names = (about["name"], about["source"], about["column"], about["fingerprint"])
    if not all(isinstance(name, str) for name in (*names, *about["files"])):
        raise Misfit(f"numbers cannot be called {shown(names)}")
    for name in ("mean", "deviation", "naive", "linear"):
        value = about[name]
        if type(value) not in (int, float) or not math.isfinite(value):
            raise Misfit(f"{name} cannot be {shown(value)}")
    if about["deviation"] <= 0:
        raise Misfit(f"numbers cannot deviate by {shown(about['deviation'])}")
