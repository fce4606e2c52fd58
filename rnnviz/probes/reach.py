"""On which characters before it a prediction hangs: the gradient of one logit at every input."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Probe, Sequence, frozen
from rnnviz.probes.page import page_of, read
from rnnviz.probes.silencing import silenced
from rnnviz.refusal import Refusal

TRUE, LIKELIEST = "true", "likeliest"
"""Whose logit is meant: of the character that stands there, or of the one that was expected."""
FIRST = "Nothing was read before the first character; choose a later one."


@dataclass(frozen=True)
class Reach:
    """|| d z_s / d x_k || for every character k read before the one at `place`.

    z_s is the logit of the `symbol` s there, `of` TRUE or LIKELIEST, x_k the one-hot input of step
    k. `norms` (lead + place,) has those of the `lead` characters before the page first.

    Source: Madsen (2019), Visualizing memorization in RNNs, Distill: connectivity.
    """

    norms: Array
    lead: int
    place: int
    symbol: str
    of: str

    @property
    def on_page(self) -> Array:
        """The norms (place,) of the page's own characters."""
        return self.norms[self.lead :]


class ReachProbe(Probe):
    """Options: text, lead, place (of a character of the page), of, and those of `silenced`."""

    name = "reach"
    label = "Reach"
    hint = "How much the prediction of one character hangs on each of those before it."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`Reach`, or a sentence where nothing was read before, or there is no page."""
        try:
            page = page_of(sequence, options)
            if isinstance(page, str):
                return page
            read_by, _held = silenced(network, sequence, options)
        except Refusal as refusal:
            return str(refusal)
        place = max(0, min(int(options.get("place", 1)), len(page.symbols) - 1))
        steps = page.lead + place
        if steps == 0:
            return FIRST
        unrolled = read(read_by, page.codes[:steps])
        W = read_by.parameters["decoder.weight"]
        of, code = TRUE, int(page.codes[steps])
        if options.get("of") == LIKELIEST:
            logits = unrolled.top[-1, 0] @ W.T + read_by.parameters["decoder.bias"]
            of, code = LIKELIEST, int(logits.argmax())
        dh = unrolled.top_gradient()
        dh[...] = 0.0
        dh[-1, 0] = W[code]
        unrolled.backward(None)
        dx = unrolled.layers[0].input_gradients()[:, 0]
        symbol = sequence.coding.decode(np.array([code]))
        return Reach(frozen(row_norms(dx)), page.lead, place, symbol, of)


def row_norms(rows: Array) -> Array:
    """The Euclidean norms (n,) of rows (n, m), also where their squares leave float32's range."""
    largest = np.abs(rows).max(axis=1, initial=0.0).astype(np.float64)
    with np.errstate(invalid="ignore"):
        scaled = rows / np.where(largest > 0.0, largest, 1.0)[:, None]
    norms: Array = largest * np.sqrt(np.square(scaled).sum(axis=1))
    return norms
