"""Numbers in a lesson's words: filled in where they were measured, plain where that is said."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lesson_trainers import drawn, on_text

from rnnviz.lessons import fillings
from rnnviz.lessons.reading import parse_lesson
from rnnviz.lessons.words import as_written, fill, wanted

LATER = frozenset({"loss"})


def test_what_was_measured_is_filled_in_with_its_format():
    assert fill("lost {heldout:.1f} nats", {"heldout": 3.3324}) == "lost 3.3 nats"
    assert fill("{decay at\n20:10^} is left", {"decay at 20": 3e-29}) == "10⁻²⁹ is left"


def test_what_is_marked_as_plain_stands_as_it_is():
    assert fill("{=28} symbols, {=1.5²⁰ = 3,325}", {}) == "28 symbols, 1.5²⁰ = 3,325"


def test_what_comes_later_is_a_gap_and_what_nobody_knows_stays_as_it_was():
    assert fill("{loss:.1f} and {other:.1f} and {}", {}, LATER) == "… and {other:.1f} and {}"


@pytest.mark.parametrize("words", ["`{loss:.1f}`", "a\n\n```\n{loss:.1f}\n\n{=3}\n```\n\nb"])
def test_code_is_left_alone(words):
    assert fill(words, {"loss": 1.0}) == words
    assert wanted(words) == ()


def test_words_without_braces_come_back_unchanged():
    words = "One *line*.\n\n\nW = [[8, 8], [-8, -8]] ![picture](a{1}.png)\n  \n- 3 `x`\nend"
    assert fill(words, {"1": 4.0}) == words


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (3.3324, ".1f", "3.3"), (1_700.0, ".0f", "1,700"), (0.078, ".0%", "8 %"),
        (0.01449, ".2g", "0.014"), (1_234.0, ".2g", "1,200"), (0.0999, ".1g", "0.1"),
        (0.0996, ".2g", "0.10"), (0.0, ".2g", "0"), (2e-29, "10^", "10⁻²⁹"), (0.0, "10^", "0"),
        (4.6e-23, ".0e", "5·10⁻²³"), (math.nan, ".1f", "no number"), (math.inf, ".1f", "∞"),
        (25.0, "", "25"), (0.008, "", "0.008"), (1_500.0, "", "1,500"),
    ],
)  # fmt: skip
def test_numbers_are_written_for_people(value, form, text):
    assert as_written(value, form) == text


def test_measures_lines_and_the_alphabet_are_found_and_what_a_run_has_not_got_is_left_out():
    names = ("heldout", "score", "2-gram", "uniform", "alphabet", "real words", "nonsense")
    found = fillings.find(names, on_text())
    assert set(found) == {"heldout", "2-gram", "uniform", "alphabet", "real words"}
    assert found["uniform"] == pytest.approx(math.log(float(found["alphabet"])))
    assert set(fillings.find(("score", "baseline", "2-gram"), drawn())) == {"score", "baseline"}
    assert fillings.find(("heldout",), on_text(validation=0.0)) == {}


def test_a_format_that_is_none_leaves_the_words_as_they_are():
    words = "{loss:q} {loss:.3f} {loss:,}"
    assert fill(words, {"loss": 1.0}, LATER) == words


@given(st.text(alphabet="{}=:`~.%fg10^ \n[]()a#!-", max_size=60))
def test_whatever_an_author_types_is_filled_without_a_fault(words):
    fill(words, {"a": 1.5, "1": math.inf}, frozenset({"g"}))
    if "{" not in words:
        assert fill(words, {"a": 1.5}) == words


LESSON = """+++
title = "Mine"
corpus = "hello"
settings = { hidden = 5 }
[[steps]]
restart = true
[[steps]]
[[steps]]
run = 5
set = { lr = 0.25 }
+++
{heldout:.1f} of {hidden} units
## One
## Two
{loss:.1f}
### Answer
{2-gram:.2f}
## Three
{smoothed:.1f} at {lr}
"""


def test_a_step_has_what_it_and_the_steps_only_to_look_at_after_it_want_measured(tmp_path):
    lesson = parse_lesson(LESSON, "mine.md", tmp_path)
    assert fillings.wanted_by(lesson, 0) == ("heldout", "loss", "2-gram")
    assert fillings.wanted_by(lesson, 2) == ("smoothed",)
    assert fillings.later(lesson, 1) == {"loss", "2-gram"}
    assert fillings.given(lesson.settings_at(2))["lr"] == 0.25
    assert "fold" not in fillings.given(lesson.settings_at(2))
