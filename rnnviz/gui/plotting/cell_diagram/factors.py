"""What every step on the way back did to the length of the gradient, written as a product."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from operator import mul

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy

from rnnviz.captions.cell_walk import product_label
from rnnviz.captions.way_back import factor_text
from rnnviz.gui.plotting.canvas import Canvas, smaller
from rnnviz.gui.plotting.cell_diagram.type_sizes import type_of
from rnnviz.lab.shown_data import ShownData

TIMES, MORE, START = " × ", "… × ", "1.00"
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
FLAGS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FactorRow(Canvas):
    """Factors (n,) from the loss back to the step that is shown, the last one framed.

    Of too many the first are left out. `picked` carries which one was clicked, from the loss on.
    """

    picked = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
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

    def data(self) -> ShownData:
        """Return all factors, and what is left after each."""
        products = list(accumulate(self._factors, mul))
        back = range(1, len(products) + 1)
        return ShownData((("steps back", back), ("factor", self._factors), ("product", products)))

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
        self._point(self._at(event))

    @property
    def has_cursor(self) -> bool:
        """Whether a factor is pointed at."""
        return self._pointed is not None

    def let_go(self) -> None:
        """Point at none."""
        self._point(None)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at none."""
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from factor to factor, Enter looks at the step that made one."""
        shown = [place for place, _ in self.areas()] if self._factors else []
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is not None and shown:
            at = shown.index(self._pointed) + by if self._pointed in shown else len(shown) - 1
            self._point(shown[max(0, min(at, len(shown) - 1))])
        elif event.key() in ENTER and self._pointed in shown:
            self.picked.emit(self._pointed)
        else:
            super().keyPressEvent(event)

    def _point(self, pointed: int | None) -> None:
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
