"""What eigenvalues and singular values say of gradients, and what they do not decide."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions import lyapunov
from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.number_format import beside_one, signed_number
from rnnviz.captions.wordings import Worded

if TYPE_CHECKING:
    from rnnviz.probes.spectrum import Spectrum

NEAR_ONE = 1e-5
"""How near to 1 the bound counts as 1: the rounding of float32's singular values."""
NO_BLOCK = "With gates no block of W_hh decides"
NOT_FINITE = "The weights are not numbers any more: the training has diverged."


def caption(found: Spectrum) -> str:
    """Return what bounds a step, what is not shown of the steps, and what the exponent says."""
    exponent = lyapunov.caption(found.lyapunov)
    if not np.isfinite(found.eigenvalues).all():
        return no_longer_finite("The weights")
    if math.isnan(found.lyapunov.exponent):
        return exponent
    sigma_1 = None if found.bound is None else float(found.sigma_1[0])
    bound = bound_caption(
        sigma_1,
        float(found.radius[0]),
        relu=found.relu,
        other=found.lyapunov.other_way,
        leak=found.leak,
        layer_norm=found.layer_norm,
    )
    steps, rows = found.cloud.shape
    whole = " ".join((bound, *(() if steps else (without_cloud(rows),)), exponent))
    brief = f"exponent {signed_number(found.lyapunov.exponent)}"
    return Worded(whole, exponent, exponent.split("; ")[0], brief, brief.removeprefix("exponent "))


def bound_caption(
    sigma_1: float | None,
    radius: float,
    *,
    relu: bool,
    other: str = "",
    leak: float = 1.0,
    layer_norm: bool = False,
) -> str:
    """Return only what is true: σ₁ can rule growth out; the spectral radius decides nothing.

    `sigma_1` is None where it bounds no step; it and `radius` are finite. `relu` says that units
    do not saturate but fall silent, and `other` on which way a loss reaches this layer besides its
    own time, which nothing here bounds. With a `leak` a step keeps 1 - leak of a
    gradient and passes leak on through W_hh.
    """
    if sigma_1 is None:
        where = ", for paths through this layer alone" if other else ""
        what = "With layer norm W_hh decides nothing" if layer_norm else NO_BLOCK
        return (
            f"{what}, neither by its σ₁ nor by its spectral radius: the step Jacobians do{where}."
        )
    no_verdict = f"The spectral radius {signed_number(radius)} decides neither."
    size = beside_one(sigma_1, 3)
    others = f"; {other} they need not" if other else ""
    if sigma_1 < 1.0 - NEAR_ONE:
        enough = "through this layer alone" if other else "which is enough:"
        return (
            f"σ₁ = {size} is below 1{':' if other else ','} {enough} gradients must vanish, to "
            f"at most {_most(sigma_1, leak)} of their length at every step{others}. {no_verdict}"
        )
    if sigma_1 <= 1.0 + NEAR_ONE:
        through = (
            f"through this layer alone gradients cannot explode, but may vanish; {other} they may "
            "do both"
            if other
            else "gradients cannot explode, but may vanish"
        )
        return f"σ₁ = 1: {through}. {no_verdict}"
    where = "units fall silent" if relu else "units saturate"
    return (
        f"σ₁ = {size} is above 1: gradients may explode, but need not, and may even "
        f"vanish where {where}. {no_verdict}"
    )


def _most(sigma_1: float, leak: float) -> str:
    """Return how much of a gradient a step can leave: "0.95", "0.985 (0.7 + 0.3 σ₁)"."""
    most = beside_one(1.0 - leak + leak * sigma_1, 3)
    return most if leak == 1.0 else f"{most} ({1.0 - leak:g} + {leak:g} σ₁)"


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
