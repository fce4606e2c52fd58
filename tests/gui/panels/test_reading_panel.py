"""The reading page as people see and use it: with real networks, real clicks and keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from timing import cpu_seconds
from trainers import CORPUS, make_run, train

from rnnviz.captions.page import COMING
from rnnviz.captions.reading import character_caption, reach_caption, value_caption
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.reading import EMPTY, ReadingPanel
from rnnviz.lab.panels import ONE_UNIT, REACH
from rnnviz.probes.page import LONGEST_LEAD, PAGE
from rnnviz.tasks.text import read_text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
TEXT = "the sea is old, and grey:\nthe moon goes over it again\n" * 100


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


def look(panel, run):
    """Show the panel what it asks for, until it asks for nothing else."""
    asked = None
    while asked != panel.needs():
        asked = panel.needs()
        with np.errstate(all="ignore"):
            panel.show_snapshot(run.snapshot(run.measure(asked)))


def choose(panel, colour):
    panel.controls.colour.setCurrentIndex(panel.controls.colour.findData(colour))


def middle(panel, place):
    return panel.page.area(place).center()


def shade(panel, place):
    """The colour behind a character, at a corner that no letter reaches."""
    panel.page.point(None)
    area = panel.page.area(place)
    return panel.page.grab().toImage().pixelColor(area.topLeft() + QPoint(0, area.height() - 1))


def test_it_begins_with_a_sentence(qtbot):
    panel = ReadingPanel()
    qtbot.addWidget(panel)
    assert panel.page.message == EMPTY
    panel.show_snapshot(make_run().snapshot())
    assert panel.page.message == COMING


def test_the_first_page_of_the_held_out_text_is_read(panel, run):
    held_out = run.corpus.split(run.settings.validation)[1]
    assert "".join(panel.page.symbols) == run.corpus.decode(held_out[:PAGE])
    assert panel.controls.turner.part.currentText() == "held-out text"
    assert "bits" in panel.words.text()


def test_a_page_is_turned_by_button_and_by_key_and_read_on(panel, run, qtbot):
    panel.controls.turner.part.setCurrentIndex(1)
    look(panel, run)
    learned = run.corpus.decode(run.corpus.split(run.settings.validation)[0])
    assert "".join(panel.page.symbols) == learned[:PAGE]
    assert panel.controls.turner.where.text() == "page 1 of 7"
    assert not panel.controls.turner.back.isEnabled()
    QTest.mouseClick(panel.controls.turner.on, Qt.MouseButton.LeftButton)
    look(panel, run)
    assert "".join(panel.page.symbols) == learned[PAGE : 2 * PAGE]
    assert panel.controls.turner.where.text() == "page 2 of 7"
    (asked,) = panel.needs()
    assert asked.option("lead", "") == learned[PAGE - LONGEST_LEAD : PAGE]
    panel.page.setFocus()
    QTest.keyClick(panel.page, Qt.Key.Key_PageDown)
    assert panel.controls.turner.page == 2
    QTest.keyClick(panel.page, Qt.Key.Key_PageUp)
    QTest.keyClick(panel.page, Qt.Key.Key_PageUp)
    look(panel, run)
    assert "".join(panel.page.symbols) == learned[:PAGE]


def test_what_surprises_more_has_more_colour(panel):
    found = panel._page.reading
    known = np.flatnonzero(np.arange(PAGE)[: len(found.surprise)] > 0)[:200]
    order = known[np.argsort(found.surprise[known])]
    least, most = shade(panel, int(order[0])), shade(panel, int(order[-1]))
    assert least.lightness() > most.lightness() + 30
    assert shade(panel, 0).name() == LIGHT.base  # nothing is known of the first


def test_pointing_at_a_character_tells_its_surprise_and_what_was_expected(panel):
    QTest.mouseMove(panel.page, middle(panel, 30))
    assert panel.page.place == 30
    assert panel.words.toolTip() == character_caption(panel._page.reading, 30)
    QTest.keyClick(panel.page, Qt.Key.Key_Right)
    assert panel.page.place == 31


def test_one_units_gate_is_shown_and_the_next_by_a_key(panel, run):
    choose(panel, ONE_UNIT)
    panel.controls.unit.setText("3")
    panel.controls.signal.setCurrentIndex(panel.controls.signal.findData("f"))
    look(panel, run)
    found = panel._page.reading
    assert (found.unit, found.signal, found.layer) == (3, "f", 1)
    assert (panel.page.scale.low, panel.page.scale.high) == (0.0, 1.0)
    QTest.keyClick(panel.controls.unit, Qt.Key.Key_Up)
    look(panel, run)
    assert panel._page.reading.unit == 4
    panel.controls.layer.setCurrentIndex(0)
    look(panel, run)
    assert panel._page.reading.layer == 0
    panel.page.point(5)
    assert panel.words.toolTip() == value_caption(panel._page.reading, 5)


def test_reach_is_that_of_the_character_pointed_at(panel, run):
    choose(panel, REACH)
    QTest.mouseMove(panel.page, middle(panel, 60))
    look(panel, run)
    reach = panel._page.more
    assert reach.place == 60
    assert panel.words.toolTip() == reach_caption(reach, panel._page.reading.symbols)
    assert np.isnan(panel.page.values[60:]).all()
    largest = int(np.argmax(reach.norms))
    assert panel.page.values[largest] == 0.0
    QTest.keyClick(panel.page, Qt.Key.Key_Left)
    look(panel, run)
    assert panel._page.more.place == 59
    panel.page.point(None)  # what was pointed at last stays
    look(panel, run)
    assert panel._page.more.place == 59


def test_a_click_looks_into_the_cell_where_that_character_is_read(panel, run, qtbot):
    choose(panel, ONE_UNIT)
    panel.controls.unit.setText("7")
    look(panel, run)
    with qtbot.waitSignal(panel.look_into) as caught:
        QTest.mouseClick(panel.page, Qt.MouseButton.LeftButton, pos=middle(panel, 20))
    (place,) = caught.args
    assert (place.step, place.unit, place.layer) == (20, 7, 1)
    assert place.phrase[: 20 + 1] == "".join(panel.page.symbols[:21])
    panel.controls.turner.turn_to(0)
    choose(panel, "surprise")
    panel.controls.turner.part.setCurrentIndex(1)
    panel.controls.turner.turn_to(1)
    look(panel, run)
    with qtbot.waitSignal(panel.look_into) as caught:
        panel.page.point(20)
        QTest.keyClick(panel.page, Qt.Key.Key_Return)
    (place,) = caught.args
    assert place.step == LONGEST_LEAD + 20
    assert place.phrase[place.step] == panel.page.symbols[20]
    assert place.unit is None


def test_training_colours_the_page_anew(panel, run):
    before = panel._page.reading.mean
    later = make_run(read_text(TEXT, "sea"), cell="lstm", layers=2, hidden=12, steps=300)
    train(later, 300)
    look(panel, later)
    assert panel._page.reading.mean < before


def test_a_task_without_a_text_says_so(panel):
    look(panel, train(make_run(None, task="adding"), 3))
    assert "choose the task Text" in panel.page.message
    assert panel.controls.turner.isHidden()


def test_a_diverged_network_says_so_for_every_colour(panel, run):
    lost = train(make_run(read_text(TEXT, "sea")), 3)
    lost.trainer.network.flat[...] = np.nan
    for colour in ("surprise", ONE_UNIT, REACH):
        choose(panel, colour)
        look(panel, lost)
        assert "no longer finite" in panel.page.message


def test_a_text_without_a_held_out_part_offers_only_what_is_learned(panel):
    look(panel, train(make_run(CORPUS, validation=0.0), 3))
    part = panel.controls.turner.part
    assert [part.itemText(row) for row in range(part.count())] == ["training text", "own text"]
    look(panel, train(make_run(CORPUS, validation=0.1), 3))
    assert panel.controls.turner.part.currentText() == "held-out text"


def test_a_second_panel_reads_the_same_page(panel, run, qtbot):
    second = ReadingPanel()
    qtbot.addWidget(second)
    second.show_corpus(run.corpus, (2.9,))
    look(second, run)
    panel.controls.turner.part.setCurrentIndex(1)
    panel.controls.turner.turn_to(3)
    choose(panel, REACH)
    look(panel, run)
    panel.page.point(99)
    second.follow(panel)
    look(second, run)
    assert second.needs() == panel.needs()


@pytest.mark.parametrize("size", [(200, 120), (380, 250), (900, 600)])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_size_and_look_is_painted(panel, run, size, theme):
    panel.set_theme(theme)
    panel.resize(*size)
    for colour in ("surprise", ONE_UNIT, REACH):
        choose(panel, colour)
        look(panel, run)
        assert not panel.grab().isNull()
        assert not panel.page.message


def test_a_frame_of_800_characters_takes_under_3_ms(panel, run):
    panel.controls.turner.part.setCurrentIndex(1)
    look(panel, run)
    panel.resize(900, 900)
    panel.grab()
    assert len(panel.page.symbols) == PAGE
    results = [run.measure(panel.needs()) for _ in range(2)]
    snapshots = [run.snapshot(result) for result in results]

    def frame(turn):
        panel.show_snapshot(snapshots[turn % 2])
        panel.page.repaint()

    assert cpu_seconds(frame, 20) < 0.003
