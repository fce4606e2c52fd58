"""Live words of which only whole sentences are shown, as many as there is room for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from rnnviz.captions.wordings import Worded
from rnnviz.gui.widgets.fitting import ENDLESS
from rnnviz.gui.widgets.steady_label import SteadyLabel


class FittedLabel(SteadyLabel):
    """Shows the first sentences of a text; the tooltip and screen readers get all of it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(2, parent)
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._of: object = None

    def make_room(self, width: int, most: int, longest: str) -> None:
        """Take the lines that the longest text needs at this width, at most so many, or none."""
        room, wrap = QRect(0, 0, max(width, 1), ENDLESS), int(Qt.TextFlag.TextWordWrap)
        needed = self.fontMetrics().boundingRect(room, wrap, longest).height()
        self.set_lines(max(1, min(round(needed / self.fontMetrics().lineSpacing()), most)))
        self.setVisible(most > 0)

    def tell(self, text: str) -> None:
        """Show as much of `text` as fits, when it is time."""
        self.say(_tied(text))

    def tell_now(self, text: str) -> None:
        """Show as much of `text` as fits, at once."""
        self.say_now(_tied(text))

    def tell_of(self, text: Callable[[], str], of: object) -> None:
        """Show as much of a text as fits, at once if it is `of` something else than the last."""
        if of != self._of:
            self._of = of
            self.tell_now(text())
        else:
            self.say(lambda: _tied(text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits now, of the text that is due."""
        super().resizeEvent(event)
        if self._timer.isActive():
            self.say_now(self._text_coming())

    def _show_coming(self) -> None:
        """Tell screen readers as well."""
        super()._show_coming()
        self.setAccessibleDescription(self._said)


def _tied(text: str) -> str:
    """Return a text whose numbers keep their signs of percent."""
    tied = text.replace(" %", "\N{NO-BREAK SPACE}%")
    return Worded(tied, *text.shorter) if isinstance(text, Worded) else tied
