"""One character through the cell: the value of every wire, and what one loss wants of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.bptt import Unrolled
from rnnviz.core.layer import Layer
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array, softmax
from rnnviz.core.readout import Loss
from rnnviz.core.wires import Wire, evaluate
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of
from rnnviz.probes.passage import Passage, passage_of
from rnnviz.probes.replay import stream_of

MOST_STEPS = 9
"""So many steps at most are shown side by side."""


@dataclass(frozen=True)
class CellWalk:
    """A layer at the steps `first` .. `first` + n - 1 of T, among them `step`, all counted from 0.

    What is read: `symbols` (T,) of the `phrase` or, where it is "", of the last window; each is a
    `thing`, "character" or "step". `inputs` (T,) are their codes, or (T, D) the numbers read.

    The cell: its registered name, its `wires` in the order of computation, `states` and `gates`,
    the H units of a layer as `hidden`, and by the names that wires use the shape of each of its
    `parameters`; `rows` holds those of one `unit` where one was asked for (else -1, and empty).

    `values` (n, width) by name: every wire, "x" (the one-hot of a symbol) and every state before
    the step as "h_prev".

    What came out: `outputs` (n, V), which are probabilities of the `alphabet` unless `loss_kind`
    is a squared error; `targets` (T,), -1 where there is none, or numbers (T, V), NaN there;
    `losses` (T,), in nats unless it is a squared error, NaN where there is none.
    """

    phrase: str
    symbols: tuple[str, ...]
    thing: str
    inputs: NDArray[Any]
    stream: int
    layer: int
    layers: int
    step: int
    first: int
    cell: str
    wires: tuple[Wire, ...]
    states: tuple[str, ...]
    gates: tuple[str, ...]
    hidden: int
    parameters: Mapping[str, tuple[int, ...]]
    unit: int
    rows: Mapping[str, Array]
    values: Mapping[str, Array]
    outputs: Array
    alphabet: tuple[str, ...]
    loss_kind: Loss
    targets: NDArray[Any]
    losses: Array

    @property
    def shown(self) -> range:
        """The steps that are shown."""
        return range(self.first, self.first + len(self.outputs))


class CellWalkProbe(Probe):
    """Options: phrase, stream, layer, step, around (1 to 9 steps shown), first, unit."""

    name = "cell_walk"
    label = "Through the cell"
    hint = "Every number inside a layer's cell at a few steps of what is read."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`CellWalk`, or a sentence if the phrase cannot be read."""
        passage = passage_of(network, sequence, options)
        if isinstance(passage, str):
            return passage
        unrolled = network.spare(len(passage.inputs), 1)
        unrolled.forward(passage.inputs, passage.state)
        return _walk(network, sequence, passage, unrolled, options)


def _walk(
    network: Network,
    sequence: Sequence,
    passage: Passage,
    unrolled: Unrolled,
    options: Mapping[str, Any],
) -> CellWalk:
    cell, index = network.cell, layer_of(network, options)
    layer, T = unrolled.layers[index], unrolled.T
    step, shown = shown_steps(T, passage.scored, options)
    given = given_to_wires(unrolled, index, passage, shown)
    blocks = cell.blocks(layer.p.arrays)
    unit = min(int(options.get("unit", -1)), network.hidden - 1)
    outputs, losses = _read_out(network, unrolled, passage)
    values = evaluate(cell.wires(), blocks | given)
    return CellWalk(
        phrase=passage.phrase,
        symbols=passage.symbols,
        thing=passage.thing,
        inputs=frozen(passage.inputs[:, 0]),
        stream=0 if passage.phrase else stream_of(sequence, options),
        layer=index,
        layers=network.layers,
        step=step,
        first=shown.start,
        cell=cell.name,
        wires=cell.wires(),
        states=cell.state_names,
        gates=cell.gates if len(cell.gates) > 1 else (),
        hidden=network.hidden,
        parameters={name: block.shape for name, block in blocks.items()},
        unit=max(unit, -1),
        rows={name: frozen(block[unit]) for name, block in blocks.items() if unit >= 0},
        values={name: frozen(array) for name, array in values.items() if name not in blocks},
        outputs=frozen(outputs[shown.start : shown.stop]),
        alphabet=alphabet_of(sequence, network.outputs) if network.loss == "cross_entropy" else (),
        loss_kind=network.loss,
        targets=frozen(_targets(passage, T)),
        losses=frozen(losses),
    )


