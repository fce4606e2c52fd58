"""Puts the gradient triangle and the shares of the update in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.directions import distance
from rnnviz.captions.invisible_characters import accessible_text
from rnnviz.captions.number_format import (
    NOT_A_NUMBER,
    left,
    number,
    ratio_to,
    signed_number,
)
from rnnviz.captions.wordings import Worded, share_first
from rnnviz.counts import counted
from rnnviz.probes.time_order import AFTER, ALL, BEFORE, pairs

if TYPE_CHECKING:
    from rnnviz.captions.map_square import Square
    from rnnviz.probes.shares import Shares
    from rnnviz.probes.triangle import GradientTriangle

LAG = 10
"""How far back a sentence looks that is asked for no particular state."""
NO_STEPS = "The window has no steps: there is nothing to draw."
LATER = "A loss depends on no later state: there is no gradient here."
EARLIER = "A loss depends on no earlier state of a layer that reads from the end: none is here."
NO_FURTHER = {
    BEFORE: "the window begins here, there is nothing further back",
    AFTER: "the window ends here, there is nothing further ahead",
    ALL: "the window has no other step",
}


def loss_caption(found: GradientTriangle, row: int, lag: int = LAG) -> str:
    """Return what is left of one loss's gradient so many steps away, or as far as it reaches."""
    loss, own = _loss(found.symbols, row), float(found.norms[row, row])
    if row < len(found.norms) - len(found.losses):
        return _no_loss(row)
    if math.isnan(own):
        return f"{loss}: its gradient is {NOT_A_NUMBER}."
    if own == 0:
        return f"{loss}: its gradient is exactly zero."
    ends = [k for k in _lagging(found.reach, row, lag, len(found.norms)) if k != row]
    if not ends:
        return f"{loss}: {NO_FURTHER[found.reach]}."
    unit, (first, *others) = found.unit.removesuffix("s"), ends
    shares = {k: float(found.norms[row, k]) / own for k in ends}
    told, where = left(shares[first], "its gradient"), distance(row, first, unit)
    text = f"{told} {where}"
    for k in others:
        text += f"; {distance(row, k, unit)}, {left(shares[k], 'it')}"
    return Worded(f"{loss}: {text}.", text, *share_first(told, where))


def _lagging(reach: str, row: int, lag: int, T: int) -> tuple[int, ...]:
    """Return the states so many steps before and after a loss, as far as there are such."""
    before, after = max(0, row - lag), min(T - 1, row + lag)
    return {BEFORE: (before,), AFTER: (after,), ALL: (before, after)}[reach]


def norm_caption(found: GradientTriangle, cell: Square) -> str:
    """Return the norm at a cell, and what share of the loss's own it is."""
    t, k = cell.row, cell.column
    if (nothing := _out_of_reach(found, t, k)) is not None:
        return nothing
    if t < len(found.norms) - len(found.losses):
        return _no_loss(t)
    value, own = float(found.norms[t, k]), float(found.norms[t, t])
    whose = f"{found.state} of both directions" if found.both else found.state
    place = f"{_loss(found.symbols, t)} by {whose} {_after(found.symbols, k, short=True)}"
    text = f"{place}, {_away(t, k)}: norm {_norm(value)}{_of_several(cell)}"
    if k != t and own > 0 and math.isfinite(value / own):
        text += f", {ratio_to(value / own, 'its own')}" if value else ", nothing is left"
    return text + "."


def loss_share_caption(found: Shares, row: int, lag: int = LAG) -> str:
    """Return one loss's share of the update, and how much of it comes from far back."""
    if row < len(found.shares) - found.losses:
        return _no_loss(row)
    whole = float(found.shares[row].sum())
    beyond = np.abs(np.arange(len(found.shares)) - row) > lag
    beyond &= pairs(len(found.shares), found.reach)[row]
    far = float(found.shares[row, beyond].sum())
    text = f"{_loss(found.symbols, row)}: its share of {_update(found)} is {_share(whole)}"
    if beyond.any() and math.isfinite(far):
        text += f", {_share(far)} from more than {_so_far(found, lag)}"
    return text + "."


