"""What eigenvalues and singular values say of gradients, and what they do not decide."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions import lyapunov
from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.number_format import signed_number

if TYPE_CHECKING:
    from rnnviz.probes.spectrum import Spectrum

NEAR_ONE = 1e-5
"""How near to 1 the bound counts as 1: the rounding of float32's singular values."""
NOT_FINITE = "The weights are not numbers any more: the training has diverged."


def caption(found: Spectrum) -> str:
    """Return what bounds a step, what is not shown of the steps, and what the exponent says."""
    exponent = lyapunov.caption(found.lyapunov)
    if not np.isfinite(found.eigenvalues).all():
        return no_longer_finite("The weights")
    if math.isnan(found.lyapunov.exponent):
        return exponent
    bound = bound_caption(found.bound, float(found.radius[0]), relu=found.relu)
    steps, rows = found.cloud.shape
    return " ".join((bound, *(() if steps else (without_cloud(rows),)), exponent))


def bound_caption(bound: float | None, radius: float, *, relu: bool) -> str:
    """Return only what is true: σ₁ can rule growth out; the spectral radius decides nothing.

    `bound` and `radius` are finite; `relu` says that units do not saturate but fall silent.
    """
    if bound is None:
        return (
            "With gates no block of W_hh decides, neither by its σ₁ nor by its spectral "
            "radius: the step Jacobians do."
        )
    no_verdict = f"The spectral radius {radius:.3g} decides neither."
    if bound < 1.0 - NEAR_ONE:
        return (
            f"σ₁ = {bound:.3g} is below 1, which is enough: gradients must vanish, to at most "
            f"{bound:.3g} of their length at every step. {no_verdict}"
        )
    if bound <= 1.0 + NEAR_ONE:
        return f"σ₁ = 1: gradients cannot explode, but may vanish. {no_verdict}"
    where = "units fall silent" if relu else "units saturate"
    return (
        f"σ₁ = {bound:.3g} is above 1: gradients may explode, but need not, and may even "
        f"vanish where {where}. {no_verdict}"
    )


def without_cloud(rows: int) -> str:
    """Return why the eigenvalues of the step Jacobians, named just before, are missing."""
    return f"Those of {rows:,} rows are too slow to be shown."


def accessible_text(name: str, value: complex) -> str:
    """Return an eigenvalue of `name` and its modulus."""
    return f"{name}: {complex_number(value)}, modulus {signed_number(abs(value))}"


def complex_number(value: complex) -> str:
    """Return a complex number for people: 0.31 + 0.8i."""
    if value.imag == 0 or math.isnan(value.imag):
        return signed_number(value.real)
    sign = "−" if value.imag < 0 else "+"
    return f"{signed_number(value.real)} {sign} {signed_number(abs(value.imag))}i"
