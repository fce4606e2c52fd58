"""What widgets that paint a picture of data share: look, message, focus and arrow keys."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnviz.captions.wordings import longest
from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.plotting.guarded_paint import guarded
from rnnviz.gui.plotting.layer import Medium
from rnnviz.lab.shown_data import ShownData

MESSAGE_MARGIN = 12
SMALLEST, ENDLESS = 6.0, 100_000
FOR_A_WHILE = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Why the keyboard may be elsewhere and come back."""
ROOMY, LARGER = (800, 400), 1.4
"""Pixels from which a picture can be read from afar, and how much larger its letters then are."""


class Canvas(QWidget):
    """Shows a picture, or a message in its place; a click or Tab gives it the keyboard.

    Arrow keys then move its cursor, Return does what a click there does, Escape lets go of it.
    A subclass paints in `_paint_picture`, and forgets in `_forget` what it keeps from frame to
    frame: the size, the look, the font, the message or what it is painted on has changed.
    """

    keeps_cursor: ClassVar[bool] = False
    """Whether what was chosen stays when the keyboard goes elsewhere."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.theme: Theme = LIGHT
        self.message = ""
        self.exposed = QRect()
        """The part that is being painted."""
        self.medium = Medium()
        """What it is painted on: a screen, or an image or a drawing of it."""

    @property
    def letters(self) -> QFont:
        """The font of the picture."""
        return self.font()

    def set_message(self, message: str) -> None:
        """Show a sentence in place of the picture, or the picture if it is empty."""
        if message != self.message:
            self.message = message
            self.setAccessibleDescription(message)
            self.invalidate()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.theme = theme
        self.invalidate()

    def invalidate(self) -> None:
        """Have everything painted anew, what is kept too."""
        self._forget()
        self.update()

    def data(self) -> ShownData:
        """Return the numbers that are shown; not those of a message in their place."""
        raise NotImplementedError

    def _forget(self) -> None:
        """Let go of what is kept from frame to frame."""

    def _paint_picture(self, painter: QPainter) -> None:
        """Paint one frame over whatever was there."""
        raise NotImplementedError

    def resizeEvent(self, event: object) -> None:
        """Have everything painted in the new size."""
        self.invalidate()

    def changeEvent(self, event: QEvent) -> None:
        """Have everything painted with letters of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
            self.invalidate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint one frame."""
        self.exposed = event.rect()
        # The painter is ended even by an error, which else would crash Qt.
        with guarded(self), QPainter(self) as painter:
            self._paint_on(Medium.of(painter))
            if self.medium.is_vector:
                painter.setClipRect(self.rect())  # a drawing has no edges of its own
            if self.message:
                painter.setFont(self.letters)
                paint_message(painter, self.rect(), self.message, self.theme)
            else:
                self._paint_picture(painter)

    def _paint_on(self, medium: Medium) -> None:
        if medium != self.medium:
            self.medium = medium
            self._forget()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of what is pointed at when the keyboard goes to another part."""
        super().focusOutEvent(event)
        if event.reason() not in FOR_A_WHILE and not self.keeps_cursor:
            self.let_go()

    @property
    def has_cursor(self) -> bool:
        """Whether something in the picture is pointed at."""
        return False

    def let_go(self) -> None:
        """Point at nothing."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape lets go of what is pointed at; all else is the window's."""
        if event.key() == Qt.Key.Key_Escape and self.has_cursor:
            self.let_go()
        else:
            event.ignore()


def smaller(font: QFont) -> QFont:
    """Return the font of what is written in plots: a point smaller than that around them."""
    found = QFont(font)
    found.setPointSizeF(max(SMALLEST, font.pointSizeF() - 1))
    return found


def enlarged(font: QFont, times: float) -> QFont:
    """Return the font so many times as large."""
    found = QFont(font)
    found.setPointSizeF(times * font.pointSizeF())
    return found


def roomy(font: QFont, width: int, height: int) -> QFont:
    """Return a larger font for a picture that has the window nearly to itself."""
    return enlarged(font, LARGER) if width >= ROOMY[0] and height >= ROOMY[1] else font


def paint_message(painter: QPainter, area: QRect, message: str, theme: Theme) -> None:
    """Write a sentence in the middle of an empty area."""
    painter.fillRect(area, QColor(theme.base))
    painter.setPen(QColor(theme.muted))
    room = area.adjusted(MESSAGE_MARGIN, 0, -MESSAGE_MARGIN, 0)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(room, int(flags), that_fits(message, painter.fontMetrics(), room))


def that_fits(message: str, metrics: QFontMetrics, room: QRect) -> str:
    """Return as much of a message as an area has room for."""
    wrap = int(Qt.TextFlag.TextWordWrap)

    def fits(text: str) -> bool:
        needed = metrics.boundingRect(QRect(0, 0, max(room.width(), 1), ENDLESS), wrap, text)
        return needed.height() <= room.height() and needed.width() <= room.width()

    return longest(message, fits)
