"""Makes the titles of docks follow the size of text and the room that there is for them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDockWidget,
    QStyle,
    QStyleOptionDockWidget,
    QWidget,
)

from rnnviz.gui.widgets.fitted_combo import entry_wordings
from rnnviz.gui.widgets.target import side_of
from rnnviz.lab.panels import PANELS

BUTTON = "qt_dockwidget_closebutton"
"""The name is Qt's; where the system draws the title it is hidden."""
BESIDE = 6
"""Pixels that stay free beside a title."""
A_LITTLE = 0.01
"""Points. A dock keeps its first font for the title unless its own is another than its class's."""


class TitledDock(QDockWidget):
    """A dock whose title has room for large buttons, and a shorter wording where they need it."""

    def setWidget(self, widget: QWidget) -> None:
        """Hold this, below the title."""
        super().setWidget(widget)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the title."""
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Have room for other letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def _make_room(self) -> None:
        """Keep what it holds below the buttons: Qt's title is as high as its letters.

        Not when a button moves: that happens in a dock that ends, too, which holds nothing more.
        """
        held, button = self.widget(), self.findChild(QAbstractButton, BUTTON)
        if held is None:
            return
        metric = QStyle.PixelMetric.PM_DockWidgetTitleMargin
        margin = self.style().pixelMetric(metric, None, self)
        title = self.fontMetrics().height() + 2 * margin
        has_buttons = button is not None and not button.isHidden()
        missing = max(0, side_of(self) + 1 - title) if has_buttons else 0
        if held.contentsMargins().top() != missing:
            held.setContentsMargins(0, missing, 0, 0)

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
