"""What is learned: a text, or a task that takes a long memory, with its options and its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rnnviz.captions import shape as shape_words
from rnnviz.captions.help.names import fact
from rnnviz.captions.task_score import baseline_caption, goal_words
from rnnviz.gui.plotting.shape_diagram import ShapeDiagram
from rnnviz.gui.widgets.explained import explained
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
        self.shape = explained(ShapeDiagram("Shape of the task"), fact("shape"))
        self.shape_name = explained(wrapped("Name of the shape"), fact("shape"))
        self.hint = wrapped("What the task asks for")
        self._table = FactTable(("Baseline", "Solved"))
        self.facts = self._table.facts
        self._arrange()
        self.form.changed.connect(self._on_form_changed)

    def show_task(self, task: TaskFacts) -> None:
        """Tell about a task; a text speaks for itself."""
        self._show_shape(task)
        drawn = bool(task.measure)
        self.hint.setText(task.hint if drawn else "")
        self.hint.setVisible(drawn)
        self._table.tell("Baseline", baseline_caption(task) if drawn else "")
        self._table.tell("Solved", goal_words(task) if drawn else "")

    def _show_shape(self, task: TaskFacts) -> None:
        self.shape.show_shape(task.shape)
        self.shape_name.setText(shape_words.caption(task.shape))
        for part in (self.shape, self.shape_name):
            part.setToolTip(shape_words.tooltip(task.shape, task.sees_future))

    def show_settings(self, settings: Settings) -> None:
        """Show the task and its options."""
        self.form.show_settings(settings)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.form.set_theme(theme)
        self.shape.set_theme(theme)

    def _arrange(self) -> None:
        self.hint.hide()
        picture = QHBoxLayout()
        picture.setSpacing(8)
        picture.addWidget(self.shape)
        picture.addWidget(self.shape_name, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.form)
        column.addLayout(picture)
        column.addWidget(self.hint)
        column.addLayout(self._table)

    def _on_form_changed(self, name: str, value: object) -> None:
        if name == "task":
            self.picked.emit(value)
        else:
            self.changed.emit(name, value)


def _is_of_tasks(name: str) -> bool:
    return name not in TEXT_ONLY | TABLES_ONLY
