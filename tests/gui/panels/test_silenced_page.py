"""Silenced units and a changed character on the reading page, with real clicks and keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from test_reading_panel import TEXT, choose, look, middle
from trainers import make_run, train

from rnnviz.captions.changed_character import change_caption
from rnnviz.captions.silence import character_cost_caption, cost_caption, text_caption
from rnnviz.gui.panels.reading import ReadingPanel
from rnnviz.lab.panels import CHANGE, COST, ONE_UNIT, SAMPLE
from rnnviz.tasks.text import read_text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only


@pytest.fixture(scope="module")
def run():
    return train(make_run(read_text(TEXT, "sea"), cell="lstm", layers=2, hidden=12), 30)


@pytest.fixture
def panel(qtbot, run):
    panel = ReadingPanel()
    qtbot.addWidget(panel)
    panel.resize(700, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_corpus(run.corpus, (2.9,))
    look(panel, run)
    return panel


def test_units_are_silenced_by_a_tick_and_restored_by_another(panel, run):
    before = panel._page.reading
    choose(panel, ONE_UNIT)
    panel.controls.unit.setText("5")
    assert panel.controls.silencer.isHidden()
    QTest.mouseClick(panel.controls.silencer.box, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert panel.controls.silencer.units.text() == "5"
    look(panel, run)
    assert panel._page.reading.held.units == (5,)
    assert not panel._page.reading.values.any()
    choose(panel, "surprise")
    look(panel, run)
    found, whole = panel._page.reading, panel._page.whole
    np.testing.assert_array_equal(whole.surprise, before.surprise)
    assert panel.words.toolTip() == cost_caption(found, whole)
    assert f"instead of {whole.mean:.2f}" in panel.words.toolTip()
    QTest.mouseClick(panel.controls.silencer.box, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    look(panel, run)
    assert panel._page.reading.held is None
    np.testing.assert_array_equal(panel._page.reading.surprise, before.surprise)
    assert panel.controls.silencer.isHidden()
    choose(panel, ONE_UNIT)
    panel.controls.unit.setText("7")
    QTest.mouseClick(panel.controls.silencer.box, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert panel.controls.silencer.units.text() == "7"


def test_the_cost_of_silence_and_a_sample_are_offered_while_there_is_silence(panel, run):
    offered = panel.controls.colour.count()
    panel.controls.silencer.units.setText("3, 5-7")
    assert panel.controls.silencer.box.isChecked()
    assert panel.controls.colour.count() == offered + 2
    panel.controls.silencer.to.setCurrentIndex(1)
    choose(panel, COST)
    look(panel, run)
    found, whole = panel._page.reading, panel._page.whole
    assert (found.held.units, found.held.is_zero) == ((3, 5, 6, 7), False)
    np.testing.assert_array_equal(panel.page.values, found.surprise - whole.surprise)
    QTest.mouseMove(panel.page, middle(panel, 30))
    assert panel.words.toolTip() == character_cost_caption(found, whole, 30)
    choose(panel, SAMPLE)
    look(panel, run)
    written = panel._page.more
    assert f"all units:\n{written.whole}" in "".join(panel.page.symbols)
    assert "".join(panel.page.symbols).endswith(f"silenced:\n{written.text}")
    assert panel.words.toolTip() == text_caption(written)
    panel.page.point(20)
    QTest.keyClick(panel.page, Qt.Key.Key_Return)  # nothing to look into
    panel.controls.silencer.box.setChecked(False)
    look(panel, run)
    assert panel.controls.what == "surprise"
    assert panel.page.symbols == panel._page.reading.symbols


def test_a_unit_that_is_not_there_is_a_sentence(panel, run):
    panel.controls.silencer.units.setText("3, 99")
    look(panel, run)
    assert "There is no unit 99" in panel.words.toolTip()
    assert panel._page.reading.held is None
    panel.controls.silencer.units.setText("")
    assert not panel.controls.silencer.box.isChecked()


def test_a_changed_character_colours_what_comes_after_it(panel, run):
    choose(panel, CHANGE)
    QTest.mouseMove(panel.page, middle(panel, 50))
    look(panel, run)
    change = panel._page.more
    assert change.place == 50
    assert np.isnan(panel.page.values[:50]).all()
    np.testing.assert_array_equal(panel.page.values[50:], change.variation)
    assert panel.words.toolTip().replace("\xa0", " ") == change_caption(change)
    assert panel.curves.isVisible()
    assert [curve.label for curve in panel.curves.layers[:3]] == [
        "h of layer 1, of its length", "h of layer 2, of its length", "",
    ]  # fmt: skip
    panel.controls.instead.setText("x")
    look(panel, run)
    assert "'x'" in panel.page.message  # the text has none
    panel.controls.instead.setText("\\n")
    look(panel, run)
    assert panel._page.more.instead == "\n"
    choose(panel, "surprise")
    assert panel.curves.isHidden()


def test_an_own_text_is_read_and_one_of_its_characters_changed(panel, run):
    panel.controls.turner.part.setCurrentIndex(2)
    own = panel.controls.turner.own
    assert own.isVisible()
    assert panel.controls.turner.back.isHidden()
    look(panel, run)
    assert "".join(panel.page.symbols) == own.hint
    own.setFocus()
    QTest.keyClicks(own, "the old sea")
    look(panel, run)
    assert "".join(panel.page.symbols) == "the old sea"
    choose(panel, CHANGE)
    look(panel, run)
    assert panel._page.more.place == len("the old sea") // 2
    QTest.keyClicks(own, " #")
    look(panel, run)
    assert "'#'" in panel.page.message
    panel.controls.turner.part.setCurrentIndex(0)
    look(panel, run)
    assert own.isHidden()
    assert len(panel.page.symbols) > 100


@pytest.mark.parametrize("what", [CHANGE, "reach"])
def test_a_page_that_is_turned_before_the_rest_is_measured_is_painted(panel, run, what):
    choose(panel, what)
    look(panel, run)
    panel.page.point(300)
    look(panel, run)
    panel.controls.turner.part.setCurrentIndex(2)
    for text in ("a", "the old sea", ""):
        panel.controls.turner.own.setText(text)
        one_by_one(panel, run, reverse=len(text) == 1)
    panel.controls.turner.part.setCurrentIndex(0)
    panel.controls.point(300)
    one_by_one(panel, run, reverse=True)
    look(panel, run)
    assert panel._page.more.place == 300


def one_by_one(panel, run, reverse):
    """Show the results one after the other: the page first or, in reverse, last."""
    requests = sorted(panel.needs(), key=lambda one: one.probe != "reading", reverse=reverse)
    for request in requests:
        panel.show_snapshot(run.snapshot(run.measure([request])))
        assert not panel.page.grab().isNull()
