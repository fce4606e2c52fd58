"""What a file for PyTorch is written from: the network, and what it knows and shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from rnnviz.core.architecture import Architecture, Connections
from rnnviz.core.cells.base import Cell
from rnnviz.core.readout import Loss
from rnnviz.lab.settings import Settings
from rnnviz.tasks.coding import Coding

NATIVE = {"vanilla": "RNN", "gru": "GRU", "lstm": "LSTM"}
"""The cells that PyTorch has, and what its modules are called."""


@dataclass(frozen=True)
class Plan:
    """A network, its weights by PyTorch's names, and one thing that it can be shown by.

    `name` is what it learned. `coding` are the symbols of a network that reads a text; `example`
    is what one is shown by that does not write such a text on: a sequence, or the numbers that one
    of a column of numbers goes on from.
    """

    settings: Settings
    architecture: Architecture
    loss: Loss
    weights: Mapping[str, NDArray[Any]]
    name: str
    coding: Coding | None = None
    example: Shown | None = None

    @property
    def native(self) -> bool:
        """Whether one of PyTorch's own modules is the recurrent part."""
        own = self.layer_norm or self.leaks or self.connections.skip
        return self.settings.cell in NATIVE and not own

    @property
    def cell(self) -> Cell:
        """The cell of every layer."""
        return self.architecture.cell

    @property
    def connections(self) -> Connections:
        """How the layers and the readout are connected."""
        return self.architecture.connections

    @property
    def both_ways(self) -> bool:
        """Whether it reads from both ends, so that no state is handed from text to text."""
        return self.connections.bidirectional

    @property
    def layer_norm(self) -> bool:
        """Whether the sums of its gates are normalized."""
        return any(p.name == "gain" for p in self.cell.parameters)

    @property
    def leaks(self) -> bool:
        """Whether a part of the old state stays."""
        return self.leak < 1.0

    @property
    def leak(self) -> float:
        """The share of its state that a cell renews."""
        return float(str(self.settings.options_of("cell").get("leak", 1.0)))

    @property
    def inputs_are_symbols(self) -> bool:
        """Whether it reads symbols, not numbers."""
        return self.coding is not None or bool(self.example and self.example.signs)

    @property
    def example_is_drawn(self) -> bool:
        """Whether what it is shown by was drawn, not measured by somebody."""
        return self.example is not None and not self.example.horizon

    @property
    def double(self) -> bool:
        """Whether its numbers have 64 bits."""
        return self.settings.dtype == "float64"


@dataclass(frozen=True)
class Shown:
    """One sequence that a network is shown by.

    `inputs` (T,) symbols, or (T, D) numbers; `targets` are those of the last T' steps. `signs`
    write the symbols of inputs and, unless those are `classes`, of outputs; where the network goes
    on `alone` it reads the symbols that it has written. Where numbers are
    standardised, `mean` and `deviation` are those of what was learned, and `horizon` steps are
    forecast.
    """

    inputs: NDArray[Any]
    targets: NDArray[Any]
    signs: str = ""
    mean: float = 0.0
    deviation: float = 1.0
    horizon: int = 0
    alone: bool = False
    classes: bool = False
