"""Which hidden units tell that a word ends, or has ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of
from rnnviz.probes.hidden_units import LONGEST
from rnnviz.refusal import Refusal

NO_WORDS = "The units are compared with the ends of words, and here are none."


@dataclass(frozen=True)
class WordEnds:
    """Correlations (H,) of the units of one layer with yes or no along a text of T symbols.

    `ends`: at letters, with "the next symbol is none"; `between`: at all symbols, with "this is no
    letter". NaN for a unit that never changes, and for all where the states are not `finite`.
    """

    ends: Array
    between: Array
    layer: int
    letters: int
    finite: bool = True

    @property
    def best(self) -> int:
        """The unit with the largest |ends|; the first one if none changes."""
        return ranked(self.ends)[0]


class WordEndsProbe(Probe):
    """Reads a text from a zero state and compares every unit with the ends of its words."""

    name = "word_ends"
    label = "Word ends"
    hint = "How closely each unit of one layer follows the ends of words along a text."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`WordEnds`, or a sentence where there are no words; by default along the window."""
        if not sequence.reads_text:
            return NO_WORDS
        window = sequence.coding.decode(sequence.inputs[:, 0])
        try:
            codes = sequence.coding.encode(str(options.get("text", "") or window)[:LONGEST])
        except Refusal as refusal:
            return str(refusal)
        symbols = sequence.coding.decode(codes)
        letters = np.array([symbol.isalpha() for symbol in symbols])
        ends = letters[:-1] & ~letters[1:]
        if not ends.any() or letters.all():
            return NO_WORDS
        unrolled = network.unroll(len(codes), 1)
        unrolled.forward(codes.astype(np.intp)[:, None], network.zero_state(1))
        layer = layer_of(network, options)
        h = unrolled.layers[layer].tape.h[1:, 0]
        at = np.flatnonzero(letters[:-1])
        return WordEnds(
            frozen(correlations(h[at], ends[at])),
            frozen(correlations(h, ~letters)),
            layer,
            len(at),
            bool(np.isfinite(h).all()),
        )


def correlations(h: Array, wanted: NDArray[np.bool_]) -> Array:
    """The correlation (H,) of every unit of h (T, H) with a yes or no (T,)."""
    h, y = h - h.mean(axis=0, dtype=np.float64), wanted - wanted.mean(dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Array = (y @ h) / np.sqrt((y @ y) * np.square(h).sum(axis=0))
    return found


def ranked(correlation: Array) -> list[int]:
    """The units, the largest |correlation| first, those without any last."""
    sizes = np.nan_to_num(np.abs(correlation), nan=-1.0)
    order: list[int] = np.argsort(-sizes, kind="stable").tolist()
    return order
