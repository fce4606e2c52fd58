"""The numbers in a lesson's text: filled in when they are known, and a gap before."""

from rnnviz.gui.controls.lesson import LessonView
from rnnviz.lessons.reading import parse_lesson

FILLED = """+++
title = "Numbers"
corpus = "hello"
settings = { hidden = 6 }
[[steps]]
restart = true
[[steps]]
run = 5
+++
## One
{hidden} units lose {loss:.2f}, {=3} things, {nonsense:.1f}.
## Two
### Answer
{2-gram:.2f} and {loss:.1f}
"""


def test_numbers_are_filled_in_when_they_are_known(qtbot, tmp_path):
    view = LessonView()
    qtbot.addWidget(view)
    view.show_lesson(parse_lesson(FILLED, "mine.md", tmp_path))
    text = view.text.toPlainText()
    assert "6 units lose …, 3 things, {nonsense:.1f}." in text
    assert "Where … stands, a number is measured when this step is done." in text
    view.show_found({0: {"loss": 2.345}}, ({}, {"2-gram": 1.5}))
    text = view.text.toPlainText()
    assert "lose 2.35," in text
    assert "Where …" not in text
    view.turn_to(1)
    assert "Where …" not in view.text.toPlainText()  # nothing of it is seen yet
    view.reveal.click()
    assert "1.50 and …" in view.text.toPlainText()
    view.show_lesson(parse_lesson(FILLED, "mine.md", tmp_path))
    assert "lose …," in view.text.toPlainText()


def test_a_number_that_is_filled_in_leaves_the_text_where_it_was_scrolled_to(qtbot, tmp_path):
    view = LessonView()
    qtbot.addWidget(view)
    view.resize(240, 200)
    view.show_lesson(parse_lesson(FILLED.replace("things", "things " * 200), "m.md", tmp_path))
    view.show()
    bar = view.text.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    at = bar.value()
    view.show_found({0: {"loss": 2.0}}, ())
    assert bar.value() == at > 0
