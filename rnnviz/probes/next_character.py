"""What the network expects after every symbol of a phrase, and how far it is surprised."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Probe, Sequence, frozen
from rnnviz.probes.hidden_units import DEFAULT_PHRASE, LONGEST
from rnnviz.probes.phrase import Codes, codes_of, never_written, vocabulary_of, with_written

MOST = 16
"""The likeliest symbols that are kept of every distribution."""
NO_TEXT = (
    "There is no next character: only the task Text asks for one. What the network answers stands "
    "in the Task panel."
)


@dataclass(frozen=True)
class NextCharacter:
    """The distributions after each of T symbols: those of a phrase, then what was `written` on.

    `likeliest` (T, K) are the codes of the K likeliest next symbols and `p` (T, K) their
    probabilities, falling. Of the T-1 symbols that are followed by another one: that other one's
    code is `targets`, its probability `p_true`, its place among all, from 0, `ranks`, and
    -log p in nats, as in training, `losses`. `logits` (V,) are those after the last symbol.
    """

    phrase: str
    symbols: tuple[str, ...]
    written: int
    vocabulary: str
    likeliest: NDArray[np.intp]
    p: Array
    targets: NDArray[np.intp]
    p_true: Array
    ranks: NDArray[np.intp]
    losses: Array
    logits: Array
    never: int | None = None
    """The code of the sign for rare symbols, which is never written."""

    @property
    def bits(self) -> Array:
        """-log2 p (T-1,) of the true next symbols."""
        found: Array = self.losses / math.log(2.0)
        return found

    @property
    def is_finite(self) -> bool:
        """Whether all that was found is a number."""
        return bool(np.isfinite(self.p).all() and np.isfinite(self.logits).all())


class NextCharacterProbe(Probe):
    """Options: phrase, written (symbols that the network wrote after it)."""

    name = "next_character"
    label = "Next character"
    hint = "What the network expects after every character of a phrase."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`NextCharacter`, or a sentence: the phrase cannot be read, or there are no texts."""
        if not sequence.reads_text:
            return NO_TEXT
        phrase = str(options.get("phrase", "")) or DEFAULT_PHRASE
        codes = codes_of(sequence.coding, phrase[:LONGEST])
        if isinstance(codes, str):
            return codes
        vocabulary, read = vocabulary_of(sequence.coding, network.outputs), len(codes)
        codes = with_written(codes, str(options.get("written", ""))[:LONGEST], vocabulary)
        if isinstance(codes, str):
            return codes
        p, losses, logits = distributions(network, codes)
        targets = codes[1:]
        p_true = p[range(len(targets)), targets]
        order = likeliest(p, min(MOST, network.outputs))
        return NextCharacter(
            phrase,
            tuple(vocabulary[code] for code in codes),
            len(codes) - read,
            vocabulary,
            frozen(order),
            frozen(np.take_along_axis(p, order, axis=1)),
            frozen(targets),
            frozen(p_true),
            frozen((p[:-1] > p_true[:, None]).sum(axis=1)),
            frozen(losses),
            frozen(logits),
            never_written(sequence.coding),
        )


def distributions(network: Network, codes: Codes) -> tuple[Array, Array, Array]:
    """p (T, V) after each of T symbols, the losses (T-1,) of those that follow, last logits (V,).

    The text is read from a zero state, as `rnnviz evaluate` does.
    """
    T = len(codes)
    unrolled, readout = network.spare(T, 1), network.readout(T, 1)
    unrolled.forward(codes[:, None], network.zero_state(1))
    logits = readout.forward(unrolled.top)[-1, 0].copy()
    after = np.append(codes[1:], 0)  # what follows the last symbol is not known: any will do
    losses = readout.exact_losses(after[:, None])[:-1, 0]
    return readout.probabilities[:, 0], losses, logits


def likeliest(p: Array, K: int) -> NDArray[np.intp]:
    """The codes (T, K) of the largest of p (T, V), the largest first; what is no number is last."""
    negative = -p
    if p.shape[1] > K:
        some = np.sort(np.argpartition(negative, K - 1, axis=1)[:, :K], axis=1)
    else:
        some = np.broadcast_to(np.arange(K), p.shape)
    order = np.argsort(np.take_along_axis(negative, some, axis=1), axis=1, kind="stable")
    found: NDArray[np.intp] = np.take_along_axis(some, order, axis=1)
    return found
