"""Eigenvalues and singular values that answer NaN where a matrix is no longer finite."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.numerics import Array

ComplexArray = NDArray[np.complexfloating[Any]]
LARGEST = 512
"""Rows of a matrix whose eigenvalues may be computed between two steps: a quarter of a second."""


def eigenvalues(matrices: Array) -> ComplexArray:
    """Eigenvalues (..., n) of matrices (..., n, n), by falling modulus; all NaN if not finite."""
    kind = np.result_type(matrices.dtype, np.complex64)
    found: ComplexArray = np.full(matrices.shape[:-1], complex(np.nan, np.nan), kind)
    for index in np.ndindex(matrices.shape[:-2]):
        if np.isfinite(matrices[index]).all():
            values = np.linalg.eigvals(matrices[index])
            found[index] = values[np.argsort(-np.abs(values), kind="stable")]
    return found


def singular_values(matrices: Array) -> Array:
    """Singular values (..., min(n, m)), falling, of matrices (..., n, m); NaN if not finite."""
    shape = (*matrices.shape[:-2], min(matrices.shape[-2:]))
    found: Array = np.full(shape, np.nan, matrices.dtype)
    for index in np.ndindex(matrices.shape[:-2]):
        if np.isfinite(matrices[index]).all():
            found[index] = np.linalg.svd(matrices[index], compute_uv=False)
    return found
