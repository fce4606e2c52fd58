"""What the readout looks back at, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.invisible_characters import accessible_text
from rnnviz.captions.number_format import percent
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.captions.map_square import Square
    from rnnviz.probes.attention import AttentionWeights


def step_name(found: AttentionWeights, step: int) -> str:
    """Return a step as a sentence names it, from 0."""
    if found.written:
        return f"{accessible_text(found.symbols[step])} ({step + 1:,})"
    return f"step {step + 1:,}"


def weight_caption(found: AttentionWeights, place: Square) -> str:
    """Return what stands at a place of the map: which state, seen from which step, how heavily."""
    at, back = step_name(found, place.column), step_name(found, place.row)
    lag = place.column - place.row
    if lag < 1:
        return f"At {at} the state after {back} is not behind it: only earlier ones are seen."
    if lag > found.reach:
        return f"At {at} the state after {back} is out of reach: {_reach(found)}."
    weight = percent(float(found.weights[place.row, place.column]))
    return f"At {at} the state after {back} has {weight} of the weight, {_back(found, lag)}."


def caption(found: AttentionWeights) -> str:
    """Return how widely the readout looks, and how far back."""
    steps = scored_with_a_past(found)
    if not len(steps):
        return "Attention looks at earlier steps only, and there are none."
    if not np.isfinite(found.weights).all():
        return no_longer_finite("The weights")
    columns = found.weights[:, steps]
    strongest = float(np.median(columns.max(axis=0)))
    lags = steps - columns.argmax(axis=0)
    near, far = int(lags.min()), int(lags.max())
    where = _back(found, near) if near == far else f"{near:,} to {_back(found, far)}"
    share = f"{percent(strongest)} of the weight{' (median)' if len(steps) > 1 else ''}"
    before = float(found.earlier[steps].max())
    over = f"Over {counted(len(steps), found.thing)}" if len(steps) > 1 else "At the last answer"
    text = f"{over} the heaviest state has {share} and lies {where}. {_upper(_reach(found))}."
    if before > SOME:
        text += f" Up to {percent(before)} of the weight lies on states before the first one shown."
    return text


SOME = 0.005
"""Weights on what is not shown that are worth a sentence."""


def scored_with_a_past(found: AttentionWeights) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return the steps whose answers count and that have a step shown before them."""
    steps = np.arange(max(found.scored.start, 1), max(found.scored.stop, 1))
    return steps[steps < len(found.symbols)]


def _back(found: AttentionWeights, lag: int) -> str:
    return f"{counted(lag, found.thing)} back"


def _reach(found: AttentionWeights) -> str:
    return f"the readout looks back at {counted(found.reach, 'state')}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
