"""What stands in the place of a panel that failed: why, the details to copy, and another try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rnnviz.gui.appearance.theme import LIGHT
from rnnviz.gui.faults import in_short
from rnnviz.gui.panels.base import Panel
from rnnviz.gui.widgets.buttons import PushButton
from rnnviz.gui.widgets.plain_text import plain_label

if TYPE_CHECKING:
    from rnnviz.lab.panels import PanelKind
    from rnnviz.lab.snapshot import Snapshot

FAILED = (
    "This panel failed because of a mistake in this program: {error}. "
    "The training and all other panels go on."
)


class FailedPanel(Panel):
    """Stands in for a panel of this kind, needs nothing and draws nothing."""

    again_requested = Signal()

    def __init__(self, kind: PanelKind, error: Exception, details: str) -> None:
        QWidget.__init__(self)  # a panel's own would look for what it is to build
        self.theme, self.details = LIGHT, details
        self.setObjectName(kind.name)
        self.setAccessibleName(f"{kind.title}, which failed")
        self._build(in_short(error))
        self._arrange()
        self._connect()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw nothing."""

    def choose(self, name: str, value: str) -> None:
        """Show nothing."""

    def _build(self, error: str = "") -> None:
        self.words = plain_label(FAILED.format(error=error))
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(1)
        self.copy = PushButton("Copy details")
        self.copy.setToolTip("Copy what a report to the makers of the program needs")
        self.again = PushButton("Try again")
        self.again.setToolTip("Make this panel anew")

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.again)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addLayout(row)
        column.addStretch(1)

    def _connect(self) -> None:
        self.copy.clicked.connect(self._on_copy_clicked)
        self.again.clicked.connect(self.again_requested)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.details)
