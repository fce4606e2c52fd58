"""Snapshots of several runs that are shown at once, as the session makes them."""

from dataclasses import replace

import numpy as np

from rnnviz.lab.snapshot import RunId

NEAR = 90
KEYS = [RunId(f"run {number}") for number in range(8)]


def beside(focus, *others, names=None, looks=None):
    """The focus with other snapshots shown beside it, each with a name and a look of its own."""
    runs = (focus, *others)
    names = names or [f"run {number}" for number in range(len(runs))]
    looks = looks or range(len(runs))
    told = [
        replace(run, run=run.run or KEYS[number], name=names[number], look=looks[number])
        for number, run in enumerate(runs)
    ]
    return replace(told[0], beside=tuple(told[1:]))


def measured(runs, panel, **told):
    """The snapshot of the first of several runs, with all that a panel wants of each."""
    with np.errstate(all="ignore"):
        focus = runs[0].snapshot(runs[0].measure(panel.needs()))
        others = [run.snapshot(run.measure(panel.needs_beside())) for run in runs[1:]]
    return beside(focus, *others, **told)


def show_all(panel, runs, **told):
    """Show a panel what it asks for of several runs, until it asks for nothing else."""
    asked = None
    while asked != (panel.needs(), panel.needs_beside()):
        asked = panel.needs(), panel.needs_beside()
        panel.show_snapshot(measured(runs, panel, **told))


def painted(widget, colour):
    """How many of a widget's pixels are nearly of a colour, as smoothed edges are."""
    image = widget.grab().toImage()
    image = image.convertToFormat(image.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    seen = rows[:, : image.width()].astype(np.int64)
    wanted = int(colour[1:], 16)
    away = sum(abs((seen >> shift & 255) - (wanted >> shift & 255)) for shift in (0, 8, 16))
    return int((away < NEAR).sum())
