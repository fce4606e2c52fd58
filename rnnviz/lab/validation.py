"""Estimates the loss on held-out text in bounded time, and measures it exactly when asked."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network

STREAMS = 16
"""Held-out text is read in this many places at once."""
STREAM_LENGTH = 512
WARM_UP = 32
"""The first characters of a stream are read from a zero state and do not count."""
WINDOW = 64
EXACT_WINDOW = 256


class Validation:
    """Up to STREAMS x STREAM_LENGTH characters of the held-out text, the same every time."""

    def __init__(self, heldout: NDArray[Any]) -> None:
        streams = max(1, min(STREAMS, len(heldout) // (4 * WARM_UP)))
        length = min(STREAM_LENGTH, len(heldout) // streams - 1)
        self.possible = length >= 1
        if not self.possible:
            return
        starts = np.arange(streams) * (len(heldout) // streams)
        places = starts[None, :] + np.arange(length + 1)[:, None]
        self._text = heldout[places].astype(np.intp)  # (length + 1, streams)
        self._skipped = WARM_UP if length > 2 * WARM_UP else 0

    def loss(self, network: Network) -> float:
        """The mean loss in nats per character of the counted characters."""
        losses = _losses(network, self._text, WINDOW)
        return float(losses[self._skipped :].mean())


def text_loss(network: Network, codes: NDArray[Any]) -> float:
    """The mean loss of a whole text (n,) read as one stream from a zero state, in nats per char."""
    stream = codes.astype(np.intp)[:, None]
    return float(_losses(network, stream, EXACT_WINDOW).mean())


def _losses(network: Network, text: NDArray[np.intp], window: int) -> NDArray[np.float64]:
    """Losses (n-1, B) of streams (n, B) read from a zero state."""
    steps, B = len(text) - 1, text.shape[1]
    losses = np.empty((steps, B))
    state = network.zero_state(B)
    for start in range(0, steps, window):
        end = min(start + window, steps)
        inputs, targets = text[start:end], text[start + 1 : end + 1]
        losses[start:end] = network.evaluate(inputs, targets, state)
    return losses
