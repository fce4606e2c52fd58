"""The long-memory bench in a window of its own: a sweep over cells, lengths and seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.captions.memory_bench import caption, end_caption, progress_caption
from rnnviz.captions.number_format import signed_number
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.controls.bench_form import BenchForm
from rnnviz.gui.plotting.bench_charts import BenchCharts
from rnnviz.gui.window.rows_dialog import RowsDialog
from rnnviz.lab.sweep.memory_row import bench_progress, result_of, rows_of
from rnnviz.lab.sweep.sweeping import Sweep
from rnnviz.lab.sweep.table import MEMORY

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.memory_bench import Result
    from rnnviz.lab.sweep.sweeping import Over, Progress

COLUMNS = ("Cell", "Length", "Seed", "Outcome", "Score")


class BenchDialog(RowsDialog):
    """Which cell learns to remember over which length."""

    form: BenchForm
    charts: BenchCharts

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, BenchForm(), BenchCharts())
        self.setWindowTitle("Long-memory bench")
        self._errors: list[str] = []
        self.set_columns(COLUMNS, "Outcome")
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Follow the program's look."""
        self.charts.set_theme(theme)

    def make_sweep(self) -> Sweep:
        """All runs of the form's plan."""
        engine = self.place.engine
        plan = self.form.plan(engine.jobs_here)
        sweep = Sweep(rows_of(plan), _nothing, engine, self.place.store(MEMORY))
        self._errors = []
        self.set_columns(COLUMNS, "Outcome")
        self.charts.start(plan)
        return sweep

    def progress_words(self, now: Progress) -> str:
        """Which run is under way."""
        run = bench_progress(now)
        return progress_caption(run, CELLS[run.cell].label) if run else ""

    def end_words(self, over: int, rows: int) -> str:
        """How many runs are over, and why some could not be made."""
        last = self._errors[-1] if self._errors else ""
        return end_caption(over, rows, len(self._errors), last)

    def show_over(self, over: Over) -> None:
        """Show a run that is over."""
        self.show_result(result_of(over.record))

    def show_result(self, result: Result) -> None:
        """Show what a run has come to."""
        label = CELLS[result.cell].label
        score = signed_number(result.score)
        self.add_line((label, result.length, result.seed, caption(result), score))
        if result.error:
            self._errors.append(result.error)
        else:
            self.charts.add(result)


def _nothing(row: object) -> None:
    """What is learned from: sequences are drawn."""
