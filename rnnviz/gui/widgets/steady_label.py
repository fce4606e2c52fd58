"""A line of words about live numbers that can be read while they change."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnviz.gui.widgets.live_label import LiveLabel
from rnnviz.gui.widgets.plain_text import plain_tooltip

PAUSE = 500
"""Milliseconds between two texts."""
GRACE = 60
"""Milliseconds more in which another text is waited for: what is drawn with a frame costs the
training less than what is drawn between two."""
FAILED = "These words failed because of a mistake in this program; the picture goes on."


class SteadyLabel(LiveLabel):
    """A label that changes at most twice a second and never its size.

    It takes the width that it is given and the height of `lines` lines. The whole text is also
    its tooltip; of one that is too long a shorter wording is shown.
    """

    def __init__(
        self, lines: int = 1, parent: QWidget | None = None, least: str | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.least = least
        self.setWordWrap(lines > 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_lines(lines)
        self._said = ""
        self._coming: str | Callable[[], str] = ""
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show_coming)

    def set_lines(self, lines: int) -> None:
        """Take the height of so many lines."""
        self._lines = lines
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2)
        if self.least is not None:
            self.setMinimumWidth(self.fontMetrics().horizontalAdvance(self.least) + 2)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the room for as many lines in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_lines"):
            self.set_lines(self._lines)

    def say(self, text: str | Callable[[], str]) -> None:
        """Show `text` at once or when it is time; of several texts the last.

        A function is called then: most words about live numbers are never read.
        """
        self._coming = text
        awaited = self._timer.isActive()
        if not awaited and text == self._said:
            return
        if not self._since.isValid() or self._since.hasExpired(PAUSE):
            self._timer.stop()
            self._show_coming()
        elif not awaited:
            self._timer.start(PAUSE + GRACE - self._since.elapsed())

    def say_now(self, text: str) -> None:
        """Show `text` at once: it answers the user, or nothing moves."""
        self._coming = text
        self._timer.stop()
        self._show_coming()

    def catch_up(self) -> None:
        """Show at once what is only waiting for its time."""
        if self._timer.isActive():
            self._timer.stop()
            self._show_coming()

    def _show_coming(self) -> None:
        self._since.start()
        coming = self._text_coming()
        if coming != self._said:
            self._said = coming
            self.setText(coming)
            self.setToolTip(plain_tooltip(self._said))

    def _text_coming(self) -> str:
        if isinstance(self._coming, str):
            return self._coming
        try:
            return self._coming()
        except Exception:  # it is told as all that nobody catches; the picture goes on
            sys.excepthook(*sys.exc_info())
            return FAILED
