"""What it means that two measurements, or two snapshots, are the same to the last bit."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass

import numpy as np

from rnnviz.lab.snapshot import Request
from rnnviz.probes import REGISTRY as PROBES

REQUESTS = (
    *(Request(name) for name in PROBES),
    Request("example", (("index", 1),)),
    Request("updates"),
    Request("decay", (("layer", 0), ("stream", 1))),
    Request("hidden_units", (("phrase", "the sea"), ("layer", 0))),
    Request("gradient_flow", (("mode", "summed"), ("layer", 0))),
)
"""Everything that a panel may ask for."""


def difference(a, b, where=""):
    """Where two values differ, "" if nowhere: arrays bit by bit, NaN is NaN."""
    if type(a) is not type(b) and not (isinstance(a, Sequence) and isinstance(b, Sequence)):
        return f"{where}: {type(a)} is not {type(b)}"
    if isinstance(a, np.ndarray):
        same = a.dtype == b.dtype and a.shape == b.shape and np.array_equal(_bits(a), _bits(b))
        return "" if same else f"{where}: other numbers"
    if is_dataclass(a):
        pairs = {f.name: (getattr(a, f.name), getattr(b, f.name)) for f in fields(a)}
        return _first(pairs, where)
    if isinstance(a, Mapping):
        if a.keys() != b.keys():
            return f"{where}: other keys"
        return _first({key: (a[key], b[key]) for key in a}, where)
    if isinstance(a, Sequence) and not isinstance(a, str):
        if len(a) != len(b):
            return f"{where}: {len(a)} are not {len(b)}"
        return _first(dict(enumerate(zip(a, b, strict=True))), where)
    if isinstance(a, float) and np.isnan(a) and np.isnan(b):
        return ""
    return "" if a == b else f"{where}: {a!r} is not {b!r}"


def _bits(array):
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8)


def _first(pairs, where):
    found = (difference(a, b, f"{where}.{name}") for name, (a, b) in pairs.items())
    return next((words for words in found if words), "")
