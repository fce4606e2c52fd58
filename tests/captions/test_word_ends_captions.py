"""What is said of the units that follow the ends of words."""

import numpy as np
import pytest

from rnnviz.captions.word_ends import caption
from rnnviz.lab.panels import SPACES, WORD_ENDS
from rnnviz.probes.word_ends import WordEnds


@pytest.mark.parametrize("layer", [0, 1])
def test_the_best_unit_rises_or_falls(layer):
    ends = WordEnds(np.array([0.1, 0.5]), np.array([0.9, -0.95]), layer, 500)
    assert caption(ends, SPACES) == "Unit 1 falls between words: correlation −0.95."
    assert caption(ends, WORD_ENDS) == "Unit 1 rises where words end: correlation 0.50."


def test_units_that_never_change_are_said_to():
    still = WordEnds(np.full(8, np.nan), np.zeros(8), 0, 500)
    assert caption(still, WORD_ENDS) == "No unit changes along the held-out text."


def test_states_that_are_no_numbers_have_not_stood_still():
    lost = WordEnds(np.full(8, np.nan), np.full(8, np.nan), 0, 500, finite=False)
    assert caption(lost, WORD_ENDS) == (
        "The states are no longer finite numbers: the training has diverged."
    )
