"""The linear readout and its loss: logits to losses, and back to d L / d h.

Shape letters: T scored time steps, B sequences, H hidden units, V outputs.
"""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.blocked_product import product_by_rows, row_blocks
from rnnviz.core.numerics import Array, cross_entropy, squared_error, without_cancelling
from rnnviz.core.pauses import Pauses, pieces_of, product

Loss = Literal["cross_entropy", "mean_squared_error"]


class Readout:
    """y = W h + b for T steps of B sequences, and the loss of y against targets.

    Cross-entropy: targets (T, B) are symbols, L_t = -log softmax(y_t)[target].
    Mean squared error: targets (T, B, V) are numbers, L_t = mean over V of (y - target)^2.
    The gradient is that of L = sum over t of mean over B of L_t.
    """

    def __init__(
        self, W: Array, b: Array, T: int, B: int, loss: Loss, pauses: Pauses | None = None
    ) -> None:
        self.W, self.b, self.T, self.B, self.kind = W, b, T, B, loss
        V, self._pauses = len(b), pauses or Pauses()
        self.outputs: Array = np.zeros((T, B, V), W.dtype)
        self.probabilities: Array = np.zeros((T, B, V), W.dtype)
        self._rows = self.outputs.reshape(T * B, V)
        self._probability_rows = self.probabilities.reshape(T * B, V)
        self._losses: Array = np.zeros(T * B, W.dtype)
        self._blocks = row_blocks(T * B, W.shape[1], V)
        self._pieces = pieces_of(T * B, W.shape[1], V), pieces_of(V, T * B, W.shape[1])
        self._W_T: Array = np.empty(W.shape[::-1], W.dtype)
        self._h: Array = np.zeros((T * B, W.shape[1]), W.dtype)
        self._ones: Array = np.ones(T * B, W.dtype)

    def forward(self, h: Array) -> Array:
        """Outputs (T, B, V) of states h (T, B, H), which are remembered, not copied."""
        self._h = h.reshape(self.T * self.B, -1)
        if len(self._h) == 1:
            np.dot(self._h, self.W.T, out=self._rows)
        else:
            np.copyto(self._W_T, self.W.T)  # costs less than what a transposed view adds
            self._by_rows(self._h, self._W_T, self._rows)
        np.add(self._rows, self.b, out=self._rows)
        return self.outputs

    def losses(self, targets: NDArray[Any], weight: float = 1.0) -> Array:
        """Losses (T, B) of the last `forward`, whose outputs become weight * dL_t/dy."""
        if self.kind == "cross_entropy":
            flat = targets.reshape(-1)
            cross_entropy(self._rows, flat, weight, self._probability_rows, self._losses)
        else:
            squared_error(self._rows, targets.reshape(self._rows.shape), weight, self._losses)
        return self._losses.reshape(self.T, self.B)

    def exact_losses(self, targets: NDArray[Any]) -> Array:
        """Losses (T, B) as `losses`, each with its own gradient, exact also where it is tiny.

        Training does without: there the sum over all losses counts, which is as exact either way.
        """
        losses = self.losses(targets)
        if self.kind == "cross_entropy":
            without_cancelling(self._rows, self._losses, targets.reshape(-1))
        return losses

    def loss(self, targets: NDArray[Any]) -> float:
        """The mean loss over T and B; the outputs become d L / d y."""
        return float(
            np.add.reduce(self.losses(targets, 1.0 / self.B), axis=None) / (self.T * self.B)
        )

    def backward(self, dh: Array | None, gradients: tuple[Array, Array] | None = None) -> None:
        """Write d L / d h to dh (T, B, H), d L / d W and d L / d b to `gradients`, if given."""
        if gradients is not None:
            dW, db = gradients
            product(self._rows.T, self._h, dW, self._pieces[1], self._pauses)
            np.dot(self._ones, self._rows, out=db)
        if dh is not None:
            self._by_rows(self._rows, self.W, dh.reshape(self.T * self.B, -1))

    def _by_rows(self, A: Array, W: Array, out: Array) -> None:
        if self._blocks == 1:
            product(A, W, out, self._pieces[0], self._pauses)
        else:
            product_by_rows(A, W, out, self._blocks)
