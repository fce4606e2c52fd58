"""The long-memory bench as a teacher starts, reads and stops it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rnnviz.gui.bench_dialog import BenchDialog, outcome
from rnnviz.gui.theme import LIGHT
from rnnviz.lab.memory_bench import Result

PATIENCE = 15_000


@pytest.fixture
def dialog(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = BenchDialog(parent, LIGHT)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def cells(dialog, row):
    return [dialog.table.item(row, column).text() for column in range(5)]


def test_a_run_that_is_solved_fills_the_table_and_the_chart(dialog, qtbot):
    dialog.form.lengths.setText("5")
    dialog.form.seeds.setValue(1)
    for name in ("lstm", "gru"):
        dialog.form.cells[name].setChecked(False)
    press(qtbot, dialog.start)
    assert not dialog.form.isEnabled()
    qtbot.waitUntil(lambda: dialog.words.text() == "All runs are over.", timeout=PATIENCE)
    assert dialog.table.rowCount() == 1
    cell, length, seed, words, score = cells(dialog, 0)
    assert (cell, length, seed) == ("Vanilla RNN", "5", "0")
    assert words.startswith("solved after ")
    assert float(score) >= 0.97
    assert dialog.curves["vanilla"].y.tolist() == pytest.approx([float(score)], abs=1e-3)
    assert dialog.start.isEnabled()


def test_a_run_that_gives_up_is_said_to_have_failed(dialog, qtbot):
    dialog.form.lengths.setText("50")
    dialog.form.seeds.setValue(1)
    dialog.form.max_steps.setValue(100)
    press(qtbot, dialog.start)
    qtbot.waitUntil(lambda: dialog.words.text() == "All runs are over.", timeout=PATIENCE)
    assert {cells(dialog, row)[3] for row in range(3)} == {"failed: not solved in 100 steps"}


def test_stopping_keeps_what_is_done(dialog, qtbot):
    dialog.form.lengths.setText("5, 100")
    press(qtbot, dialog.start)
    qtbot.waitUntil(lambda: dialog.table.rowCount() >= 1, timeout=PATIENCE)
    press(qtbot, dialog.stop)
    qtbot.waitUntil(lambda: dialog.words.text().startswith("Stopped: "), timeout=PATIENCE)
    assert 1 <= dialog.table.rowCount() < 12
    assert dialog.form.isEnabled()


def test_closing_while_it_runs_ends_the_thread(dialog, qtbot):
    press(qtbot, dialog.start)
    qtbot.waitUntil(lambda: "step" in dialog.words.text(), timeout=PATIENCE)
    dialog.close()
    assert dialog._bench is None or dialog._bench.isFinished()


@pytest.mark.parametrize(
    ("lengths", "reason"),
    [("", "No length"), ("five", "whole numbers"), ("1", "between"), ("5, 100000", "between")],
)
def test_lengths_that_are_none_are_refused_in_words(dialog, qtbot, lengths, reason):
    dialog.form.lengths.setText(lengths)
    press(qtbot, dialog.start)
    assert reason in dialog.words.text()
    assert dialog.start.isEnabled()


def test_no_cell_is_refused(dialog, qtbot):
    for box in dialog.form.cells.values():
        box.setChecked(False)
    press(qtbot, dialog.start)
    assert "No cell" in dialog.words.text()


def test_a_diverged_run_is_named_so():
    result = Result("lstm", 5, 0, False, 12, 0.5, 0.1, True)
    assert outcome(result) == "failed: diverged after 12 steps"


def test_the_window_that_closes_ends_the_bench(window, qtbot):
    window.commands.memory_bench.trigger()
    dialog = window.findChild(BenchDialog)
    press(qtbot, dialog.start)
    qtbot.waitUntil(lambda: "step" in dialog.words.text(), timeout=PATIENCE)
    bench = dialog._bench
    window.close()
    assert bench.isFinished()
