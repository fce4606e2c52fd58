"""Words of which only whole sentences are shown."""

import pytest
from PySide6.QtGui import QFontMetrics

from rnnviz.gui.widgets.fitted_label import FittedLabel
from rnnviz.gui.widgets.fitting import fitting

TEXT = "The bound 0.9 is below 1. The radius 0.8 decides neither. Measured along 19 steps."


@pytest.fixture
def label(qtbot):
    label = FittedLabel("Words")
    qtbot.addWidget(label)
    label.resize(300, 40)
    return label


def test_as_many_sentences_are_shown_as_there_is_room_for(label):
    metrics = QFontMetrics(label.font())
    wide = metrics.horizontalAdvance(TEXT) + 10
    assert fitting(TEXT, metrics, wide, 1) == TEXT
    assert fitting(TEXT, metrics, wide - 20, 1) == TEXT.removesuffix(" Measured along 19 steps.")
    assert fitting(TEXT, metrics, wide // 2, 3) == TEXT


def test_a_sentence_without_room_becomes_a_number_or_nothing(label):
    metrics = QFontMetrics(label.font())
    assert fitting(TEXT, metrics, metrics.horizontalAdvance("The bound 0.9 is") + 2, 1) == "0.9"
    assert fitting(TEXT, metrics, metrics.horizontalAdvance("0.9") + 1, 1) == "0.9"
    assert fitting(TEXT, metrics, 1, 1) == ""
    assert fitting("", metrics, 100, 1) == ""


def test_all_of_it_is_in_the_tooltip_and_a_number_keeps_its_sign(label):
    label.make_room(60, 1, TEXT)
    label.tell_now("About 5 % of all. " + TEXT)
    assert label.toolTip() == "About 5\N{NO-BREAK SPACE}% of all. " + TEXT
    assert label.accessibleDescription() == label.toolTip()
    assert len(label.text()) < len(label.toolTip())


def test_room_is_made_for_the_longest_text_and_no_more(label):
    lines = label.fontMetrics().lineSpacing()
    label.make_room(10_000, 5, TEXT)
    assert label.height() == lines + 2
    label.make_room(100, 3, TEXT)
    assert label.height() == 3 * lines + 2
    label.make_room(100, 0, TEXT)
    assert not label.isVisibleTo(None)


def test_a_label_that_grows_shows_more(label, qtbot):
    label.make_room(100, 1, TEXT)
    with qtbot.waitExposed(label):
        label.show()
    label.tell_now(TEXT)
    before = label.text()
    label.resize(2000, label.height())
    assert label.text() == TEXT != before
