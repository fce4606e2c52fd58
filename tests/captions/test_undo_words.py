"""What an undo would take back, in words for a menu."""

import pytest

from rnnviz.captions.undoing import as_clause, settings_words
from rnnviz.lab.settings import Settings


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"hidden": 32}, "hidden units 64 to 32"),
        ({"cell": "gru"}, "cell Vanilla RNN to GRU"),
        ({"layer_norm": True}, "layer norm off to on"),
        (
            {"hidden": 32, "layers": 2, "seed": 5, "batch": 3},
            "hidden units 64 to 32, layers 1 to 2, 2 more settings",
        ),
        ({"prime": "x" * 50}, "prime"),
    ],
)
def test_settings_are_named_with_what_they_were_and_are(changes, words):
    before = Settings().change(cell="vanilla", hidden=64)
    assert settings_words(before, before.change(**changes)) == words


@pytest.mark.parametrize(
    ("label", "clause"),
    [("Hidden units", "hidden units"), ("LSTM", "LSTM"), ("W_hh", "W_hh"), ("Batch", "batch")],
)
def test_only_names_keep_their_capitals(label, clause):
    assert as_clause(label) == clause
