"""What is said where several runs are drawn over each other: whose it is, and what is missing."""

from __future__ import annotations

from rnnviz.counts import counted


def of_run(name: str, told: str) -> str:
    """Return what is told of one of several runs: "LSTM, bias 4: norm 3.1, step 20"."""
    return f"{name}: {told}" if name else told


def other_units(count: int, unit: str) -> str:
    """Return how many shown runs are not drawn, as their losses are in another unit; "" for none.

    A squared error beside nats would compare nothing.
    """
    if count == 0:
        return ""
    are, whose = ("is", "its loss is") if count == 1 else ("are", "their losses are")
    return f"{counted(count, 'other run')} {are} not drawn: {whose} not in {unit}."


def other_measures(count: int, measure: str) -> str:
    """Return how many shown runs are not drawn, as they have no score of this kind; "" for none."""
    if count == 0:
        return ""
    are, have = ("is", "it has") if count == 1 else ("are", "they have")
    return f"{counted(count, 'other run')} {are} not drawn: {have} no {measure} of this task."
