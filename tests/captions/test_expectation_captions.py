"""What is said of a lesson's promises."""

import math

import pytest

from rnnviz.captions.expectation import caption


@pytest.mark.parametrize(
    ("value", "passed", "told"),
    [
        (0.123456, True, "ok     loss = 0.1235, wanted below 1"),
        (0.0, True, "ok     loss = 0, wanted below 1"),
        (math.nan, False, "FAILED loss = nan, wanted below 1"),
        (True, False, "FAILED loss = true, wanted below 1"),
        (False, True, "ok     loss = false, wanted below 1"),
        ("There is no lag 9.", False, "FAILED loss: There is no lag 9; wanted below 1"),
    ],
)
def test_what_was_measured_stands_beside_what_was_promised(value, passed, told):
    assert caption("loss", value, "below 1", passed) == told
