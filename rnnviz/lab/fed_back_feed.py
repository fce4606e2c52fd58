"""What a trainer learns from where symbols are written one after the other, each read again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.own_outputs import OwnOutputs, freely
from rnnviz.lab.feeds import DrawnFeed
from rnnviz.tasks.task import Batch, Example


class FedBackFeed(DrawnFeed):
    """A drawn task's sequences; scores and examples are those of a network that writes alone."""

    def describe(self, network: Network, index: int) -> Example:
        """An example of what is written alone, beside what is written after the true symbols."""
        batch, index = self._shown, index % self._shown.targets.shape[1]
        told = self.task.describe(batch, super()._outputs(network, batch), index)
        return replace(super().describe(network, index), forced=told.came_out)

    def forced_score(self, network: Network) -> float:
        """The score where the network is told after every symbol which one was right."""
        return self.task.score(super()._outputs(network, self._fresh), self._fresh.targets)

    def _outputs(self, network: Network, batch: Batch) -> Any:
        """The outputs (T', B, V) at the scored steps, where the network reads its own symbols."""
        return super()._outputs(network, batch._replace(inputs=written_alone(network, batch)))


def written_alone(network: Network, batch: Batch) -> NDArray[np.intp]:
    """What a network reads (T, B) that writes alone what a batch wants, the most probable."""
    (steps, B), scored = batch.inputs.shape[:2], len(batch.targets)
    own = freely(steps, B, steps - scored + 1)
    unused = np.random.default_rng(0)  # nothing is drawn
    reading = OwnOutputs(network, B, "likeliest")
    return reading.read(batch.inputs, own, network.zero_state(B), unused)
