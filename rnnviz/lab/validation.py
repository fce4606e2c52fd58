"""Estimates the loss on held-out text in bounded time, and measures it exactly when asked."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.probes import Sequence
from rnnviz.tasks.heldout import part_of

WINDOW = 64
EXACT_WINDOW = 256


class Validation:
    """The loss on a part of the held-out text, the same every time (see `tasks.heldout`)."""

    def __init__(self, heldout: NDArray[Any]) -> None:
        self._part = part_of(heldout)
        self.possible = self._part is not None

    @property
    def passages(self) -> NDArray[np.intp] | None:
        """The passages (n + 1, streams) of it, if there are any."""
        return None if self._part is None else self._part.passages

    def loss(self, network: Network) -> float:
        """The mean loss in nats per character of the counted characters; NaN of none."""
        if self._part is None:
            return float("nan")
        losses = _losses(network, self._part.passages, WINDOW)
        return float(losses[self._part.skipped :].mean())


def window_loss(network: Network, window: Sequence) -> float:
    """The mean loss of a window, which stays as it is; infinite where that is no number."""
    losses = network.evaluate(window.inputs, window.targets, window.state.copy())
    loss = float(losses.mean())
    return math.inf if math.isnan(loss) else loss


def text_loss(network: Network, codes: NDArray[Any]) -> float:
    """The mean loss of a whole text (n,) read as one stream from a zero state, in nats per char."""
    stream = codes.astype(np.intp)[:, None]
    return float(_losses(network, stream, EXACT_WINDOW).mean())


def stream_losses(network: Network, values: NDArray[np.float32]) -> NDArray[np.float64]:
    """The losses (n-1, B) of streams of numbers (n, B, D), each one step ahead, from zeros."""
    return _losses(network, values, EXACT_WINDOW)


def _losses(network: Network, text: NDArray[Any], window: int) -> NDArray[np.float64]:
    """Losses (n-1, B) of streams (n, B), or (n, B, D), read from a zero state."""
    steps, B = len(text) - 1, text.shape[1]
    losses = np.empty((steps, B))
    state = network.zero_state(B)
    for start in range(0, steps, window):
        end = min(start + window, steps)
        inputs, targets = text[start:end], text[start + 1 : end + 1]
        losses[start:end] = network.evaluate(inputs, targets, state)
    return losses
