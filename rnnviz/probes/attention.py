"""What the readout looks back at, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Probe, Sequence, frozen
from rnnviz.probes.passage import passage_of

NONE = (
    "This network has no attention. Set Attention, among the settings of the network, to so many "
    "states as it may look back at, and start over."
)


@dataclass(frozen=True)
class AttentionWeights:
    """`weights` (T, T): at [k, t] the weight of the state after step k when step t is answered.

    Zero for k >= t and for t - k > `reach`, the A of `Attention`. What is missing to 1 in a column
    lies on states of before: `earlier` (T,). `symbols` (T,) are what is read, or the numbers of
    the steps; only the answers of the steps `scored` are learned. `thing` is what a step is called.
    """

    phrase: str
    symbols: tuple[str, ...]
    weights: Array
    earlier: Array
    reach: int
    scored: range
    thing: str
    written: bool = True


class AttentionProbe(Probe):
    """Options: phrase, stream (a sequence of the batch, where there is no phrase)."""

    name = "attention"
    label = "Attention"
    hint = "How much weight the readout gives to every state that it looks back at."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`AttentionWeights`, or a sentence where there is no attention or nothing to read."""
        if not network.architecture.connections.attention:
            return NONE
        passage = passage_of(network, sequence, options)
        if isinstance(passage, str):
            return passage
        unrolled = network.spare(len(passage.inputs), 1)
        unrolled.forward(passage.inputs, passage.state)
        assert unrolled.attention is not None  # as the connections say
        weights, A = unrolled.attention.weights(0), unrolled.attention.A
        return AttentionWeights(
            passage.phrase,
            passage.symbols,
            frozen(weights[A:]),
            frozen(weights[:A].sum(axis=0)),
            A,
            passage.scored,
            passage.thing,
            passage.written,
        )
