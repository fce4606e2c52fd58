"""The next character in words: what is expected, what comes, and how surprising that is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from rnnviz.captions import losses
from rnnviz.captions.invisible_characters import accessible_text, sign
from rnnviz.captions.loss_units import BITS, NATS, PERPLEXITY, all_shown, measure_of
from rnnviz.captions.losses import NATS_PER_CHARACTER
from rnnviz.captions.number_format import fixed, signed_number
from rnnviz.counts import counted
from rnnviz.lab.shown_data import ShownData

if TYPE_CHECKING:
    from rnnviz.probes.next_character import NextCharacter

DIVERGED = "The network's outputs are not numbers any more: the training has diverged."
UNKNOWN = "?"
READS, EXPECTS = "reads", "expects"
"""What stands at the left of the rows."""


def chance(p: float) -> str:
    """Return a probability beside its bar: two decimals, and never 0 for what may come."""
    if math.isnan(p):
        return UNKNOWN
    return "<0.01" if 0 < p < 0.005 else f"{p:.2f}"


def surprise(loss: float) -> str:
    """Return a loss below its column: two decimals."""
    return fixed(loss, 2) if math.isfinite(loss) else UNKNOWN


def feet(found: NextCharacter, unit: str) -> Mapping[str, NDArray[Any]]:
    """Return what stands below the columns: the losses (T-1,) by the names of their units."""
    both = {BITS: found.bits, NATS: found.losses}
    if measure_of(unit) != PERPLEXITY:
        return both
    return {PERPLEXITY: all_shown(found.losses, unit), **both}


def bar_caption(
    found: NextCharacter, step: int, code: int, p: float, unit: str = NATS_PER_CHARACTER
) -> str:
    """Return what is said of a bar: a symbol, how likely it is, and whether it is the true one."""
    read, name = accessible_text(found.symbols[step]), accessible_text(found.vocabulary[code])
    told = f"{name} after {read}: p = {signed_number(p)}"
    if step < len(found.targets) and code == found.targets[step]:
        told += f", the true one: {losses.caption(float(found.losses[step]), unit)}"
    return told


def caption(found: NextCharacter, unit: str = NATS_PER_CHARACTER) -> str:
    """Return the mean surprise over the phrase, and what is thought to follow it."""
    if not found.is_finite:
        return DIVERGED
    code, p = int(found.likeliest[-1, 0]), float(found.p[-1, 0])
    likeliest = accessible_text(found.vocabulary[code])
    ahead = f"Next: {likeliest}, p = {signed_number(p, 2)}."
    count = len(found.losses)
    if count == 0:
        return ahead
    hits, nats = int((found.ranks == 0).sum()), float(found.losses.mean(dtype=float))
    mean = f"{losses.caption(nats, unit)} a character"
    return f"{mean}, {hits} of {count} guessed right. {ahead}"


def data(found: NextCharacter, unit: str = NATS_PER_CHARACTER) -> ShownData:
    """Return all of it, a row a step: what comes next, how surprising it is, what is likeliest."""
    T = len(found.symbols)

    def of_true(values: Iterable[Any]) -> list[Any]:
        known = list(values)
        return known + [None] * (T - len(known))  # nothing is known to follow the last symbol

    numbers = {"p": found.p_true, **feet(found, unit), "rank": found.ranks + 1}
    likeliest = zip(found.likeliest.T.tolist(), found.p.T, strict=True)
    ranked = (
        ((f"symbol {k}", _signs(found, codes)), (f"p {k}", p))
        for k, (codes, p) in enumerate(likeliest, start=1)
    )
    return ShownData(
        (
            ("step", range(1, T + 1)),
            ("reads", list(map(sign, found.symbols))),
            ("next", of_true(_signs(found, found.targets.tolist()))),
            *((name, of_true(values.tolist())) for name, values in numbers.items()),
            *(column for pair in ranked for column in pair),
        )
    )


def _signs(found: NextCharacter, codes: Iterable[int]) -> list[str]:
    return [sign(found.vocabulary[code]) for code in codes]


def before_label(narrow: bool) -> str:
    """Return the name of the row of what the network expects."""
    return "expects" if narrow else "what the network expects"


def after_label(temperature: float, top_k: int | None, greedy: bool, narrow: bool) -> str:
    """Return the name of the row of what is drawn from."""
    if greedy:
        return "greedy" if narrow else "greedy: the likeliest is written"
    kept = "" if top_k is None else f", top {top_k:,}"
    told = f"temperature {temperature:g}{kept}"
    return told if narrow else f"what is drawn from, at {told}"


def drawn_caption(found: NextCharacter, code: int, before: float, after: float) -> str:
    """Return what is said of a symbol in both rows."""
    name = accessible_text(found.vocabulary[code])
    changed = "never written" if after == 0 else f"written with p = {signed_number(after)}"
    return f"{name}: expected with p = {signed_number(before)}, {changed}"


def writing_caption(found: NextCharacter, p: float) -> str:
    """Return how far the network has written, and how likely what it wrote is, p in nats."""
    if not found.is_finite:
        return DIVERGED
    if found.written == 0:
        return "Enter in the phrase, or the button, has one character written."
    count = counted(found.written, "character")
    return f"{count} written; log p = {signed_number(p)} nats, from what the network expects."
