"""What a recurrent cell is: what it declares of itself, one step forward, one step back.

One LSTM step as plain mathematics, x (D,), h and c (H,):

    i = sigmoid(W_ii @ x + b_ii + W_hi @ h_prev + b_hi)
    f = sigmoid(W_if @ x + b_if + W_hf @ h_prev + b_hf)
    g = tanh(W_ig @ x + b_ig + W_hg @ h_prev + b_hg)
    o = sigmoid(W_io @ x + b_io + W_ho @ h_prev + b_ho)
    c = f * c_prev + i * g
    h = o * tanh(c)

and the same as `LSTM.forward` has it, in place:

    w.multiply(s.factor, w.W, s.product)            # all W_h h_prev in one product
    np.add(s.a, s.recurrent, s.a)                   # to W_i x + b, made before the time loop
    np.tanh(s.a, s.a)                               # one tanh for all gates, because
    np.multiply(s.squashed, w.half, s.squashed)     #   sigmoid(x) = (1 + tanh(x / 2)) / 2;
    np.add(s.squashed, w.half, s.squashed)          #   the x / 2 are in the weights' copies
    o, i, f, g = s.gates                            # sigmoid gates first: one block
    np.multiply(f, s.c_prev, s.c)
    np.multiply(i, g, s.scratch)
    np.add(s.c, s.scratch, s.c)
    np.tanh(s.c, s.kept[0])                         # kept for the way back
    np.multiply(o, s.kept[0], s.h)

The first allocates an array for every operation of a step, the second none and makes one product
of eight.
What a reader pays for that is the order of the gates, and the halves.

Shape letters: T time steps, B sequences, D inputs, H hidden units, G gates.
Gate values are gate-major, (G, B, H), so that every gate is one contiguous block. Inside a
step the sigmoid gates come first; weights, gradients and everything shown keep PyTorch's order.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Literal

import numpy as np

from rnnviz.core.numerics import Array
from rnnviz.core.step import StepCache, StepGradient, Weights
from rnnviz.core.wires import Wire
from rnnviz.declare import Declaration

__all__ = ["Array", "Cell", "Parameter", "StateDeclaration", "StepCache", "StepGradient", "Weights"]

LocalDerivatives = Sequence[Array]


@dataclass(frozen=True)
class Parameter:
    """One of a layer's parameters, a block of H rows for each of its gates.

    `name` is PyTorch's ("weight_hh"), `symbol` the equations' ("W_hh"), whose last letter a gate's
    letter replaces for its block ("W_hf"). `columns` is "D", "H", or "" for a vector; `gates` are
    those that have a block, all where it is None. Matrices start as their `role` says, gains at 1,
    other vectors as biases do.
    """

    name: str
    symbol: str
    role: Literal["input", "recurrent", "gain"]
    columns: Literal["D", "H", ""] = ""
    gates: tuple[str, ...] | None = None


W_IH = Parameter("weight_ih", "W_ih", "input", "D")
W_HH = Parameter("weight_hh", "W_hh", "recurrent", "H")
B_IH = Parameter("bias_ih", "b_ih", "input")
B_HH = Parameter("bias_hh", "b_hh", "recurrent")
COMMON = (W_IH, W_HH, B_IH, B_HH)
"""PyTorch's four, of which every cell has those of the input."""


@dataclass(frozen=True)
class StateDeclaration:
    """A state that a step hands to the next: its letter, what it is called, where it starts.

    `bounded` says that its values lie between -1 and 1. One that means something only divided by
    another state is shown `over` that; one that `is_scale` is not shown by itself.
    """

    name: str
    label: str
    start: float = 0.0
    bounded: bool = True
    over: str = ""
    is_scale: bool = False


HIDDEN = StateDeclaration("h", "hidden state")
MEMORY = StateDeclaration("c", "memory", bounded=False)


