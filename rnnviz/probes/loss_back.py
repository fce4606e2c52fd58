"""One loss on its way back: what every step of a layer is handed by the next, and hands on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.core.bptt import Unrolled
from rnnviz.core.layer import Layer
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.core.step_back import StepBack
from rnnviz.probes.passage import Passage
from rnnviz.probes.triangle import above, norms


@dataclass(frozen=True)
class LossBack:
    """The loss of step `loss_step` sent back through a layer to step `first`.

    `dlogits` (V,) is d loss / d logits, or d loss / d outputs of a squared error. `after`, by the
    states' letters, are (m, H): the gradients of the states after step `loss_step`, the one
    before it, and so on to `first` - 1, taken as independent numbers that one step hands to the
    next: c's is without what reaches it through h of the same step, which is in h's.
    """

    loss_step: int
    first: int
    dlogits: Array
    after: Mapping[str, Array]

    def norms(self) -> Array:
        """The norms (m,) of all states' gradients side by side, latest first."""
        joint = np.concatenate(list(self.after.values()), axis=1)
        return above(norms(joint), float(np.finfo(joint.dtype).tiny))

    def at(self, steps: range) -> dict[str, Array]:
        """The gradients (n, H) of the states after some steps, zero later than the loss."""
        found = {}
        reached = self.loss_step - np.arange(steps.start, steps.stop)
        for name, array in self.after.items():
            found[name] = array[np.maximum(reached, 0)]
            found[name][reached < 0] = 0.0
        return found


def loss_back(
    network: Network, unrolled: Unrolled, passage: Passage, loss_step: int, layer: int, first: int
) -> LossBack:
    """Send one loss back, after a forward pass, through all layers down to `layer`."""
    readout = network.readout(1, 1)
    readout.forward(unrolled.top[loss_step : loss_step + 1])
    readout.exact_losses(passage.targets[loss_step - passage.scored.start][None])
    dh: Array = np.zeros((1, 1, network.hidden), network.dtype)
    readout.backward(dh)
    steps = range(loss_step, min(first, loss_step + 1) - 1, -1)
    from_above: Array = np.zeros((len(steps), network.hidden), network.dtype)
    from_above[:1] = dh[0]
    for index in range(network.layers - 1, layer - 1, -1):
        after, from_above = _through(unrolled.layers[index], steps, from_above, index > layer)
    return LossBack(loss_step, first, readout.outputs[0, 0].copy(), after)


def _through(
    layer: Layer, steps: range, from_above: Array, goes_below: bool
) -> tuple[dict[str, Array], Array]:
    """What all `steps` are handed (m, H), by state, and d loss / d x (n, D) if it goes below."""
    output, names = layer.cell.places[0], layer.cell.state_names
    after: Array = np.empty((len(names), len(steps) + 1, layer.tape.H), layer.tape.dtype)
    below, back = np.zeros_like(from_above), StepBack(layer)
    handed = tuple(np.zeros((1, layer.tape.H), layer.tape.dtype) for _ in names)
    for place, t in enumerate(steps):
        handed[output][0] += from_above[place]
        after[:, place] = np.concatenate(handed)
        handed = back(t, handed)
        if goes_below:
            below[place] = back.input_gradients()[0]
    after[:, -1] = np.concatenate(handed)
    if _has_nan(layer, steps):  # a ReLU's slope is a number even where h is none
        after[...] = np.nan
    return dict(zip(names, after, strict=True)), below


def _has_nan(layer: Layer, steps: range) -> bool:
    some = slice(steps.stop + 1, steps.start + 2)
    return any(bool(np.isnan(state[some]).any()) for state in layer.tape.states.values())
