"""What a network writes with some units silenced, beside what it writes with all, by one seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.core.sampling import NoDistributionError, sample
from rnnviz.probes.base import Probe, Sequence, frozen
from rnnviz.probes.page import NO_PAGE, NOTHING_LEFT, Page, read
from rnnviz.probes.reading import predictions
from rnnviz.probes.silencing import Silencing, silenced
from rnnviz.refusal import Refusal

LONGEST = 400
"""Symbols that are written."""
MUTE = "The network's outputs are no longer finite numbers, so it writes nothing."


@dataclass(frozen=True)
class SilencedText:
    """Two texts that begin after the same `prime` and draw the same random numbers.

    `whole` is written by the network as it is, `text` with the units that are `held`; with
    -log2 p in bits of every symbol (n,), as who wrote it saw it.
    """

    prime: str
    whole: str
    whole_surprise: Array
    text: str
    surprise: Array
    held: Silencing | None

    @property
    def alike(self) -> int:
        """The symbols that both begin with."""
        pairs = zip(self.whole, self.text, strict=True)
        return next((n for n, (a, b) in enumerate(pairs) if a != b), len(self.text))


class SilencedTextProbe(Probe):
    """Options: prime, length, seed, temperature, top_k, and those of `silenced`."""

    name = "silenced_text"
    label = "Text of a silenced network"
    hint = "What is written with some units silenced, and without, by the same seed."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`SilencedText`, or a sentence where nothing can be written."""
        if not sequence.reads_text:
            return NO_PAGE
        prime = str(options.get("prime", "")) or sequence.coding.decode(sequence.inputs[:1, 0])
        try:
            codes = sequence.coding.encode(prime).astype(np.intp)
            if len(codes) == 0:
                return NOTHING_LEFT
            written_by, held = silenced(network, sequence, options)
            whole, whole_surprise = _written(network, sequence, codes, options)
            text, surprise = _written(written_by, sequence, codes, options)
        except Refusal as refusal:
            return str(refusal)
        except NoDistributionError:
            return MUTE
        return SilencedText(prime, whole, whole_surprise, text, surprise, held)


def _written(
    network: Network, sequence: Sequence, prime: NDArray[np.intp], options: Mapping[str, Any]
) -> tuple[str, Array]:
    """What is written after a prime, and how surprising each symbol of it is."""
    rng = np.random.default_rng(int(options.get("seed", 0)))
    length = max(1, min(int(options.get("length", 200)), LONGEST))
    top_k = int(options.get("top_k", 0)) or None
    never = getattr(sequence.coding, "sign", None)
    temperature = float(options.get("temperature", 1.0))
    codes = sample(network, prime, length, rng, temperature, top_k, never=never)
    whole = np.concatenate((prime, codes))
    page = Page(whole, len(prime), ())
    surprise, _, _ = predictions(network, read(network, whole), page)
    return sequence.coding.decode(codes), frozen(surprise)
