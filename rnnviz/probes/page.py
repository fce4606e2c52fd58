"""A page of a text run through the network once: what several measurements of a page begin with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.bptt import Unrolled
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Sequence

PAGE = 800
"""Symbols of a page."""
LONGEST_LEAD = 200
"""Symbols before it that are read too, so that its first ones are not read without knowing any."""
NO_PAGE = "Only a network that writes a text on reads a page: choose the task Text."
NOTHING_LEFT = "Nothing of this page is left after folding; turn to another."
AT_ONCE = 128
"""Steps whose logits are made together, which bounds the memory of large alphabets."""


@dataclass(frozen=True)
class Page:
    """The `codes` (n,) of a lead-in of so many symbols and of a page after it."""

    codes: NDArray[np.intp]
    lead: int
    symbols: tuple[str, ...]


def page_of(sequence: Sequence, options: Mapping[str, Any], most: int = PAGE) -> Page | str:
    """The page in the options `text` and `lead`, by default the window; or why there is none.

    Raises Refusal for symbols that the network never saw.
    """
    if not sequence.reads_text:
        return NO_PAGE
    text, lead = str(options.get("text", "")), str(options.get("lead", ""))
    if not text:
        text, lead = sequence.coding.decode(sequence.inputs[:, 0]), ""
    before = sequence.coding.encode(lead[-LONGEST_LEAD:]) if lead else np.empty(0, np.intp)
    codes = sequence.coding.encode(text)[:most]
    if len(codes) == 0:
        return NOTHING_LEFT
    whole = np.concatenate((before, codes)).astype(np.intp)
    return Page(whole, len(before), tuple(sequence.coding.decode(codes)))


def read(network: Network, codes: NDArray[np.intp]) -> Unrolled:
    """The states over symbols (n,), read from a zero state."""
    unrolled = network.spare(len(codes), 1)
    unrolled.forward(codes[:, None], network.zero_state(1))
    return unrolled


def logits_in_pieces(network: Network, unrolled: Unrolled) -> Iterator[tuple[slice, Array]]:
    """The logits (m, V) after so many steps of the one sequence, piece by piece, in float64."""
    W, b = network.parameters["decoder.weight"], network.parameters["decoder.bias"]
    for start in range(0, unrolled.T, AT_ONCE):
        steps = slice(start, min(start + AT_ONCE, unrolled.T))
        network.pauses()
        yield steps, (unrolled.top[steps, 0] @ W.T + b).astype(np.float64)
