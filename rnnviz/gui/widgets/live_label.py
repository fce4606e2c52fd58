"""A label whose text may change many times a second without the window laying itself out again."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnviz.gui.widgets.fitting import fitting
from rnnviz.gui.widgets.plain_text import plain_label

DIGIT = re.compile(r"\d")


class LiveLabel(QWidget):
    """A QLabel in a frame that keeps each new text from those around it.

    A QLabel that gets a text has the layouts of the whole window worked out again, and paints
    everything behind itself. This one asks for room only when its text has another shape (digits
    count as equally wide) and paints its own ground.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = self._told = self._least_shape = ""
        self._lines, self._is_laid_out = 1, False
        self.least: str | None = None
        """What there must be room for, where that is less than the text."""
        self._label = plain_label(parent=self)
        self._label.setAutoFillBackground(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def text(self) -> str:
        """Return what is shown: where there is no room for all, a shorter wording."""
        return self._label.text()

    def setText(self, text: str) -> None:
        """Show `text`, or where it is too long a shorter wording."""
        if text == self._told:
            return
        self._told = text
        self._fit()
        shape = DIGIT.sub("8", text)
        least = DIGIT.sub("8", self.least or "")
        if least != self._least_shape:
            self._least_shape = least
            self.updateGeometry()
        if shape != self._shape:
            self._shape = shape
            if self._asks_for_room:
                self.updateGeometry()

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        """Put the text there."""
        self._label.setAlignment(alignment)

    def setWordWrap(self, wrap: bool) -> None:
        """Break lines between words."""
        self._label.setWordWrap(wrap)

    def wordWrap(self) -> bool:
        """Return whether lines are broken between words."""
        return self._label.wordWrap()

    def setAccessibleName(self, name: str) -> None:
        """Be called so by screen readers."""
        super().setAccessibleName(name)
        self._label.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        """Be described so by screen readers."""
        super().setAccessibleDescription(description)
        self._label.setAccessibleDescription(description)

    def sizeHint(self) -> QSize:
        """Return the room that a text of this shape needs."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._shape) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Return the same: a label is not cut off where there is room elsewhere."""
        hint = self.sizeHint()
        if self.least is not None:
            hint.setWidth(min(hint.width(), self.fontMetrics().horizontalAdvance(self.least) + 2))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the frame."""
        self._label.resize(event.size())
        self._is_laid_out = True
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Ask for other room in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
            self._fit()

    @property
    def _asks_for_room(self) -> bool:
        return self.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Ignored

    def _fit(self) -> None:
        """Show the longest wording that fits, where no room is asked for and it is known."""
        text = self._told
        if self._is_laid_out and not self._asks_for_room:
            text = fitting(text, self.fontMetrics(), self.width(), self._lines)
        if text != self._label.text():
            self._label.setText(text)
