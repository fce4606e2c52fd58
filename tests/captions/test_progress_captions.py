"""What is said of how far the training is, and of how fast it goes."""

from dataclasses import replace

from triangles import snapshot

from rnnviz.captions import progress


def test_steps_and_rate_stand_in_the_bar():
    assert progress.step_caption(replace(snapshot(step=1_000), goal=5_000)) == "step 1,000 of 5,000"
    assert progress.rate_caption(12_345.6, "nats per character") == "12,346 characters/s"
    assert progress.rate_caption(12.0, "squared error") == "12 inputs/s"
    assert progress.rate_caption(0.0, "nats per character") == ""


def test_a_moment_of_the_past_is_one_of_those_by_now():
    then = replace(snapshot(step=100), goal=9_000, present=5_000)
    assert progress.step_caption(then) == "step 100 of 5,000"
    assert progress.moment_caption(1_000) == "step 1,000"
    assert progress.moment_caption(None) == "now"


def test_what_a_past_takes_is_said_beside_what_it_may_take():
    kept = replace(snapshot(), moments=(0, 1, 2), past_bytes=2_400_000, past_budget=64_000_000)
    assert progress.past_caption(kept) == "3 moments kept, in 2.4 MB of 64.0 MB."
    assert progress.past_caption(replace(kept, moments=(0,))).startswith("1 moment kept, ")
    assert progress.past_caption(replace(kept, moments=())) == ""


def test_the_command_line_says_how_long_it_takes():
    assert progress.training_line(1_000, 5_000, 2.0, "nats per character", 1e5, 12.4) == (
        "step 1,000 of 5,000  loss 2.000 nats, mean of 100 steps  100,000 characters/s  12 s left"
    )
    assert (
        progress.training_caption(5_000, 60.0, 1e5, "nats per character")
        == "5,000 steps in 60.0 s (100,000 characters/s)"
    )


def test_the_command_line_speaks_of_what_is_learned():
    told = progress.training_line(7, 50, 0.1667, "squared error", 1e3, 2.0)
    assert told == "step 7 of 50  loss squared error 0.1667, last step  1,000 inputs/s  2 s left"
    told = progress.training_caption(50, 1.0, 1e3, "nats per step")
    assert told == "50 steps in 1.0 s (1,000 inputs/s)"
    assert progress.training_caption(1, 1.0, 9.0, "nats per step").startswith("1 step in 1.0 s")


def test_a_training_that_diverged_is_told_with_a_way_out():
    told = progress.diverged_caption(1_234)
    assert told.startswith("The loss stopped being a number after step 1,234:")
    assert told.endswith("Try a lower --lr, or --clip norm.")
