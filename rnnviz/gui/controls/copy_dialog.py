"""Asks what is to be different in a copy of a run: one setting, and its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.widgets.fields import Field, make_field
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.screen_dialog import ScreenDialog

if TYPE_CHECKING:
    from rnnviz.declare import Declaration, Value
    from rnnviz.lab.settings import Settings

FIRST = "cell"
"""What is changed unless somebody chooses another setting."""
NOT_OFFERED = frozenset(("task",))
"""Another task is another run, and no change of one."""

SAME = "{label} is what it was; the copy would be the same run again. Choose another value."


class CopyDialog(ScreenDialog):
    """Offers the settings that matter in a run; `wanted` brings {setting: value} once."""

    SIZE = (36, 0)

    wanted = Signal(object)

    def __init__(self, name: str, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Copy with one change")
        self._settings = settings
        self._rows = offered(settings)
        self.field: Field
        self.value: Value = None
        self.words = plain_label(f"A new run as {name}, but for:")
        self.words.setWordWrap(True)
        self.setting = FittedCombo()
        self.setting.setAccessibleName("The setting that is another one")
        for row, declared in self._rows.items():
            self.setting.addItem(declared.label, row)
        choices = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(choices.Ok | choices.Cancel)
        self.buttons.button(choices.Ok).setText("Copy")
        self._arrange()
        self.setting.currentIndexChanged.connect(self._on_setting)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self.setting.setCurrentIndex(max(0, self.setting.findData(FIRST)))
        self._on_setting()

    def _arrange(self) -> None:
        self._form = QFormLayout()
        self._form.addRow("Setting", self.setting)
        column = QVBoxLayout()
        column.addWidget(self.words)
        column.addLayout(self._form)
        self.hold(column, self.buttons)

    def _on_setting(self) -> None:
        """Offer the values of the chosen setting, beginning with the one it has."""
        name = self.setting.currentData()
        if self._form.rowCount() > 1:
            self._form.removeRow(1)
        self.field, self.value = make_field(self._rows[name]), self._settings.value(name)
        self.field.show_value(self.value)
        self.field.setToolTip(self._rows[name].tooltip)
        self.field.edited.connect(self._on_edited)
        self._form.addRow("Value", self.field)

    def _on_edited(self, value: Value) -> None:
        self.value = value

    def _on_accepted(self) -> None:
        for box in self._boxes():
            box.interpretText()  # a number that is still being written counts
        name = self.setting.currentData()
        if self.value == self._settings.value(name):
            self.words.setText(SAME.format(label=self._rows[name].label))
            return
        self.wanted.emit({name: self.value})
        self.accept()

    def _boxes(self) -> list[QAbstractSpinBox]:
        own = [self.field] if isinstance(self.field, QAbstractSpinBox) else []
        return [*own, *self.field.findChildren(QAbstractSpinBox)]


def offered(settings: Settings) -> dict[str, Declaration]:
    """Return the settings that may be another one in a copy."""
    return {
        name: declared
        for name, declared in settings.rows().items()
        if declared.group != "sampling" and name not in NOT_OFFERED
    }
