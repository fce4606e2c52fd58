"""How much memory a network takes, and whether there is as much, before any of it is made.

Shape letters: T time steps, T' scored steps, B sequences, D inputs, H hidden units, V outputs,
L layers, G gates, W numbers that a layer hands on (H, or 2H of two directions).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from rnnviz.core.blocked_product import block_count
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.counts import counted
from rnnviz.lab.architecture import learned_count, parameter_count
from rnnviz.lab.feeds import FRESH
from rnnviz.lab.memory.available_memory import available_bytes
from rnnviz.lab.past.rhythm import BUDGET
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.validation import WINDOW
from rnnviz.refusal import Refusal
from rnnviz.tasks import SCORED
from rnnviz.tasks.heldout import STREAMS
from rnnviz.tasks.numbers import MEASURED_IN, PASSAGE, Numbers
from rnnviz.tasks.task import Batch

USABLE = 0.95
"""The share of the available memory that a network may take; the rest is the system's."""
MOMENTS = 6
"""Of a run's past so many are counted: the longer it trains, the more are kept."""
INDEX = 8
"""Bytes of a symbol's place."""
DOUBLE = 8
"""Bytes of a number as it is drawn."""


class TooLarge(Refusal):
    """A network that this machine has no memory for."""


Use = Literal["train", "measure", "read"]
"""What a network is made for: a run that is saved, a bench, or only to read and write."""


@dataclass(frozen=True)
class Shape:
    """A network's sides and the window it learns from.

    `inputs` D, `outputs` V; `steps` T and `scored` T' of a window of `batch` sequences B;
    `symbols` says that inputs are symbols and not numbers.
    """

    inputs: int
    outputs: int
    steps: int
    scored: int
    batch: int
    symbols: bool = True

    @classmethod
    def of(cls, inputs: int, outputs: int, first: Batch, batch: int) -> Shape:
        """The shape of a network that learns such batches of `batch` sequences."""
        symbols = first.inputs.ndim == 2
        return cls(inputs, outputs, len(first.inputs), len(first.targets), batch, symbols)


@dataclass(frozen=True)
class MemoryNeed:
    """Bytes: of the `weights` with all that is as large as they are, and of `windows` of steps."""

    weights: int
    windows: int

    @property
    def total(self) -> int:
        """All together."""
        return self.weights + self.windows


def need(settings: Settings, shape: Shape, use: Use = "train") -> MemoryNeed:
    """The most that is needed at once: the network, its windows, and the copies that are made."""
    P = parameter_count(settings, shape.inputs, shape.outputs)
    item = np.dtype(settings.dtype).itemsize
    slots = len(OPTIMIZERS[settings.optimizer].slots)
    slots *= learned_count(settings, shape.inputs, shape.outputs)
    windows = _window(settings, shape, back=use != "read")
    if use == "read":
        return MemoryNeed(2 * P * item, windows)
    drawing = _drawing(settings, shape)
    if use == "measure":
        return MemoryNeed((2 * P + slots) * item + drawing, windows)
    lasting = 3 * P + slots  # weights, gradients, weights before the update
    weights = item * lasting + _past(item * (2 * P + slots)) + drawing
    others = [replace(shape, steps=1, scored=1, batch=1), _unseen(settings, shape)]
    windows += sum(_window(settings, one, back=False) for one in others)
    return MemoryNeed(weights, windows)


@contextmanager
def memory_for(settings: Settings, shape: Shape, use: Use = "train") -> Iterator[None]:
    """Refuse what this machine has no memory for, before it is made or where it is missed."""
    check_memory(settings, shape, use)
    try:
        yield
    except MemoryError:
        raise TooLarge(_sentence(settings, shape, use, available_bytes())) from None


def check_memory(settings: Settings, shape: Shape, use: Use = "train") -> None:
    """Refuse what this machine has no memory for, as far as it tells how much it has."""
    available = available_bytes()
    if available is not None and not _fits(settings, shape, use, available):
        raise TooLarge(_sentence(settings, shape, use, available))


def _fits(settings: Settings, shape: Shape, use: Use, available: int) -> bool:
    return need(settings, shape, use).total <= USABLE * available


