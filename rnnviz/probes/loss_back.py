"""One loss on its way back: what every step of a layer is handed by the next, and hands on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core.bptt import Unrolled
from rnnviz.core.layer import Layer
from rnnviz.core.level import Level
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.core.step_back import StepBack
from rnnviz.probes.passage import Passage
from rnnviz.probes.time_order import ALL, reached
from rnnviz.probes.triangle import above, norms


@dataclass(frozen=True)
class LossBack:
    """A loss sent back through a layer from its step `last` to step `first`.

    `last` is the step of the loss or, where it also reaches later ones (a layer read by one that
    reads from the end), the layer's last. `dlogits` (V,) is d loss / d logits, or d loss / d
    outputs of a squared error. `after`, by the states' letters, are (m, H): the gradients of the
    states after step `last`, the one before it, and so on to `first` - 1, taken as independent
    numbers that one step hands to the next: c's is without what reaches it through h of the same
    step, which is in h's. Steps are counted as the layer goes.
    """

    last: int
    first: int
    dlogits: Array
    after: Mapping[str, Array]

    def norms(self) -> Array:
        """The norms (m,) of all states' gradients side by side, latest first."""
        joint = np.concatenate(list(self.after.values()), axis=1)
        return above(norms(joint), float(np.finfo(joint.dtype).tiny))

    def at(self, steps: range) -> dict[str, Array]:
        """The gradients (n, H) of the states after some steps, zero later than the last."""
        found = {}
        reached = self.last - np.arange(steps.start, steps.stop)
        for name, array in self.after.items():
            found[name] = array[np.maximum(reached, 0)]
            found[name][reached < 0] = 0.0
        return found


def loss_back(
    network: Network, unrolled: Unrolled, passage: Passage, loss_step: int, layer: int, first: int
) -> LossBack:
    """Send one loss back, after a forward pass, through all layers down to `layer`.

    `first` is a step as that layer goes; `loss_step` is one in time.
    """
    readout = network.readout(1, 1)
    readout.forward(unrolled.top[loss_step : loss_step + 1])
    readout.exact_losses(passage.targets[loss_step - passage.scored.start][None])
    d: Array = np.zeros((1, 1, network.architecture.features), network.dtype)
    readout.backward(d)
    from_above = unrolled.enter_one(loss_step, d[0, 0])
    wanted, place = divmod(layer, unrolled.directions)
    last = last_reached(network, unrolled, loss_step, layer)
    steps = range(last, min(first, last + 1) - 1, -1)
    for number in range(len(unrolled.levels) - 1, wanted, -1):
        every = steps if unrolled.directions == 1 else range(last, -1, -1)
        from_above = _down(unrolled.levels[number], every, from_above)
    level = unrolled.levels[wanted]
    own = level.layers[place].own_order(level.shares(from_above)[place])
    after = _through(level.layers[place], steps, own)
    return LossBack(last, first, readout.outputs[0, 0].copy(), after)


def last_reached(network: Network, unrolled: Unrolled, loss_step: int, layer: int) -> int:
    """The last step, as a layer goes, whose states a loss reaches that is one in time."""
    T, of = unrolled.T, unrolled.layers[layer]
    if reached(network.architecture, (layer,)) == ALL:
        return T - 1
    return T - 1 - loss_step if of.reverse else loss_step


def _down(level: Level, steps: range, from_above: Array) -> Array:
    """d loss / d (what a level reads) (T, W) from that of its output."""
    below = from_above.copy() if level.skip else np.zeros_like(from_above)
    for layer, share in zip(level.layers, level.shares(from_above), strict=True):
        _through(layer, steps, layer.own_order(share), layer.own_order(below))
    return below


def _through(
    layer: Layer, steps: range, from_above: Array, below: Array | None = None
) -> dict[str, Array]:
    """What all `steps` are handed (m, H), by state; d loss / d x (T, D) is added to `below`."""
    output, names = layer.cell.places[0], layer.cell.state_names
    after: Array = np.empty((len(names), len(steps) + 1, layer.tape.H), layer.tape.dtype)
    back = StepBack(layer)
    handed = tuple(np.zeros((1, layer.tape.H), layer.tape.dtype) for _ in names)
    for place, t in enumerate(steps):
        handed[output][0] += from_above[t]
        after[:, place] = np.concatenate(handed)
        handed = back(t, handed)
        if below is not None:
            below[t] += back.input_gradients()[0]
    after[:, -1] = np.concatenate(handed)
    if _has_nan(layer, steps):  # a ReLU's slope is a number even where h is none
        after[...] = np.nan
    return dict(zip(names, after, strict=True))


def _has_nan(layer: Layer, steps: range) -> bool:
    some = slice(steps.stop + 1, steps.start + 2)
    return any(bool(np.isnan(state[some]).any()) for state in layer.tape.states.values())
