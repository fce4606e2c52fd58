"""The long-memory bench as a teacher starts, reads and stops it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from rnnviz.captions.memory_bench import caption
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.plotting.live_plot import Nearest
from rnnviz.gui.window.bench_dialog import BenchDialog
from rnnviz.lab import memory_bench
from rnnviz.lab.memory import memory_need, together
from rnnviz.lab.memory_bench import Result
from rnnviz.lab.sweep.engine import Here

PATIENCE = 15_000


@pytest.fixture
def dialog(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = BenchDialog(parent, LIGHT)
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
    for name, box in dialog.form.cells.items():
        box.setChecked(name == "vanilla")
    press(qtbot, dialog.start)
    assert not dialog.form.isEnabled()
    qtbot.waitUntil(lambda: dialog.words.text() == "All runs are over.", timeout=PATIENCE)
    assert dialog.table.rowCount() == 1
    cell, length, seed, words, score = cells(dialog, 0)
    assert (cell, length, seed) == ("Vanilla RNN", "5", "0")
    assert words.startswith("solved after ")
    assert float(score) >= 0.97
    charts = dialog.charts
    assert charts.curves[charts.score]["vanilla"].y.tolist() == pytest.approx([float(score)], 1e-2)
    (steps,) = charts.curves[charts.steps]["vanilla"].y
    assert words == f"solved after {steps:,.0f} steps"
    assert dialog.start.isEnabled()


def test_a_run_that_gives_up_is_said_to_have_failed(dialog, qtbot):
    dialog.form.lengths.setText("50")
    dialog.form.seeds.setValue(1)
    dialog.form.max_steps.setValue(100)
    press(qtbot, dialog.start)
    qtbot.waitUntil(lambda: dialog.words.text() == "All runs are over.", timeout=PATIENCE)
    words = [cells(dialog, row)[3] for row in range(dialog.table.rowCount())]
    assert words == ["failed: not solved in 100 steps"] * len(CELLS)
    steps = dialog.charts.curves[dialog.charts.steps]
    assert all(curve.y.tolist() == [100] for curve in steps.values())
    assert [line.label for line in dialog.charts.steps.references] == ["not solved in 100"]


def test_stopping_keeps_what_is_done(dialog, qtbot):
    dialog.form.lengths.setText("5, 100")
    press(qtbot, dialog.start)
    qtbot.waitUntil(lambda: dialog.table.rowCount() >= 1, timeout=PATIENCE)
    press(qtbot, dialog.stop)
    qtbot.waitUntil(lambda: dialog.words.text().startswith("Stopped: "), timeout=PATIENCE)
    assert 1 <= dialog.table.rowCount() < 2 * 2 * len(CELLS)
    assert dialog.form.isEnabled()


def test_no_point_lies_below_the_legend(dialog, qtbot):
    dialog.form.lengths.setText("5, 10")
    dialog.charts.start(dialog.form.plan())
    for cell in CELLS:
        for length in (5, 10):
            dialog.charts.add(Result(cell, length, 0, True, 90, 0.99, 0.1, False))
    for width in (700, 1200):
        dialog.resize(width, 560)
        qtbot.wait(10)
        for plot, curves in dialog.charts.curves.items():
            plot._overlay.grab()
            legend = plot._overlay._backdrop.stamps[0].area
            scale = plot._overlay.scale
            columns = np.concatenate([scale.columns(curve.x) for curve in curves.values()])
            assert columns.max() + 2 < legend.left()


def test_closing_while_it_runs_ends_the_thread(dialog, qtbot):
    press(qtbot, dialog.start)
    qtbot.waitUntil(lambda: "step" in dialog.words.text(), timeout=PATIENCE)
    dialog.close()
    assert dialog.thread_of_rows is None or dialog.thread_of_rows.isFinished()


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


def test_networks_without_memory_are_refused_before_the_first_run(dialog, qtbot, monkeypatch):
    for module in (memory_need, together):
        monkeypatch.setattr(module, "available_bytes", lambda: 1000)
    press(qtbot, dialog.start)
    assert "of memory and 1 kB are free. Lower" in dialog.words.text()
    assert dialog.start.isEnabled()
    assert dialog.table.rowCount() == 0


def test_memory_that_is_missed_later_is_told_at_the_end(dialog, qtbot, monkeypatch):
    dialog.form.lengths.setText("5")

    def missed(*_):
        raise MemoryError

    dialog.place.engine_of = Here
    monkeypatch.setattr(memory_bench, "build_network", missed)
    press(qtbot, dialog.start)
    qtbot.waitUntil(lambda: "of memory" in dialog.words.text(), timeout=PATIENCE)
    qtbot.waitUntil(dialog.start.isEnabled, timeout=PATIENCE)
    assert "of memory" in dialog.words.text()


def test_a_diverged_run_is_named_so():
    result = Result("lstm", 5, 0, False, 12, 0.5, 0.1, True)
    assert caption(result) == "failed: diverged after 12 steps"


def result(cell, length, seed=0, solved=True, steps=120, score=0.97):
    return Result(cell, length, seed, solved, steps, score, 0.1, False)


def test_cells_that_solve_a_task_alike_are_drawn_apart_and_named_with_their_length(dialog):
    charts = dialog.charts
    charts.start(dialog.form.plan())
    for cell in CELLS:
        for length in (5, 20):
            charts.add(result(cell, length))
    curves = charts.curves[charts.score]
    places = [float(curve.x[0]) for curve in curves.values()]
    assert len(set(places)) == len(CELLS)
    assert all(abs(place - 5) < 3 for place in places)
    for plot in (charts.score, charts.steps):
        assert plot.axes[0].title == "length (cells side by side)"
    for name, curve in curves.items():
        point = Nearest(curve, 0.0, 0.0, float(curve.x[1]), 0.97)
        assert charts._read_score(point).startswith(f"{CELLS[name].label}, length 20: ")
    data = dict(charts.score.data().columns)
    assert data["length (cells side by side)"].tolist() == [5, 20]
    assert len(data) == 1 + len(CELLS) + len(charts.score.references)
    assert data[f"LSTM: {charts.score.axes[1].title}"].tolist() == [0.97, 0.97]


def test_steps_until_solved_are_means_over_seeds_that_count_failures_in_full(dialog):
    dialog.form.max_steps.setValue(1000)
    charts = dialog.charts
    charts.start(dialog.form.plan())
    charts.add(result("gru", 5, steps=200))
    charts.add(result("gru", 5, seed=1, solved=False, steps=12, score=float("nan")))
    curve = charts.curves[charts.steps]["gru"]
    assert curve.y.tolist() == [600]
    assert charts._read_steps(Nearest(curve, 0, 0, 5.0, 600.0)).endswith("solved after 600 steps")
    assert charts._read_steps(Nearest(curve, 0, 0, 5.0, 1000.0)).endswith("not solved")
    assert charts.curves[charts.score]["gru"].y.tolist() == [0.97]
    assert not charts.grab().isNull()


def test_a_task_brings_its_own_options_and_they_count(dialog):
    form = dialog.form
    assert not form.options["noisy_sine"]["period"].isVisible()
    form.task.setCurrentIndex(form.task.findData("noisy_sine"))
    assert form.options["noisy_sine"]["period"].isVisible()
    form.options["noisy_sine"]["period"].setValue(10.0)
    form.options["noisy_sine"]["noise"].setValue(0.3)
    assert form.plan().task.values["period"] == 10.0
    assert form.plan().task.values["noise"] == 0.3
    form.task.setCurrentIndex(form.task.findData("adding"))
    assert not form.options["noisy_sine"]["period"].isVisible()
    assert form.plan().task.name == "adding"


def test_the_axis_of_errors_has_a_name_that_fits(dialog):
    dialog.form.task.setCurrentIndex(dialog.form.task.findData("noisy_sine"))
    dialog.charts.start(dialog.form.plan())
    assert dialog.charts.score.axes[1].title == "MSE"
    assert dialog.charts.score.log_y


def test_the_bench_follows_another_look_while_it_is_open(window):
    window.commands.memory_bench.trigger()
    dialog = window.findChild(BenchDialog)
    for look, theme in (("dark", DARK), ("light", LIGHT)):
        window.look.choose(look)
        for plot in (dialog.charts.score, dialog.charts.steps):
            assert plot.grab().toImage().pixelColor(2, 2).name() == theme.base


def test_what_was_found_is_there_when_the_dialog_is_opened_again(window):
    window.commands.memory_bench.trigger()
    dialog = window.findChild(BenchDialog)
    dialog.charts.start(dialog.form.plan())
    dialog.show_result(result("gru", 5))
    dialog.close()
    assert not dialog.isVisible()
    window.commands.memory_bench.trigger()
    assert window.findChildren(BenchDialog) == [dialog]
    assert dialog.isVisible()
    assert cells(dialog, 0)[3] == "solved after 120 steps"


def test_escape_stops_the_bench_as_closing_does(dialog, qtbot):
    press(qtbot, dialog.start)
    qtbot.waitUntil(lambda: "step" in dialog.words.text(), timeout=PATIENCE)
    bench = dialog.thread_of_rows
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert bench.isFinished()


def test_the_window_that_closes_ends_the_bench(window, qtbot):
    window.commands.memory_bench.trigger()
    dialog = window.findChild(BenchDialog)
    press(qtbot, dialog.start)
    qtbot.waitUntil(lambda: "step" in dialog.words.text(), timeout=PATIENCE)
    bench = dialog.thread_of_rows
    window.close()
    assert bench.isFinished()
