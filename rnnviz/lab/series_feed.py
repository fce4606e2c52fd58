"""What a trainer learns from a column of numbers: windows of it, judged on its held-out end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.free_run import free_run
from rnnviz.core.network import Network
from rnnviz.lab.feeds import SHOWN, DrawnFeed, Estimate
from rnnviz.lab.settings import Settings
from rnnviz.tasks.numbers import LINEAR, Numbers
from rnnviz.tasks.table.series import Series
from rnnviz.tasks.task import Batch, Example


class SeriesFeed(DrawnFeed):
    """Windows of the training part; the forecasts of the held-out part are the estimate."""

    def __init__(self, settings: Settings, series: Series) -> None:
        self.numbers = Numbers(series, settings.validation, **settings.options_of("task"))
        super().__init__(settings, self.numbers)
        self.scale = self.numbers.scale
        self.start = self.facts.line[1]
        self.facts = replace(self.facts, goal=LINEAR)

    @property
    def unseen_count(self) -> int:
        """How many forecasts of them are judged."""
        return self._fresh.targets.size

    @property
    def horizon(self) -> int:
        """Steps of a free forecast."""
        return self.numbers.shown(self._T, 1)[1]

    def unseen(self) -> Batch:
        """The held-out passages."""
        return self.numbers.heldout(self._T)

    def freely_judged(self) -> Batch:
        """Held-out numbers at SHOWN places; the targets are those that are forecast freely."""
        block, free = self._shown_numbers()
        return Batch(block[:-1], block[-free:])

    def estimate(self, network: Network) -> Estimate:
        """Loss and score one step ahead on the held-out part, in the column's unit."""
        found = super().estimate(network)
        return replace(found, loss=found.loss * self.scale)

    def describe(self, network: Network, index: int) -> Example:
        """A part of the held-out numbers, with the forecasts one step ahead and the free one."""
        block, free = self._shown_numbers()
        ahead = network.forward(block[:-1], network.zero_state(SHOWN)).copy()
        own = free_run(network, block[:-free], free)
        return self.numbers.describe_free(block, ahead, own, index % SHOWN)

    def free_errors(self, network: Network) -> tuple[float, float]:
        """The score of the free forecasts, and of the naive one as far ahead."""
        block, free = self._shown_numbers()
        own, wanted = free_run(network, block[:-free], free), block[-free:]
        naive = np.broadcast_to(block[-free - 1], wanted.shape)
        return self.numbers.score(own, wanted), self.numbers.score(naive, wanted)

    def _shown_numbers(self) -> tuple[NDArray[np.float32], int]:
        """Standardised numbers (n, SHOWN, 1) at SHOWN places, the last of which come freely."""
        places, free = self.numbers.shown(self._T, SHOWN)
        return self.numbers.learned[places][:, :, None], free
