"""What is read, letter by letter; the one that goes in now stands out, a click goes to another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy

from rnnviz.gui.appearance.contrast import ink_on
from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.cell_diagram.ground import letter_colour
from rnnviz.lab.shown_data import ShownData

PADDING = 5.0
FLAGS = Qt.AlignmentFlag.AlignCenter


class Ribbon(Canvas):
    """A row of symbols of which as many are shown as fit; `picked` carries a step."""

    picked = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._symbols: Sequence[str] = ()
        self._step = 0
        self._loss = -1

    def sizeHint(self) -> QSize:
        """Return the height of a line."""
        return QSize(80, self.fontMetrics().height() + 6)

    def show_symbols(self, symbols: Sequence[str], step: int, loss: int = -1) -> None:
        """Show these, standing at a step; below `loss` there is a mark, nowhere for -1."""
        if (symbols, step, loss) != (self._symbols, self._step, self._loss):
            self._symbols, self._step, self._loss = symbols, step, loss
            self.update()

    def data(self) -> ShownData:
        """Return all symbols, those for which there is no room too."""
        steps = range(1, len(self._symbols) + 1)
        return ShownData((("step", steps), ("reads", self._symbols)))

    @property
    def pitch(self) -> float:
        """The width of a symbol's place."""
        advance = QFontMetricsF(self.font()).horizontalAdvance
        return max(map(advance, set(self._symbols) | {"M"})) + PADDING

    def places(self) -> range:
        """Return the steps that are shown."""
        fits = max(1, int(self.width() / self.pitch))
        start = max(0, min(self._step - fits // 2, len(self._symbols) - fits))
        return range(start, min(start + fits, len(self._symbols)))

    def area(self, step: int) -> QRectF:
        """Return where a step's symbol stands."""
        return QRectF((step - self.places().start) * self.pitch, 0, self.pitch, self.height())

    def _paint_picture(self, painter: QPainter) -> None:
        theme = self.theme
        painter.fillRect(self.rect(), QColor(theme.base))
        if not self._symbols:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for step in self.places():
            area = self.area(step)
            here = step == self._step
            if here:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(letter_colour(theme)))
                painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 3, 3)
            ink = theme.text if step < self._step else theme.muted
            ink = ink_on(letter_colour(theme)) if here else ink
            painter.setPen(QColor(ink))
            painter.drawText(area, int(FLAGS), self._symbols[step])
            if step == self._loss:
                painter.setPen(theme.pen(theme.error, 2))
                painter.drawLine(area.bottomLeft(), area.bottomRight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go to the symbols beside the one that goes in, Home and End to the ends."""
        last = len(self._symbols) - 1
        wanted = {
            Qt.Key.Key_Left: self._step - 1,
            Qt.Key.Key_Right: self._step + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if wanted is None or last < 0:
            super().keyPressEvent(event)
        elif 0 <= wanted <= last:
            self.picked.emit(wanted)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the symbol that was clicked."""
        if event.button() == Qt.MouseButton.LeftButton and self._symbols:
            step = self.places().start + int(event.position().x() / self.pitch)
            if step in self.places():
                self.picked.emit(step)
