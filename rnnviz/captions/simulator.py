"""What is left of a simulated gradient, in words: of one weight's powers, of random matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.number_format import number, signed_number
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.probes.simulator import Simulation

VANISHED, EXPLODED = 1e-2, 1e2
"""Below and above these a gradient that began as 1 is said to have vanished or exploded."""


def weight_caption(w: float, slope: float, depth: int, left: float) -> str:
    """Return what one weight and the activation's slope leave of a gradient of 1."""
    factors = f"{signed_number(w, 6)} · {signed_number(slope, 6)}"
    return f"|{factors}|^{depth} = {number(left)}: {_verdict(left)}."


def matrices_caption(found: Simulation, left: float) -> str:
    """Return the median that several random matrices leave of a gradient, and their sizes."""
    draws, depth = found.log10_norms.shape[0], found.log10_norms.shape[1] - 1
    return (
        f"Median of {counted(draws, 'draw')} after {counted(depth, 'step')}: "
        f"{number(left)}, "
        f"{_verdict(left)}. Spectral radius {np.median(found.radius):.2f}, "
        f"σ₁ {np.median(found.sigma_1):.2f}."
    )


def point_caption(lag: float, left: float, curve: str) -> str:
    """Return what is left so many steps back, and on which curve."""
    return f"{curve}, {lag:,.0f} back: {number(left)}"


def _verdict(left: float) -> str:
    if left == 0:
        return "nothing is left"
    if left < VANISHED:
        return "it vanishes"
    return "it explodes" if left > EXPLODED else "it survives"
