"""A combo box that is never cut: where it is narrow its entries have shorter wordings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from rnnviz.gui.widgets.combo_box import ComboBox

INSIDE = 2
"""Pixels that the style leaves free beside the text."""


class FittedCombo(ComboBox):
    """Shows the longest wording of what is chosen that there is room for.

    It asks for the room of its widest entry, and never takes less than that of the widest of the
    shortest wordings. Its list is as wide as its entries.
    """

    def __init__(self, name: str = "", tooltip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(tooltip)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.view().setTextElideMode(Qt.TextElideMode.ElideNone)
        self._worded: tuple[tuple[str, ...], list[tuple[str, ...]]] = (), []

    @property
    def shown_text(self) -> str:
        """What is written in it: the entry that is chosen, or a shorter wording of it."""
        if self.currentIndex() < 0:
            return self.currentText()
        room, advance = self._room(), self.fontMetrics().horizontalAdvance
        wanted = self._wordings()[self.currentIndex()]
        return next((one for one in wanted if advance(one) <= room), wanted[-1])

    def minimumSizeHint(self) -> QSize:
        """Return the room that the shortest wordings need."""
        advance, hint = self.fontMetrics().horizontalAdvance, self.sizeHint()
        widest = max((advance(one[0]) for one in self._wordings()), default=0)
        least = max((advance(one[-1]) for one in self._wordings()), default=0)
        hint.setWidth(hint.width() - widest + least)
        return hint

    def showPopup(self) -> None:
        """Open the list, as wide as its widest entry."""
        view = self.view()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        view.setMinimumWidth(view.sizeHintForColumn(0) + bar + 2 * view.frameWidth())
        super().showPopup()

    def changeEvent(self, event: QEvent) -> None:
        """Ask for other room in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it as the style does, with a wording that fits."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text
        painter = QStylePainter(self)
        with painter:  # ended even by an error, which else would crash Qt
            painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _room(self) -> int:
        """Return how many pixels wide what is written may be."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        kind, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(kind, option, part, self).width() - INSIDE

    def _wordings(self) -> list[tuple[str, ...]]:
        texts = tuple(self.itemText(place) for place in range(self.count()))
        if texts != self._worded[0]:
            self._worded = texts, [tuple(entry_wordings(text, texts)) for text in texts]
        return self._worded[1]


def entry_wordings(text: str, among: Sequence[str]) -> Iterator[str]:
    """Yield an entry and its shorter wordings, the longest first, which no other entry could mean.

    Those are what stands before a comma, its first words, or its last word.
    """
    yield text
    others = [other for other in among if other != text]
    words = text.split(" ")
    starts = [" ".join(words[:count]) for count in range(len(words) - 1, 0, -1)]
    starts = [one.rstrip(",") for one in starts if one[-1].isalnum() or one[-1] == ","]
    before = text.split(", ")[0]
    usable = [one for one in starts if not any(other.startswith(one) for other in others)]
    usable = [before] if before in usable else usable
    if not usable and len(words) > 1:
        usable = [words[-1]] if not any(other.endswith(words[-1]) for other in others) else []
    yield from usable
