"""What is said of a triangle's rows and of the shares of an update."""

from dataclasses import replace

import numpy as np
import pytest
from measured import EVERY_CASE, is_told
from triangles import STRANGE, fading, norms, shares

from rnnviz.captions import triangle as words
from rnnviz.captions.map_square import Square


def test_the_share_of_a_loss_says_how_much_comes_from_far_back():
    S = np.zeros((20, 20))
    S[19, 19], S[19, 2], S[18, 18] = 0.5, 0.25, 0.25
    text = words.loss_share_caption(shares(S), 19)
    assert text.endswith("of the update of W_hh is 0.75, 0.25 from more than 10 characters back.")


@pytest.mark.parametrize(
    ("M", "row", "told"),
    [
        (fading(3), 0, "the window begins here, there is nothing further back."),
        (fading(3), 1, "50 % of its gradient is left 1 character back."),
        (fading(3, 3.0), 2, "its gradient is 9 times as large 2 characters back."),
        (np.diag([1.0, 1, 1]), 2, "nothing of its gradient is left 2 characters back."),
        (np.zeros((3, 3)), 2, "its gradient is exactly zero."),
        (np.full((3, 3), np.nan), 2, "its gradient is not a number."),
    ],
)
def test_a_loss_in_words(M, row, told):
    assert words.loss_caption(norms(M), row).endswith(f": {told}")


def test_a_step_without_a_loss_says_so():
    found = STRANGE["one loss"]
    assert words.loss_caption(found, 3) == "There is no loss at step 4."
    assert words.loss_caption(found, 19).startswith("Loss at step 20: 0.1 % of its gradient")


def test_of_several_values_in_a_pixel_the_largest_is_named_as_such():
    cell = Square(5, 2, range(4, 6), range(2, 4))
    told = words.norm_caption(norms(fading(9)), cell)
    assert told.endswith("3 back: norm 0.1 (the largest of 4 here), 12 % of its own.")


def test_a_norm_that_is_no_plain_number_is_named():
    M = fading(4)
    M[3, 0], M[3, 1], M[2, 1] = np.inf, np.nan, 0.0
    found = norms(M)
    told = [words.norm_caption(found, Square(t, k, range(1), range(1)))
            for t, k in ((3, 0), (3, 1), (2, 1))]  # fmt: skip
    assert told[0].endswith("norm infinite.")
    assert told[1].endswith("norm not a number.")
    assert told[2].endswith("norm exactly 0, nothing is left.")


def test_checks_that_fail_say_so():
    assert words.check_of_sum(STRANGE["not a number"]) == (
        "Sum over rows and BPTT are no longer finite: the training has diverged."
    )
    assert words.check_of_sum(norms(fading(3), residual=0.0)).endswith("residual 0 (relative).")
    broken = words.check_of_shares(shares(np.eye(2), total=np.nan))
    assert broken == "The shares are no longer finite: the training has diverged."


def test_of_a_batch_the_check_names_the_sequence():
    found = replace(norms(fading(3)), batch=64)
    assert words.check_of_sum(found).endswith("(relative). Sequence 1 of 64.")
    shared = replace(shares(np.eye(2)), batch=4, stream=1)
    assert words.check_of_shares(shared).endswith("Sequence 2 of 4.")
    assert "Sequence" not in words.check_of_sum(norms(fading(3)))


def test_shares_that_are_no_numbers_are_said_to_be_none():
    lost = shares(np.full((20, 20), np.nan))
    assert words.loss_share_caption(lost, 19).endswith(
        ": its share of the update of W_hh is not a number."
    )
    told = words.share_caption(lost, Square(3, 1, range(1), range(1)))
    assert told.endswith("2 back: its share of the update is not a number.")


def test_a_step_without_a_loss_has_no_share():
    one = replace(shares(np.eye(20)), losses=1)
    assert words.loss_share_caption(one, 3) == "There is no loss at step 4."
    assert words.share_caption(one, Square(3, 1, range(1), range(1))) == (
        "There is no loss at step 4."
    )
    assert "of the update of W_hh is 1" in words.loss_share_caption(one, 19)


def test_symbols_of_a_drawn_task_are_no_characters_of_a_text():
    found = replace(norms(fading(20), symbols=tuple("abc-------|---------")), unit="steps")
    told = words.loss_caption(found, 19)
    assert told.startswith("Loss after “-” (step 20):")
    assert told.endswith("is left 10 steps back.")
    S = replace(shares(np.eye(20)), unit="steps")
    assert words.loss_share_caption(S, 19).endswith("from more than 10 steps back.")


@pytest.mark.parametrize("case", EVERY_CASE, ids=str)
def test_of_the_last_loss_of_every_layer_something_true_is_said(case):
    unit = "step" if case.window == "one loss" else "character"
    for found in case.measure("triangle"):
        told, check = words.loss_caption(found, len(found.norms) - 1), words.check_of_sum(found)
        assert is_told(told)
        assert is_told(check)
        assert ("diverged" in check) == (not np.isfinite(found.residual))
        assert not case.diverged or told.endswith("its gradient is not a number.")
        assert "back" not in told or f" {unit}" in told or case.window == "one step"
        if case.window == "one loss":
            assert words.loss_caption(found, 3) == "There is no loss at step 4."


@pytest.mark.parametrize("case", EVERY_CASE, ids=str)
def test_of_the_shares_of_every_layer_something_true_is_said(case):
    for found in case.measure("shares"):
        if isinstance(found, str):
            has_one = case.network().cell.has("W_hh")
            why = "The gradient of W_hh is exactly zero" if has_one else "A minGRU has no W_hh"
            assert found.startswith(why)
            continue
        last, check = len(found.shares) - 1, words.check_of_shares(found)
        assert is_told(words.loss_share_caption(found, last))
        assert is_told(words.share_caption(found, Square(last, 0, range(1), range(1))))
        assert check.endswith("Sequence 1 of 3.") or "diverged" in check
        assert not case.diverged or "diverged" in check


def test_a_loss_depends_on_no_later_state():
    later = Square(1, 2, range(1), range(1))
    assert words.norm_caption(norms(fading(4)), later) == words.LATER
    assert words.share_caption(shares(np.eye(4)), later) == words.LATER
