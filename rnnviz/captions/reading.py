"""A page of text in words: how surprising it is, what a unit does, what a prediction hangs on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.hidden_units import NAMES
from rnnviz.captions.invisible_characters import accessible_text, in_a_line
from rnnviz.captions.number_format import fixed, percentage, signed_number
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.probes.reach import Reach
    from rnnviz.probes.reading import Reading

CONTEXT = 12
"""Characters before one that are told where it is named."""
HALF = 0.5
LEAST_SHARE = 0.01
"""Of the largest norm: what is below this has no colour."""
ALONE = "Nothing was read before the first character, so nothing is predicted on this page."


def lost_caption(found: Reading, of_unit: bool) -> str | None:
    """Return why there is nothing to colour, None where there is."""
    if of_unit:
        return None if np.isfinite(found.values).all() else no_longer_finite("The states")
    return None if found.finite else no_longer_finite("The predictions")


def surprise_caption(found: Reading) -> str:
    """Return what a page takes, and which character of it takes most."""
    if math.isnan(found.mean):
        return ALONE
    uniform = math.log2(found.alphabet)
    worst = int(np.nanargmax(found.surprise))
    bits = f"{fixed(found.mean, 2)} bits ({fixed(found.mean * math.log(2), 2)} nats)"
    return (
        f"This page takes {bits} a character; knowing nothing takes {uniform:.2f}. "
        f"Most surprising: {named(found.symbols, worst)}, {bits_of(found.surprise[worst])}."
    )


def character_caption(found: Reading, place: int) -> str:
    """Return how surprising one character was, and what was expected in its place."""
    bits = float(found.surprise[place])
    name = named(found.symbols, place)
    if not found.likeliest[place]:
        return f"{name}: nothing was read before it."
    told = f"{name}: {bits_of(bits)}, {_chance(2.0**-bits)}"
    best = found.likeliest[place]
    if best == found.symbols[place]:
        return f"{told}, the likeliest."
    return f"{told}; expected {accessible_text(best)}, {_chance(float(found.chance[place]))}."


def unit_caption(found: Reading) -> str:
    """Return between which values a unit moves along the page."""
    low, high = (signed_number(float(end), 2) for end in (found.values.min(), found.values.max()))
    who = f"Unit {found.unit} of layer {found.layer + 1}"
    if found.held is not None and found.unit in found.held.units and low == high:
        return f"{who} is held at {low}."
    return f"{who}: {_signal(found.signal)} from {low} to {high} on this page."


def value_caption(found: Reading, place: int) -> str:
    """Return the value of a unit after one character."""
    value = signed_number(float(found.values[place]))
    return f"Unit {found.unit}: {found.signal} = {value} at {named(found.symbols, place)}."


def reach_caption(found: Reach, symbols: Sequence[str]) -> str:
    """Return on which character a prediction hangs most, and how far back half of it lies."""
    norms = np.asarray(found.norms, np.float64)
    if not np.isfinite(norms).all():
        return no_longer_finite("The gradients")
    what = f"The logit of {accessible_text(found.symbol)}"
    total = float(norms.sum())
    if total == 0.0:
        return f"{what} hangs on nothing that was read: its gradient is exactly zero."
    back = len(norms) - int(norms.argmax())
    on = found.place - back
    which = accessible_text(symbols[on]) if on >= 0 else "a character before this page"
    last = int(np.searchsorted(np.cumsum(norms[::-1]), HALF * total)) + 1
    return (
        f"{what} hangs most on {which}, {counted(back, 'character')} back, with norm "
        f"{signed_number(float(norms.max()))}. Half of all norms together lies within the last "
        f"{'character' if last == 1 else counted(last, 'character')}."
    )


def share_of_largest(found: Reach) -> np.ndarray:
    """Return the norms (place,) on the page over the largest of all; NaN where all are zero."""
    largest = float(np.max(found.norms, initial=0.0))
    norms = np.asarray(found.on_page, np.float64)
    return norms / largest if largest > 0.0 else np.full(len(norms), math.nan)


def named(symbols: Sequence[str], place: int) -> str:
    """Return a character, and what stands before it on the page."""
    before = in_a_line("".join(symbols[max(0, place - CONTEXT) : place]))
    return accessible_text(symbols[place]) + (f" after “{before}”" if before else "")


def page_name(page: int, pages: int) -> str:
    """Return which page it is, counted from 1."""
    return f"page {page + 1:,} of {pages:,}"


def _signal(signal: str) -> str:
    return f"{signal}, its {NAMES[signal]}, goes" if signal in NAMES else f"{signal} goes"


def bits_of(bits: float) -> str:
    """Return a number of bits with two decimals, with more digits where it is small."""
    small = signed_number(max(bits, 0.0), 2)
    return f"{small if bits < 0.1 else fixed(bits, 2)} bits"


def _chance(p: float) -> str:
    if p < 0.01:
        return f"p = {percentage(p)}"
    return f"p = {p:.2f}" if p <= 0.99 else f"p = {p:.4f}" if p < 0.99995 else "p is nearly 1"
