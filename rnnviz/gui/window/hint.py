"""What to do first, in large letters, until it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QWidget

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Snapshot

FIRST = "Drop a text here, or press Space"


class Hint(QLabel):
    """What to do first, in large letters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(FIRST, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName("hint")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContentsMargins(8, 6, 8, 6)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setForegroundRole(QPalette.ColorRole.HighlightedText)
        self.setBackgroundRole(QPalette.ColorRole.Highlight)
        self.setAutoFillBackground(True)
        self.enlarge()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Go away when the first step is done."""
        if snapshot.step > 0:
            self.hide()

    def minimumSizeHint(self) -> QSize:
        """Never widen the window."""
        return QSize(0, super().minimumSizeHint().height())

    def enlarge(self) -> None:
        """Be half as large again as other text."""
        font = QApplication.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        self.setFont(font)
