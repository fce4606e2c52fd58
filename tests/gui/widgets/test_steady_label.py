"""A line of live words that is never cut in the middle of a letter."""

from functools import partial
from time import sleep

import pytest

from rnnviz.captions.wordings import Worded
from rnnviz.gui.widgets.steady_label import PAUSE, SteadyLabel

TEXT = "Sum over rows = BPTT: residual 0.0000003 (relative)."


@pytest.fixture
def label(qtbot):
    label = SteadyLabel()
    qtbot.addWidget(label)
    label.resize(900, 20)
    with qtbot.waitExposed(label):
        label.show()
    label.say_now(TEXT)
    return label


def width(label):
    return label.fontMetrics().horizontalAdvance(label.text())


def test_a_line_that_is_too_long_has_a_shorter_wording_and_comes_back(label, qtbot):
    assert label.text() == TEXT
    label.resize(150, 20)
    qtbot.waitUntil(lambda: label.text() != TEXT)
    assert label.text() == "residual 0.0000003"
    assert width(label) <= 150
    label.resize(80, 20)
    qtbot.waitUntil(lambda: label.text() == "0.0000003")
    assert label.toolTip() == TEXT
    label.resize(900, 20)
    qtbot.waitUntil(lambda: label.text() == TEXT)


def test_a_new_line_is_shortened_as_well(label, qtbot):
    label.resize(150, 20)
    qtbot.waitUntil(lambda: label.text() != TEXT)
    label.say_now(f"This line is about {TEXT}")
    assert label.text() == "residual 0.0000003"
    label.say_now(Worded(TEXT, "residual 3e-7", "3e-7"))
    assert label.text() == "residual 3e-7"


def test_larger_letters_shorten_it(label):
    label.resize(width(label) + 4, 20)
    font = label.font()
    font.setPointSizeF(2 * font.pointSizeF())
    label.setFont(font)
    assert label.text() == "residual 0.0000003"


def test_words_of_several_lines_take_as_many_as_they_need(label):
    label.setWordWrap(True)
    label.set_lines(3)
    label.resize(150, 60)
    label.say_now(TEXT)
    assert label.text() == TEXT
    label.set_lines(1)
    assert label.text() == "residual 0.0000003"


def test_words_that_nobody_reads_are_not_made(label, qtbot):
    made = []

    def words(number):
        made.append(number)
        return f"the {number}th"

    qtbot.wait(PAUSE + 50)
    for number in range(50):
        label.say(partial(words, number))
    assert label.text() == "the 0th"
    qtbot.waitUntil(lambda: label.text() == "the 49th")
    assert made == [0, 49]
    label.say(partial(words, 50))
    label.say_now("and that is that")
    qtbot.wait(2 * PAUSE)
    assert label.text() == "and that is that"
    assert made == [0, 49]


def test_words_that_fail_say_so_in_their_place_and_the_next_are_shown(qtbot):
    label = SteadyLabel()
    qtbot.addWidget(label)
    label.resize(900, 30)
    with qtbot.captureExceptions() as told:
        label.say_now(lambda: 1 / 0)
    assert "failed" in label.text()
    assert [kind for kind, *_ in told] == [ZeroDivisionError]
    label.say_now(lambda: "all is well")
    assert label.text() == "all is well"


def test_words_that_are_due_come_with_the_next_ones_and_not_after_them(label):
    label.say("the first")
    label.say("the second")
    assert label.text() == TEXT
    sleep(PAUSE / 1000 + 0.01)  # no timer is heard meanwhile
    label.say("the third")
    assert label.text() == "the third"
