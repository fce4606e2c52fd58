"""What is said of the units that follow something, and when nothing is claimed."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.captions.unit_finder import counted_caption, followed, unit_caption, verdict
from rnnviz.probes.unit_finder import UnitFinder


def finder(score, correlation, feature="word_end", chance=0.6, **more):
    arrays = np.array(correlation, float), np.array(score, float)
    return UnitFinder(feature, "", *arrays, chance, 500, 90, "h", more.pop("layer", 0), **more)


@pytest.mark.parametrize("layer", [0, 1])
def test_the_best_unit_rises_or_falls(layer):
    ends = finder([0.6, 0.9], [0.1, 0.5], layer=layer)
    assert followed(ends) == "Unit 1 rises where words end: correlation 0.50."
    spaces = finder([0.6, 0.99], [0.9, -0.95], "between")
    assert followed(spaces) == "Unit 1 falls between words: correlation −0.95."


def test_units_that_never_change_are_said_to():
    still = finder([np.nan] * 8, [np.nan] * 8)
    for told in (followed(still), verdict(still)):
        assert told == "No unit changes along this text."


def test_states_that_are_no_numbers_have_not_stood_still():
    lost = finder([np.nan] * 8, [np.nan] * 8, finite=False)
    for told in (followed(lost), verdict(lost)):
        assert told == "The states are no longer finite numbers: the training has diverged."


def test_a_unit_that_passes_both_controls_is_named_beside_them():
    found, before = finder([0.6, 0.97], [0.1, -0.8]), finder([0.7, 0.65], [0.1, 0.2])
    assert verdict(found, before) == (
        "Unit 1 falls where words end: AUC 0.97. By chance some unit reaches 0.60; "
        "at step 0 it was 0.70, of unit 0."
    )
    assert verdict(found).endswith("What an untrained network reaches is not kept with this run.")
    assert "This network is untrained" in verdict(found, is_untrained=True)
    assert verdict(found, "It cannot be measured.") == verdict(found)
    memory = replace(found, signal="c")
    assert verdict(memory, before).startswith("c of unit 1 falls where words end: AUC 0.97.")


def test_no_more_than_chance_is_an_answer():
    found = finder([0.55, 0.59], [0.1, 0.2])
    assert verdict(found, found) == (
        "Nothing above chance: AUC 0.59 at best, of unit 1; "
        "with shifted labels some unit reaches 0.60."
    )


def test_where_nothing_can_be_shifted_that_is_said():
    told = verdict(finder([0.55, 0.59], [0.1, 0.2], chance=np.nan))
    assert told.startswith("Unit 1 rises where words end: AUC 0.59. This text is too short")


def test_no_more_than_untrained_is_an_answer():
    found, before = finder([0.8, 0.6], [0.5, 0.2]), finder([0.5, 0.79], [0.0, 0.4])
    assert verdict(found, before) == (
        "No more than untrained: AUC 0.80 at best, of unit 0; at step 0 it was 0.79, of unit 1."
    )


def test_a_number_is_followed_by_correlation_and_a_pattern_is_quoted():
    found = finder([0.2, 0.9], [0.2, 0.9], "newline", chance=0.3)
    told = verdict(found, finder([0.2, 0.3], [0.2, 0.3], "newline"))
    assert told.startswith("Unit 1 rises with the position in the line: |correlation| 0.90.")
    assert counted_caption(found) == "500 characters are compared."
    own = replace(finder([0.6, 0.9], [0.2, 0.9], "pattern"), pattern="[0-9]+")
    assert (
        unit_caption(own, 1) == "Unit 1 rises where “[0-9]+” matches: AUC 0.90, correlation 0.90."
    )
    assert counted_caption(own) == "90 of 500 characters, 18 %, are marked."
