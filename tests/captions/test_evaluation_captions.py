"""What is said of a network's loss on a text."""

import math

from rnnviz.captions.evaluation import (
    caption,
    held_out_words,
    mean_words,
    report_line,
    scored_caption,
)


def test_a_loss_is_told_in_nats_in_bits_and_as_perplexity():
    assert caption(math.log(2)) == "0.6931 nats, 1.0000 bits per character, perplexity 2.000"
    assert caption(0.0) == "0.0000 nats, 0.0000 bits per character, perplexity 1.000"


def test_a_report_names_the_unit_of_what_was_learned_and_what_it_is():
    assert report_line("loss", 0.5, "squared error", "the last step") == (
        "loss      0.5000 squared error, the last step"
    )
    assert report_line("heldout", math.nan, "squared error", "all").endswith("not a number, all")
    assert mean_words(1, 1) == "the last step"
    assert mean_words(500, 500) == "mean of the last 500 steps"
    assert mean_words(52_500, 105_000) == "mean of 52,500 of the last 105,000 steps"
    assert held_out_words(5_471, "nats per character") == "mean of 5,471 held-out characters"
    assert held_out_words(256, "squared error") == "256 new sequences"
    assert held_out_words(1, "nats per character") == "mean of 1 held-out character"


def test_an_evaluation_says_what_was_scored_and_folded():
    assert scored_caption(1, "none", "") == "1 character was scored, all but the first."
    told = scored_caption(1_233, "case", "Capitals made small: 7.")
    assert told == (
        "1,233 characters were scored, all but the first. "
        "The text was folded as the run's was (case). Capitals made small: 7."
    )
    assert scored_caption(5, "letters", "").endswith("(letters). Nothing changed.")
