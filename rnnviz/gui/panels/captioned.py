"""What panels share that say below their picture in words what is to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from rnnviz.gui.panels.base import Panel, Part
from rnnviz.gui.widgets.fitted_label import FittedLabel
from rnnviz.gui.widgets.steady_label import SteadyLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from rnnviz.gui.appearance.theme import Theme

FEWER = 3
"""How many times less room there is for captions that are read from afar."""


class CaptionedPanel(Panel):
    """A panel with a caption at its lower edge, `words`, where it is high enough for one.

    A subclass calls `_build` first in its own, and `_set_out` in `_arrange`.
    """

    caption_name: ClassVar[str]
    """What screen readers call the caption."""
    caption_lines: ClassVar[int] = 1
    least_height: ClassVar[int] = 0
    """Pixels below which the picture has the panel to itself."""

    words: SteadyLabel

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the words, or for the picture alone."""
        super().resizeEvent(event)
        self._make_room()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look; for a class the picture has more of the room."""
        super().set_theme(theme)
        self._make_room()

    def _build(self) -> None:
        self.words = SteadyLabel(self.caption_lines)
        self.words.setAccessibleName(self.caption_name)

    def _set_out(self, *above: Part, picture: Part) -> QVBoxLayout:
        column = super()._set_out(*above, picture=picture)
        column.addWidget(self.words)
        return column

    def _make_room(self) -> None:
        """Share the panel's size out between its parts."""
        self.words.setVisible(self.height() >= self.least_height)


class FittedCaptionPanel(CaptionedPanel):
    """One whose caption is whole sentences, of which as many are shown as there is room for."""

    longest: ClassVar[str]
    """The caption that needs most lines."""
    caption_share: ClassVar[float] = 0.24
    """Of the panel's height, for the caption at most."""
    least_height = 150

    words: FittedLabel

    def _build(self) -> None:
        self.words = FittedLabel(self.caption_name)

    def _make_room(self) -> None:
        height, line = self.height(), self.words.fontMetrics().lineSpacing()
        share = self.caption_share / (FEWER if self.theme.stroke > 1 else 1)
        lines = int(share * height / line) if height >= self.least_height else 0
        self.words.make_room(self.width() - 8, lines, self.longest)
