"""One loss on its way back through the steps in words: norms, factors, and a step's Jacobian."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.cell_step import loss_text
from rnnviz.captions.directions import BEFORE_IS_LATER
from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.invisible_characters import accessible_text
from rnnviz.captions.number_format import NOT_A_NUMBER, beside_one, left, number
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.probes.cell_walk import CellWalk
    from rnnviz.probes.step_jacobian import StepJacobian

NO_LOSS = "There is no loss to go back from: what follows the only character is not known."
CLICK = "Click for the step Jacobian that made it."
ABOVE = "the layers above"
UNKNOWN = "–"
MOST = 8
"""So many factors of a product are written; of more, the first and the last ones."""


def caption(walk: CellWalk) -> str:
    """Return what the chosen loss is, how much of it arrives, and by which ways."""
    if walk.loss_step < 0:
        return NO_LOSS
    loss = f"Loss {_after(walk, walk.loss_step)}, {loss_text(walk, walk.loss_step)}"
    if math.isnan(walk.loss):
        return no_longer_finite("The losses")
    if not walk.norms.size:
        later = "before it" if walk.from_end else "later"
        return f"{loss}: it does not hang on what is read {later}, so nothing goes back here."
    start, back = float(walk.norms[0]), len(walk.norms) - 1
    if not np.isfinite(walk.norms).all():
        return f"{loss}: {_lower_first(no_longer_finite('its gradients'))}"
    if start == 0:
        where = " where this layer ends reading" if walk.last != walk.loss_step else ""
        return f"{loss}: its gradient is exactly zero{where}."
    share = float(walk.norms[-1]) / start
    far = f"{counted(back, walk.thing)} {'ahead' if walk.from_end else 'back'}"
    begins = f"its gradient for {states(walk.states)} begins with norm {number(start)}"
    if walk.last != walk.loss_step:
        begins += f" {_after(walk, walk.last)}, where this layer ends reading"
    told = f"{loss}: {begins}; "
    return f"{told}{far}, {left(share, 'it')}.{_from_above(walk)}{_of_scale(walk.states)}"


def states(names: tuple[str, ...]) -> str:
    """Return what is handed from step to step: "h", or "(h, c)" side by side."""
    return f"({', '.join(names)})" if len(names) > 1 else names[0]


def _of_scale(names: tuple[str, ...]) -> str:
    """Return what norms of gradients hang on where some of the states are on a scale that moves."""
    moving = [
        state.name
        for cell in CELLS.values()
        if cell.state_names == names and cell.shown_states != names
        for state in cell.states
        if state.is_scale or state.over
    ]
    if not moving:
        return ""
    return f" The scale of {', '.join(moving[:-1])} and {moving[-1]} moves, and such norms with it."


def factor_text(factor: float) -> str:
    """Return a factor as it stands below its step: "0.61", "1.30" or "2.1·10⁻⁵"."""
    if math.isnan(factor):
        return UNKNOWN
    return f"{factor:.2f}" if 0.095 <= factor < 99.5 else number(factor)


def product(walk: CellWalk) -> str:
    """Return all factors from the loss back and what they come to, "" where there are none."""
    if not walk.factors.size or not walk.norms[0] > 0 or not np.isfinite(walk.norms).all():
        return ""
    factors = [factor_text(float(factor)) for factor in walk.factors]
    if len(factors) == 1:
        return factors[0]
    whole = factor_text(float(walk.norms[-1] / walk.norms[0]))
    if len(factors) > MOST:
        half = MOST // 2
        factors = [*factors[:half], f"({len(factors) - MOST:,} more)", *factors[-half:]]
    return f"{' × '.join(factors)} = {whole}"


def factor_caption(walk: CellWalk, step: int) -> str:
    """Return what a step did to the gradient's norm, and what else the factor holds."""
    at = walk.last - step
    if not 0 <= at < len(walk.factors):
        return f"No gradient of the chosen loss goes back through {_step(walk, step)}."
    after, before = float(walk.norms[at]), float(walk.norms[at + 1])
    if not (math.isfinite(after) and math.isfinite(before)):
        return no_longer_finite("The gradients")
    if after == 0:
        return f"{_upper_first(_step(walk, step))}: the gradient that comes is exactly zero."
    factor = factor_text(before / after)
    told = f"comes with norm {number(after)} and leaves with {_norm(before)}"
    gradient = f"the gradient for {states(walk.states)} {told}: a factor of {factor}."
    order = ", read from the end" if walk.from_end else ""
    text = f"{_upper_first(_step(walk, step))}{order}: {gradient}"
    above = _added_by(walk)
    if above and at + 1 < len(walk.factors):
        text += f" What {above} {_adds(above)} before this step is in it."
    return f"{text}{_of_scale(walk.states)} {CLICK}"


