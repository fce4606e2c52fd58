"""The likeliest continuations of a phrase as a tree, beside a greedy and a sampled one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.beam_search import Beams, beam_search, log_probability
from rnnviz.core.network import Network
from rnnviz.core.sampling import NoDistributionError, sample
from rnnviz.probes.base import Probe, Sequence, frozen
from rnnviz.probes.hidden_units import DEFAULT_PHRASE, LONGEST
from rnnviz.probes.next_character import NO_TEXT
from rnnviz.probes.phrase import Codes, codes_of, never_written

WIDEST, DEEPEST = 8, 30
WIDTH, LENGTH = 3, 8
"""Of the tree where nobody asks for another one."""
NOT_FINITE = "The network's outputs are no longer finite numbers, so it cannot write."


@dataclass(frozen=True)
class Continuation:
    """A text that goes on after the phrase, and log p of it in nats."""

    text: str
    log_p: float


@dataclass(frozen=True)
class BeamTree:
    """What beam search kept at each of S steps, as `core.beam_search.Beams` says.

    `symbols` are S strings; character w of one is that with which beginning w ends. `parents`,
    `scores` (nats, -inf where there is no beginning) and `lasting` are (S, W). `best`, the
    `greedy` continuation and one `sampled` at `temperature` have S symbols each.
    """

    phrase: str
    symbols: tuple[str, ...]
    parents: NDArray[np.intp]
    scores: NDArray[np.float64]
    lasting: NDArray[np.bool_]
    best: Continuation
    greedy: Continuation
    sampled: Continuation
    temperature: float

    @property
    def width(self) -> int:
        """How many beginnings may be kept at a step."""
        return int(self.scores.shape[1])


class BeamSearchProbe(Probe):
    """Options: phrase, width, length; temperature, top_k (0: all), draw (a seed) of the sample."""

    name = "beam_search"
    label = "Beam search"
    hint = "The likeliest continuations of a phrase, grown as a tree."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`BeamTree`, or a sentence: the phrase cannot be read, or the network cannot write."""
        if not sequence.reads_text:
            return NO_TEXT
        phrase = str(options.get("phrase", "")) or DEFAULT_PHRASE
        prime = codes_of(sequence.coding, phrase[:LONGEST])
        if isinstance(prime, str):
            return prime
        try:
            return _tree(network, sequence, phrase, prime, options)
        except NoDistributionError:
            return NOT_FINITE


def _tree(
    network: Network, sequence: Sequence, phrase: str, prime: Codes, options: Mapping[str, Any]
) -> BeamTree:
    width = max(1, min(int(options.get("width", WIDTH)), WIDEST))
    length = max(1, min(int(options.get("length", LENGTH)), DEEPEST))
    never, decode = never_written(sequence.coding), sequence.coding.decode
    beams = beam_search(network, prime, width, length, never)
    greedy = beams if width == 1 else beam_search(network, prime, 1, length, never)
    temperature, rng = float(options.get("temperature", 1.0)), int(options.get("draw", 0))
    top_k = int(options.get("top_k", 0)) or None
    drawn = sample(
        network, prime, length, np.random.default_rng(rng), temperature, top_k, never=never
    )
    return BeamTree(
        phrase,
        tuple(map(decode, beams.symbols)),
        frozen(beams.parents),
        frozen(beams.scores),
        frozen(beams.lasting),
        _best(beams, sequence),
        _best(greedy, sequence),
        Continuation(decode(drawn), log_probability(network, prime, drawn)),
        temperature,
    )


def _best(beams: Beams, sequence: Sequence) -> Continuation:
    """The likeliest of what was kept."""
    return Continuation(sequence.coding.decode(beams.written(0)), float(beams.scores[-1, 0]))
