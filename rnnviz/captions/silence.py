"""What is said of silenced units: what their silence costs, and what is written without them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.number_format import fixed, signed_number
from rnnviz.captions.reading import bits_of, named
from rnnviz.core.architecture import layer_name
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.core.numerics import Array
    from rnnviz.probes.reading import Reading
    from rnnviz.probes.silenced_text import SilencedText
    from rnnviz.probes.silencing import Silencing

MOST_NAMED = 4
"""Units that are named one by one."""
HEADINGS = ("all units:", "silenced:")


def held_name(held: Silencing) -> str:
    """Return which units are held where: "unit 7 of layer 1 at zero"."""
    units, of = held.units, f"of {layer_name(held.layer, held.directions)}"
    if len(units) > MOST_NAMED:
        who = f"{len(units)} units"
    elif len(units) == 1:
        who = f"unit {units[0]}"
    else:
        who = f"units {', '.join(map(str, units[:-1]))} and {units[-1]}"
    if held.is_zero:
        return f"{who} {of} at zero"
    if len(units) == 1:
        return f"{who} {of} at its mean of {signed_number(held.values[0], 2)}"
    return f"{who} {of} at their means"


def cost_caption(found: Reading, whole: Reading | None) -> str:
    """Return what a page takes with units silenced and without, and where that costs most."""
    if found.held is None or whole is None or whole.symbols != found.symbols:
        return "Measured with the next step."
    told = (
        f"With {held_name(found.held)} this page takes {fixed(found.mean, 2)} bits a character "
        f"instead of {fixed(whole.mean, 2)}."
    )
    more = cost(found, whole)
    if not np.isfinite(more).any():
        return told
    worst = int(np.nanargmax(more))
    if more[worst] < 0.005:
        return f"{told} No character becomes more surprising."
    return f"{told} It costs most at {named(found.symbols, worst)}, {bits_of(more[worst])} more."


def character_cost_caption(found: Reading, whole: Reading | None, place: int) -> str:
    """Return how surprising one character is with units silenced, and how it was without."""
    name = named(found.symbols, place)
    bits = float(found.surprise[place])
    if whole is None or math.isnan(bits) or place >= len(whole.surprise):
        return f"{name}: nothing was read before it."
    return f"{name}: {bits_of(bits)} instead of {bits_of(float(whole.surprise[place]))}."


def cost(found: Reading, whole: Reading | None) -> Array:
    """Return by how many bits (T,) each character surprises more; NaN where that is not known."""
    if whole is None or whole.symbols != found.symbols:
        return np.full(len(found.symbols), math.nan)
    more: Array = found.surprise - whole.surprise
    return more


def text_caption(written: SilencedText) -> str:
    """Return what the two texts have in common, and how sure of itself each writer was."""
    if written.held is None:
        return "No unit is silenced."
    means = (float(np.mean(one)) for one in (written.whole_surprise, written.surprise))
    before, after = (f"{fixed(mean, 2)} bits" for mean in means)
    return (
        f"Written with the same random numbers, below with {held_name(written.held)}. "
        f"{_alike(written)} A character of its own text surprised the writer by {before} above, "
        f"{after} below."
    )


def _alike(written: SilencedText) -> str:
    """Return how far the two texts are the same."""
    if written.alike == len(written.text):
        return "Both are the same to the end."
    if written.alike == 0:
        return "They differ from the first character on."
    return f"They differ after {counted(written.alike, 'character')}."


def both_texts(written: SilencedText) -> tuple[tuple[str, ...], Array]:
    """Return both texts below each other, each with a heading, and their surprise (n,) in bits."""
    first, second = HEADINGS
    head, between = f"{first}\n", f"\n\n{second}\n"
    symbols = (*head, *written.whole, *between, *written.text)
    gaps = [np.full(len(gap), math.nan) for gap in (head, between)]
    return symbols, np.concatenate((gaps[0], written.whole_surprise, gaps[1], written.surprise))
