"""The unit finder as people see and use it: features, patterns, both controls, clicks."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from timing import cpu_seconds
from trainers import make_run, train

from rnnviz.captions.unit_finder import unit_caption, verdict
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.units import COMING, EMPTY, UnitsPanel
from rnnviz.lab import panels as kinds
from rnnviz.probes.text_labels import FEATURES, PATTERN
from rnnviz.probes.unit_finder import UnitFinder
from rnnviz.tasks.text import read_text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
WORDS = "the sea is old and grey the moon goes over it again so far (out) and never back\n"


def text(seed=0):
    rng = np.random.default_rng(seed)
    return "".join(
        " ".join(rng.choice(WORDS.split(), rng.integers(3, 9))) + "\n" for _ in range(400)
    )


@pytest.fixture(scope="module")
def run():
    made = make_run(read_text(text(), "sea"), cell="lstm", layers=2, hidden=24, steps=400)
    return train(made, 400)


@pytest.fixture
def panel(qtbot, run):
    panel = UnitsPanel()
    qtbot.addWidget(panel)
    panel.resize(500, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_corpus(run.corpus, ())
    look(panel, run)
    return panel


def look(panel, run):
    asked = None
    while asked != panel.needs():
        asked = panel.needs()
        with np.errstate(all="ignore"):
            panel.show_snapshot(run.snapshot(run.measure(asked)))


def choose(panel, run, feature, pattern=""):
    panel.feature.setCurrentIndex(panel.feature.findData(feature))
    panel.pattern.setText(pattern)
    look(panel, run)


def bar(panel, place):
    column, row = panel.bars.spots()[place]
    return QPoint(int(column) - 3, int(row))


def test_it_begins_with_a_sentence(qtbot, run):
    panel = UnitsPanel()
    qtbot.addWidget(panel)
    assert panel.bars.message == EMPTY
    panel.show_snapshot(run.snapshot())
    assert panel.bars.message == COMING


def test_lessons_may_choose_what_the_panel_offers(panel):
    assert (*FEATURES, PATTERN) == kinds.FEATURES
    offered = [panel.feature.itemData(row) for row in range(panel.feature.count())]
    assert offered == list(kinds.FEATURES)


def test_the_best_units_stand_there_best_first_beside_both_controls(panel, run):
    choose(panel, run, "between")
    found, before = panel._found, panel._untrained
    assert panel.bars.bars == tuple(sorted(panel.bars.bars, reverse=True))
    assert panel.bars.names[0] == f"unit {found.best}"
    assert panel.bars.bars[0] == found.best_score
    assert [control.score for control in panel.bars.controls] == [found.chance, before.best_score]
    assert panel.bars.low == 0.5
    assert panel.words.toolTip().startswith(verdict(found, before))


def test_what_was_found_at_step_0_is_that_of_the_untrained_network(panel, run):
    choose(panel, run, "word_start")
    fresh = make_run(run.corpus, cell="lstm", layers=2, hidden=24, steps=400)
    (asked,) = (one for one in panel.needs() if one.probe == "unit_finder")
    expected = fresh.measure([asked])[asked]
    np.testing.assert_array_equal(panel._untrained.score, expected.score)
    assert not np.array_equal(panel._found.score, expected.score)


def test_a_pattern_is_typed_and_a_bad_one_is_a_sentence(panel, run):
    assert panel.pattern.isHidden()
    choose(panel, run, PATTERN)
    assert panel.pattern.isVisible()
    assert "regular expression" in panel.bars.message
    panel.pattern.setFocus()
    QTest.keyClicks(panel.pattern, "(the")
    look(panel, run)
    assert "is no pattern" in panel.bars.message
    QTest.keyClicks(panel.pattern, "|sea)+")
    look(panel, run)
    assert isinstance(panel._found, UnitFinder)
    assert "“(the|sea)+” matches" in panel.words.toolTip()
    panel.pattern.setText("(a+)+(a+)+$" * 10)
    look(panel, run)  # what would take `re` for ever


def test_a_click_and_a_key_show_the_unit_on_the_page(panel, run, qtbot):
    choose(panel, run, "between")
    with qtbot.waitSignal(panel.page_wanted) as caught:
        QTest.mouseClick(panel.bars, Qt.MouseButton.LeftButton, pos=bar(panel, 1))
    (place,) = caught.args
    assert f"unit {place.unit}" == panel.bars.names[1]
    assert place.layer == 1
    panel.layer.setCurrentIndex(0)
    look(panel, run)
    panel.bars.setFocus()
    QTest.keyClick(panel.bars, Qt.Key.Key_Down)
    unit = panel._shown[panel.bars.pointed]
    assert panel.bars.accessibleDescription() == unit_caption(panel._found, unit)
    with qtbot.waitSignal(panel.page_wanted) as caught:
        QTest.keyClick(panel.bars, Qt.Key.Key_Return)
    assert (caught.args[0].layer, caught.args[0].unit) == (0, unit)


def test_a_task_without_a_text_says_so(panel):
    look(panel, train(make_run(None, task="adding"), 3))
    assert "choose the task Text" in panel.bars.message


def test_a_diverged_network_says_so(panel, run):
    lost = train(make_run(run.corpus), 3)
    lost.trainer.network.flat[...] = np.nan
    look(panel, lost)
    assert "no longer finite" in panel.bars.message


def test_another_feature_forgets_what_was_found(panel, run):
    choose(panel, run, "between")
    panel.feature.setCurrentIndex(panel.feature.findData("brackets"))
    assert panel.bars.message == COMING
    look(panel, run)
    assert panel._found.feature == "brackets"


@pytest.mark.parametrize("size", [(200, 120), (380, 250), (900, 600)])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_size_and_look_is_painted(panel, run, size, theme):
    panel.set_theme(theme)
    panel.resize(*size)
    for feature in ("word_start", "newline"):
        choose(panel, run, feature)
        assert not panel.grab().isNull()
    assert len(panel.bars.names) == min(24, panel.bars.most)


def test_a_frame_costs_little(panel, run):
    choose(panel, run, "between")
    snapshots = [run.snapshot(run.measure(panel.needs())) for _ in range(2)]

    def frame(turn):
        panel.show_snapshot(snapshots[turn % 2])
        panel.bars.repaint()

    assert cpu_seconds(frame, 20) < 0.005
