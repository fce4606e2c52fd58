"""Live words of which only whole sentences are shown, as many as there is room for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from rnnviz.gui.widgets.plain_text import plain_tooltip
from rnnviz.gui.widgets.steady_label import SteadyLabel

SENTENCE_END = re.compile(r"(?<=\.) (?=[A-Z0-9])")
ENDLESS = 100_000


class FittedLabel(SteadyLabel):
    """Shows the first sentences of a text; the tooltip and screen readers get all of it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(2, parent)
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._whole = ""
        self._of: object = None
        self._lines = 2

    def make_room(self, width: int, most: int, longest: str) -> None:
        """Take the lines that the longest text needs at this width, at most so many, or none."""
        room, wrap = QRect(0, 0, max(width, 1), ENDLESS), int(Qt.TextFlag.TextWordWrap)
        needed = self.fontMetrics().boundingRect(room, wrap, longest).height()
        self._lines = min(max(1, round(needed / self.fontMetrics().lineSpacing())), most)
        self.set_lines(max(self._lines, 1))
        self.setVisible(most > 0)
        self._fit()

    def tell(self, text: str) -> None:
        """Show as much of `text` as fits, when it is time."""
        self._take(text)
        self.say(self._fitting())

    def tell_now(self, text: str) -> None:
        """Show as much of `text` as fits, at once."""
        self._take(text)
        self._fit()

    def tell_of(self, text: Callable[[], str], of: object) -> None:
        """Show as much of a text as fits, at once if it is `of` something else than the last."""
        if of != self._of:
            self._of = of
            self.tell_now(text())
        else:
            self.say(partial(self._taken, text))

    def _taken(self, text: Callable[[], str]) -> str:
        self._take(text())
        return self._fitting()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits now."""
        super().resizeEvent(event)
        self._fit()

    def _take(self, text: str) -> None:
        self._whole = text.replace(" %", "\N{NO-BREAK SPACE}%")  # kept with its number

    def _fit(self) -> None:
        self.say_now(self._fitting())

    def _fitting(self) -> str:
        return fitting(self._whole, self.fontMetrics(), self.width(), self._lines)

    def _show_coming(self) -> None:
        """Show the sentences that fit: they were chosen for this width already."""
        self._since.start()
        self._said = self._text_coming()
        self.setText(self._said)
        self.setToolTip(plain_tooltip(self._whole))
        self.setAccessibleDescription(self._whole)

    def _shortened(self, text: str) -> str:
        return self._fitting()


def fitting(text: str, metrics: QFontMetrics, width: int, lines: int) -> str:
    """Return the longest beginning of whole sentences that fits, or else of whole words."""
    sentences = SENTENCE_END.split(text)
    for count in range(len(sentences), 0, -1):
        if _fits(" ".join(sentences[:count]), metrics, width, lines):
            return " ".join(sentences[:count])
    words = sentences[0].split(" ")
    for count in range(len(words) - 1, 0, -1):
        if _fits(shorter := " ".join(words[:count]) + " …", metrics, width, lines):
            return shorter
    return sentences[0]


def _fits(text: str, metrics: QFontMetrics, width: int, lines: int) -> bool:
    room = QRect(0, 0, max(width, 1), ENDLESS)
    needed = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text)
    return needed.height() <= lines * metrics.lineSpacing() + 1 and needed.width() <= width
