"""What every step on the way back did to the length of the gradient, written as a product."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy

from rnnviz.captions.cell_walk import product_label
from rnnviz.captions.way_back import factor_text
from rnnviz.gui.plotting.canvas import Canvas, smaller
from rnnviz.gui.plotting.cell_diagram.type_sizes import type_of

TIMES, MORE, START = " × ", "… × ", "1.00"
FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FactorRow(Canvas):
    """Factors (n,) from the loss back to the step that is shown, the last one framed.

    Of too many the first are left out. `picked` carries which one was clicked, from the loss on.
    """

    picked = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._factors: Sequence[float] = ()
        self._pointed: int | None = None

    @property
    def letters(self) -> QFont:
        """The font of the row."""
        return smaller(self.font())

    def sizeHint(self) -> QSize:
        """Return the height of a line."""
        return QSize(80, self.fontMetrics().height() + 4)

    def show_factors(self, factors: Sequence[float]) -> None:
        """Write these."""
        if list(factors) != list(self._factors):
            self._factors = factors
            self.setAccessibleDescription(product_label(factors))
            self.update()

    def areas(self) -> list[tuple[int, QRectF]]:
        """Return which factors are written, and where."""
        width = type_of(self.letters).width
        room = self.width() - width(START + TIMES + MORE + product_label(self._factors)) - 8
        shown: list[int] = []
        for place in range(len(self._factors) - 1, -1, -1):
            room -= width(factor_text(self._factors[place]) + TIMES)
            if room < 0 and shown:
                break
            shown.insert(0, place)
        left = 4 + width(START + TIMES)
        if shown and shown[0] > 0:
            left += width(MORE)
        found = []
        for place in shown:
            wide = width(factor_text(self._factors[place]))
            found.append((place, QRectF(left, 0, wide, self.height())))
            left += wide + width(TIMES)
        return found

    def _paint_picture(self, painter: QPainter) -> None:
        theme = self.theme
        painter.fillRect(self.rect(), QColor(theme.base))
        painter.setFont(self.letters)
        if not self._factors:
            return
        areas = self.areas()
        painter.setPen(QColor(theme.muted))
        head = START + TIMES + (MORE if areas[0][0] else "")
        height = self.height()
        painter.drawText(QRectF(4, 0, areas[0][1].left(), height), int(FLAGS), head)
        for place, area in areas:
            here = place == len(self._factors) - 1
            painter.setPen(QColor(theme.error if here else theme.text))
            if place == self._pointed:
                painter.setPen(QColor(theme.accent))
                painter.drawLine(area.bottomLeft(), area.bottomRight())
            painter.drawText(area, int(FLAGS), factor_text(self._factors[place]))
            if not here:
                painter.setPen(QColor(theme.muted))
                times = QRectF(area.right(), 0, self.width(), height)
                painter.drawText(times, int(FLAGS), TIMES)
        painter.setPen(QColor(theme.text))
        rest = QRectF(areas[-1][1].right(), 0, self.width(), height)
        painter.drawText(rest, int(FLAGS), product_label(self._factors))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which factor would be looked at."""
        pointed = self._at(event)
        if pointed != self._pointed:
            self._pointed = pointed
            hand = (
                Qt.CursorShape.ArrowCursor if pointed is None else Qt.CursorShape.PointingHandCursor
            )
            self.setCursor(hand)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the step that made the factor."""
        place = self._at(event)
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.picked.emit(place)

    def _at(self, event: QMouseEvent) -> int | None:
        for place, area in self.areas() if self._factors else ():
            if area.adjusted(-3, 0, 3, 0).contains(event.position()):
                return place
        return None
