"""A window of its own for rows that are computed: a form, charts and a table that fill."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.controls.sweep_place import SweepPlace
from rnnviz.gui.widgets.buttons import PushButton
from rnnviz.gui.widgets.plain_text import plain_label, plain_tooltip
from rnnviz.gui.widgets.screen_dialog import ScreenDialog
from rnnviz.refusal import Refusal
from rnnviz.session.sweeping import SweepThread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from rnnviz.lab.sweep.sweeping import Over, Progress, Sweep

MISTAKE = "It stopped because of a mistake in this program."


class RowTable(QTableWidget):
    """Keeps Return for itself, which else would press the dialog's button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a row with Return."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class RowsDialog(ScreenDialog):
    """Stays open beside the training; closing it stops what it does and keeps what was found.

    A subclass says what is to be computed, and puts it into words.
    """

    SIZE = (102, 43)

    def __init__(self, parent: QWidget, form: QWidget, charts: QWidget) -> None:
        super().__init__(parent)
        self.form, self.charts = form, charts
        self.thread_of_rows: SweepThread | None = None
        self._trouble = ""
        self._rows = 0
        self._build()
        self._arrange()
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self._on_stop)
        self.finished.connect(self._on_stop)

    @abstractmethod
    def make_sweep(self) -> Sweep:
        """What is to be computed, as the form says; Refusal for what cannot be."""

    @abstractmethod
    def progress_words(self, now: Progress) -> str:
        """How far it is."""

    @abstractmethod
    def end_words(self, over: int, rows: int) -> str:
        """What is said in the end."""

    @abstractmethod
    def show_over(self, over: Over) -> None:
        """Show a row that is over."""

    def _build(self) -> None:
        self.place = SweepPlace()
        self.start, self.stop = PushButton("Start"), PushButton("Stop")
        self.stop.setEnabled(False)
        self.words = plain_label()
        self.words.setWordWrap(True)
        self.start.setDefault(True)
        for button in (self.stop, self.place.choose):
            button.setAutoDefault(False)
        self.table = RowTable(0, 0)
        self.table.setAccessibleName("Rows that are over")
        self.table.verticalHeader().hide()
        self.table.setWordWrap(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.start)
        buttons.addWidget(self.stop)
        buttons.addWidget(self.words, 1)
        results = QSplitter(Qt.Orientation.Vertical)
        results.addWidget(self.charts)
        results.addWidget(self.table)
        results.setSizes((300, 180))
        expanding, ignored = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored
        results.setSizePolicy(expanding, ignored)  # it takes what is left, down to its least
        column = QVBoxLayout()
        column.addWidget(self.form)
        column.addWidget(self.place)
        column.addLayout(buttons)
        column.addWidget(results, 1)
        self.hold(column)

    def set_columns(self, headings: Sequence[str], stretched: str) -> None:
        """Begin an empty table with these columns, of which one takes the room that is left."""
        self.table.setRowCount(0)
        self.table.setColumnCount(len(headings))
        self.table.setHorizontalHeaderLabels(list(headings))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(headings.index(stretched), QHeaderView.ResizeMode.Stretch)

    def add_line(self, values: Sequence[object], tip: str = "", data: object = None) -> None:
        """Add a line to the table; what all its cells tell when pointed at, and what it stands for.

        The newest line is in sight.
        """
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, value in enumerate(values):
            item = QTableWidgetItem(str(value))
            item.setToolTip(plain_tooltip(tip))
            item.setData(Qt.ItemDataRole.UserRole, data)
            self.table.setItem(row, column, item)
        self.table.scrollToBottom()

    def _on_start(self) -> None:
        try:
            sweep = self.make_sweep()
        except Refusal as refusal:
            self.words.setText(str(refusal))
            return
        self._trouble, self._rows = "", len(sweep.rows)
        self.words.setToolTip("")
        self.thread_of_rows = thread = SweepThread(sweep, self)
        thread.progressed.connect(self._on_progressed)
        thread.over.connect(self._on_over)
        thread.refused.connect(self._on_refused)
        thread.failed.connect(self._on_failed)
        thread.finished.connect(self._on_finished)
        self._enable(running=True)
        thread.start()

    def _on_stop(self) -> None:
        if self.thread_of_rows is not None:
            self.thread_of_rows.cancel()
            self.thread_of_rows.wait()

    def _on_progressed(self, now: Progress) -> None:
        self.words.setText(self.progress_words(now))

    def _on_over(self, over: Over) -> None:
        self.show_over(over)

    def _on_refused(self, sentence: str) -> None:
        self._trouble = sentence

    def _on_failed(self, details: str) -> None:
        self._trouble = MISTAKE
        self.words.setToolTip(plain_tooltip(details))

    def _on_finished(self) -> None:
        if self.thread_of_rows is not None:
            self.thread_of_rows.wait()  # it says so when it is about to end
        self.thread_of_rows = None
        self._enable(running=False)
        self.words.setText(self._trouble or self.end_words(self.table.rowCount(), self._rows))

    def _enable(self, running: bool) -> None:
        for widget in (self.form, self.place, self.start):
            widget.setEnabled(not running)
        self.stop.setEnabled(running)
