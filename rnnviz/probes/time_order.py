"""How what is measured of a layer lies in time, and which states a loss reaches there.

Shape letters: T time steps, H hidden units. A layer that reads from the end has its tape in its
own order; whatever is shown by step is shown from left to right in time.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.architecture import Architecture
from rnnviz.core.layer import Layer
from rnnviz.core.numerics import Array

BEFORE, AFTER, ALL = "before", "after", "all"
"""The states that a loss reaches: those up to its step, those from it on, or those of all steps."""


def reached(architecture: Architecture, layers: Sequence[int]) -> str:
    """Which states of these layers a loss reaches.

    Below the top level of two directions it comes down by both of the layers above. Attention
    looks back at states that have read from the end, and so at all that they have read.
    """
    if architecture.directions == 1:
        return BEFORE
    if min(layers) < architecture.top or len(layers) > 1:
        return ALL
    if layers[0] == architecture.top:
        return BEFORE
    return ALL if architecture.connections.attention else AFTER


def pairs(T: int, reach: str) -> NDArray[np.bool_]:
    """Which pairs (T, T) of a loss t, the row, and a state k, the column, there are."""
    if reach == ALL:
        return np.ones((T, T), np.bool_)
    below: NDArray[np.bool_] = np.tri(T, dtype=np.bool_)
    return below if reach == BEFORE else below.T


def states_in_time(layer: Layer, array: Array) -> Array:
    """What a layer's tape has (T+1, ...) of its states, by time.

    Index 0 is still the state that the layer begins with, k + 1 the one after it has read step k.
    """
    if not layer.reverse:
        return array
    found: Any = np.concatenate((array[:1], array[:0:-1]))
    return found  # type: ignore[no-any-return]


def by_distance(values: Array, ahead: bool = False) -> Array:
    """The values (T, T) of loss t and state t - d, or with `ahead` t + d, at row t, column d.

    NaN where there is no such state.
    """
    T = len(values)
    t, d = np.tril_indices(T)
    found: Array = np.full((T, T), np.nan)
    found[t, d] = values[::-1, ::-1][t, t - d] if ahead else values[t, t - d]
    return found[::-1] if ahead else found
