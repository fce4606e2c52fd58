"""One step's Jacobian of all states, and what it does to the gradient of one loss."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.architecture import reads_from_end
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.core.step_back import StepBack
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of
from rnnviz.probes.jacobians import pull_back
from rnnviz.probes.loss_back import LossBack, last_reached, loss_back
from rnnviz.probes.matrices import LARGEST, singular_values
from rnnviz.probes.passage import chosen_loss, from_end, passage_of, step_of
from rnnviz.probes.silencing import silenced
from rnnviz.refusal import Refusal


@dataclass(frozen=True)
class StepJacobian:
    """J (N, N) of step `step` of a layer: J[i, j] = d state i after it / d state j before it.

    With several `states` rows and columns stand in their order, `hidden` of each, and the states
    are taken as independent numbers. `singular` (N,) are its singular values, falling.

    `norm_after` is the norm of the gradient g of the loss of step `loss_step` with respect to the
    states after this step, `norm_before` that of g J, which is all that this step hands back. Both
    are NaN where the loss does not reach the step, or where there is none. `attends` says that a
    loss also reaches the top layer's states directly. Steps are counted as the layer goes: `number`
    is that of the step in time, from 1, `last` the latest step that the loss reaches, and
    `directions` in how many every layer reads.
    """

    J: Array
    singular: Array
    states: tuple[str, ...]
    hidden: int
    layer: int
    layers: int
    step: int
    symbol: str
    thing: str
    loss_step: int
    norm_after: float
    norm_before: float
    attends: bool = False
    number: int = 0
    directions: int = 1
    last: int = -1

    @property
    def reached(self) -> bool:
        """Whether the loss reaches the states after this step."""
        return self.last >= self.step

    @property
    def from_end(self) -> bool:
        """Whether the layer reads from the end."""
        return reads_from_end(self.layer, self.directions)

    @property
    def factor(self) -> float:
        """How many times longer g J is than g: at most the largest singular value."""
        return self.norm_before / self.norm_after if self.norm_after > 0 else np.nan


class StepJacobianProbe(Probe):
    """Options: phrase, stream, layer, step, loss, silenced, as those of `cell_walk`."""

    name = "step_jacobian"
    label = "Step Jacobian"
    hint = "How every state after one step hangs on every state before it."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`StepJacobian`, or a sentence if the phrase cannot be read or the matrix is too large."""
        passage = passage_of(network, sequence, options)
        if isinstance(passage, str):
            return passage
        if (size := network.hidden * len(network.cell.state_names)) > LARGEST:
            return too_large(size)
        try:
            network, _held = silenced(network, sequence, options)
        except Refusal as refusal:
            return str(refusal)
        unrolled = network.spare(len(passage.inputs), 1)
        unrolled.forward(passage.inputs, passage.state)
        index = layer_of(network, options)
        layer = unrolled.layers[index]
        own = from_end(passage) if layer.reverse else passage
        step, loss_step = step_of(own, options), chosen_loss(own, options)
        identity: Array = np.eye(size, dtype=network.dtype)
        J = pull_back(StepBack(layer), step, identity, layer.tape.H)
        if any(np.isnan(array[step : step + 2]).any() for array in layer.tape.states.values()):
            J[...] = np.nan
        norms, last, T = (np.nan, np.nan), -1, len(own.symbols)
        loss = T - 1 - loss_step if layer.reverse else loss_step
        if loss_step >= 0:
            last = last_reached(network, unrolled, loss, index)
        if last >= step:
            norms = _norms(loss_back(network, unrolled, passage, loss, index, step))
        return StepJacobian(
            J=frozen(J),
            singular=frozen(singular_values(J)),
            states=network.cell.state_names,
            hidden=network.hidden,
            layer=index,
            layers=network.layers,
            attends=bool(network.architecture.connections.attention),
            step=step,
            symbol=own.symbols[step],
            number=T - step if layer.reverse else step + 1,
            directions=network.architecture.directions,
            last=last,
            thing=passage.thing,
            loss_step=loss_step,
            norm_after=norms[0],
            norm_before=norms[1],
        )


def _norms(found: LossBack) -> tuple[float, float]:
    """The norms of what the last step gone back through was handed, and of what it hands on."""
    after, before = found.norms()[-2:]
    return float(after), float(before)


def too_large(size: int) -> str:
    """Why there is no Jacobian of so many states."""
    return (
        f"The step Jacobian is shown of up to {LARGEST} states: of {size:,} it would hold the "
        "training up for seconds."
    )
