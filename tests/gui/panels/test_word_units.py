"""The few units that tell most of word ends: found by name, in thicker rows, words marked."""

import numpy as np
import pytest
from test_hidden_units import found, point_at, snapshot, wave

from rnnviz.captions.unit_finder import followed
from rnnviz.gui.panels.hidden_units import COMING, HiddenUnitsPanel
from rnnviz.gui.plotting.heat_map.marks import DARK
from rnnviz.lab.panels import SPACES, WORD_ENDS
from rnnviz.probes.unit_finder import UnitFinder
from rnnviz.tasks.text import read_text


def following(correlation, feature="word_end"):
    correlation = np.array(correlation, float)
    score = (1 + np.abs(correlation)) / 2
    return UnitFinder(feature, "", correlation, score, np.nan, 500, 90, "h", 0)


ENDS = following([0.1, np.nan, -0.7, 0.3, 0.2, 0.6, 0.0, 0.05])


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
    results = {r: ends if r.probe == "unit_finder" else states for r in panel.needs()}
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
    (ranking,) = (r for r in panel.needs() if r.probe == "unit_finder")
    assert ranking.option("text", "") == text[-len(text) // 10 :][:1000]
    assert ranking.option("feature", "") == "word_end"
    panel.choose("units", "all")
    assert all(r.probe != "unit_finder" for r in panel.needs())


def test_the_best_at_spaces_are_others(panel, qtbot):
    ends = following([0, 0, 0, 0, 0.9, 0, 0, -0.95], "between")
    panel.choose("units", SPACES)
    show(panel, found(wave(15, 8)), ends)
    assert panel.map.labels.rows[:2] == (7, 4)
    assert followed(ends) == "Unit 7 falls between words: correlation −0.95."


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
    other = following(ENDS.correlation[::-1])
    show(panel, states, other)
    assert panel.map.labels.rows == (5, 2, 4, 3, 7)


def test_pointing_reads_the_value_of_the_unit_in_the_row(panel, qtbot):
    show(panel, found(wave(15, 8)), ENDS)
    point_at(qtbot, panel, 1, 4)
    assert panel.words.text().startswith("unit 5 after")


def test_units_that_never_change_are_said_to(panel):
    still = following([np.nan] * 8)
    assert followed(still) == "No unit changes along this text."
    show(panel, found(np.zeros((15, 8))), still)
    assert panel.map.labels.rows == (0, 1, 2, 3, 4)
