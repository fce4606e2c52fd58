"""The few units that tell most of word ends: found by name, in thicker rows, words marked."""

import numpy as np
import pytest
from test_hidden_units import found, point_at, snapshot, wave

from rnnviz.captions import word_ends
from rnnviz.gui.panels.hidden_units import COMING, HiddenUnitsPanel
from rnnviz.gui.plotting.heat_map.marks import DARK
from rnnviz.lab.panels import SPACES, WORD_ENDS
from rnnviz.probes.word_ends import WordEnds
from rnnviz.tasks.text import read_text

ENDS = WordEnds(np.array([0.1, np.nan, -0.7, 0.3, 0.2, 0.6, 0.0, 0.05]), np.zeros(8), 0, 500)


@pytest.fixture
def panel(qtbot):
    panel = HiddenUnitsPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    panel.choose("units", WORD_ENDS)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def show(panel, states, ends):
    results = {r: ends if r.probe == "word_ends" else states for r in panel.needs()}
    panel.show_snapshot(snapshot({r: value for r, value in results.items() if value is not None}))


def test_the_best_are_shown_best_first_and_the_first_is_named(panel, qtbot):
    show(panel, found(wave(15, 8)), ENDS)
    assert panel.map.labels.rows == (2, 5, 3, 4, 0)
    named = "Unit 2 falls where words end: correlation −0.70."
    qtbot.waitUntil(lambda: panel.words.text() == named)
    assert panel.units.isHidden()
    assert panel.map.with_lines


def test_the_ranking_is_asked_for_only_where_it_is_shown(panel):
    text = "the tide comes in and the tide goes out again " * 60
    panel.show_corpus(read_text(text, "tide"), ())
    (ranking,) = (r for r in panel.needs() if r.probe == "word_ends")
    assert ranking.option("text", "") == text[-len(text) // 10 :][:1000]
    panel.choose("units", "all")
    assert all(r.probe != "word_ends" for r in panel.needs())


def test_the_best_at_spaces_are_others(panel, qtbot):
    ends = WordEnds(ENDS.ends, np.array([0, 0, 0, 0, 0.9, 0, 0, -0.95]), 0, 500)
    panel.choose("units", SPACES)
    show(panel, found(wave(15, 8)), ends)
    assert panel.map.labels.rows[:2] == (7, 4)
    assert word_ends.caption(ends, SPACES) == "Unit 7 falls between words: correlation −0.95."


def test_words_have_a_line_at_both_ends(panel):
    show(panel, found(wave(15, 8)), ENDS)  # "shall i compare"
    assert panel.map.boundaries == (5, 6, 7, 8)
    area = panel.map.area(0, 5)
    image = panel.map.grab().toImage()
    assert image.pixelColor(area.left(), area.center().y()) == DARK
    panel.choose("units", "all")
    assert panel.map.boundaries == ()


def test_until_it_is_measured_and_where_there_are_no_words_a_sentence_stands_there(panel):
    show(panel, found(wave(15, 8)), None)
    assert panel.map.message == COMING
    show(panel, found(wave(15, 8)), "Here are no words.")
    assert panel.map.message == "Here are no words."
    show(panel, found(wave(15, 8)), ENDS)
    assert panel.map.message == ""
    panel.clear()
    show(panel, found(wave(15, 8)), None)
    assert panel.map.message == COMING


def test_another_ranking_reorders_the_rows_of_the_same_states(panel):
    states = found(wave(15, 8))
    show(panel, states, ENDS)
    other = WordEnds(ENDS.ends[::-1].copy(), np.zeros(8), 0, 500)
    show(panel, states, other)
    assert panel.map.labels.rows == (5, 2, 4, 3, 7)


def test_pointing_reads_the_value_of_the_unit_in_the_row(panel, qtbot):
    show(panel, found(wave(15, 8)), ENDS)
    point_at(qtbot, panel, 1, 4)
    assert panel.words.text().startswith("unit 5 after")


def test_units_that_never_change_are_said_to(panel):
    still = WordEnds(np.full(8, np.nan), np.zeros(8), 0, 500)
    assert word_ends.caption(still, WORD_ENDS) == "No unit changes along the held-out text."
    show(panel, found(np.zeros((15, 8))), still)
    assert panel.map.labels.rows == (0, 1, 2, 3, 4)
