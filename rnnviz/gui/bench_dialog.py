"""The long-memory bench in a window of its own: a chart and a table that fill as runs finish."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.controls.bench_form import BenchForm
from rnnviz.gui.plotting.curve import Curve, Look, Nearest
from rnnviz.gui.plotting.hot_plot import HotPlot
from rnnviz.gui.plotting.ranges import rounded
from rnnviz.gui.plotting.references import Reference
from rnnviz.refusal import Refusal
from rnnviz.session.bench import Bench

if TYPE_CHECKING:
    from rnnviz.gui.theme import Theme
    from rnnviz.lab.memory_bench import Plan, Progress, Result

COLUMNS = ("Cell", "Length", "Seed", "Outcome", "Score")
EMPTY = "Press Start. A point appears here for each run that is over."


class BenchDialog(QDialog):
    """Stays open beside the training; closing it stops the bench."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Long-memory bench")
        self._bench: Bench | None = None
        self._plan: Plan | None = None
        self._scores: dict[str, dict[int, list[float]]] = {}
        self._build()
        self._arrange()
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self._on_stop)
        self.plot.set_theme(theme)
        self.resize(820, 560)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the bench and wait for its thread."""
        self._on_stop()
        super().closeEvent(event)

    def _build(self) -> None:
        self.form = BenchForm()
        self.start, self.stop = QPushButton("Start"), QPushButton("Stop")
        self.stop.setEnabled(False)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.plot = HotPlot(
            "Score against length", ("length", "score"), (_from_zero, rounded), _read_out
        )
        self.curves = {
            name: Curve(cell.label, Look(number, number, markers=True))
            for number, (name, cell) in enumerate(CELLS.items())
        }
        self.plot.add(*self.curves.values())
        self.plot.set_message(EMPTY)
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setHorizontalHeaderLabels(COLUMNS)
        self.table.setAccessibleName("Runs that are over")
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(COLUMNS.index("Outcome"), QHeaderView.ResizeMode.Stretch)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.start)
        buttons.addWidget(self.stop)
        buttons.addWidget(self.words, 1)
        results = QSplitter(Qt.Orientation.Vertical)
        results.addWidget(self.plot)
        results.addWidget(self.table)
        results.setSizes((300, 200))
        column = QVBoxLayout(self)
        column.addWidget(self.form)
        column.addLayout(buttons)
        column.addWidget(results, 1)

    def _on_start(self) -> None:
        try:
            self._plan = plan = self.form.plan()
        except Refusal as refusal:
            self.words.setText(str(refusal))
            return
        self._scores = defaultdict(lambda: defaultdict(list))
        self.table.setRowCount(0)
        for curve in self.curves.values():
            curve.clear()
        self.plot.start_over()
        self.plot.set_labels("length", plan.task.measure)
        self._draw_lines(plan)
        self._bench = bench = Bench(plan, self)
        bench.progressed.connect(self._on_progressed)
        bench.measured.connect(self._on_measured)
        bench.failed.connect(self._on_failed)
        bench.finished.connect(self._on_finished)
        self._enable(running=True)
        bench.start()

    def _on_stop(self) -> None:
        if self._bench is not None:
            self._bench.cancel()
            self._bench.wait()

    def _on_progressed(self, progress: Progress) -> None:
        self.words.setText(
            f"Run {progress.runs_done + 1} of {progress.runs}: {CELLS[progress.cell].label}, "
            f"length {progress.length}, seed {progress.seed}, step {progress.step:,}, "
            f"score {progress.score:.3f}"
        )

    def _on_measured(self, result: Result) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        label = CELLS[result.cell].label
        values = (label, result.length, result.seed, outcome(result), f"{result.score:.3f}")
        for column, value in enumerate(values):
            self.table.setItem(row, column, QTableWidgetItem(str(value)))
        self.table.scrollToBottom()
        self._scores[result.cell][result.length].append(result.score)
        self._draw()

    def _on_failed(self, details: str) -> None:
        self.words.setText("The bench stopped because of a mistake in this program.")
        self.words.setToolTip(details)

    def _on_finished(self) -> None:
        self._bench = None
        self._enable(running=False)
        runs = self.table.rowCount()
        wanted = len(self._plan.runs()) if self._plan else 0
        self.words.setText("All runs are over." if runs == wanted else f"Stopped: {runs} runs.")

    def _enable(self, running: bool) -> None:
        self.form.setEnabled(not running)
        self.start.setEnabled(not running)
        self.stop.setEnabled(running)

    def _draw_lines(self, plan: Plan) -> None:
        longest = max(plan.lengths)
        baseline, solved = plan.task.baseline(longest), plan.task.solved_at(longest)
        lines = (
            Reference(baseline.score, baseline.name, f"{baseline.score:.3g}"),
            Reference(solved, "solved", f"{solved:.3g}"),
        )
        self.plot.set_references(lines)

    def _draw(self) -> None:
        """Draw the mean over seeds of every cell, at every length that has a run."""
        means: list[float] = []
        for cell, by_length in self._scores.items():
            lengths = np.array(sorted(by_length), float)
            scores = np.array([np.nanmean(by_length[int(length)]) for length in lengths])
            self.curves[cell].replace(lengths, scores)
            means.extend(scores[np.isfinite(scores)])
        self.plot.set_message("")
        means.extend(line.value for line in self.plot.references)
        longest = max(self._plan.lengths) if self._plan else 1
        self.plot.fit((0.0, float(longest)), (min(means), max(means)))
        self.plot.overlay.invalidate()
        self.plot.refresh()


def outcome(result: Result) -> str:
    """How a run ended: failures are said as failures."""
    if result.diverged:
        return f"failed: diverged after {result.steps:,} steps"
    if result.solved:
        return f"solved after {result.steps:,} steps"
    return f"failed: not solved in {result.steps:,} steps"


def _from_zero(low: float, high: float) -> tuple[float, float]:
    return 0.0, high * 1.3  # room for the legend


def _read_out(nearest: Nearest) -> str:
    return f"{nearest.curve.label}, length {nearest.x:.0f}: {nearest.y:.3f}"
