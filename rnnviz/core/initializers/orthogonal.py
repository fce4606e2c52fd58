"""Orthogonal recurrent weights: rotations, which neither shrink nor stretch."""

from __future__ import annotations

import numpy as np

from rnnviz.core.initializers.base import Float64Array, Initializer, Role, glorot_uniform


def random_orthogonal(H: int, rng: np.random.Generator) -> Float64Array:
    """An (H, H) orthogonal matrix, uniform over all of them.

    Q R = A, A ~ N(0, 1);  W = Q diag(sign(diag R))  (Mezzadri 2007, section 5)
    """
    Q, R = np.linalg.qr(rng.standard_normal((H, H)))
    signs = np.where(np.diagonal(R) < 0.0, -1.0, 1.0)
    return np.asarray(Q * signs, dtype=np.float64)


class Orthogonal(Initializer):
    """Every gate's recurrent block orthogonal (Saxe et al. 2014), the others Glorot's."""

    name = "orthogonal"
    label = "Orthogonal"
    hint = "Recurrent weights that turn without shrinking; good for carrying gradients far."

    def _block(
        self, role: Role, shape: tuple[int, int], hidden: int, rng: np.random.Generator
    ) -> Float64Array:
        if role == "recurrent":
            return random_orthogonal(hidden, rng)
        return glorot_uniform(shape, rng)
