"""A slider whose arrow keys are its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSlider

MOVES = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End}


class KeySlider(QSlider):
    """Has its keys to itself while it has the focus, which otherwise step and restart."""

    def event(self, event: QEvent) -> bool:
        """Keep the arrow keys from the window's shortcuts."""
        is_mine = isinstance(event, QKeyEvent) and event.key() in MOVES
        if is_mine and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)
