"""The unit that losses are shown in everywhere in the window; it is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from rnnviz.captions.loss_units import snapshot_in

if TYPE_CHECKING:
    from rnnviz.gui.preferences import Preferences
    from rnnviz.lab.snapshot import Snapshot


class LossUnit(QObject):
    """Nats, bits or perplexity: `changed` brings the choice when it is another."""

    changed = Signal(str)

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.choice = preferences.loss_unit

    def choose_by(self, action: QAction) -> None:
        """Take the unit that a menu's entry stands for."""
        choice = str(action.data())
        if choice != self.choice:
            self.choice = self._preferences.loss_unit = choice
            self.changed.emit(choice)

    def shown(self, snapshot: Snapshot) -> Snapshot:
        """Return what is to be shown of a snapshot, in the chosen unit."""
        return snapshot_in(snapshot, self.choice)
