"""Letters as the network sees them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.captions.hidden_units import NAMES
from rnnviz.captions.invisible_characters import accessible_text
from rnnviz.captions.number_format import percent
from rnnviz.counts import counted
from rnnviz.probes.letters import ALL_GATES, CONSONANT, DIGIT, OTHER, SPACE, SYMBOL, VOWEL

if TYPE_CHECKING:
    from rnnviz.probes.letters import Letters

KINDS = {
    VOWEL: "vowels",
    CONSONANT: "consonants",
    DIGIT: "digits",
    SPACE: "spaces",
    OTHER: "others",
    SYMBOL: "symbols",
}
"""The kinds as a legend names them."""
ONE = "There is only one symbol, so there is nothing to compare."


def gate_label(gate: str) -> str:
    """Return what stands in the list of gates."""
    if gate == ALL_GATES:
        return "all gates"
    return f"{gate}, {NAMES[gate]}" if gate in NAMES else f"gate {gate}"


def name(found: Letters, code: int) -> str:
    """Return one symbol as a sentence can name it."""
    symbol = found.symbols[code]
    return f"symbol {symbol}" if SYMBOL in found.kinds else accessible_text(symbol)


def letter_caption(found: Letters, code: int) -> str:
    """Return which letter this is and which are nearest to it in all dimensions."""
    nearest = [name(found, other) for other in found.nearest[code].tolist()]
    if not nearest:
        return name(found, code)
    return f"{name(found, code)}; nearest: {', '.join(nearest)}"


def caption(found: Letters) -> str:
    """Return how much of the columns' differences the two directions show."""
    if len(found.symbols) == 1:
        return ONE
    whose = "both W_ih" if found.directions > 1 else "W_ih"
    columns = f"the {len(found.symbols):,} columns of {whose}"
    rows = counted(found.rows, "number")
    if not found.explained.any():
        return f"All of {columns} are the same: the network cannot tell its inputs apart."
    first, second = (float(share) for share in found.explained)
    both = f"{percent(first + second)} of how {columns} ({rows} each) differ"
    split = f"{percent(first)} to the right, {percent(second)} upward"
    return f"Seen here: {both}, {split}. What lies close, the network takes for alike."
