"""One editor for every kind of setting, all alike from outside."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from rnnviz.declare import Declaration, Value
from rnnviz.gui.widgets.buttons import CheckBox
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.gui.widgets.number_fields import FloatField, IntField
from rnnviz.gui.widgets.target import Target
from rnnviz.lab.setting_words import choice_text


class ChoiceField(FittedCombo):
    """One of a few; the list tells what each is good for."""

    edited = Signal(object)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        for choice in declaration.choices:
            label, hint = choice_text(declaration.name, choice)
            self.addItem(label, choice)
            self.setItemData(self.count() - 1, hint, Qt.ItemDataRole.ToolTipRole)
        self.activated.connect(self._on_activated)

    def show_value(self, value: Value) -> None:
        """Show a value without saying that it was edited."""
        self.setCurrentIndex(self.findData(value))

    def _on_activated(self, index: int) -> None:
        self.edited.emit(self.itemData(index))


class FlagField(CheckBox):
    """Yes or no."""

    edited = Signal(object)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        self.clicked.connect(self._on_clicked)

    def show_value(self, value: Value) -> None:
        """Show a value without saying that it was edited."""
        self.setChecked(bool(value))

    def _on_clicked(self, on: bool) -> None:
        self.edited.emit(on)


class TextField(Target, QLineEdit):
    """A line of text, which counts when it is complete."""

    edited = Signal(object)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        self.editingFinished.connect(self._on_finished)

    def show_value(self, value: Value) -> None:
        """Show a value without saying that it was edited, unless somebody is typing."""
        if self.text() != value and not (self.hasFocus() and self.isModified()):
            self.setText(str(value))

    def _on_finished(self) -> None:
        if self.isModified():
            self.setModified(False)
            self.edited.emit(self.text())


class OptionalField(QWidget):
    """A number that may be off: None."""

    edited = Signal(object)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        self.switch = CheckBox()
        self.switch.setToolTip("On or off")
        self.switch.setAccessibleName(f"{declaration.label} on")
        self.number = _number_field(declaration)
        self.number.setAccessibleName(declaration.label)
        self.number.show_value(_first_value(declaration))
        self.number.setEnabled(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.switch)
        row.addWidget(self.number, 1)
        self.setFocusProxy(self.switch)
        self.switch.clicked.connect(self._on_switched)
        self.number.edited.connect(self.edited)

    def show_value(self, value: Value) -> None:
        """Show a value without saying that it was edited."""
        self.switch.setChecked(value is not None)
        self.number.setEnabled(value is not None)
        if value is not None:
            self.number.show_value(value)

    def _on_switched(self, on: bool) -> None:
        self.number.setEnabled(on)
        self.edited.emit(self.number.value() if on else None)


Field = IntField | FloatField | ChoiceField | FlagField | TextField | OptionalField


def make_field(declaration: Declaration) -> Field:
    """Return an editor for a setting: `edited` tells a new value, `show_value` shows one."""
    field = _field_of_kind(declaration)
    field.setObjectName(declaration.name)
    field.setAccessibleName(declaration.label)
    field.setToolTip(declaration.tooltip)
    return field


def _field_of_kind(declaration: Declaration) -> Field:
    if declaration.kind == "choice":
        return ChoiceField(declaration)
    if declaration.kind == "flag":
        return FlagField(declaration)
    if declaration.kind == "text":
        return TextField(declaration)
    return OptionalField(declaration) if declaration.optional else _number_field(declaration)


def _number_field(declaration: Declaration) -> IntField | FloatField:
    return IntField(declaration) if declaration.kind == "int" else FloatField(declaration)


def _first_value(declaration: Declaration) -> float:
    """Return what an optional number is when it is switched on: 1, or the middle of the scale."""
    if declaration.first is not None:
        return declaration.first
    low = 1.0 if declaration.low is None else declaration.low
    high = max(low, 1.0) if declaration.high is None else declaration.high
    if declaration.log and low > 0:
        middle = math.sqrt(low * high)
        power = 10.0 ** math.floor(math.log10(middle))
        return round(middle / power) * power
    return min(max(1.0, low), high)
