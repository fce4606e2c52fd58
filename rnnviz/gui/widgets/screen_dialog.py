"""A dialog that lies on its screen with all that it holds, whatever the size of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.widgets.screen_room import moved_inside, title_height
from rnnviz.gui.widgets.target import side_of

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

EDGE = 8
"""Pixels that a dialog leaves free of the screen around it."""


class ScreenDialog(QDialog):
    """As large as `SIZE`, or as its parts need it; what the screen has no room for is scrolled.

    It grows and shrinks with the text, and shows itself where all of it is on the screen.
    """

    SIZE = (44, 0)
    """The widths of digits and the lines of text that it likes to have."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: _Frame | None = None
        self._buttons: list[QPushButton] = []
        self._letters = ""
        """The letters that it has taken its size for."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit)

    def hold(self, column: QVBoxLayout, *below: QWidget) -> None:
        """Have these parts, scrolled where need be, and `below` them some that always stay."""
        self._frame = _Frame(column)
        self._frame.asked.connect(self._soon.start)
        whole = QVBoxLayout(self)
        whole.addWidget(self._frame, 1)
        for part in below:
            whole.addWidget(part)
            self._buttons += part.findChildren(QPushButton)

    def wanted_size(self, room: QSize) -> QSize:
        """Return the size that it likes to have where the screen has so much room."""
        digit, line = self.fontMetrics().horizontalAdvance("0"), self.fontMetrics().lineSpacing()
        return QSize(self.SIZE[0] * digit, self.SIZE[1] * line)

    def room(self) -> QRect:
        """Return where on the screen it may lie, beside its own title."""
        room = self.screen().availableGeometry()
        return room.adjusted(EDGE, title_height(self) + EDGE, -EDGE, -EDGE)

    def fit(self) -> None:
        """Be as large as all needs to be now, as far as there is room, and wholly on the screen."""
        room = self.room()
        for button in self._buttons:  # some of them are made by Qt
            button.setMinimumHeight(max(side_of(button), button.sizeHint().height()))
        letters = self.font().toString()
        liked = self.wanted_size(room.size()) if letters != self._letters else self.size()
        self._letters = letters
        width = min(max(liked.width(), self._least().width()), room.width())
        height = min(max(liked.height(), self._height_at(width)), room.height())
        if self._frame is not None:
            self._frame.setAccessibleName(self.windowTitle())
            self._frame.allow_keys(scrolls=self._height_at(width) > height)
        if self.size() != QSize(width, height):
            self.resize(width, height)
        inside = moved_inside(self.geometry(), room)
        if inside.topLeft() != self.geometry().topLeft():
            self.setGeometry(inside)

    def fit_anew(self) -> None:
        """Take the size that is liked now, whatever somebody has made of it before."""
        self._letters = ""
        self.fit()

    def setVisible(self, visible: bool) -> None:
        """Have the right size before Qt finds a place for it."""
        if visible and not self.isVisible():
            self.ensurePolished()
            self.fit()
        super().setVisible(visible)

    def showEvent(self, event: QShowEvent) -> None:
        """Be on the screen."""
        super().showEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Take another size with other letters, when all parts have them."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            self._soon.start()

    def _least(self) -> QSize:
        """Return the room beside which all is scrolled, or that all parts need."""
        layout = self.layout()
        if layout is None:
            return QSize()
        least = layout.totalMinimumSize()
        if self._frame is None:
            return least
        margins = layout.contentsMargins()
        return least.expandedTo(
            QSize(self._frame.least_width + margins.left() + margins.right(), least.height())
        )

    def _height_at(self, width: int) -> int:
        """Return how high it must be for nothing to be scrolled."""
        layout = self.layout()
        if layout is None or self._frame is None:
            return self._least().height()
        margins = layout.contentsMargins()
        others = self._least().height() - self._frame.minimumSizeHint().height()
        return others + self._frame.height_at(width - margins.left() - margins.right())


class _Frame(QScrollArea):
    """What is scrolled; it has the keyboard where that is the only way to read it."""

    asked = Signal()
    """Emitted when what is inside may need other room."""

    def __init__(self, column: QVBoxLayout) -> None:
        super().__init__(widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        column.setContentsMargins(0, 0, 0, 0)
        self._inside.setLayout(column)
        self.setWidget(self._inside)
        self._inside.installEventFilter(self)

    @property
    def least_width(self) -> int:
        """The width in which nothing is cut or scrolled sideways."""
        bar = self.verticalScrollBar().sizeHint().width()
        return self._inside.minimumSizeHint().width() + bar

    def height_at(self, width: int) -> int:
        """Return the height at which nothing is scrolled."""
        layout = self._inside.layout()
        if layout is not None and layout.hasHeightForWidth():
            return layout.minimumHeightForWidth(width)
        return self._inside.minimumSizeHint().height()

    def allow_keys(self, scrolls: bool) -> None:
        """Have the keyboard if it `scrolls` and nothing in it can have that."""
        stops = any(
            part.focusPolicy() & Qt.FocusPolicy.TabFocus
            for part in self._inside.findChildren(QWidget)
        )
        takes = scrolls and not stops
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if takes else Qt.FocusPolicy.NoFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when rows come and words become longer."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.asked.emit()
        return super().eventFilter(watched, event)
