"""How far states and predictions differ afterwards when one character of a text is another one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Probe, Sequence, frozen
from rnnviz.probes.page import logits_in_pieces, page_of, read
from rnnviz.probes.reach import row_norms
from rnnviz.probes.silencing import silenced
from rnnviz.refusal import Refusal

SAME = "The character that is read instead is the same; write another one."
ONE = "Write a single character to be read instead."
ALONE = "This alphabet has one symbol alone; there is no other to be read instead."


@dataclass(frozen=True)
class ChangedCharacter:
    """What differs after the character at `place` was `instead` and not `symbol`, over n steps.

    Step 0 reads that character. `states` (L, n) is || h' - h || of each layer, `relative` (L, n)
    that over || h ||. `divergence` (n,) is the Kullback-Leibler divergence in nats, sum p ln
    (p / p'), of what is predicted next with the change, p', from what is without, p; `variation`
    (n,) the total variation, half the sum of |p - p'|, from 0 to 1.
    """

    place: int
    symbol: str
    instead: str
    states: Array
    relative: Array
    divergence: Array
    variation: Array
    lead: int

    @property
    def finite(self) -> bool:
        """Whether all of it are numbers."""
        return bool(np.isfinite(self.states).all() and np.isfinite(self.variation).all())


class ChangedCharacterProbe(Probe):
    """Options: text, lead, place, to (the character), and those of `silenced`."""

    name = "changed_character"
    label = "A changed character"
    hint = "How far states and predictions differ afterwards when one character is another one."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`ChangedCharacter`, or a sentence where there is no page or no other character.

        Where `to` is not given it is what was expected in its place, or next to that.
        """
        try:
            page = page_of(sequence, options)
            if isinstance(page, str):
                return page
            read_by, _held = silenced(network, sequence, options)
            place = max(0, min(int(options.get("place", 0)), len(page.symbols) - 1))
            at = page.lead + place
            h, log_p = _read(read_by, page.codes)
            instead = _instead(sequence, options, page.codes, at, log_p)
        except Refusal as refusal:
            return str(refusal)
        if isinstance(instead, str):
            return instead
        codes = page.codes.copy()
        codes[at] = instead
        h_other, log_q = _read(read_by, codes)
        states = np.stack([row_norms(b - a) for a, b in zip(h, h_other, strict=True)])[:, at:]
        norms = np.stack([row_norms(a) for a in h])[:, at:]
        p, log_p, log_q = np.exp(log_p[at:]), log_p[at:], log_q[at:]
        return ChangedCharacter(
            place,
            page.symbols[place],
            sequence.coding.decode(np.array([instead])),
            frozen(states),
            frozen(np.divide(states, norms, out=np.zeros_like(states), where=norms > 0.0)),
            frozen(np.maximum((p * (log_p - log_q)).sum(axis=1), 0.0)),
            frozen(0.5 * np.abs(p - np.exp(log_q)).sum(axis=1)),
            page.lead,
        )


def _read(network: Network, codes: NDArray[np.intp]) -> tuple[list[Array], Array]:
    """The states (T, H) of each layer, and the log probabilities (T, V) of what comes next."""
    unrolled = read(network, codes)
    pieces = []
    for _, z in logits_in_pieces(network, unrolled):
        shifted = z - z.max(axis=1, keepdims=True)
        pieces.append(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))
    return [layer.tape.h[1:, 0].copy() for layer in unrolled.layers], np.concatenate(pieces)


def _instead(
    sequence: Sequence, options: Mapping[str, Any], codes: NDArray[np.intp], at: int, log_p: Array
) -> int | str:
    """The code that is read instead, or why there is none."""
    wanted, present = str(options.get("to", "")), int(codes[at])
    if wanted:
        found = sequence.coding.encode(wanted)
        if len(found) != 1:
            return ONE
        return SAME if int(found[0]) == present else int(found[0])
    V = log_p.shape[1]
    if V < 2:
        return ALONE
    if at == 0:
        return int((present + 1) % V)
    order = np.argsort(-log_p[at - 1], kind="stable")
    return int(order[1] if int(order[0]) == present else order[0])