def _past(moment: int) -> int:
    """Bytes of a run's past, whose budget is only used up where moments are large."""
    return min(BUDGET // moment, MOMENTS) * moment


def _unseen(settings: Settings, shape: Shape) -> Shape:
    """The window in which the loss on unseen data is estimated."""
    if settings.task == Numbers.name:
        return replace(shape, steps=shape.steps + PASSAGE, scored=PASSAGE, batch=MEASURED_IN)
    if settings.task in SCORED:
        return replace(shape, batch=FRESH)
    return replace(shape, steps=WINDOW, scored=WINDOW, batch=STREAMS)


def _drawing(settings: Settings, shape: Shape) -> int:
    """Bytes for drawing one block in double precision, and for its factorisation."""
    H = settings.hidden
    blocks = 4 if settings.init == "orthogonal" else 2
    return max(blocks * H * H, 2 * H * max(shape.inputs, shape.outputs)) * DOUBLE


def _window(settings: Settings, shape: Shape, back: bool) -> int:
    """Bytes of an unrolled window, with the way back or without it."""
    cell, item = CELLS[settings.cell](), np.dtype(settings.dtype).itemsize
    T, B, H, G = shape.steps, shape.batch, settings.hidden, len(cell.gates)
    copies = 0 if not cell.has("W_hh") else 2 if back and block_count(B, H) > 1 else 1
    states = len(cell.state_names)
    tape = T * B * H * (G + cell.kept + states)
    if back:
        tape += T * B * H * (G + states)
    if settings.layer_norm:  # what is normalized and, back, the same in another order, and dv
        tape += T * B * H * G * (4 if back else 2)
    L, directions = settings.stack
    W = directions * H
    layers = L * directions * (tape + copies * G * H * H)
    passing = T * B * H * G * (2 if L > 1 or not shape.symbols else 1)
    if directions > 1:  # what two layers hand on is joined, and on the way back parted
        layers += L * T * B * W * (2 if back else 1)
        passing += T * B * 2 * W if back and L > 1 else 0
    rows = shape.scored * B
    readout = rows * (2 * shape.outputs + W) + W * shape.outputs
    table = 2 * G * H * shape.inputs if shape.symbols else 0
    symbols = T * B * G * INDEX if shape.symbols else 0
    one_hot = T * B * shape.inputs if back and shape.symbols else 0
    connected = _connected(settings, shape, back)
    return (layers + passing + readout + table + one_hot + connected) * item + symbols


def _connected(settings: Settings, shape: Shape, back: bool) -> int:
    """Numbers that skip connections, dropout and attention need in a window."""
    T, B = shape.steps, shape.batch
    H = settings.hidden * settings.stack[1]
    between, each = settings.layers - 1, T * B * H
    numbers = between * each * (2 if back else 1) if settings.skip else 0
    numbers += 2 * between * each if settings.dropout and back else 0
    if settings.attention is not None:
        A = settings.attention
        numbers += each * (7 if back else 4) + B * A * H + B * T * (A + T) * (4 if back else 2)
    return numbers


def _sentence(settings: Settings, shape: Shape, use: Use, available: int | None) -> str:
    """What it takes, what there is, and what to lower."""
    cell, wanted = CELLS[settings.cell], need(settings, shape, use)
    layers = f"{settings.layers:,} layers of " if settings.layers > 1 else ""
    if settings.stack[1] > 1:
        layers = f"{counted(settings.layers, 'bidirectional layer')} of "
    free = f" and {size_text(available)} are free" if available is not None else ""
    return (
        f"{layers}{counted(settings.hidden, f'{cell.label} unit')} with windows of "
        f"{counted(shape.steps, 'step')} and "
        f"a batch of {shape.batch:,} take {size_text(wanted.total)} of memory{free}. "
        f"{_way_out(settings, shape, use, available)}"
    )


def _way_out(settings: Settings, shape: Shape, use: Use, available: int | None) -> str:
    """What would fit with one setting lower, or which settings count."""
    present = {name: int(str(settings.value(name))) for name in ("hidden", "layers")}
    present |= {"batch": shape.batch, _length(settings): shape.steps}
    known, fitting = declarations(), {}
    for name, value in present.items():
        most = _largest(settings, shape, use, available or 0, name, value)
        if most:
            fitting[name] = f"{known[name].label} to {most:,}"
    if fitting:
        return f"Lower {' or '.join(list(fitting.values())[:3])}."
    sizes = [f"{known[name].label} ({n:,})" for name, n in present.items() if n > 1]
    return f"Lower {' and '.join(sizes) or 'the number of symbols: fold the text'}."


def _length(settings: Settings) -> str:
    """The setting that says how many steps a window has."""
    return "length" if settings.task in SCORED else "window"


def _largest(
    settings: Settings, shape: Shape, use: Use, available: int, name: str, value: int
) -> int:
    """The largest value of one setting below the present one with which all fits; 0 for none."""

    def fits(number: int) -> bool:
        if name in ("hidden", "layers"):
            return _fits(settings.change(**{name: number}), shape, use, available)
        lower = replace(shape, batch=number)
        if name != "batch":
            lower = replace(shape, steps=number, scored=min(shape.scored, number))
        return _fits(settings, lower, use, available)

    good, bad = 0, value
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if fits(middle) else (good, middle)
    return _rounded(good)


def _rounded(number: int) -> int:
    """Two digits of a number, never more than it."""
    step: int = 10 ** max(len(str(number)) - 2, 0)
    return number // step * step


def size_text(size: int) -> str:
    """A number of bytes as people write it: 1.5 GB."""
    for unit, bytes_of in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6)):
        if size >= bytes_of:
            return f"{size / bytes_of:,.1f} {unit}"
    return f"{size / 1000:,.0f} kB"
