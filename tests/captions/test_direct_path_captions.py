"""What is said of the path through the gates alone, and of all paths."""

import numpy as np
import pytest
from measured import EVERY_CASE, is_told

from rnnviz.captions.direct_path import caption, point_caption
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.probes.direct_path import DirectPath

OF_GATES = [
    case
    for case in EVERY_CASE
    if case.cell in CELLS and CELLS[case.cell].keep_gate and case.window != "two steps"
]


def paths(direct, full):
    lags = np.arange(len(direct), dtype=float)
    return DirectPath(lags, np.asarray(direct, float), np.asarray(full, float), "c", "f", 0, 0)


def test_the_direct_path_is_said_to_be_one_of_many():
    told = caption(paths([1, 0.5, 0.01], [1, 2.0, 0.3]))
    assert told.startswith(
        "2 steps back: product of the f gates alone 0.01, full derivative of c 0.3, 30 times that."
    )
    assert "only one of the paths" in told
    assert caption(paths([1, 0.5], [1, 0.45])).startswith("1 step back: product")
    assert "full derivative of c 0.45, 90 % of that." in caption(paths([1, 0.5], [1, 0.45]))
    kept = caption(paths([1, 1.0], [1, 1.0 + 1e-7]))
    assert "full derivative of c 1, 100 % of that." in kept
    assert "above 1" not in kept
    assert "gradients can grow" in caption(paths([1, 0.5], [1, 3.0]))
    assert "nothing further back" in caption(paths([1], [1]))
    assert "not a number" in caption(paths([1, 0.5], [1, np.nan]))
    assert "times" not in caption(paths([1, 0], [1, 0]))


@pytest.mark.parametrize("case", OF_GATES, ids=str)
def test_of_every_layer_something_true_is_said(case):
    for found in case.measure("direct_path"):
        told = caption(found)
        assert is_told(told)
        assert ("one step long" in told) == (case.window == "one step")
        assert ("above 1" in told) <= bool(found.full[-1] > 1)
        assert ("diverged" in told) == (case.diverged and case.window != "one step")


def test_the_pointer_reads_out_a_lag_and_a_path():
    assert point_caption(3.0, 0.25, "full derivative") == "3 back: full derivative 0.25"
