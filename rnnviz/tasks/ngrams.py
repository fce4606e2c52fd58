"""What n-gram models lose on a text's held-out part: the reference lines of the loss plot."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnviz.tasks.coding import Codes
from rnnviz.tasks.heldout import part_of
from rnnviz.tasks.progress import Callback, Progress

TRAIN_AT_MOST = 1_000_000  # characters, the first of the training part

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Counts:
    """How often each n-gram occurs in the training text; a context is its first n - 1 symbols.

    An n-gram's key is context id * V + last symbol, its id the place of its key in `keys`.
    """

    keys: Ids
    occurrences: Ids
    contexts: Ids  # ascending ids of the contexts that occur
    total: Ids  # N(context): characters seen after it
    distinct: Ids  # U(context): different characters seen after it


def heldout_losses(
    train: Codes, heldout: Codes, V: int, orders: int = 5, report: Callback | None = None
) -> tuple[float, ...]:
    """Mean losses in nats per character for n = 1 .. orders, or () where nothing can be measured.

    They are those of the very characters on which a network's held-out loss is measured (see
    `heldout.py`), learned from the first TRAIN_AT_MOST characters at most. Written for a thread
    beside a window: sorting and searching, where the time goes, release the interpreter; after
    every order `report` is told the share that is done.
    """
    part = part_of(heldout)
    if not len(train) or part is None:
        return ()
    progress, losses = Progress(report, orders), []
    # One passage after the other: where two meet, contexts are wrong, and nothing counts.
    text = part.passages.T.reshape(-1)
    for log_p in log_probabilities(train[:TRAIN_AT_MOST], text, V, orders):
        counted = log_p.reshape(part.passages.T.shape)[:, part.skipped + 1 :]
        losses.append(float(-counted.mean()))
        progress.advance(1)
    return tuple(losses)


def log_probabilities(
    train: Codes, heldout: npt.NDArray[Any], V: int, orders: int = 5
) -> Iterator[npt.NDArray[np.float64]]:
    """ln p of every held-out character (M,), for one order n after the other: Witten-Bell.

    p_n(v | context) = (count(context v) + U p_{n-1}(v | shorter context)) / (N + U), where N
    characters, U of them different, followed the context in training; p_0 = 1/V, and a context
    never seen leaves p_{n-1}. The context of the first characters is as long as there is.
    Source: Witten and Bell 1991, method C, interpolated as in Chen and Goodman 1998.
    """
    p = np.full(len(heldout), 1 / V)
    train_ids: Ids = np.zeros(len(train) + 1, np.int64)  # of the n-gram that ends before each place
    heldout_ids: Ids = np.zeros(len(heldout) + 1, np.int64)  # -1 where training has no such n-gram
    for n in range(1, orders + 1):
        if len(train) < n or len(heldout) < n:
            yield np.log(p)
            continue
        train_keys = train_ids[:-1] * V + train[n - 1 :]
        counts, train_ids = _count(train_keys, V)
        heldout_keys = heldout_ids[:-1] * V + heldout[n - 1 :]
        p[n - 1 :] = _interpolate(counts, heldout_ids[:-1], heldout_keys, p[n - 1 :])
        heldout_ids = _ids(counts.keys, heldout_keys)
        yield np.log(p)


def _count(keys: Ids, V: int) -> tuple[_Counts, Ids]:
    """The counts of the training n-grams with these keys, and the id of each."""
    distinct_keys, ids, occurrences = np.unique(keys, return_inverse=True, return_counts=True)
    contexts, of_key, distinct = np.unique(
        distinct_keys // V, return_inverse=True, return_counts=True
    )
    total = np.bincount(of_key, occurrences).astype(np.int64)
    return _Counts(distinct_keys, occurrences, contexts, total, distinct), ids


def _interpolate(
    counts: _Counts, contexts: Ids, keys: Ids, lower: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """p_n of the held-out characters from p_{n-1}, here `lower`."""
    N = _find(counts.contexts, counts.total, contexts)
    U = _find(counts.contexts, counts.distinct, contexts)
    count = _find(counts.keys, counts.occurrences, keys)
    return np.where(N > 0, (count + U * lower) / np.maximum(N + U, 1), lower)


def _ids(sorted_keys: Ids, keys: Ids) -> Ids:
    """The place of each key among the sorted ones, -1 where it is missing."""
    places = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return np.where(sorted_keys[places] == keys, places, -1)


def _find(sorted_keys: Ids, values: Ids, keys: Ids) -> Any:
    places = _ids(sorted_keys, keys)
    return np.where(places >= 0, values[places], 0)
