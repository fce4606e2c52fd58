"""What is said of free running: both losses, what they are of, and what the difference is."""

import numpy as np

from rnnviz.captions.free_running import caption, point_caption
from rnnviz.lab.free_running import FreeRunning

NATS = "nats per character"


def found(forced, free, back="drawn", **scores):
    return FreeRunning(np.array(forced, float), np.array(free, float), 128, back, **scores)


def test_of_a_text_both_losses_are_told_and_that_not_all_of_the_rise_is_a_fault():
    told = caption(found([1.5, 1.7], [1.5, 2.5]), NATS)
    assert told == (
        "128 times 2 characters: 1.60 nats per character with true inputs, 2.00 with own outputs "
        "(drawn symbols). The difference is exposure bias and, in part, that a text can rightly go "
        "on otherwise."
    )


def test_of_words_the_shares_that_are_right_are_told():
    one = found([0.5, 0.5], [0.5, 1.5], "likeliest", forced_score=0.9, free_score=0.75)
    told = caption(one, "nats per step")
    assert "with own outputs (most probable signs). The difference is exposure bias." in told
    assert told.endswith("Right: 90\N{NO-BREAK SPACE}% and 75\N{NO-BREAK SPACE}%.")


def test_where_nothing_is_lost_nothing_is_blamed():
    told = caption(found([0.5, 0.5], [0.5, 0.502], "number"), "squared error")
    assert told.endswith("Reading its own outputs costs nothing here.")
    assert "squared error 0.5 with true inputs" in told


def test_one_loss_says_that_nothing_was_written_before_it():
    told = caption(found([1.5], [1.5]), NATS)
    assert told.startswith("128 times 1 character: ")
    assert told.endswith("nothing was written, so that both are the same.")


def test_what_is_no_number_is_said_to_be_none():
    assert "diverged" in caption(found([1.5, np.nan], [1.5, 2.0]), NATS)


def test_losses_are_told_in_their_unit():
    bits = caption(found([np.log(2.0)] * 2, [np.log(4.0)] * 2), "bits per character")
    assert "1.00 bits per character with true inputs, 2.00 with" in bits
    assert point_caption(3, 2.5, NATS, "own outputs") == (
        "2.50 nats per character at step 3 with own outputs"
    )
