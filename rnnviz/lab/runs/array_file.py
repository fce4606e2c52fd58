"""Writes and reads the arrays of a safetensors file in pieces, between which somebody is asked."""

import json
import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.pauses import Ask
from rnnviz.tasks.progress import Callback, Progress

DTYPES = {"F32": np.float32, "F64": np.float64, "I64": np.int64, "BOOL": np.bool_, "U8": np.uint8}
"""The types of arrays that a run has, as safetensors calls them."""
NAMES = {np.dtype(kind): name for name, kind in DTYPES.items()}
PIECE = 1 << 24
"""Bytes that are written or read between two questions."""
SYNCED = 1 << 28
"""Bytes that wait for the disk at most: what is asked for does not wait for gigabytes."""
ALIGNED = 8
"""Bytes that the longest numbers have, to whose multiples arrays are laid."""


def write_arrays(
    path: Path,
    arrays: Mapping[str, NDArray[Any]],
    metadata: dict[str, str],
    report: Callback | None = None,
) -> None:
    """Write a safetensors file without a copy of the arrays.

    `report` is told the share that is written; Cancelled is raised where it returns False.
    """
    longest_first = sorted(arrays.items(), key=lambda item: -item[1].itemsize)
    header = _header(dict(longest_first), metadata)
    progress = Progress(report, sum(array.nbytes for array in arrays.values()))
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
        waiting = 0
        for _, array in longest_first:
            data = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
            for start in range(0, len(data), PIECE):
                piece = data[start : start + PIECE]
                progress.advance(len(piece))
                file.write(piece.data)
                waiting = _synced(file, waiting + len(piece))


def _synced(file: BinaryIO, waiting: int) -> int:
    """Wait for the disk where it has fallen behind; return how many bytes it has not got yet."""
    if waiting < SYNCED:
        return waiting
    file.flush()
    os.fsync(file.fileno())
    return 0


def _header(arrays: Mapping[str, NDArray[Any]], metadata: dict[str, str]) -> bytes:
    """What stands at the file's beginning: each array's type, shape and place, in JSON."""
    entries: dict[str, object] = {"__metadata__": metadata}
    start = 0
    for name, array in arrays.items():
        end = start + array.nbytes
        kind, shape = NAMES[array.dtype], list(array.shape)
        entries[name] = {"dtype": kind, "shape": shape, "data_offsets": [start, end]}
        start = end
    text = json.dumps(entries, separators=(",", ":")).encode()
    return text + b" " * (-len(text) % ALIGNED)


def read_array(file: Any, name: str, ask: Ask | None) -> NDArray[Any]:
    """An array of an open safetensors file; one of some length is read in pieces of its rows."""
    view = file.get_slice(name)
    shape, dtype = tuple(view.get_shape()), np.dtype(DTYPES[view.get_dtype()])
    rows = max(1, PIECE // max(1, int(np.prod(shape[1:])) * dtype.itemsize))
    if ask is not None:
        ask(0.0)
    if not shape or shape[0] <= rows:
        found: NDArray[Any] = file.get_tensor(name)
        return found
    array = np.empty(shape, dtype)
    for start in range(0, shape[0], rows):
        if ask is not None:
            ask(0.0)
        part = slice(start, min(start + rows, shape[0]))  # no end beyond the array's
        array[part] = view[part]
    return array
