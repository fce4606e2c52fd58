"""What a large alphabet costs, in words, and what keeping fewer symbols would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnnviz.tasks.rare_symbols import LARGE_ALPHABET, SIGN, share_text

if TYPE_CHECKING:
    from rnnviz.core.network import Network
    from rnnviz.tasks.corpus import Corpus

ENOUGH = (0.99, 0.95, 0.9)
"""The share of a text that the symbols which are offered to be kept make up, the best first."""
ROUND = 100
"""That number of symbols is a multiple of this one."""
WORTH = 0.8
"""The share of the symbols up to which keeping only those is worth a word."""


def alphabet_warning(corpus: Corpus, network: Network) -> str:
    """Return what a network's parameters are spent on and the way out; "" for usual alphabets."""
    if corpus.alphabet <= LARGE_ALPHABET:
        return ""
    sides = sum(array.size for name, array in network.parameters.items() if _is_side(name))
    total = network.flat.size
    return (
        f"The alphabet has {corpus.alphabet:,} symbols: at {network.hidden:,} hidden units, input "
        f"and readout take {sides:,} of the network's {total:,} parameters ({sides / total:.0%}), "
        f"and training slows down accordingly. {_offer(corpus)}"
    ).rstrip()


def unknown_caption(symbols: int, share: float) -> str:
    """Return what is said of a text of which a share is so many symbols that a run has as one."""
    if not symbols:
        return ""
    are = "symbols of it are none" if symbols > 1 else "symbol of it is none"
    return (
        f"{symbols:,} {are} of those that the network knows; the sign {SIGN} stands for them, "
        f"{share_text(share)} of the text."
    )


def _is_side(name: str) -> bool:
    return name.startswith(("rnn.weight_ih_l0", "decoder."))


def _offer(corpus: Corpus) -> str:
    """Return how many symbols may be kept without much loss, and how that is done."""
    if corpus.folding.symbols is not None:
        return ""
    covered = np.sort(corpus.counts)[::-1].cumsum() / corpus.characters
    for share in ENOUGH:
        keep = -(-(int(covered.searchsorted(share)) + 1) // ROUND) * ROUND
        if keep <= WORTH * corpus.alphabet:
            return (
                f"Keeping only the {keep:,} most frequent, with Symbols or --symbols {keep}, would "
                f"touch {share_text(1 - covered[keep - 1])} of the text: one sign would stand for "
                "the others."
            )
    return ""
