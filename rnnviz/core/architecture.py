"""What a network consists of: its parts, their sizes, and how they are connected.

Shape letters: B sequences, D inputs, H hidden units, V outputs, L layers, A states looked back at.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from rnnviz.core.cells.base import Cell, Parameter
from rnnviz.core.initializers.base import Role

REVERSE = "_reverse"
"""What PyTorch calls a layer's parameters by that reads from the end to the beginning."""
PAST = "past"
"""The letter, among those of the states, of what attention looks back at."""


@dataclass(frozen=True)
class Connections:
    """How the layers and the readout of a network are connected; by itself, one after another.

    `bidirectional`: beside each layer one reads from the end, and both states are handed on,
    [forward; backward]. `skip`: from the second layer on, what a layer reads is added to its
    output. `dropout`: the share of a layer's inputs, from the second layer on, that training sets
    to zero. `attention`: A > 0 lets the readout look back at the A states before (`attention.py`).
    """

    bidirectional: bool = False
    skip: bool = False
    dropout: float = 0.0
    attention: int = 0


PLAIN = Connections()


def reads_from_end(layer: int, directions: int) -> bool:
    """Whether the layer of this number, counted from 0 as in a file, reads from the end."""
    return layer % directions == 1


def layer_name(layer: int, directions: int = 1) -> str:
    """What a layer is called: "layer 2" or, of two directions, "layer 1 forward"."""
    if directions == 1:
        return f"layer {layer + 1}"
    return f"layer {layer // 2 + 1} {'backward' if layer % 2 else 'forward'}"


@dataclass(frozen=True)
class Architecture:
    """A cell, the sizes (D, H, V, L) and the connections of a network."""

    cell: Cell
    inputs: int
    hidden: int
    outputs: int
    layers: int = 1
    connections: Connections = PLAIN

    @property
    def directions(self) -> int:
        """In how many directions every layer reads."""
        return 2 if self.connections.bidirectional else 1

    @property
    def count(self) -> int:
        """How many recurrent layers there are, those of both directions counted: L, or 2L."""
        return self.layers * self.directions

    @property
    def top(self) -> int:
        """The number of the layer that is looked at first: of the top ones the forward one."""
        return self.count - self.directions

    @property
    def width(self) -> int:
        """Numbers that a layer hands on: H, or 2H of two directions."""
        return self.directions * self.hidden

    @property
    def features(self) -> int:
        """Numbers that the readout reads: a layer's output and, with attention, the context."""
        return self.width * (2 if self.connections.attention else 1)

    @property
    def suffixes(self) -> list[str]:
        """What ends the names of every recurrent layer's parameters, in the order of a file."""
        both = ("", REVERSE)[: self.directions]
        return [f"_l{layer}{which}" for layer in range(self.layers) for which in both]

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """PyTorch's parameter names and shapes in the order of its state_dict."""
        shapes: dict[str, tuple[int, ...]] = {}
        for number, suffix in enumerate(self.suffixes):
            D = self.inputs if number < self.directions else self.width
            for name, shape in self.cell.shapes(D, self.hidden).items():
                shapes[f"rnn.{name}{suffix}"] = shape
        if self.connections.attention:
            shapes["attention.weight"] = (self.width, self.width)
        shapes["decoder.weight"] = (self.outputs, self.features)
        shapes["decoder.bias"] = (self.outputs,)
        return shapes

    def size(self) -> int:
        """How many parameters there are."""
        return sum(math.prod(shape) for shape in self.shapes().values())

    def roles(self) -> dict[str, Role]:
        """What every parameter does, by PyTorch's name."""
        of_cell: tuple[Parameter, ...] = self.cell.parameters
        found: dict[str, Role] = {
            f"rnn.{p.name}{s}": p.role for s in self.suffixes for p in of_cell
        }
        return {name: found.get(name, "readout") for name in self.shapes()}

    def state_shapes(self, B: int) -> dict[str, tuple[int, int, int]]:
        """The shapes of the states between two windows, by their letters."""
        each = (self.layers * self.directions, B, self.hidden)
        shapes = {state.name: each for state in self.cell.states}
        A = self.connections.attention
        return shapes | ({PAST: (A, B, self.width)} if A else {})
