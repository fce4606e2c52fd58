"""Every probe at the edges: one step, weights gone wrong, layers and streams that are not there."""

import numpy as np
import pytest
from gradient_cases import CASES, STREAM, Letters, Stored

from rnnviz.probes import REGISTRY
from rnnviz.probes.base import Sequence

every_probe = pytest.mark.parametrize("name", REGISTRY)
every_case = pytest.mark.parametrize("case", CASES, ids="-".join)


@every_probe
@every_case
def test_a_window_of_one_step_is_measured(case, name):
    stored = Stored(case)
    whole = stored.sequence
    one = Sequence(whole.inputs[:1], whole.targets[:1], whole.state, whole.coding)
    options = {"layer": 0, "stream": STREAM, "phrase": "a"}
    REGISTRY[name].measure(stored.network, one, options)


@every_probe
@every_case
@pytest.mark.parametrize("value", [np.nan, np.inf, 1e200, 0.0])
def test_weights_of_any_size_are_measured(case, name, value):
    stored = Stored(case)
    stored.network.flat[...] = value
    with np.errstate(all="ignore"):
        for layer in range(stored.layers):
            options = {"layer": layer, "stream": STREAM}
            REGISTRY[name].measure(stored.network, stored.sequence, options)


@every_probe
def test_layers_and_streams_that_are_not_there_are_kept_within_what_there_is(name):
    stored = Stored(("lstm", "2"))
    for options in ({"layer": 9, "stream": 9}, {"layer": -9, "stream": -9}):
        answer = REGISTRY[name].measure(stored.network, stored.sequence, options)
        assert getattr(answer, "layer", 0) in (0, 1)
        assert getattr(answer, "stream", 0) in (0, 1)


@pytest.mark.parametrize("name", ["lyapunov", "saturation"])
def test_a_passage_that_cannot_be_read_is_answered_with_a_sentence(name):
    class Nothing(Letters):
        def encode(self, text):
            return np.zeros(0, np.intp)

    stored = Stored(("gru", "1"))
    whole = stored.sequence
    sequence = Sequence(whole.inputs, whole.targets, whole.state, Nothing())
    answer = REGISTRY[name].measure(stored.network, sequence, {"phrase": "?"})
    assert answer == "Nothing of this phrase is left after folding; type another."
