"""What is said of the next character: bars, means, tables, and rules of sampling."""

import numpy as np
import pytest
from measured import wrong_in

from rnnviz.captions.next_character import (
    DIVERGED,
    after_label,
    bar_caption,
    caption,
    chance,
    data,
    drawn_caption,
    feet,
    surprise,
    writing_caption,
)
from rnnviz.probes.next_character import NextCharacter

P = np.array([[0.9, 0.06, 0.04], [0.7, 0.25, 0.05], [0.5, 0.3, 0.2]])


def found(phrase="ab\n", written=0, p=P):
    """Alphabet "\nab"; a is likeliest, then b, then a line end."""
    T, order = len(phrase), np.array([1, 2, 0])
    targets = np.array(["\nab".index(symbol) for symbol in phrase[1:]], np.intp)
    ranks = np.array([order.tolist().index(target) for target in targets], np.intp)
    true = p[range(T - 1), ranks]
    return NextCharacter(
        phrase, tuple(phrase), written, "\nab", np.tile(order, (T, 1)), p[:T], targets, true,
        ranks, -np.log(true), np.log(p[0]),
    )  # fmt: skip


def test_a_bar_is_named_with_what_comes_before_it():
    assert bar_caption(found(), 0, 1, 0.9) == "“a” after “a”: p = 0.9"
    said = bar_caption(found(), 0, 2, 0.06)
    assert said == "“b” after “a”: p = 0.06, the true one: 2.81 nats, 4.06 bits"
    assert bar_caption(found(), 2, 1, 0.5) == "“a” after a line end: p = 0.5"


def test_the_mean_is_told_in_both_units_and_how_often_the_likeliest_was_right():
    nats = (-np.log(0.06) - np.log(0.05)) / 2
    bits = nats / np.log(2)
    assert caption(found()) == (
        f"{nats:.2f} nats, {bits:.2f} bits a character, 0 of 2 guessed right. Next: “a”, p = 0.5."
    )
    assert "1 of 1 guessed right" in caption(found("aa"))


def test_after_one_character_only_what_may_come_is_known():
    assert caption(found("b")) == "Next: “a”, p = 0.9."


def test_what_is_no_number_is_not_told_as_one():
    lost = found(p=np.full((3, 3), np.nan))
    assert caption(lost) == writing_caption(lost, float("nan")) == DIVERGED
    assert chance(float("nan")) == surprise(float("nan")) == surprise(float("inf")) == "?"


@pytest.mark.parametrize(
    ("p", "text"), [(0.934, "0.93"), (1.0, "1.00"), (0.004, "<0.01"), (0.0, "0.00"), (0.01, "0.01")]
)
def test_a_probability_has_two_decimals_and_is_never_none_where_there_is_some(p, text):
    assert chance(p) == text


def test_the_table_has_a_line_a_character_and_all_digits():
    lines = [line.split("\t") for line in data(found()).text("\t").splitlines()]
    assert lines[0][:7] == ["step", "reads", "next", "p", "bits", "nats", "rank"]
    assert lines[0][7:] == ["symbol 1", "p 1", "symbol 2", "p 2", "symbol 3", "p 3"]
    assert lines[1][:4] == ["1", "a", "b", "0.06"]
    assert float(lines[1][5]) == -np.log(0.06)
    assert lines[2][2] == "⏎"
    assert lines[3][:7] == ["3", "⏎", "", "", "", "", ""]
    assert {len(line) for line in lines} == {13}


def test_the_rules_of_sampling_are_told_long_and_short():
    assert after_label(0.8, None, greedy=False, narrow=False) == (
        "what is drawn from, at temperature 0.8"
    )
    assert after_label(0.8, 1000, greedy=False, narrow=True) == "temperature 0.8, top 1,000"
    assert after_label(0.8, 3, greedy=True, narrow=False) == "greedy: the likeliest is written"
    assert drawn_caption(found(), 1, 0.9, 1.0) == "“a”: expected with p = 0.9, written with p = 1"
    assert drawn_caption(found(), 0, 0.04, 0.0).endswith("p = 0.04, never written")


def test_what_was_written_is_counted():
    assert writing_caption(found(), 0.0).startswith("Enter in the phrase")
    said = writing_caption(found(written=1), -2.5)
    assert said == "1 character written; log p = −2.5 nats, from what the network expects."
    assert not wrong_in(said)


def test_perplexity_stands_below_too_where_losses_are_shown_in_it():
    assert list(feet(found(), "nats per character")) == ["bits", "nats"]
    assert list(feet(found(), "bits per character")) == ["bits", "nats"]
    shown = feet(found(), "perplexity per character")
    assert list(shown) == ["perplexity", "bits", "nats"]
    np.testing.assert_allclose(shown["perplexity"], 1 / found().p_true)
    assert caption(found(), "perplexity per character").startswith("perplexity 18.26, 4.19 bits a")
    assert ": perplexity 16.67, 4.06 bits" in bar_caption(
        found(), 0, 2, 0.06, "perplexity per character"
    )