def shown_steps(T: int, scored: range, options: Mapping[str, Any]) -> tuple[int, range]:
    """The step asked for, by default the last one with a loss, and those shown around it."""
    usual = scored[-1] if scored else T - 1
    step = max(0, min(int(options.get("step", usual)), T - 1))
    n = min(T, max(1, min(int(options.get("around", 1)), MOST_STEPS)))
    first = int(options.get("first", step - n // 2))
    first = max(step - n + 1, 0, min(first, step, T - n))
    return step, range(first, first + n)


def given_to_wires(
    unrolled: Unrolled, index: int, passage: Passage, shown: range
) -> dict[str, Array]:
    """What the wires of a layer start from at the steps shown, (n, width) each, by name."""
    layer, here = unrolled.layers[index], slice(shown.start, shown.stop)
    given = {f"{name}_prev": array[here, 0] for name, array in layer.tape.states.items()}
    if index > 0:
        given["x"] = unrolled.layers[index - 1].tape.h[1:][here, 0]
    elif passage.inputs.ndim == 3:
        given["x"] = passage.inputs[here, 0].astype(layer.tape.dtype)
    else:
        given |= _of_symbols(layer, passage.inputs[here, 0])
    return given


def _of_symbols(layer: Layer, codes: NDArray[Any]) -> dict[str, Array]:
    """x as the one-hot of symbols, and every product with it: a column of the matrix."""
    x: Array = np.zeros((len(codes), layer.p.W_ih.shape[1]), layer.tape.dtype)
    x[np.arange(len(codes)), codes] = 1.0
    blocks = layer.cell.blocks(layer.p.arrays)
    products = (w for w in layer.cell.wires() if w.operation == "matmul" and w.inputs[1] == "x")
    return {"x": x} | {wire.name: blocks[wire.inputs[0]].T[codes] for wire in products}


def _read_out(network: Network, unrolled: Unrolled, passage: Passage) -> tuple[Array, Array]:
    """Probabilities, or the outputs themselves, (T, V), and the losses (T,), NaN without one."""
    T, scored = unrolled.T, passage.scored
    losses: Array = np.full(T, np.nan, network.dtype)
    whole = network.readout(T, 1)
    outputs: Array = whole.forward(unrolled.top)[:, 0].copy()
    if network.loss == "cross_entropy":
        softmax(outputs, outputs)
    if scored:
        some = network.readout(len(scored), 1)
        some.forward(unrolled.top[scored.start : scored.stop])
        losses[scored.start : scored.stop] = some.exact_losses(passage.targets)[:, 0]
    return outputs, losses


def _targets(passage: Passage, T: int) -> NDArray[Any]:
    """The targets of all T steps, -1 or NaN where there is none."""
    targets = passage.targets[:, 0]
    found: NDArray[Any] = np.full(T, -1, np.intp)
    if targets.ndim > 1:
        found = np.full((T, *targets.shape[1:]), np.nan, targets.dtype)
    found[passage.scored.start : passage.scored.stop] = targets
    return found


def alphabet_of(sequence: Sequence, V: int) -> tuple[str, ...]:
    """How each of V symbols is written: as a character of the text, else as its number."""
    if sequence.reads_text:
        letters = tuple(sequence.coding.decode(np.arange(V)))
        if len(letters) == V:
            return letters
    return tuple(str(code) for code in range(V))
