"""A lesson's check refuses numbers of which nobody knows whether they were measured."""

import pytest

from rnnviz.lessons.reading import read_lesson
from rnnviz.lessons.unmarked import check_numbers
from rnnviz.refusal import Refusal

HEAD = """+++
title = "Mine"
corpus = "hello"
settings = { hidden = 5, window = 6 }
[[steps]]
run = 5
+++
Introduction

## Only step 7
"""


@pytest.fixture
def check(tmp_path):
    def one(words):
        path = tmp_path / "mine.md"
        path.write_text(HEAD + words)
        check_numbers(path, read_lesson(path))

    return one


@pytest.mark.parametrize(
    "words",
    [
        "{heldout:.1f}, {=1.5²⁰ = 3,325}, {hidden}, {alphabet}, {2-gram:.2f}, {decay at\n 3:10^}",
        "W_1, sigma_1, h², the 3-gram line, 4-grams, lesson 2, lessons 3, x1",
        "(Pascanu, Mikolov and Bengio 2013)",
        "1. a list\n2. goes on",
        "`x = 5`, ![picture](figure2.png)\n\n```\n5 {y}\n\n5\n```\n~~~\n6\n~~~",
        "### Answer\n\nfive",
    ],
)
def test_measures_plain_numbers_and_names_pass(check, words):
    check(words)


@pytest.mark.parametrize(
    ("words", "line", "number"),
    [
        ("loss 3.4", 11, "3.4"), ("\n\n5,000 steps.", 13, "5,000"), ("a {=1}\nb 2", 12, "2"),
        ("a\n### Answer\n\nabout 8 %", 14, "8"), ("10⁻²⁹", 11, "10"), ("½⁹⁹", 11, "½"),
        ("in 2,000 steps", 11, "2,000"), ("{=a\nb} 7", 12, "7"), ("`\n` 7", 12, "7"),
        ("![fig 3](a.png)", 11, "3"), ("W = [[8, 8]]", 11, "8"), ("-0.5", 11, "-0.5"),
    ],
)  # fmt: skip
def test_an_unmarked_number_is_refused_with_line_and_way_out(check, words, line, number):
    with pytest.raises(Refusal) as refused:
        check(words)
    sentence = str(refused.value)
    assert sentence.startswith(f"mine.md, line {line}: '{number}' is not marked: ")
    assert f"{{={number}}} where it is given" in sentence
    assert "{heldout:.1f}, where it was measured" in sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("{loss:.3f}", "{loss:.3f} does not say how the number is written, as in {loss:.1f}: .0f"),
        ("{loss}", "does not say how the number is written"),
        ("{helout:.1f}", "no measure is called 'helout'; there are: loss,"),
        ("{score:.1f}", "cannot be filled in: it is for tasks that draw"),
        ("{diverged:.0f}", "no measure is called 'diverged'"),
        ("{cell}", "the setting cell is no number"),
        ("a\n\n### Answer\n{keep horizon:.1f}", "no gate that keeps the past"),
    ],
)
def test_a_measure_that_cannot_be_filled_in_is_refused(check, words, sentence):
    with pytest.raises(Refusal, match=r"mine\.md, line 1[14]: ") as refused:
        check(words)
    assert sentence in str(refused.value)
