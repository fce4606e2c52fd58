"""The task panel: scores with their lines, an example of every kind, and texts."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.task import EMPTY, OF_TEXTS, TaskPanel
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks import DRAWN
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.task import Example, NumberRow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
COPIED = Example(
    "abcdefghab" + 30 * "-" + "|" + 10 * "-", 41 * "-" + "abcdefghab", 41 * "-" + "xbcdexghab"
)
SIZES = [(200, 120), (330, 220), (480, 330), (900, 300), (1600, 1000)]


@pytest.fixture
def panel(qtbot):
    panel = TaskPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def trained(task, steps=3):
    settings = Settings().change(task=task, hidden=4, batch=2, steps=steps)
    trainer = Trainer(settings, BUILTIN["hello"].load() if task == "text" else None)
    for _ in trainer:
        pass
    return trainer


def show(panel, trainer):
    panel.show_snapshot(trainer.snapshot(trainer.measure(panel.needs())))


@pytest.mark.parametrize("task", DRAWN)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_task_is_shown_in_every_size(panel, task, theme):
    panel.set_theme(theme)
    trainer = trained(task)
    show(panel, trainer)
    for size in SIZES:
        panel.resize(*size)
        QTest.qWait(0)
        assert not panel.grab().isNull()
    names = [line.name for line in panel.plot.references]
    assert names == [trainer.feed.facts.line[0], "solved"]
    assert "solved" in panel.words.text().lower()


def test_a_sine_is_drawn_as_series_wanted_and_forecast(panel):
    show(panel, trained("noisy_sine"))
    shown = panel.example.plot.shown
    assert [curve.label for curve in shown] == ["series", "wanted", "forecast"]
    assert all(curve.x.size == 50 for curve in shown)
    assert not panel.example.text.isVisible()


@pytest.mark.parametrize("size", [(240, 330), (330, 400), (480, 330), (900, 330), (900, 600)])
@pytest.mark.parametrize("task", ["adding", "noisy_sine"])
def test_the_legend_of_an_example_covers_none_of_its_lines(panel, task, size, qtbot):
    panel.resize(*size)
    show(panel, trained(task))
    qtbot.wait(10)
    plot = panel.example.plot
    plot._overlay.grab()
    backdrop = plot._overlay._backdrop
    at_ends = [label.stamp for label in backdrop._labels]  # of a plot too small for a legend
    legend = [stamp.area for stamp in backdrop.stamps if stamp not in at_ends]
    tops = [plot._overlay.scale.rows(curve.y).min() for curve in plot.shown]
    assert all(min(tops) > area.bottom() for area in legend)


def test_what_was_wanted_can_be_told_from_the_series_that_it_lies_on(panel):
    show(panel, trained("noisy_sine"))
    series, wanted, forecast = (curve.look for curve in panel.example.plot.shown)
    assert (series.markers, wanted.markers, forecast.markers) == (False, True, False)


def test_the_only_line_of_an_example_is_named_at_its_axis(panel):
    only = NumberRow("series", np.arange(1, 6), np.arange(5.0))
    panel.example.show_example(Example("", "", "", (only,)))
    assert panel.example.plot.axes[1].title == "series"
    show(panel, trained("adding"))
    assert panel.example.plot.axes[1].title == "value"


def test_of_the_words_about_the_score_whole_sentences_are_shown(panel):
    show(panel, trained("first_element"))
    whole = panel.words.text()
    assert whole.endswith("\N{NO-BREAK SPACE}%. Solved at 97\N{NO-BREAK SPACE}%.")
    panel.resize(280, 330)
    QTest.qWait(0)
    assert panel.words.text() == whole.split(" Solved")[0]
    assert panel.words.toolTip() == whole


def test_symbols_are_written_below_each_other_with_their_mistakes(panel):
    show(panel, trained("copying"))
    panel.example.show_example(COPIED)
    rows = panel.example.text.toPlainText().splitlines()
    assert [row.split()[0] for row in rows] == ["in", "wanted", "out", "wrong", "2"]
    assert len({len(row) for row in rows[:3]}) == 1
    assert [rows[3][place] for place, sign in enumerate(rows[2]) if sign == "x"] == ["^", "^"]
    (first, _) = panel.example.text.extraSelections()
    assert first.cursor.selectedText() == "x"
    assert not panel.example.plot.isVisible()


@pytest.mark.parametrize("width", [260, 340, 720])
def test_rows_of_symbols_fit_the_panel_with_the_ends_that_count(panel, width):
    show(panel, trained("copying"))
    panel.resize(width, 300)
    panel.example.show_example(COPIED)
    QTest.qWait(0)
    text = panel.example.text
    assert not text.horizontalScrollBar().isVisible()
    rows = text.toPlainText().splitlines()
    assert rows[0].startswith("in     abcdefghab")
    assert rows[1].endswith("-abcdefghab")
    assert max(map(len, rows[:3])) * text.fontMetrics().horizontalAdvance("0") < width


def test_numbers_to_be_added_are_drawn_and_the_sums_written(panel):
    show(panel, trained("adding"))
    text = panel.example.text.toPlainText()
    assert text.startswith("wanted ")
    assert text.splitlines()[1].startswith("marked: ")
    assert [curve.label for curve in panel.example.plot.shown] == ["number", "mark"]


@pytest.mark.parametrize("size", [(355, 297), (520, 300)])
def test_the_words_below_an_example_are_not_cut(panel, size):
    show(panel, trained("adding"))
    panel.resize(*size)
    QTest.qWait(0)
    text = panel.example.text
    assert text.verticalScrollBar().maximum() == 0
    assert text.viewport().height() >= text.blockCount() * text.fontMetrics().lineSpacing()


def test_marks_stand_at_their_own_steps_only(panel):
    show(panel, trained("adding"))
    stems = panel.example.plot.stems
    assert stems.x.size == 2
    lines = stems.polylines(panel.example.plot._overlay.scale)
    assert [len(set(line[:, 0])) for line in lines] == [1, 1]


def test_axes_fit_the_last_example_when_none_follows_it(panel, qtbot):
    steps = np.arange(1, 51)
    flat, far = np.sin(steps / 4), np.full(50, -30.0)
    lines = [NumberRow("series", steps, flat), NumberRow("forecast", steps, far)]
    panel.example.show_example(Example("", "", "", tuple(lines)))
    assert panel.example.plot.view.viewRange()[1][0] <= -30
    panel.example.show_example(Example("", "", "", (lines[0], NumberRow("forecast", steps, flat))))
    qtbot.waitUntil(lambda: panel.example.plot.view.viewRange()[1][0] > -2, timeout=3000)


def test_axes_fit_another_sequence_at_once_and_stay_where_the_user_put_them(panel, qtbot):
    steps = np.arange(1, 51)
    plot = panel.example.plot
    for values in (30 * np.sin(steps), np.cos(steps)):
        panel.example.show_example(Example("", "", "", (NumberRow("series", steps, values),)))
    assert plot.view.viewRange()[1][0] > -2
    plot.view.scaleBy((0.5, 0.5))
    plot._on_moved_by_hand()
    zoomed = plot.view.viewRange()
    panel.example.show_example(Example("", "", "", (NumberRow("series", steps, np.cos(steps)),)))
    qtbot.wait(600)
    assert plot.view.viewRange() == zoomed


def test_another_task_leaves_nothing_of_the_one_before(panel):
    show(panel, trained("noisy_sine"))
    show(panel, trained("first_element"))
    assert [curve.label for curve in panel.example.plot.shown] == ["input", "class"]
    assert [curve.x.size for curve in panel.example.plot.shown] == [20, 1]
    assert not panel.plot.log_y
    show(panel, trained("adding"))
    assert panel.plot.log_y


def test_another_sequence_can_be_asked_for(panel, qtbot):
    trainer = trained("adding")
    show(panel, trainer)
    first = panel.example.example.went_in
    with qtbot.waitSignal(panel.needs_changed):
        QTest.keyClick(panel.index, Qt.Key.Key_Up)
    assert dict(next(iter(panel.needs())).options) == {"index": 1}
    show(panel, trainer)
    assert panel.example.example.went_in != first


def test_a_text_is_explained(panel):
    show(panel, trained("adding"))
    show(panel, trained("text"))
    assert panel.plot.message == OF_TEXTS
    assert not panel.example.isVisible()
    assert not panel.index.isVisible()


def test_before_training_a_sentence_says_what_to_do(panel):
    trainer = Trainer(Settings().change(task="adding", hidden=4), None)
    show(panel, trainer)
    assert panel.plot.message == EMPTY
    assert panel.example.isVisible()
    panel.clear()
    assert not panel.example.isVisible()


def test_scores_that_are_no_numbers_are_named_so(panel):
    snapshot = trained("adding").snapshot()
    curves = dataclasses.replace(snapshot.curves, validation_score=np.array([np.nan], np.float32))
    panel.show_snapshot(dataclasses.replace(snapshot, curves=curves))
    assert "not a number" in panel.words.text()
    assert not panel.grab().isNull()


def test_what_solves_a_task_is_said_so(panel):
    snapshot = trained("first_element").snapshot()
    curves = dataclasses.replace(snapshot.curves, validation_score=np.array([0.99], np.float32))
    panel.show_snapshot(dataclasses.replace(snapshot, curves=curves))
    assert panel.words.text() == "Accuracy 99\N{NO-BREAK SPACE}%: solved"