def jacobian_caption(found: StepJacobian) -> str:
    """Return what a step's Jacobian is, the most it can do, and what it does to the loss."""
    if not np.isfinite(found.J).all():
        return no_longer_finite("The derivatives of this step")
    names, N = states(found.states), len(found.J)
    is_text = found.thing == "character"
    where = accessible_text(found.symbol) if is_text else f"step {found.number:,}"
    text = f"d {names} after {where} / d {names} before it, {N:,} × {N:,}. {_most(found)}"
    if found.from_end:
        text = f"{BEFORE_IS_LATER} {text}"
    if found.loss_step < 0:
        return text
    if not found.reached:
        lies = "after" if found.from_end else "before"
        return f"{text} The chosen loss lies {lies} it: no gradient goes back here."
    if not found.norm_after > 0:
        gradient = NOT_A_NUMBER if math.isnan(found.norm_after) else "exactly zero"
        return f"{text} The gradient that comes is {gradient}."
    this = f"The gradient that comes leaves with {factor_text(found.factor)} of its norm."
    by = added_by(found.layer, found.layers, found.attends, found.directions)
    told = f"{_adds(by)} to it what comes down at the step before."
    above = f" {_upper_first(by)} {told}" if by else ""
    return f"{text} {this}{above}{_of_scale(found.states)}"


def _most(found: StepJacobian) -> str:
    """Return what the largest singular value says, and no more than that."""
    sigma = float(found.singular[0])
    if sigma == 0:
        return "It is all zero: nothing passes."
    size = beside_one(sigma)
    if size == "1":
        return "σ₁ = 1: it can make no gradient longer."
    if sigma < 1:
        return f"σ₁ = {size}: it shortens every gradient, to {size} of its length at most."
    return f"σ₁ = {size}: it can make a gradient {size} times as long, but no longer."


def _from_above(walk: CellWalk) -> str:
    """Return by which way a loss reaches a layer's states besides this layer's own time."""
    above = _added_by(walk)
    if not above:
        return ""
    steps = "every step" if walk.level < walk.layers - 1 else "the steps that it looks back at"
    return f" It comes down from {above} at {steps}, so the factors are not this layer's alone."


def added_by(layer: int, layers: int, attends: bool, directions: int = 1) -> str:
    """Return what hands a layer a loss's gradient at other steps than the loss's, "" if nothing."""
    level = layer // directions
    if level < layers - 1:
        return f"layer {level + 2}" if directions == 1 else ABOVE
    return "attention" if attends else ""


def _added_by(walk: CellWalk) -> str:
    return added_by(walk.layer, walk.layers, bool(walk.connections.attention), walk.directions)


def _adds(by: str) -> str:
    return "add" if by == ABOVE else "adds"


def _after(walk: CellWalk, step: int) -> str:
    if walk.thing == "character":
        return f"after {accessible_text(walk.symbols[step])} ({walk.number(step):,})"
    return f"at step {walk.number(step):,}"


def _step(walk: CellWalk, step: int) -> str:
    if walk.thing == "character":
        return f"{accessible_text(walk.symbols[step])} ({walk.number(step):,})"
    return f"step {walk.number(step):,}"


def _norm(value: float) -> str:
    return "exactly none" if value == 0 else number(value)


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
