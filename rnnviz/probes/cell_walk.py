"""One character through the cell: the value of every wire, and what one loss wants of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.architecture import PLAIN, Connections, reads_from_end
from rnnviz.core.bptt import Unrolled
from rnnviz.core.layer import Layer
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.core.readout import Loss
from rnnviz.core.wires import Wire, backward, evaluate
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of
from rnnviz.probes.loss_back import loss_back
from rnnviz.probes.passage import Passage, chosen_loss, from_end, passage_of, step_of
from rnnviz.probes.read_out import alphabet_of, read_out, targets_of
from rnnviz.probes.silencing import Silencing, silenced
from rnnviz.refusal import Refusal

MOST_STEPS = 9
"""So many steps at most are shown side by side."""


def nothing() -> Array:
    """No numbers at all."""
    return frozen(np.zeros(0))


@dataclass(frozen=True)
class CellWalk:
    """A layer at the steps `first` .. `first` + n - 1 of T, among them `step`, all counted from 0.

    Steps are counted as the layer goes, and all that is by step is in this order: of a layer that
    reads from the end the first is the last in time (see `number`).

    What is read: `symbols` (T,) of the `phrase` or, where it is "", of the last window; each is a
    `thing`, "character" or "step". `inputs` (T,) are their codes, or (T, D) the numbers read.

    The cell: its registered name, its `wires` in the order of computation, `states` and `gates`,
    the H units of a layer as `hidden`, and by the names that wires use the shape of each of its
    `parameters`; `rows` holds those of one `unit` where one was asked for (else -1, and empty).

    `values` (n, width) by name: every wire, "x" (the one-hot of a symbol) and every state before
    the step as "h_prev".

    What came out: `outputs` (n, V), which are probabilities of the `alphabet` unless `loss_kind`
    is a squared error; `targets` (T,), -1 where there is none, or numbers (T, V), NaN there;
    `losses` (T,), in nats unless it is a squared error, NaN where there is none. `loss_step` is
    that of the loss that is chosen, -1 where there is none at all. Where units are silenced `held`
    says which: their own numbers are as they would be, but what reads them reads a constant.

    On the way back, and else empty: `gradients` (n, width) of that loss with respect to all that
    has a value; `dlogits` (V,), with respect to the logits, or the outputs of a squared error;
    `norms` (m,) of what is handed back, all states side by side (see `LossBack`): after step
    `last`, the one before it, and so on down to that before step `first`. That is the step of the
    loss or, where it comes down from two layers above, the last of all. Where it is before `first`
    there are none of them, and all gradients are zero.
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
    loss_step: int
    back: bool = False
    gradients: Mapping[str, Array] = field(default_factory=dict)
    dlogits: Array = field(default_factory=nothing)
    norms: Array = field(default_factory=nothing)
    held: Silencing | None = None
    written: bool = True
    connections: Connections = PLAIN
    last: int = -1

    @property
    def directions(self) -> int:
        """In how many directions every layer reads."""
        return 2 if self.connections.bidirectional else 1

    @property
    def level(self) -> int:
        """Which layers are read by which, counted from 0: both directions are on one level."""
        return self.layer // self.directions

    @property
    def from_end(self) -> bool:
        """Whether the layer reads from the end."""
        return reads_from_end(self.layer, self.directions)

    def number(self, step: int) -> int:
        """What number a step has in time, counted from 1."""
        return len(self.symbols) - step if self.from_end else step + 1

    @property
    def shown(self) -> range:
        """The steps that are shown."""
        return range(self.first, self.first + len(self.outputs))

    @property
    def loss(self) -> float:
        """The loss that is chosen, NaN where there is none."""
        return float(self.losses[self.loss_step]) if self.loss_step >= 0 else np.nan

    @property
    def factors(self) -> Array:
        """What every step on the way back did to the norm (m-1,), that of the loss first.

        NaN where nothing was left before it.
        """
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found: Array = self.norms[1:] / self.norms[:-1]
        return found


