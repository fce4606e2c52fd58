"""A question that is answered on the screen: read, refused, written, and which answer is right."""

import math

import pytest

from rnnviz.lessons.check import ASKED, check
from rnnviz.lessons.question import UNCLEAR, Question
from rnnviz.lessons.reading import builtin_lessons, lesson_after, parse_lesson
from rnnviz.lessons.seeds import table
from rnnviz.lessons.writing import lesson_text
from rnnviz.refusal import Refusal

LESSON = """+++
title = "Asked"
corpus = "hello"
settings = { hidden = 4, window = 8 }

[[steps]]
restart = true
point = "samples"
ASK
+++
## One

Above or below?

### Answer

So it is.
"""
MEASURED = 'ask = { question = "Where?", what = "heldout", line = "uniform" }'


@pytest.fixture
def read(tmp_path):
    return lambda ask: parse_lesson(LESSON.replace("ASK", ask), "asked.md", tmp_path)


def asked(read, ask):
    return read(ask).steps[0].ask


def test_above_and_below_are_the_answers_where_none_are_named(read):
    assert asked(read, MEASURED).answers == ("above", "below")


def test_an_answer_is_right_by_the_file_or_by_what_was_measured():
    by_file = Question("?", ("yes", "no"), right="B")
    assert by_file.right_one({}) == "B"
    cut = Question("?", ("much", "some", "little"), what="x", lines=(1.0, "y"))
    assert cut.measures == ("x", "y")
    assert [cut.right_one({"x": x, "y": 0.1}) for x in (2, 0.5, 0.1)] == ["A", "B", "C"]
    assert cut.right_one({"x": 1.0}) == cut.right_one({"x": math.nan, "y": 0}) == ""


def test_a_power_of_ten_is_right_where_it_is_nearest_and_unclear_half_way():
    power = Question("?", ("1", "10⁻⁵", "10⁻²⁰"), what="x", powers=(0, -5, -20))
    assert [power.right_one({"x": x}) for x in (0.4, 1e-4, 1e-30, 0.0, math.inf)] == list("ABCCA")
    assert power.clear_one({"x": 1e-5}) == "B"
    assert power.clear_one({"x": 10**-2.6}) == UNCLEAR


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        ('ask = { answers = ["a", "b"], right = "A" }', "a question has words, at most 120"),
        ('ask = { question = "?", answers = ["a", "b"] }', "which answer is right"),
        ('ask = { question = "?", answers = ["a", "b"], right = "C" }', "a letter from A to B"),
        ('ask = { question = "?", answers = ["a"], right = "A" }', "2 to 6 answers, not 1"),
        ('ask = { question = "?", answers = ["a", "a"], right = "A" }', "are the same"),
        ('ask = { question = "?", answers = "a", right = "A" }', "answers is a list of texts"),
        ('ask = { question = "?", what = "heldout" }', "what goes with line"),
        ('ask = { question = "?", what = "heldout", line = [1, 2] }', "from the top down"),
        ('ask = { question = "?", what = "heldout", line = true }', "line is a number or a line's"),
        ('ask = { question = "?", what = "heldout", powers = [0, 0] }', "each once"),
        ('ask = { question = "?", what = "heldout", line = 1, answers = ["a"] }', "for each"),
        ('ask = { question = "?", what = "luck", line = 1 }', "no measure is called 'luck'"),
        ('ask = { question = "?", what = "sigma_1", line = "lucky" }', "no measure is called"),
        ('ask = { question = "?", what = "score", line = 1 }', "cannot be asked for here"),
        ('ask = { question = "?", whit = "score" }', "has no 'whit'"),
        ('ask = "?"', "ask"),
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused_with_its_line(read, ask, sentence):
    with pytest.raises(Refusal, match=r"^asked\.md, line 9: .*") as refused:
        read(ask)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    "ask",
    [
        MEASURED,
        'ask = { question = "?", answers = ["so", "or \\"so\\""], right = "B" }',
        'ask = { question = "?", what = "decay at 5", powers = [0, -3], right = "A" }',
        'ask = { question = "?", what = "heldout", line = [3, 2.5], answers = ["a", "b", "c"] }',
        'room = "loss"',
    ],
)  # fmt: skip
def test_a_question_is_written_as_it_is_read(read, tmp_path, ask):
    lesson = read(ask)
    assert parse_lesson(lesson_text(lesson), "asked.md", tmp_path).steps == lesson.steps


def test_a_check_sees_whether_the_right_answer_is_that_of_the_file(read):
    for line, right, passed in (("50", "B", True), ("50", "A", False), ("0", "A", True)):
        ask = MEASURED.replace('"uniform"', f'{line}, right = "{right}"')
        (result,) = check(read(ask))
        assert (result.outcomes[-1].what, result.outcomes[-1].passed) == (ASKED, passed)
        (row,) = table(read(ask), [[result], [result]])
        assert (row.what, row.wanted, row.passed) == (ASKED, right, passed)


def test_every_lesson_asks_on_the_screen_and_leads_to_the_next_one():
    lessons = builtin_lessons()
    assert [lesson.name for lesson in lessons if not any(step.ask for step in lesson.steps)] == []
    assert [lesson_after(lesson) for lesson in lessons] == [*lessons[1:], None]
    setting = [lesson.name for lesson in lessons if lesson.sets_in_column]
    assert "5-start" in setting
    assert "9-hello" not in setting
    letters = [step.ask.right for lesson in lessons for step in lesson.steps if step.ask]
    assert all(letters)  # what is measured is shown, and this is what a check wants of it
    assert max(map(letters.count, "ABC")) < 0.6 * len(letters)  # nobody learns always to say A
