"""What a sweep is asked: which settings vary, with which values, how many seeds and steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QWidget,
)

from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.number_fields import SpinBox
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.lab.settings import declarations
from rnnviz.lab.sweep.plan import USUAL
from rnnviz.lab.typed_values import typed_values, written
from rnnviz.refusal import Refusal

if TYPE_CHECKING:
    from rnnviz.lab.settings import Settings

LINES = 3
"""So many settings vary at most."""
NOTHING = "nothing more"
LEARNS = "Learns {name}; all that is not named here is as the window's settings are now."
FIXED = frozenset(("task", "seed", "steps"))
"""Settings that have rows of their own here, or make another task of it."""


class SweepForm(QWidget):
    """Rows for a sweep; `varied` reads them, `changed` says that they are others now."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings: Settings | None = None
        self.learns = plain_label()
        self.learns.setWordWrap(True)
        self.names = [FittedCombo() for _ in range(LINES)]
        self.values = [HintedLine() for _ in range(LINES)]
        self.seeds = SpinBox(minimum=1, maximum=20, value=2)
        self.steps = SpinBox(minimum=1, maximum=100_000_000, singleStep=1000)
        self.steps.setGroupSeparatorShown(True)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        for line, (name, values) in enumerate(zip(self.names, self.values, strict=True)):
            name.setAccessibleName(f"Varies, {line + 1}")
            values.setAccessibleName(f"Values, {line + 1}")
            values.setPlaceholderText("values, with commas between")
            grid.addWidget(plain_label("Vary" if line == 0 else "and"), line, 0)
            grid.addWidget(name, line, 1)
            grid.addWidget(values, line, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 2)
        numbers = QFormLayout()
        tips = {
            "Seeds": (self.seeds, "Each combination is trained with so many seeds"),
            "Steps": (self.steps, "The steps of each training"),
        }
        for label, (editor, tip) in tips.items():
            editor.setAccessibleName(label)
            editor.setToolTip(tip)
            numbers.addRow(label, editor)
        columns = QHBoxLayout()
        columns.addLayout(grid, 3)
        columns.addSpacing(16)
        columns.addLayout(numbers, 1)
        whole = QGridLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.learns, 0, 0)
        whole.addLayout(columns, 1, 0)

    def _connect(self) -> None:
        for name, values in zip(self.names, self.values, strict=True):
            name.activated.connect(self._on_chosen)
            values.textEdited.connect(self.changed)
        for number in (self.seeds, self.steps):
            number.valueChanged.connect(self.changed)

    def set_base(self, settings: Settings, name: str) -> None:
        """Vary these settings, of a run that learns what is called so."""
        first = self._settings is None
        self._settings = settings
        self.learns.setText(LEARNS.format(name=name))
        for box in self.names:
            self._offer(box)
        if first:
            self.steps.setValue(settings.steps)
            for line, (setting, values) in enumerate(USUAL.items()):
                self._choose(line, setting, ", ".join(written(setting, v) for v in values))

    def _offer(self, box: QComboBox) -> None:
        """List the settings that mean something now, and leave chosen what was, if it does."""
        chosen = box.currentData()
        box.clear()
        box.addItem(NOTHING, "")
        for name, declared in self._offered().items():
            box.addItem(declared, name)
        box.setCurrentIndex(max(0, box.findData(chosen)))

    def _offered(self) -> dict[str, str]:
        rows = self._settings.rows() if self._settings else {}
        return {
            name: declared.label
            for name, declared in rows.items()
            if name not in FIXED and declared.effect != "new text" and declared.group != "sampling"
        }

    def _choose(self, line: int, name: str, text: str) -> None:
        self.names[line].setCurrentIndex(max(0, self.names[line].findData(name)))
        self.values[line].setText(text)

    def _on_chosen(self) -> None:
        """Begin with all choices of a setting, or with the value that it has."""
        line = self.names.index(self.sender())  # type: ignore[arg-type]  # one of these boxes
        name = self.names[line].currentData()
        text = ""
        if name and self._settings is not None:
            declared = declarations()[name]
            own = written(name, self._settings.value(name))
            text = ", ".join(declared.choices) or own
        self.values[line].setText(text)
        self.changed.emit()

    def varied(self) -> dict[str, tuple[object, ...]]:
        """The values by setting; refuses values that are none, and a setting that is there twice.

        Without any, the seeds alone vary.
        """
        found: dict[str, tuple[object, ...]] = {}
        for box, line in zip(self.names, self.values, strict=True):
            name = box.currentData()
            if not name:
                continue
            if name in found:
                raise Refusal(f"{box.currentText()} is there twice; write all its values in one.")
            found[name] = typed_values(name, line.text())
        return found
