"""What is learned: a text, or a task that takes a long memory, with its options and its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnviz.captions.task_score import baseline_caption, goal_words
from rnnviz.gui.widgets.fact_table import FactTable, wrapped
from rnnviz.gui.widgets.settings_form import SettingsForm
from rnnviz.lab.settings import TABLES_ONLY, TEXT_ONLY

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import TaskFacts


class TaskControl(QWidget):
    """Picks a task and tells what it asks for, what is reached without memory, and what solves it.

    `picked` brings another task's name, `changed` one of the present task's options.
    """

    picked = Signal(str)
    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = SettingsForm("text", _is_of_tasks)
        self.hint = wrapped("What the task asks for")
        self._table = FactTable(("Baseline", "Solved"))
        self.facts = self._table.facts
        self._arrange()
        self.form.changed.connect(self._on_form_changed)

    def show_task(self, task: TaskFacts) -> None:
        """Tell about a task; a text speaks for itself."""
        drawn = bool(task.measure)
        self.hint.setText(task.hint if drawn else "")
        self.hint.setVisible(drawn)
        self._table.tell("Baseline", baseline_caption(task) if drawn else "")
        self._table.tell("Solved", goal_words(task) if drawn else "")

    def show_settings(self, settings: Settings) -> None:
        """Show the task and its options."""
        self.form.show_settings(settings)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.form.set_theme(theme)

    def _arrange(self) -> None:
        self.hint.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.form)
        column.addWidget(self.hint)
        column.addLayout(self._table)

    def _on_form_changed(self, name: str, value: object) -> None:
        if name == "task":
            self.picked.emit(value)
        else:
            self.changed.emit(name, value)


def _is_of_tasks(name: str) -> bool:
    return name not in TEXT_ONLY | TABLES_ONLY
