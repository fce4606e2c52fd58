"""The long-memory bench in a window of its own: charts and a table that fill as runs finish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rnnviz.captions.memory_bench import caption, end_caption, progress_caption
from rnnviz.captions.number_format import signed_number
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.controls.bench_form import BenchForm
from rnnviz.gui.plotting.bench_charts import BenchCharts
from rnnviz.gui.widgets.plain_text import plain_label, plain_tooltip
from rnnviz.refusal import Refusal
from rnnviz.session.bench import Bench

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.memory_bench import BenchProgress, Plan, Result

COLUMNS = ("Cell", "Length", "Seed", "Outcome", "Score")


class BenchDialog(QDialog):
    """Stays open beside the training; closing it stops the bench and keeps what was found."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setWindowTitle("Long-memory bench")
        self._bench: Bench | None = None
        self._plan: Plan | None = None
        self._trouble = ""
        self._build()
        self._arrange()
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self._on_stop)
        self.finished.connect(self._on_stop)
        self.set_theme(theme)
        self.resize(820, 560)

    def set_theme(self, theme: Theme) -> None:
        """Follow the program's look."""
        self.charts.set_theme(theme)

    def _build(self) -> None:
        self.form = BenchForm()
        self.start, self.stop = QPushButton("Start"), QPushButton("Stop")
        self.stop.setEnabled(False)
        self.words = plain_label()
        self.words.setWordWrap(True)
        self.charts = BenchCharts()
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setHorizontalHeaderLabels(COLUMNS)
        self.table.setAccessibleName("Runs that are over")
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(COLUMNS.index("Outcome"), QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(COLUMNS.index("Cell"), QHeaderView.ResizeMode.ResizeToContents)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.start)
        buttons.addWidget(self.stop)
        buttons.addWidget(self.words, 1)
        results = QSplitter(Qt.Orientation.Vertical)
        results.addWidget(self.charts)
        results.addWidget(self.table)
        results.setSizes((320, 160))
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
        self._trouble = ""
        self.table.setRowCount(0)
        self.charts.start(plan)
        self._bench = bench = Bench(plan, self)
        bench.progressed.connect(self._on_progressed)
        bench.measured.connect(self._on_measured)
        bench.refused.connect(self._on_refused)
        bench.failed.connect(self._on_failed)
        bench.finished.connect(self._on_finished)
        self._enable(running=True)
        bench.start()

    def _on_stop(self) -> None:
        if self._bench is not None:
            self._bench.cancel()
            self._bench.wait()

    def _on_progressed(self, progress: BenchProgress) -> None:
        self.words.setText(progress_caption(progress, CELLS[progress.cell].label))

    def _on_measured(self, result: Result) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        label = CELLS[result.cell].label
        values = (label, result.length, result.seed, caption(result), signed_number(result.score))
        for column, value in enumerate(values):
            self.table.setItem(row, column, QTableWidgetItem(str(value)))
        self.table.scrollToBottom()
        self.charts.add(result)

    def _on_refused(self, sentence: str) -> None:
        self._trouble = sentence

    def _on_failed(self, details: str) -> None:
        self._trouble = "The bench stopped because of a mistake in this program."
        self.words.setToolTip(plain_tooltip(details))

    def _on_finished(self) -> None:
        self._bench = None
        self._enable(running=False)
        runs = self.table.rowCount()
        wanted = len(self._plan.runs()) if self._plan else 0
        self.words.setText(self._trouble or end_caption(runs, wanted))

    def _enable(self, running: bool) -> None:
        self.form.setEnabled(not running)
        self.start.setEnabled(not running)
        self.stop.setEnabled(running)