class CellWalkProbe(Probe):
    """Options: phrase, stream, layer, step, around (1 to 9 steps shown), first, unit, back, loss.

    `loss` is the step whose loss is taken `back`, by default the last one that has any. And those
    of `silenced`.
    """

    name = "cell_walk"
    label = "Through the cell"
    hint = "Every number inside a layer's cell at a few steps of what is read."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`CellWalk`, or a sentence if the phrase cannot be read."""
        passage = passage_of(network, sequence, options)
        if isinstance(passage, str):
            return passage
        try:
            read_by, held = silenced(network, sequence, options)
        except Refusal as refusal:
            return str(refusal)
        unrolled = read_by.spare(len(passage.inputs), 1)
        unrolled.forward(passage.inputs, passage.state)
        walk = replace(_forward(read_by, sequence, passage, unrolled, options), held=held)
        return _back(read_by, passage, unrolled, walk) if options.get("back", False) else walk


def _forward(
    network: Network,
    sequence: Sequence,
    passage: Passage,
    unrolled: Unrolled,
    options: Mapping[str, Any],
) -> CellWalk:
    cell, index = network.cell, layer_of(network, options)
    layer = unrolled.layers[index]
    own = from_end(passage) if layer.reverse else passage
    step, shown = shown_steps(own, options)
    blocks = cell.blocks(unrolled.layers[index].p.arrays)
    unit = max(-1, min(int(options.get("unit", -1)), network.hidden - 1))
    given = given_to_wires(unrolled, index, shown)
    outputs, losses = map(layer.own_order, read_out(network, unrolled, passage))
    values = evaluate(cell.wires(), blocks | given)
    return CellWalk(
        phrase=passage.phrase,
        symbols=own.symbols,
        thing=passage.thing,
        written=passage.written,
        inputs=frozen(own.inputs[:, 0]),
        stream=passage.stream,
        layer=index,
        layers=network.layers,
        connections=network.architecture.connections,
        step=step,
        first=shown.start,
        cell=cell.name,
        wires=cell.wires(),
        states=cell.state_names,
        gates=cell.gates if len(cell.gates) > 1 else (),
        hidden=network.hidden,
        parameters={name: block.shape for name, block in blocks.items()},
        unit=unit,
        rows={name: frozen(block[unit]) for name, block in blocks.items() if unit >= 0},
        values={name: frozen(array) for name, array in values.items() if name not in blocks},
        outputs=frozen(outputs[shown.start : shown.stop]),
        alphabet=alphabet_of(sequence, network.outputs) if network.loss == "cross_entropy" else (),
        loss_kind=network.loss,
        targets=frozen(targets_of(own, unrolled.T)),
        losses=frozen(losses),
        loss_step=chosen_loss(own, options),
    )


def _back(network: Network, passage: Passage, unrolled: Unrolled, walk: CellWalk) -> CellWalk:
    """The walk with what the chosen loss wants of every wire; all zero where there is no loss."""
    if walk.loss_step < 0:
        zeros = {name: frozen(np.zeros_like(array)) for name, array in walk.values.items()}
        return replace(walk, back=True, gradients=zeros)
    loss = walk.number(walk.loss_step) - 1
    found = loss_back(network, unrolled, passage, loss, walk.layer, walk.first)
    blocks = network.cell.blocks(unrolled.layers[walk.layer].p.arrays)
    after = found.at(walk.shown)
    of_all = backward(walk.wires, blocks | dict(walk.values), after, constants=blocks)
    later = np.arange(walk.shown.start, walk.shown.stop) > found.last
    for array in of_all.values():
        array[later] = 0.0  # also where 0 times a value that is no number is none
    return replace(
        walk,
        back=True,
        last=found.last,
        gradients={name: frozen(of_all[name]) for name in walk.values},
        dlogits=frozen(found.dlogits),
        norms=frozen(found.norms()) if found.last >= walk.first else nothing(),
    )


def shown_steps(passage: Passage, options: Mapping[str, Any]) -> tuple[int, range]:
    """The step asked for, and those shown around it."""
    step, T = step_of(passage, options), len(passage.inputs)
    n = min(T, max(1, min(int(options.get("around", 1)), MOST_STEPS)))
    first = int(options.get("first", step - n // 2))
    first = max(step - n + 1, 0, min(first, step, T - n))
    return step, range(first, first + n)


def given_to_wires(unrolled: Unrolled, index: int, shown: range) -> dict[str, Array]:
    """What the wires of a layer start from at the steps shown, (n, width) each, by name."""
    layer, here = unrolled.layers[index], slice(shown.start, shown.stop)
    given = {f"{name}_prev": array[here, 0] for name, array in layer.tape.states.items()}
    read: NDArray[Any] = unrolled.read_by(index)[here, 0]
    if read.ndim == 1:
        return given | _of_symbols(layer, read)
    return given | {"x": read.astype(layer.tape.dtype)}


def _of_symbols(layer: Layer, codes: NDArray[Any]) -> dict[str, Array]:
    """x as the one-hot of symbols, and every product with it: a column of the matrix."""
    x: Array = np.zeros((len(codes), layer.p.W_ih.shape[1]), layer.tape.dtype)
    x[np.arange(len(codes)), codes] = 1.0
    blocks = layer.cell.blocks(layer.p.arrays)
    products = (w for w in layer.cell.wires() if w.operation == "matmul" and w.inputs[1] == "x")
    return {"x": x} | {wire.name: blocks[wire.inputs[0]].T[codes] for wire in products}
