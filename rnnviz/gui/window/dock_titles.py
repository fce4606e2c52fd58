"""Makes the titles of docks follow the size of text and the room that there is for them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QStyleOptionDockWidget

from rnnviz.gui.widgets.fitted_combo import entry_wordings
from rnnviz.lab.panels import PANELS

BESIDE = 6
"""Pixels that stay free beside a title."""
A_LITTLE = 0.01
"""Points. A dock keeps its first font for the title unless its own is another than its class's."""


class TitledDock(QDockWidget):
    """A dock whose title has a shorter wording where its buttons leave no room for all of it."""

    @property
    def shown_title(self) -> str:
        """What is written in the title."""
        title, titles = self.windowTitle(), [kind.title for kind in PANELS.values()]
        advance, room = self.fontMetrics().horizontalAdvance, self._room_for_title()
        wanted = list(entry_wordings(title, titles))
        found = next((one for one in wanted if advance(one) <= room), wanted[-1])
        return found[0].upper() + found[1:]

    def initStyleOption(self, option: QStyleOptionDockWidget) -> None:
        """Have the style write the title that fits."""
        super().initStyleOption(option)
        option.title = self.shown_title
        held = self.widget()
        if held is not None:  # in the middle of the room that the buttons have beside it
            option.rect = option.rect.adjusted(0, 0, 0, held.contentsMargins().top())

    def _room_for_title(self) -> int:
        found = self.findChildren(
            QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly
        )
        left = min((one.x() for one in found if not one.isHidden()), default=self.width())
        return left - BESIDE


def letter_titles(docks: Iterable[QDockWidget], font: QFont) -> None:
    """Write the titles in `font`."""
    barely_larger = QFont(font)
    barely_larger.setPointSizeF(font.pointSizeF() + A_LITTLE)
    for dock in docks:
        dock.setFont(barely_larger)
