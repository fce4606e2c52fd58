"""The small window that answers "What is this?": a text that can be copied, and its links."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from rnnviz.captions.help.markdown import HELP, LESSON
from rnnviz.gui.controls.lesson_text import LessonText
from rnnviz.gui.widgets.screen_dialog import ScreenDialog
from rnnviz.gui.window.tab_order import go_within

WIDTH = 56
"""Of the text, in widths of a digit."""
SHARE = 0.85
"""Of the screen's width and height, at most."""
GAP = 8
"""Pixels between the window and what it is about."""


class HelpWindow(ScreenDialog):
    """Stands beside what it is about; Escape closes it. `followed` brings a text that it names.

    `lesson_wanted` brings the name of a lesson.
    """

    followed = Signal(str)
    lesson_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("What is this?")
        self.text = LessonText()
        self.text.setAccessibleName("What is this?")
        self.text.setTabChangesFocus(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = self.buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(self.buttons)
        self._buttons += [*self.buttons.findChildren(QPushButton)]
        self.text.anchorClicked.connect(self._on_link)
        self.buttons.rejected.connect(self.reject)
        self.copy.clicked.connect(self._on_copy)

    def say(self, title: str, words: str, about: QRect) -> None:
        """Show a text in Markdown beside `about`, what it is about on the screen, if that helps."""
        self.setWindowTitle(title)
        self.text.show_markdown(words)
        self.fit_anew()
        if not self.isVisible() and about.isValid():
            self.move(beside(about, self.size(), self.room()))
        self.show()
        self.activateWindow()
        self.text.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Follow the eye with Tab, when the text has no further link."""
        return go_within(self, 1 if forward else -1)

    def write(self, words: str) -> None:
        """Show the same text with other numbers, unless somebody is about to copy a part of it."""
        bar = self.text.verticalScrollBar()
        place = bar.value()
        if self.isVisible() and not self.text.textCursor().hasSelection():
            self.text.show_markdown(words)
            self.fit_anew()
            bar.setValue(place)

    def wanted_size(self, room: QSize) -> QSize:
        """Return the size in which the text is not scrolled, if the screen has room for that."""
        digit = self.text.fontMetrics().horizontalAdvance("0")
        width = min(WIDTH * digit, int(SHARE * room.width()))
        measured = self.text.document().clone()
        measured.setTextWidth(width - self.text.verticalScrollBar().sizeHint().width() - 2 * GAP)
        others = self.buttons.sizeHint().height() + 6 * GAP
        height = int(measured.size().height()) + others
        return QSize(width, min(height, int(SHARE * room.height())))

    def _on_link(self, link: QUrl) -> None:
        kind, name = f"{link.scheme()}:", link.path()
        if kind == HELP:
            self.followed.emit(name)
        elif kind == LESSON:
            self.close()  # the lesson has the floor
            self.lesson_wanted.emit(name)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText().strip() + "\n")


def beside(about: QRect, size: QSize, room: QRect) -> QPoint:
    """Return where a window of this size hides nothing of `about`, or as little as possible."""
    width, height = size.width(), size.height()
    right, left = about.right() + GAP, about.left() - GAP - width
    fits_right = right + width <= room.right()
    x = right if fits_right else left if left >= room.left() else room.right() - width
    y = min(about.top(), room.bottom() - height)
    return QPoint(max(x, room.left()), max(y, room.top()))
