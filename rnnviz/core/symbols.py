"""What symbols do in place of one-hot vectors: they choose columns and collect rows.

Shape letters: N = T*B symbols of a window, V different ones, R the width of a row.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.numerics import Array
from rnnviz.core.pauses import Pauses, pieces_of, product

Symbols = NDArray[np.integer[Any]]

MANY = 8
"""Places per symbol from which summing rows symbol by symbol beats a one-hot product."""


def weight_gradient(da: Array, symbols: Symbols, dW: Array, pauses: Pauses) -> None:
    """dW (R, V) = da^T X, X (N, V) being the one-hot rows of symbols (N,); da (N, R).

    Column v is the sum of the rows of `da` where the symbol is v. Few symbols take the product,
    which costs the same for every V; many take the sums, which read `da` just once.
    """
    N, V = len(symbols), dW.shape[1]
    if len(symbols) < MANY * V:
        X: Array = np.zeros(N * V, da.dtype)
        X[np.arange(0, N * V, V) + symbols] = 1.0
        product(da.T, X.reshape(N, V), dW, pieces_of(len(dW), N, V), pauses)
    else:
        np.copyto(dW, sums_by_symbol(da, symbols, V).T)


def sums_by_symbol(da: Array, symbols: Symbols, V: int) -> Array:
    """Row v of the result (V, R) is the sum of the rows of da (N, R) where the symbol is v."""
    sums: Array = np.zeros((V, da.shape[1]), da.dtype)
    counts = np.bincount(symbols, minlength=V)
    room: Array = np.empty((counts.max(), da.shape[1]), da.dtype)
    for symbol, places in _places(symbols, counts):
        rows = da.take(places, 0, room[: len(places)], "clip")
        np.add.reduce(rows, axis=0, out=sums[symbol])
    return sums


def _places(symbols: Symbols, counts: Symbols) -> Iterator[tuple[int, Symbols]]:
    """Every symbol that occurs, with its places in rising order."""
    order, start = symbols.argsort(kind="stable"), 0
    for symbol, count in enumerate(counts.tolist()):
        if count:
            yield symbol, order[start : start + count]
        start += count