def share_caption(found: Shares, cell: Square) -> str:
    """Return the share of the update at a cell."""
    t, k = cell.row, cell.column
    if (nothing := _out_of_reach(found, t, k)) is not None:
        return nothing
    if t < len(found.shares) - found.losses:
        return _no_loss(t)
    at = f"step {k + 1}" if not found.symbols else f"{accessible_text(found.symbols[k])} ({k + 1})"
    value = _share(float(found.shares[t, k]))
    place = f"{_loss(found.symbols, t)} through {_matrix(found)} at {at}, {_away(t, k)}"
    what = "gradient" if found.frozen else "update"
    return f"{place}: its share of the {what} is {value}{_of_several(cell)}."


def check_of_sum(found: GradientTriangle) -> str:
    """Return how well the sum over rows agrees with ordinary BPTT, and of which sequence."""
    if not math.isfinite(found.residual):
        return "Sum over rows and BPTT are no longer finite: the training has diverged."
    residual = number(found.residual)
    short = f"Sum over rows = BPTT: residual {residual}", f"residual {residual}", residual
    return Worded(f"Sum over rows = BPTT: residual {residual} (relative).{_which(found)}", *short)


def check_of_shares(found: Shares) -> str:
    """Return the sum of all shares, and how much of them cancels."""
    if not math.isfinite(found.total):
        return "The shares are no longer finite: the training has diverged."
    total = f"{found.total:.6f}"
    sums = f"Shares sum to {total}, their sizes to {signed_number(found.absolute)}."
    return Worded(sums + _which(found), sums, f"Shares sum to {total}", total)


def _update(found: Shares) -> str:
    """Return what is shared out: the update of W_hh or, where it is not learned, its gradient."""
    whose = _matrix(found)
    if found.frozen:
        return f"the gradient of {whose}, which {'are' if found.both else 'is'} not learned,"
    return f"the update of {whose}"


def _loss(symbols: tuple[str, ...], t: int) -> str:
    """Return the name of a loss: that of what was read last."""
    return f"Loss {_after(symbols, t)}"


def _after(symbols: tuple[str, ...], step: int, short: bool = False) -> str:
    """Return the moment at which the network has read what it reads at a step."""
    if not symbols:
        return f"at step {step + 1}"
    return f"after {accessible_text(symbols[step])} ({'' if short else 'step '}{step + 1})"


def _so_far(found: Shares, lag: int) -> str:
    """Return a distance in time to the side on which there are states."""
    side = {BEFORE: "back", AFTER: "ahead", ALL: "away"}[found.reach]
    return f"{counted(lag, found.unit.removesuffix('s'))} {side}"


def _away(t: int, k: int) -> str:
    return f"{abs(t - k)} {'ahead' if k > t else 'back'}"


def _matrix(found: Shares) -> str:
    return "both W_hh" if found.both else "W_hh"


def _out_of_reach(found: GradientTriangle | Shares, t: int, k: int) -> str | None:
    """Return why a loss reaches no state at a step, None where it does."""
    if found.reach == BEFORE and k > t:
        return LATER
    return EARLIER if found.reach == AFTER and k < t else None


def _no_loss(t: int) -> str:
    return f"There is no loss at step {t + 1:,}."


def _which(found: GradientTriangle | Shares) -> str:
    """Return which sequence of a batch this is about; nothing where there is only one."""
    return f" Sequence {found.stream + 1} of {found.batch}." if found.batch > 1 else ""


def _norm(value: float) -> str:
    return "exactly 0" if value == 0 else number(value)


def _share(value: float) -> str:
    """Return a signed share with two digits."""
    if value == 0 or not math.isfinite(value):
        return signed_number(value)
    return ("\N{MINUS SIGN}" if value < 0 else "") + number(abs(value))


def _of_several(cell: Square) -> str:
    """Say that a pixel shows more than one value."""
    several = len(cell.rows) * len(cell.columns)
    return f" (the largest of {several} here)" if several > 1 else ""
