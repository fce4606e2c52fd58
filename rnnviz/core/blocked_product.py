"""Cuts a step's matrix products into blocks that the BLAS multiplies without copying them first.

Shape letters: B sequences, H hidden units, G gates, n blocks, N rows.
OpenBLAS copies the operands of a large product into its own order, which pays when many rows
share the copy. A step has only B rows, and copying W_hh anew at every step costs a fifth of the
time (measured, AVX-512). Products below `SMALL` it multiplies as they lie; where a library has
no such path, blocks cost a few per cent.
"""

import numpy as np

from rnnviz.core.numerics import Array

SMALL = 1_000_000
"""Multiplications up to which OpenBLAS leaves a product's operands where they are."""
NARROWEST = 16
"""Columns of the narrowest block worth making: one AVX-512 register of float32."""


def block_count(B: int, H: int) -> int:
    """The n into which the columns of (B, H) x (H, H) are cut.

    1 where no n makes it small, and for a single row, whose product copies nothing anyway.
    """
    if B == 1:
        return 1
    for n in range(1, H // NARROWEST + 1):
        if H % n == 0 and B * H * (H // n) <= SMALL:
            return n
    return 1


def in_blocks(gates: Array, n: int) -> Array:
    """The same memory of gates (G, B, H) as blocks of columns (G, n, B, H/n)."""
    G, B, H = gates.shape
    return gates.reshape(G, B, n, H // n).transpose(0, 2, 1, 3)


def row_blocks(N: int, K: int, M: int) -> int:
    """The n into which the rows of (N, K) x (K, M) are cut; 1 where no n makes it small."""
    for n in range(1, N // NARROWEST + 1):
        if N % n == 0 and N // n * K * M <= SMALL:
            return n
    return 1


def product_by_rows(A: Array, W: Array, out: Array, n: int) -> None:
    """out (N, M) = A (N, K) W (K, M), made in n blocks of rows."""
    if n == 1:
        np.dot(A, W, out=out)
    else:
        np.matmul(A.reshape(n, -1, A.shape[1]), W, out=out.reshape(n, -1, out.shape[1]))
