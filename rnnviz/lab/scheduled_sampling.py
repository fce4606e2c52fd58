"""Lets a training read the network's own outputs at a share of its steps: scheduled sampling."""

from __future__ import annotations

import numpy as np

from rnnviz.core.fed_back import FedBack
from rnnviz.core.network import Network
from rnnviz.core.own_outputs import OwnOutputs
from rnnviz.core.state import State
from rnnviz.lab.settings import Settings
from rnnviz.tasks.task import Batch

CHOICES = 1_986_359_923
"""What a generator of these choices is for, beside the seed and the step of the run."""


class ScheduledSampling:
    """Replaces inputs of a window by what the network gives with its present weights.

    Which ones, and what is drawn, depends on the run's seed, on the step and on what is read alone:
    a run that goes on from a file comes to the same. Where the share is 0 nothing is computed.

    Source: Bengio et al. (2015), "Scheduled Sampling for Sequence Prediction with Recurrent Neural
    Networks", with one share for all steps. As there, the choice is not differentiated.
    """

    def __init__(self, network: Network, back: FedBack | None) -> None:
        self._network, self._back = network, back
        self._reading: OwnOutputs | None = None

    def applied(self, batch: Batch, state: State, settings: Settings, step: int) -> Batch:
        """A window as it is to be read from `state`, which stays as it is.

        After the first of the T' scored steps every input of every sequence is replaced with the
        probability `settings.own_outputs` by the network's own output of the step before.
        """
        if self._back is None or settings.own_outputs == 0.0:
            return batch
        steps, B = batch.inputs.shape[:2]
        first = steps - len(batch.targets) + 1
        rng = np.random.default_rng([settings.seed, CHOICES, step])
        own = rng.random((steps, B)) < settings.own_outputs
        own[:first] = False
        if self._reading is None:
            self._reading = OwnOutputs(self._network, B, self._back)
        return batch._replace(inputs=self._reading.read(batch.inputs, own, state, rng))
