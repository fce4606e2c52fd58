"""How losses, which are given in nats, are written in the unit that they are shown in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnnviz.captions.loss_units import BITS, NATS, PERPLEXITY, chosen, measure_of, shown
from rnnviz.captions.number_format import fixed, signed_number
from rnnviz.captions.score_format import number as score_number
from rnnviz.captions.score_format import short as short_measure
from rnnviz.counts import counted
from rnnviz.lab.recent_losses import MOST, PART, steps_averaged

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Snapshot

NATS_PER_CHARACTER = "nats per character"
SQUARED_ERROR = "squared error"
DIVERGED = "not a number: diverged"
MEAN = f"mean of up to {MOST} steps"
"""The name of the curve of means: a tenth of the steps is averaged, so many at most."""
HEADLINE = f"Mean loss of the last tenth of the steps, {MOST} at most"
STEPS, INPUTS, SECONDS = "steps", "characters", "seconds"
"""What losses are drawn against."""
HELD_OUT = "The newest measurement on data that is not learned from"


def of_characters(unit: str) -> bool:
    """Return whether losses in this unit are means per character of a text."""
    return unit.endswith(" per character")


def value(loss: float, unit: str) -> str:
    """Return a loss as a bare number: two decimals of a text's, else three digits."""
    found = shown(loss, unit)
    return fixed(found, 2) if of_characters(unit) else signed_number(found)


def short(loss: float, unit: str) -> str:
    """Return a loss beside a curve: 0.69 (1.00 bits), or the bare number."""
    return (
        f"{value(loss, unit)} ({_other(loss, unit)})" if of_characters(unit) else value(loss, unit)
    )


def briefly(loss: float, unit: str) -> str:
    """Return a loss beside a sample: "2.04 nats", or with its unit."""
    if not math.isfinite(loss):
        return "loss not finite"
    return _counted(loss, unit, 2) if of_characters(unit) else caption(loss, unit)


def caption(loss: float, unit: str) -> str:
    """Return a loss with its unit: "0.69 nats, 1.00 bits" or "squared error 0.0123"."""
    if of_characters(unit):
        return f"{_counted(loss, unit, 2)}, {_other(loss, unit)}"
    return with_unit(value(loss, unit), unit)


def with_unit(number: str, unit: str) -> str:
    """Return a written loss and all of its unit: "0.69 nats per step", "squared error 0.01"."""
    if unit == SQUARED_ERROR:
        return f"{unit} {number}"
    measure, _, per = unit.partition(" ")
    return f"{measure} {number} {per}" if measure == PERPLEXITY else f"{number} {unit}"


def exactly(loss: float, unit: str) -> str:
    """Return a loss with its unit and more digits: "0.693 nats"."""
    if of_characters(unit):
        return _counted(loss, unit, 3)
    return with_unit(signed_number(shown(loss, unit), 4), unit)


def _counted(loss: float, unit: str, decimals: int) -> str:
    """Return a text's loss without what it is per: "0.69 nats", "perplexity 2.00"."""
    number, measure = fixed(shown(loss, unit), decimals), measure_of(unit)
    return f"{measure} {number}" if measure == PERPLEXITY else f"{number} {measure}"


def _other(loss: float, unit: str) -> str:
    """Return a text's loss in one more unit: in bits or, where it is in bits, in nats."""
    other = NATS if measure_of(unit) == BITS else BITS
    return _counted(loss, chosen(unit, other), 2)


def mean_name(step: int) -> str:
    """Return over how many steps the loss after `step` is a mean: "mean of 30 steps"."""
    if step == 0:
        return "before the first step"
    count = steps_averaged(step)
    return "last step" if count == 1 else f"mean of {count} steps"


def mean_caption(snapshot: Snapshot) -> str:
    """Return the mean loss beside its curve, "" where nothing is measured yet."""
    if _is_unknown(snapshot):
        return ""
    return DIVERGED if _is_lost(snapshot) else caption(snapshot.smoothed, snapshot.task.unit)


def headline(snapshot: Snapshot) -> str:
    """Return the mean loss with more digits, and of how many steps, beside the steps done."""
    bare = bare_headline(snapshot)
    told = not (_is_unknown(snapshot) or _is_lost(snapshot))
    return f"{bare}, {mean_name(snapshot.step)}" if told else bare


def bare_headline(snapshot: Snapshot) -> str:
    """Return the mean loss alone, where there is no room for more; "" where it is not known."""
    if _is_unknown(snapshot):
        return ""
    if _is_lost(snapshot):
        return "loss is not a number"
    return exactly(snapshot.smoothed, snapshot.task.unit)


def headline_number(snapshot: Snapshot) -> str:
    """Return the number of the mean loss, where there is no room for its unit; "" as above."""
    if _is_unknown(snapshot):
        return ""
    if _is_lost(snapshot):
        return "diverged" if snapshot.diverged else "not finite"
    unit = snapshot.task.unit
    found = shown(snapshot.smoothed, unit)
    return fixed(found, 3) if of_characters(unit) else signed_number(found, 4)


def held_out_caption(snapshot: Snapshot) -> str:
    """Return what was measured last on data not learned from: the loss, or a task's score.

    Where that was before the last tenth of the steps, it is told when.
    """
    curves, task = snapshot.curves, snapshot.task
    measured = curves.validation_score if task.measure else curves.validation_loss
    if measured.size == 0 or not math.isfinite(measured[-1]):
        return ""
    newest, step = float(measured[-1]), int(curves.validation_steps[-1])
    is_old = snapshot.step - step > snapshot.step // PART
    when = f" at step {step:,}" if is_old else ""
    if task.measure:
        return f"{short_measure(task.measure)} {score_number(newest, task.measure)}{when}"
    return f"held out {value(newest, task.unit)}{when}"


def point_caption(curve: str, loss: float, unit: str, x: float, against: str = STEPS) -> str:
    """Return a loss of a curve, and at which step, after how many inputs or seconds it was."""
    text = f"{curve} {short(loss, unit)}"
    if against == STEPS:
        return f"{text}, step {x:,.0f}"
    if against == SECONDS:
        return f"{text}, {x:,.1f} s"
    return f"{text}, {counted(round(x), inputs(unit).removesuffix('s'))}"


def _is_unknown(snapshot: Snapshot) -> bool:
    """Return whether nothing was measured yet: a new network is looked at in a moment."""
    return snapshot.step == 0 and math.isnan(snapshot.smoothed) and not snapshot.diverged


def _is_lost(snapshot: Snapshot) -> bool:
    """Return whether the mean loss means nothing any more."""
    return snapshot.diverged or not math.isfinite(snapshot.smoothed)


def axis(against: str, unit: str) -> str:
    """Return what stands at the axis that losses are drawn against."""
    named = {STEPS: "steps", SECONDS: "seconds of training"}
    return named.get(against, f"{inputs(unit)} seen")


def inputs(unit: str) -> str:
    """Return what the network reads one of at each time step."""
    return "characters" if of_characters(unit) else "inputs"
