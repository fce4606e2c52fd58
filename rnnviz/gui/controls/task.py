"""What is learned: a text, or a task that takes a long memory, with its options and its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from rnnviz.gui.scores import at_least, score_in_words
from rnnviz.gui.settings_form import SettingsForm
from rnnviz.lab.settings import TEXT_ONLY

if TYPE_CHECKING:
    from rnnviz.gui.theme import Theme
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
        self.hint = _wrapped("What the task asks for")
        self.facts = {name: _wrapped(name) for name in ("Baseline", "Solved")}
        self._arrange()
        self.form.changed.connect(self._on_form_changed)

    def show_task(self, task: TaskFacts) -> None:
        """Tell about a task; a text speaks for itself."""
        drawn = bool(task.measure)
        self.hint.setText(task.hint if drawn else "")
        self.hint.setVisible(drawn)
        if drawn:
            baseline = score_in_words(task.baseline, task.measure)
            self.facts["Baseline"].setText(f"{task.line[0]}: {baseline}")
            self.facts["Solved"].setText(at_least(task.solved, task.measure))
        for fact in self.facts.values():
            self._table.setRowVisible(fact, drawn)

    def show_settings(self, settings: Settings) -> None:
        """Show the task and its options."""
        self.form.show_settings(settings)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.form.set_theme(theme)

    def _arrange(self) -> None:
        self._table = QFormLayout()
        self._table.setContentsMargins(0, 0, 0, 0)
        self._table.setVerticalSpacing(2)
        self._table.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for name, fact in self.facts.items():
            label = QLabel(name)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            self._table.addRow(label, fact)
            self._table.setRowVisible(fact, False)
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
    return name not in TEXT_ONLY


def _wrapped(name: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setWordWrap(True)  # after the policy, which it extends
    return label
