"""The red mark that says that pictures are taken, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QToolButton

from rnnviz.captions.recorded import mark_caption

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from rnnviz.gui.appearance.theme import Theme

DISC = 0.7
"""The diameter of the disc, of the height of the letters' line."""


class RecordMark(QToolButton):
    """A click on it ends the recording; it is in no picture itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoRaise(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the action has a key
        self.setToolTip("Recording; a click ends it")
        self._colour = QColor("red")
        self.is_left_out = False
        """Whether it is not painted now, as a picture is taken of the window."""
        self.count(0)
        self.hide()

    def count(self, pictures: int) -> None:
        """Say how many pictures there are."""
        self.setText(mark_caption(pictures))
        self.setAccessibleName(f"Recording: {self.text()}; press to stop")

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self._colour = QColor(theme.error)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_colour"):
            self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it for those at the window only."""
        if not self.is_left_out:
            super().paintEvent(event)

    def _draw(self) -> None:
        side, ratio = self.fontMetrics().height(), self.devicePixelRatio()
        disc = QPixmap(round(side * ratio), round(side * ratio))
        disc.setDevicePixelRatio(ratio)
        disc.fill(Qt.GlobalColor.transparent)
        painter = QPainter(disc)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        gap = side * (1 - DISC) / 2
        painter.drawEllipse(QRectF(gap, gap, side * DISC, side * DISC))
        painter.end()
        self.setIconSize(QSize(side, side))
        self.setIcon(QIcon(disc))
