"""Rows of a list of runs, and snapshots that tell of them."""

from dataclasses import fields, replace

import numpy as np

from rnnviz.lab.run_names import run_names
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Curves, Row, RunId, Snapshot, TaskFacts

TEXT = TaskFacts("text", "Text", "", "nats per character", ("uniform", 3.3))
ADDING = TaskFacts("adding", "Adding", "", "squared error", ("mean", 0.2), "mean squared error")
COPYING = TaskFacts("copying", "Copying", "", "nats", ("uniform", 2.0), "accuracy")
NO_CURVES = Curves(*[np.zeros(0)] * len(fields(Curves)))
NAN = float("nan")


def row(number=0, name="", task=TEXT, state="paused", settings=None, **more):
    """A run as the list tells of it, the numbers of which grow with its own."""
    parts = {
        "run": RunId("sonnets.txt"), "name": name or f"run {number}", "look": number,
        "shown": True, "settings": settings or Settings(), "task": task,
        "parameters": 1000 + number, "step": 100 * number, "smoothed": 2.0 + number / 10,
        "heldout": 2.5 + number / 10, "score": NAN, "seconds": 1.0 * number,
        "memory": 10**6, "state": state,
    }  # fmt: skip
    return Row(**parts | more)


def rows_of(*changes):
    """A row for each {setting: value}, named by what it differs in."""
    settings = [Settings().change(**one) for one in changes]
    names = run_names(settings, ["sonnets.txt"] * len(settings))
    return [row(n, names[n], settings=one) for n, one in enumerate(settings)]


def snapshot(rows, focus=0):
    """What the training shows of itself while these runs are there."""
    return Snapshot(
        step=7, characters=175, loss=2.0, smoothed=2.1, lr=0.01, chars_per_second=1e5,
        settings=Settings(), task=TEXT, curves=NO_CURVES, samples=(),
        run=rows[focus].run if rows else None, rows=tuple(rows),
    )  # fmt: skip


def changed(rows, place, **more):
    """The rows, one of them with other values."""
    return [replace(one, **more) if n == place else one for n, one in enumerate(rows)]
