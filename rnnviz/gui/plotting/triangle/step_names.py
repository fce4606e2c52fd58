"""What is written along an axis of steps: the characters where they fit, else round numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.gui.plotting.glyphs import Glyphs
from rnnviz.gui.plotting.ticks import linear

FULLEST = 0.96
"""Share of an axis that its characters may fill; beyond it they would stray from their steps."""
GAP = 4
WIDE = "m"
"""So much room is kept beside rows, that other characters do not move what stands next to them."""


@dataclass(frozen=True)
class StepNames:
    """Texts with the places of their middles, in pixels from the axis' beginning."""

    marks: tuple[tuple[float, str], ...]
    widest: int


def beside_rows(letters: tuple[str, ...], height: float, glyphs: Glyphs) -> StepNames:
    """Return what stands beside T = len(letters) rows that are `height` pixels high together."""
    pitch = height / max(len(letters), 1)
    if not any(letters) or pitch < glyphs.ascent:
        return _numbers(len(letters), pitch, 2 * glyphs.line, glyphs)
    marks = tuple(((step + 0.5) * pitch, letter) for step, letter in enumerate(letters))
    return StepNames(marks, max(glyphs.widest(letters), glyphs.width(WIDE)))


def below_columns(letters: tuple[str, ...], width: float, glyphs: Glyphs) -> StepNames:
    """Return what stands below T = len(letters) columns that are `width` pixels wide together.

    Characters are nudged aside where wide ones meet, so that none stands upon another.
    """
    T, pitch = len(letters), width / max(len(letters), 1)
    widths = np.array([glyphs.width(letter) for letter in letters], float)
    if not any(letters) or widths.sum() > FULLEST * width:
        return _numbers(T, pitch, 2 * glyphs.width(str(T)) + GAP, glyphs)
    middles = nudged((np.arange(T, dtype=np.float64) + 0.5) * pitch, widths)
    return StepNames(tuple(zip(middles.tolist(), letters, strict=True)), int(widths.max()))


def nudged(middles: NDArray[np.float64], widths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ascending `middles` (n,) moved as little as can be, so that none overlap.

    With s_i the sum of all distances that neighbours up to i need, middles may be any whose
    m_i - s_i do not fall: the nearest such series lies half-way between its running extremes.
    """
    needed = np.concatenate(([0.0], np.cumsum((widths[1:] + widths[:-1]) / 2)))
    free = middles - needed
    highest = np.maximum.accumulate(free)
    lowest = np.minimum.accumulate(free[::-1])[::-1]
    found: NDArray[np.float64] = (highest + lowest) / 2 + needed
    return found


def _numbers(T: int, pitch: float, room: float, glyphs: Glyphs) -> StepNames:
    """Return the numbers of round steps, `room` pixels apart at least."""
    ticks = linear(1, T, max(1, int(T * pitch / max(room, 1)))) if T > 1 else np.ones(1)
    steps = sorted({round(tick) for tick in ticks.tolist()} & set(range(1, T + 1)))
    marks = tuple(((step - 0.5) * pitch, str(step)) for step in steps)
    return StepNames(marks, glyphs.widest(text for _, text in marks))
