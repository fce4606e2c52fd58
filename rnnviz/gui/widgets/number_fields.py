"""Spin boxes for settings: numbers that are typed, stepped, or multiplied where that is apt."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSizePolicy, QSpinBox

from rnnviz.declare import Declaration, Value
from rnnviz.gui.widgets.arrows import Arrows
from rnnviz.gui.widgets.calm_wheel import CalmWheel
from rnnviz.gui.widgets.target import Target

PARTIAL = re.compile(r"[-+]?\d*[.,]?\d*(e[-+]?\d*)?", re.IGNORECASE)
LADDER = (1.0, 2.0, 5.0)
DECIMALS = 12
WIDEST = 2**31 - 1
USUAL = "888,888"
"""A number that every field has room for, if it may be so large."""
BESIDE = 12
"""Pixels of frame and margin on both sides of what is written."""


if TYPE_CHECKING:

    class _SpinBox(CalmWheel, QAbstractSpinBox): ...

else:
    _SpinBox = CalmWheel  # each field brings its own class of Qt


class _Calm(Target, _SpinBox):
    """What all number fields share: nothing changes by accident, and Space is left alone.

    The wheel scrolls the form unless the field has the focus; a number counts when it is
    complete, not while it is typed. Space runs and pauses here too.
    """

    arrows: Arrows | None = None

    def settle(self) -> None:
        """Count what is complete, and take the focus by click and by key."""
        self.setKeyboardTracking(False)
        self.leave_the_wheel()

    def have_arrows(self: Any) -> None:
        """Have large arrows, and become narrower where there is little room."""
        self.arrows = Arrows(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def give_up_arrows(self) -> None:
        """Have none: a slider beside the field does the same."""
        if self.arrows is not None:
            self.arrows.remove()
            self.arrows = None
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for room for the arrows."""
        return self._with_arrows(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        """Need room for the arrows, and for a number of usual size or the one that is there."""
        least, advance = super().minimumSizeHint(), self.fontMetrics().horizontalAdvance
        usual = min(least.width(), advance(USUAL) + BESIDE)
        width = max(usual, advance(self.text()) + BESIDE)
        return self._with_arrows(QSize(width, least.height()))

    def _with_arrows(self, size: QSize) -> QSize:
        return size if self.arrows is None else size + QSize(self.arrows.width, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the arrows at the end."""
        super().resizeEvent(event)
        if self.arrows is not None:
            self.arrows.place()

    def changeEvent(self, event: QEvent) -> None:
        """Have arrows that fit other letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.arrows is not None:
            self.arrows.place()

    def event(self, event: QEvent) -> bool:
        """Take what was typed when Space is pressed, and let the window have the key."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self.interpretText()
            event.ignore()
            return False
        return super().event(event)

    @property
    def being_typed(self) -> bool:
        """Whether somebody is in the middle of typing a number."""
        return self.hasFocus() and self.lineEdit().isModified()


class SpinBox(_Calm, QSpinBox):
    """A whole number that belongs to no setting."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.leave_the_wheel()
        self.have_arrows()


class DoubleSpinBox(_Calm, QDoubleSpinBox):
    """A number with a fraction that belongs to no setting."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.leave_the_wheel()
        self.have_arrows()


class IntField(_Calm, QSpinBox):
    """A whole number; on a logarithmic scale the arrows double and halve it."""

    edited = Signal(object)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        self._log = declaration.log
        self.settle()
        self.have_arrows()
        low, high = _bounds(declaration)
        self.setRange(int(low), int(high))
        self.setSuffix(_suffix(declaration))
        self.setGroupSeparatorShown(True)
        self.setSingleStep(int(declaration.step or 1))
        self.valueChanged.connect(self._on_value_changed)

    def show_value(self, value: Value) -> None:
        """Show a value without saying that it was edited."""
        number = int(as_number(value))
        if number != self.value() or not self.being_typed:
            with QSignalBlocker(self):
                self.setValue(number)

    def stepBy(self, steps: int) -> None:
        """Add, or multiply."""
        if not self._log:
            super().stepBy(steps)
            return
        doubled = self.value() * 2.0**steps
        self.setValue(round(min(max(doubled, self.minimum()), self.maximum())))

    def _on_value_changed(self, value: int) -> None:
        self.edited.emit(value)


class FloatField(_Calm, QDoubleSpinBox):
    """A number with a fraction; on a logarithmic scale the arrows walk 1, 2, 5, 10."""

    edited = Signal(object)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        self._log = declaration.log
        self.setDecimals(DECIMALS)
        self.settle()
        self.have_arrows()
        self.setRange(*_bounds(declaration))
        self.setSuffix(_suffix(declaration))
        self.setSingleStep(declaration.step or _step(declaration))
        self.valueChanged.connect(self._on_value_changed)

    def show_value(self, value: Value) -> None:
        """Show a value without saying that it was edited."""
        number = as_number(value)
        if number != self.value() or not self.being_typed:
            with QSignalBlocker(self):
                self.setValue(number)

    def textFromValue(self, value: float) -> str:
        """Write as many digits as matter."""
        return f"{value:.6g}"

    def valueFromText(self, text: str) -> float:
        """Read a number; a comma is a decimal point."""
        return float(self._number(text).replace(",", "."))

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Allow whatever may still become a number between the bounds."""
        number = self._number(text)
        if not PARTIAL.fullmatch(number):
            return QValidator.State.Invalid, text, position
        try:
            inside = self.minimum() <= float(number.replace(",", ".")) <= self.maximum()
        except ValueError:
            inside = False
        state = QValidator.State.Acceptable if inside else QValidator.State.Intermediate
        return state, text, position

    def fixup(self, text: str) -> str:
        """Go to the nearest bound where a number lies outside, else back to the old one."""
        try:
            value = float(self._number(text).replace(",", "."))
        except ValueError:
            return self.textFromValue(self.value()) + self.suffix()
        bounded = min(max(value, self.minimum()), self.maximum())
        return self.textFromValue(bounded) + self.suffix()

    def stepBy(self, steps: int) -> None:
        """Add, or go along the ladder."""
        if not self._log:
            super().stepBy(steps)
            return
        for _ in range(abs(steps)):
            self.setValue(rung(self.value(), up=steps > 0))

    def _on_value_changed(self, value: float) -> None:
        self.edited.emit(value)

    def _number(self, text: str) -> str:
        return text.removesuffix(self.suffix()).strip()


def as_number(value: Value) -> float:
    """Return the value of a setting that is a number."""
    if not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return value


def rung(value: float, up: bool) -> float:
    """Return the next of ... 0.5, 1, 2, 5, 10 ... above or below a positive `value`."""
    power = 10.0 ** math.floor(math.log10(value))
    rungs = [m * p for p in (power / 10, power, power * 10) for m in LADDER]
    near = 1e-9 * value
    if up:
        return min(one for one in rungs if one > value + near)
    return max(one for one in rungs if one < value - near)


def _bounds(declaration: Declaration) -> tuple[float, float]:
    low = -WIDEST if declaration.low is None else declaration.low
    high = WIDEST if declaration.high is None else declaration.high
    return low, high


def _suffix(declaration: Declaration) -> str:
    return f" {declaration.unit}" if declaration.unit else ""


def _step(declaration: Declaration) -> float:
    """Return a round step of about a twentieth of the range."""
    low, high = _bounds(declaration)
    return float(10.0 ** math.floor(math.log10((high - low) / 10)))
