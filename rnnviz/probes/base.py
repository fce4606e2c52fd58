"""What a probe is: a pure function of a network and a sequence."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.state import State

Scalar = TypeVar("Scalar", bound=np.generic)


class SymbolCoding(Protocol):
    """What turns text into symbol codes and back; encoding refuses unknown symbols."""

    def encode(self, text: str) -> NDArray[Any]:
        """The codes (n,) of a text."""

    def decode(self, codes: NDArray[Any]) -> str:
        """The text of codes (n,)."""


@dataclass(frozen=True)
class Sequence:
    """What a probe looks at: the window just trained on, and how its symbols are written.

    `inputs`, `targets` (T, B); `state` is the one the window began with. Where `reads_text` is
    false there are no phrases to read, only this sequence. `before` (P, B) is what was read just
    before it, P = 0 at the beginning of a text; None where the sequence begins anew.
    """

    inputs: NDArray[Any]
    targets: NDArray[Any]
    state: State
    coding: SymbolCoding
    reads_text: bool = True
    before: NDArray[Any] | None = None

    def first(self, sequences: int) -> "Sequence":
        """Only the first so many sequences of the batch."""
        if self.inputs.shape[1] <= sequences:
            return self
        some = slice(sequences)
        return replace(
            self,
            inputs=self.inputs[:, some],
            targets=self.targets[:, some],
            state=self.state.some(some),
            before=None if self.before is None else self.before[:, some],
        )

    @property
    def unit(self) -> str:
        """What lags are counted in: "characters" of a text, else "steps"."""
        return "characters" if self.reads_text else "steps"


class Probe(ABC):
    """A measurement; `options` come from whoever wants to see it."""

    name: ClassVar[str]
    label: ClassVar[str]
    hint: ClassVar[str]

    @abstractmethod
    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """The measurement as a frozen value, or a sentence (str) that says why there is none.

        Neither the network nor the sequence is changed.
        """


def layer_of(network: Network, options: Mapping[str, Any]) -> int:
    """The layer asked for, by default the top one; kept within what the network has.

    Of two directions they are numbered as in a file, and the top one is that which reads forward.
    """
    architecture = network.architecture
    layer = int(options.get("layer", architecture.top))
    return max(0, min(layer, architecture.count - 1))


def layers_of(network: Network, options: Mapping[str, Any]) -> tuple[int, ...]:
    """The layer asked for or both directions of a level, whose number follows all layers'."""
    architecture = network.architecture
    level = int(options.get("layer", 0)) - architecture.count
    if level < 0 or architecture.directions == 1:
        return (layer_of(network, options),)
    first = 2 * min(level, architecture.layers - 1)
    return first, first + 1


def other_way(network: Network, layer: int) -> str:
    """On which way a loss reaches a layer's states besides its own time, "" where there is none."""
    if layer < network.architecture.top:
        return "through the layers above"
    return "by attention" if network.architecture.connections.attention else ""


def state_of(network: Network, options: Mapping[str, Any]) -> str:
    """The state asked for, by default the one that the layer above reads."""
    state = str(options.get("state", ""))
    return state if state in network.cell.shown_states else network.cell.output


def no_recurrent_weights(network: Network) -> str:
    """Why there is nothing to measure of W_hh, "" where the cell has one."""
    if network.cell.has("W_hh"):
        return ""
    return f"A {network.cell.label} has no W_hh: its state goes on without a product."


def frozen(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """A read-only copy of an array, for a snapshot."""
    copy = np.array(array)
    copy.flags.writeable = False
    return copy