class Cell(ABC):
    """A recurrent cell; a subclass declares what it has and writes three methods and its wires."""

    name: ClassVar[str]
    label: ClassVar[str]
    hint: ClassVar[str]
    options: ClassVar[tuple[Declaration, ...]] = ()
    gates: ClassVar[tuple[str, ...]]
    """Gate names in PyTorch's order of the rows of weight_ih and weight_hh."""
    gate_names: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """What each gate is called, in the same order; a cell without gates names none."""
    sigmoids: ClassVar[tuple[str, ...]] = ()
    """The gates squashed by a sigmoid, in internal order; the others follow."""
    parameters: ClassVar[tuple[Parameter, ...]] = COMMON
    """What a layer has, in the order of the file."""
    states: ClassVar[tuple[StateDeclaration, ...]] = (HIDDEN,)
    """What a step hands to the next, in the order of `StepCache.prev` and `StepCache.now`."""
    output: ClassVar[str] = "h"
    """The state that the layer above, the readout and W_hh read."""
    memory: ClassVar[str] = "h"
    """The state that the keep gate keeps."""
    own_bias: ClassVar[str | None] = None
    """The gate whose recurrent bias stays with the recurrent term (the GRU's n)."""
    keep_gate: ClassVar[str | None] = None
    """The gate whose bias decides how long the cell remembers."""
    keep_sign: ClassVar[float] = 1.0
    """-1 where that gate writes, so that it keeps the past where it is shut."""
    usual_keep_bias: ClassVar[float] = 0.0
    """That gate's bias where nobody names one, chosen by measurement (README, "The defaults")."""
    input_gate: ClassVar[str | None] = None
    """The gate that chrono initialisation sets to the negative of the keep gate's bias."""
    kept: ClassVar[int] = 0
    """How many (B, H) arrays a step keeps besides the gates."""
    local_derivatives: ClassVar[int]
    """How many (B, H) local derivatives a step has."""
    layer_norm: ClassVar[bool] = False
    """Whether its sums are normalized (see `layer_norm.py`); no cell declares it by itself."""
    has_c: ClassVar[bool] = False
    """Whether c is among the states; found by itself."""
    state_names: ClassVar[tuple[str, ...]] = ("h",)
    """The letters of the states; found by itself."""
    shown_states: ClassVar[tuple[str, ...]] = ("h",)
    """The letters of those that say something by themselves; found by itself."""
    places: ClassVar[tuple[int, int]] = (0, 0)
    """Where output and memory stand among the states; found by itself."""

    def __init_subclass__(cls, **more: object) -> None:
        super().__init_subclass__(**more)
        cls.state_names = tuple(state.name for state in cls.states)
        cls.has_c = "c" in cls.state_names
        cls.shown_states = tuple(state.name for state in cls.states if not state.is_scale)
        cls.places = (cls.state_names.index(cls.output), cls.state_names.index(cls.memory))

    @classmethod
    def order(cls) -> tuple[int, ...]:
        """The place in `gates` of every gate in internal order."""
        internal = (*cls.sigmoids, *(g for g in cls.gates if g not in cls.sigmoids))
        return tuple(cls.gates.index(g) for g in internal)

    @classmethod
    def scale(cls, place: int, dtype: np.dtype[Any]) -> Array:
        """What a gate's pre-activation is multiplied with (see `Weights`), as an array ()."""
        return np.full((), 0.5 if place < len(cls.sigmoids) else 1.0, dtype)

    @classmethod
    def has(cls, symbol: str) -> bool:
        """Whether a layer has the parameter `symbol`, as W_hh."""
        return any(parameter.symbol == symbol for parameter in cls.parameters)

    @classmethod
    def own_parameters(cls) -> tuple[Parameter, ...]:
        """Those that only this cell has, and it alone knows how to use."""
        return tuple(p for p in cls.parameters if p not in COMMON and p.role != "gain")

    @classmethod
    def shapes(cls, D: int, H: int) -> dict[str, tuple[int, ...]]:
        """The shape of every parameter of a layer of H units with D inputs, by PyTorch's name."""
        widths = {"D": (D,), "H": (H,), "": ()}
        return {p.name: (len(p.gates or cls.gates) * H, *widths[p.columns]) for p in cls.parameters}

    @classmethod
    def blocks(cls, arrays: Mapping[str, Array]) -> dict[str, Array]:
        """Every gate's block of a layer's parameters, by the names that wires use.

        `arrays` are by symbol. With a single gate a parameter is its own block.
        """
        found: dict[str, Array] = {}
        for parameter in cls.parameters:
            gates, array = parameter.gates or cls.gates, arrays[parameter.symbol]
            if len(cls.gates) == 1:
                found[parameter.symbol] = array
                continue
            stem = parameter.symbol[:-1]
            found |= {stem + g: b for g, b in zip(gates, np.split(array, len(gates)), strict=True)}
        return found

    @classmethod
    def divisor(cls, name: str) -> str:
        """The state that a state is shown over, "" if it is shown as it is, or is none."""
        return next((state.over for state in cls.states if state.name == name), "")

    @classmethod
    def shown_as(cls, name: str) -> str:
        """What is shown of a state, as "c" or "c / n"."""
        return f"{name} / {over}" if (over := cls.divisor(name)) else name

    def keeps(self, s: StepCache) -> Array:
        """The share of its memory that every unit keeps at a step, of the shape of a gate.

        The value of the keep gate, or what that leaves where it writes.
        """
        assert self.keep_gate is not None
        gate = s.gates[self.order().index(self.gates.index(self.keep_gate))]
        share: Array = gate if self.keep_sign > 0.0 else 1.0 - gate
        return share

    def forget_scale(self, now: Sequence[Array], d: Sequence[Array]) -> None:
        """Take out of gradients d of the states `now` what asks for a scale that nothing reads."""
        return  # most cells have no such scale

    def free_of_scale(self, J: Array, prev: Sequence[Array], now: Sequence[Array]) -> Array:
        """A step's Jacobian J in terms of what is shown of the states, (H,) before and after."""
        return J

    def is_bounded(self, name: str) -> bool:
        """Whether a state or gate lies between -1 and 1, by declaration or by what squashes it."""
        for state in self.states:
            if state.name == name:
                return state.bounded
        return any(w.name == name and w.operation in ("sigmoid", "tanh") for w in self.wires())

    @abstractmethod
    def wires(self) -> tuple[Wire, ...]:
        """The step as single operations (see `wires.py`), to be drawn and checked from."""

    @abstractmethod
    def forward(self, s: StepCache, w: Weights) -> None:
        """One step: the states after it from those before, in place."""

    @abstractmethod
    def local(self, s: StepCache, k: LocalDerivatives) -> None:
        """Local derivatives k, each (B, H), of a step or, with (T, B, H) views, of a window."""

    @abstractmethod
    def backward(self, s: StepCache, f: StepGradient) -> None:
        """One step back: da and the gradients of the states before from those after, in place."""

    def own_gradients(self, s: StepCache, da: Sequence[Array], own: Sequence[Array]) -> None:
        """Write the gradients of the blocks of `own_parameters`, from a whole window.

        `s` has views (T, B, H), `da` (T, B, H) a gate. Asked only of cells that have some.
        """
        raise NotImplementedError(f"{self.label} does not say how its own parameters learn")
