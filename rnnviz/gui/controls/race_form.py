"""What a race is about: who takes part, what is equal, what is shared out, and how many seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.number_fields import SpinBox
from rnnviz.lab.race.contestants import Entries
from rnnviz.lab.race.presets import PRESETS
from rnnviz.lab.turns import Shared
from rnnviz.lab.typed_values import typed_values

if TYPE_CHECKING:
    from rnnviz.lab.settings import Settings

OWN = "one setting…"
MOST_SEEDS = 5
SECONDS, MOST_SECONDS = 30, 86_400
TIPS = {
    "Compare": "What the contestants differ in; everything else is as it is set in the window",
    "Setting": "The setting that is another one for each contestant",
    "Values": "Its values, with commas between: two to six",
    "Equal": "Equal parameters find the hidden units that make all networks as large as the first",
    "Go by": "By steps all learn equally often; by time a fast network learns more often",
    "Seconds": "How long each network trains in a race by time",
    "Seeds": "Race as often, each time from other weights: how much is chance?",
}


class RaceForm(QWidget):
    """Rows for a race from the `settings` of the window; `changed` says that one is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings: Settings | None = None
        self._build()
        self._arrange()
        for combo in (self.compare, self.setting, self.equal, self.by):
            combo.currentIndexChanged.connect(self._on_changed)
        self.values.textChanged.connect(self._on_changed)
        for number in (self.seconds, self.seeds):
            number.valueChanged.connect(self._on_changed)

    def show_settings(self, settings: Settings) -> None:
        """Start from these settings; the setting that is chosen stays, where it has a meaning."""
        chosen, self._settings = self.setting.currentData(), settings
        self.setting.blockSignals(True)
        self.setting.clear()
        for name, declared in settings.rows().items():
            if declared.effect != "new text" and declared.group != "sampling":
                self.setting.addItem(declared.label, name)
        self.setting.setCurrentIndex(max(0, self.setting.findData(chosen or "hidden")))
        self.setting.blockSignals(False)
        self._on_changed()

    def entries(self) -> Entries:
        """Who takes part; refuses values that the setting cannot have."""
        assert self._settings is not None
        return Entries(self._settings, self._changes(), equal=self.equal.currentData())

    @property
    def shared(self) -> Shared:
        """What is shared out, and for how long."""
        by = self.by.currentData()
        return Shared(by, float(self.seconds.value()) if by == "time" else None)

    def _changes(self) -> Sequence[Mapping[str, Any]]:
        preset = self.compare.currentData()
        if preset:
            return PRESETS[preset].changes
        name = self.setting.currentData()
        return [{name: value} for value in typed_values(name, self.values.text())]

    def _build(self) -> None:
        self.compare, self.setting = FittedCombo(), FittedCombo()
        for name, preset in PRESETS.items():
            self.compare.addItem(preset.label, name)
        self.compare.addItem(OWN, "")
        self.values = HintedLine()
        self.values.setText("8, 64, 256")
        self.equal, self.by = FittedCombo(), FittedCombo()
        self.equal.addItem("hidden units", "hidden")
        self.equal.addItem("parameters", "parameters")
        self.by.addItem("steps", "steps")
        self.by.addItem("time", "time")
        self.seconds = SpinBox(minimum=1, maximum=MOST_SECONDS, value=SECONDS, suffix=" s")
        self.seeds = SpinBox(minimum=1, maximum=MOST_SEEDS, value=1)

    def _arrange(self) -> None:
        self._rows = QFormLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        editors = (self.compare, self.setting, self.values, self.equal, self.by)
        for (name, tip), editor in zip(
            TIPS.items(), (*editors, self.seconds, self.seeds), strict=True
        ):
            editor.setAccessibleName(name)
            editor.setToolTip(tip)
            self._rows.addRow(name, editor)

    def _on_changed(self) -> None:
        own = not self.compare.currentData()
        self._rows.setRowVisible(self.setting, own)
        self._rows.setRowVisible(self.values, own)
        self._rows.setRowVisible(self.seconds, self.by.currentData() == "time")
        self.changed.emit()
