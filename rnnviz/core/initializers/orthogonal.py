"""Orthogonal recurrent weights: rotations, which neither shrink nor stretch."""

from __future__ import annotations

import numpy as np

from rnnviz.core.initializers.base import Block, Float64Array, Initializer
from rnnviz.core.pauses import Pauses

AT_ONCE = 1024
"""Units up to which one QR factorisation makes the matrix: less than a fifth of a second."""
PANEL = 32
"""Columns of a large matrix that are made at a time."""


def random_orthogonal(
    H: int, rng: np.random.Generator, pauses: Pauses | None = None
) -> Float64Array:
    """An (H, H) orthogonal matrix, uniform over all of them.

    Q R = A, A ~ N(0, 1);  W = Q diag(sign(diag R))  (Mezzadri 2007, section 5)

    A large one is made by `large_orthogonal` of other numbers, with pauses.
    """
    if H > AT_ONCE:
        return large_orthogonal(H, PANEL, rng, pauses or Pauses())
    Q, R = np.linalg.qr(rng.standard_normal((H, H)))
    signs = np.where(np.diagonal(R) < 0.0, -1.0, 1.0)
    return np.asarray(Q * signs, dtype=np.float64)


def large_orthogonal(H: int, panel: int, rng: np.random.Generator, pauses: Pauses) -> Float64Array:
    """The same a few columns at a time, from the last ones to the first.

    W = Q_1 [D_1 0; 0 W_2],  Q_1 R_1 = A_1,  A_1 (n, panel) ~ N(0, 1),  D_1 = diag(sign(diag R_1))

    Q_1 (n, n) is a product of reflections, W_2 the matrix of n - panel units: with W_2 uniform,
    W is, too (Stewart 1980, section 3, for one column; Mezzadri 2007, section 6).
    """
    W: Float64Array = np.zeros((H, H))
    for start in range((H - 1) // panel * panel, -1, -panel):
        pauses()
        end = min(start + panel, H)
        V, T, signs = _reflections(rng.standard_normal((H - start, end - start)))
        W[range(start, end), range(start, end)] = signs
        rest = W[start:, start:]
        rest -= V @ (T @ (V.T @ rest))
    return W


def _reflections(A: Float64Array) -> tuple[Float64Array, Float64Array, Float64Array]:
    """V (n, c), T (c, c) and sign(diag R) (c,) of A (n, c) = Q R, Q = I - V T V^T.

    Q is the product of the c reflections I - tau_j v_j v_j^T; T as in LAPACK's xLARFT.
    """
    packed, tau = np.linalg.qr(A, mode="raw")
    signs = np.where(np.diagonal(packed) < 0.0, -1.0, 1.0)
    V = np.tril(packed.T, -1)
    np.fill_diagonal(V, 1.0)
    products, T = V.T @ V, np.diag(tau)
    for j in range(1, len(tau)):
        T[:j, j] = -tau[j] * (T[:j, :j] @ products[:j, j])
    return V, T, signs


class Orthogonal(Initializer):
    """Every gate's recurrent block orthogonal (Saxe et al. 2014), the others Glorot's."""

    name = "orthogonal"
    label = "Orthogonal"
    hint = "Recurrent weights that turn without shrinking; good for carrying gradients far."

    def _block(self, block: Block) -> Float64Array:
        if block.role == "recurrent":
            return random_orthogonal(block.hidden, block.rng, block.pauses)
        return block.glorot_uniform()
