"""A sweep in a window of its own: every combination of some settings, each trained once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal

from rnnviz.captions.sweep import (
    cell_caption,
    end_caption,
    growth_caption,
    heading_caption,
    plan_caption,
    progress_line,
)
from rnnviz.gui.controls.sweep_form import SweepForm
from rnnviz.gui.controls.sweep_place import usual_folder
from rnnviz.gui.plotting.sweep_charts import SweepCharts
from rnnviz.gui.window.rows_dialog import RowsDialog
from rnnviz.lab.sweep.plan import TrainingPlan, combinations, training_plan
from rnnviz.lab.sweep.sweeping import Sweep
from rnnviz.lab.sweep.table import TRAINING, Table
from rnnviz.refusal import Refusal
from rnnviz.session.estimating import Estimator

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QShowEvent
    from PySide6.QtWidgets import QTableWidgetItem, QWidget

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.sweep.store import Record
    from rnnviz.lab.sweep.sweeping import Over, Progress
    from rnnviz.session.session import Session
    from rnnviz.tasks.material import Material

COLUMNS = ("heldout", "loss", "parameters", "seconds_per_epoch", "chars_per_second")
"""What was found, after what varies."""
SAMPLE = "Sample"
WAIT_MS = 300
"""After the last change it is measured how long all would take."""
NO_TEXT = "There is nothing to learn yet: open a text, or choose a task, in the window first."
PICK = "A click on a row opens its network in the window."


class SweepDialog(RowsDialog):
    """Varies what the window's settings are now; `run_chosen` brings the file of a row's run.

    As where texts are opened, that is a tuple of one path.
    """

    form: SweepForm
    charts: SweepCharts
    run_chosen = Signal(object)

    def __init__(self, parent: QWidget, theme: Theme, session: Session) -> None:
        self._session = session
        self._varied: tuple[str, ...] = ()
        self._found: list[Record] = []
        self._estimator: Estimator | None = None
        super().__init__(parent, SweepForm(), SweepCharts())
        self.setWindowTitle("Sweep")
        self.place.folder.setText(str(usual_folder()))
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._estimate)
        self.form.changed.connect(self._on_changed)
        self.place.jobs.valueChanged.connect(self._on_changed)
        self.table.itemClicked.connect(self._on_row)
        self.table.itemActivated.connect(self._on_row)
        session.settings_changed.connect(self.refresh)
        session.corpus_changed.connect(self.refresh)
        self.set_columns(self._headings(), SAMPLE)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Follow the program's look."""
        self.charts.set_theme(theme)

    def refresh(self, _changed: object = None) -> None:
        """Vary what the window's settings are now, unless rows are being computed."""
        if self.thread_of_rows is None and self.isVisible():
            self.form.set_base(self._session.settings, self._name())
            self._on_changed()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the settings as they are now."""
        super().showEvent(event)
        self.refresh()

    def done(self, result: int) -> None:
        """Close, however that comes about."""
        self._timer.stop()
        self._give_up_estimate()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave nothing behind that measures."""
        self._timer.stop()
        self._give_up_estimate()
        super().closeEvent(event)

    def make_sweep(self) -> Sweep:
        """All rows of the form's plan, and the folder where they are kept."""
        self._timer.stop()
        self._give_up_estimate()
        plan, engine = self._plan(), self.place.engine
        sweep = Sweep(plan.rows, plan.text_of, engine, self.place.store(TRAINING))
        self._varied, self._found = plan.varied, []
        self.set_columns(self._headings(), SAMPLE)
        self.charts.start(plan.rows, plan.varied)
        return sweep

    def progress_words(self, now: Progress) -> str:
        """How many rows are over, and how long the others will take."""
        return progress_line(now)

    def end_words(self, over: int, rows: int) -> str:
        """How it ended, and how the cost grows."""
        failed = sum(bool(record.error) for record in self._found)
        said = [end_caption(over, failed, rows)]
        if "hidden" in self._varied and self._found:
            said.append(growth_caption(Table.of(TRAINING, self._found)))
        if any(record.run for record in self._found):
            said.append(PICK)
        return " ".join(filter(None, said))

    def show_over(self, over: Over) -> None:
        """Show a row that is over."""
        record = over.record
        self._found.append(record)
        values = [cell_caption(record, name) for name in (*self._varied, "seed", *COLUMNS)]
        sample = record.error or (record.result or {}).get("sample") or ""
        line = " ".join(str(sample).split())
        self.add_line((*values, line), str(sample), record.run)
        self.charts.add(record)

    def _headings(self) -> list[str]:
        names = (*self._varied, "seed", *COLUMNS)
        return [*(heading_caption(name) for name in names), SAMPLE]

    def _name(self) -> str:
        task = self._session.task
        corpus = self._session.runs.material
        return corpus.name if corpus is not None else task.label if task is not None else "nothing"

    def _plan(self) -> TrainingPlan:
        """What the form asks for; refuses what cannot be."""
        if self._session.task is None:
            raise Refusal(NO_TEXT)
        base, varied = self._session.settings, self.form.varied()
        seeds = range(base.seed, base.seed + self.form.seeds.value())
        given = {"steps": self.form.steps.value()}
        settings = combinations(base, given, varied, seeds)
        return training_plan(settings, tuple(varied), self._read, self.place.engine.jobs_here)

    def _read(self, _settings: Settings) -> Material | None:
        return self._session.runs.material

    def _on_changed(self) -> None:
        """Say how many rows there are, and soon how long they take."""
        self._give_up_estimate()
        self._timer.stop()
        try:
            plan = self._plan()
        except Refusal as refusal:
            self.words.setText(str(refusal))
            return
        self.words.setText(plan_caption(len(plan.rows)))
        self._timer.start()
        if not self.table.rowCount():
            self._varied = plan.varied
            self.set_columns(self._headings(), SAMPLE)

    def _estimate(self) -> None:
        try:
            plan = self._plan()
        except Refusal:  # it was told
            return
        self._estimator = estimator = Estimator(plan, self.place.jobs.value(), self)
        estimator.estimated.connect(self._on_estimated)
        estimator.start()

    def _on_estimated(self, seconds: float) -> None:
        if self.thread_of_rows is None and self.sender() is self._estimator:
            rows = len(self._plan().rows)
            self.words.setText(plan_caption(rows, seconds, self.place.jobs.value()))

    def _give_up_estimate(self) -> None:
        if self._estimator is not None:
            self._estimator.cancel()
            self._estimator.wait()
            self._estimator.deleteLater()
            self._estimator = None

    def _on_row(self, item: QTableWidgetItem) -> None:
        path = item.data(Qt.ItemDataRole.UserRole)
        if path is not None:
            self.run_chosen.emit((str(path),))
