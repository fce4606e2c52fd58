"""A button for one of several things, which shows clearly which of them is chosen."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from rnnviz.gui.widgets.buttons import ToolButton

SHOWN_AS = {
    QPalette.ColorRole.Button: QPalette.ColorRole.Highlight,
    QPalette.ColorRole.ButtonText: QPalette.ColorRole.HighlightedText,
}
"""The roles of a button that is chosen, and the colours that these have then."""


class PickButton(ToolButton):
    """Has the colours of what is selected while it is checked: pressed alone is hard to see."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.toggled.connect(self.follow_look)

    def follow_look(self) -> None:
        """Take the colours that the program has now."""
        own, around = QPalette(), QPalette()
        if self.isChecked():
            for role, as_role in SHOWN_AS.items():
                own.setColor(role, around.color(as_role))
        self.setPalette(own)
