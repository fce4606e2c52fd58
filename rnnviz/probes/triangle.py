"""Every loss's gradient with respect to every hidden state."""

from dataclasses import dataclass

import numpy as np

from rnnviz.core.bptt import per_loss_gradients
from rnnviz.core.cells.base import Array
from rnnviz.core.network import Network
from rnnviz.probes.base import Sequence


@dataclass(frozen=True)
class Triangle:
    """`losses` (T,) and `dh` (T+1, T, H): [k, t] is dL_t/dh_k, zero for t < k - 1.

    Index k = 0 is the initial state and k = t + 1 the state that loss t reads.
    """

    losses: Array
    dh: Array

    @property
    def norms(self) -> Array:
        """M (T, T): row t, column k, the norm of d L_t / d h_k; h_k is the state after step k."""
        return np.sqrt(np.einsum("kth,kth->tk", self.dh[1:], self.dh[1:]))  # type: ignore[no-any-return]

    @property
    def by_step(self) -> Array:
        """(T,): the norm of d L_T / d h_k, the last loss alone."""
        return self.norms[-1]  # type: ignore[no-any-return]

    @property
    def by_step_sum(self) -> Array:
        """(T,): the norm of d (sum of all losses) / d h_k, which hides vanishing."""
        summed = self.dh[1:].sum(axis=1)
        return np.sqrt(np.einsum("kh,kh->k", summed, summed))  # type: ignore[no-any-return]


def triangle(network: Network, sequence: Sequence, layer: int = -1, stream: int = 0) -> Triangle:
    """The triangle of one layer (default the top one) for one of the sequences."""
    T, B = sequence.inputs.shape[:2]
    unrolled, readout = network.unroll(T, B), network.readout(T, B)
    unrolled.forward(sequence.inputs, sequence.state)
    readout.forward(unrolled.top)
    losses = readout.losses(sequence.targets)[:, stream].copy()
    dh_losses: Array = np.empty((T, B, network.hidden), network.dtype)
    readout.backward(dh_losses)
    dh, _ = per_loss_gradients(unrolled, dh_losses[:, stream].copy(), stream)
    return Triangle(losses, dh[layer])
