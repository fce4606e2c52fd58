"""The shape of a task: inputs below, hidden states in the middle, outputs above, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy

from rnnviz.captions.shape import accessible_text
from rnnviz.gui.plotting.canvas import Canvas, smaller
from rnnviz.gui.plotting.cell_diagram.ground import paint_tip
from rnnviz.lab.shown_data import ShownData

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from rnnviz.tasks.shape import Shape

OUTPUTS, STATES, INPUTS = 0, 1, 2
"""The rows from above."""
SIGNS = {OUTPUTS: "y", STATES: "h", INPUTS: "x"}
LINES = {OUTPUTS: 2, STATES: 0, INPUTS: 3}
"""Which of the theme's lines the boxes of a row have."""
GAP = 0.7
"""Pixels between boxes, as a share of their side."""
ARROW, TIP, ROUNDING, FAINT = 1.3, 2.6, 2.5, 45


class ShapeDiagram(Canvas):
    """Draws the inputs and outputs that there are of a few steps, and the states handed on."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.shape: Shape | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # nothing in it can be chosen
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_shape(self, shape: Shape) -> None:
        """Draw this shape."""
        if shape == self.shape:
            return
        self.shape = shape
        self.setAccessibleDescription(accessible_text(shape))
        self.updateGeometry()
        self.invalidate()

    def data(self) -> ShownData:
        """Return which steps have an input, a hidden state and an output: 1 or 0."""
        reads = self.shape.reads if self.shape is not None else ()
        answers = self.shape.answers if self.shape is not None else ()
        steps = range(1, len(reads) + 1)
        return ShownData(
            (
                ("step", steps),
                ("input", [int(one) for one in reads]),
                ("hidden state", [1] * len(reads)),
                ("output", [int(one) for one in answers]),
            )
        )

    @property
    def letters(self) -> QFont:
        """The font of the picture."""
        return smaller(self.font())

    @property
    def side(self) -> int:
        """Pixels of a box: a letter with its line fits in it."""
        return self.fontMetrics().height()

    def sizeHint(self) -> QSize:
        """Return the room for all steps, three rows high."""
        steps = len(self.shape.reads) if self.shape is not None else 0
        return QSize(self._extent(steps), self._extent(len(SIGNS)))

    def boxes(self) -> dict[tuple[int, int], QRectF]:
        """Return the boxes that are drawn by their row and step, in pixels."""
        if self.shape is None:
            return {}
        there = {OUTPUTS: self.shape.answers, INPUTS: self.shape.reads}
        there[STATES] = (True,) * len(self.shape.reads)
        return {
            (row, step): QRectF(self._edge(step), self._edge(row), self.side, self.side)
            for row, steps in there.items()
            for step, is_there in enumerate(steps)
            if is_there
        }

    @property
    def _pitch(self) -> int:
        return self.side + round(GAP * self.side)

    def _edge(self, place: int) -> int:
        """Return where the box of a row or a step begins, a pixel from the edge at least."""
        return 1 + place * self._pitch

    def _extent(self, count: int) -> int:
        return 2 + max(0, count - 1) * self._pitch + self.side

    def _paint_picture(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self.theme.window))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.letters)
        boxes = self.boxes()
        for (row, step), box in boxes.items():
            if row == STATES and (row, step + 1) in boxes:
                self._paint_arrow(painter, _right(box), _left(boxes[row, step + 1]))
            if row == STATES and (OUTPUTS, step) in boxes:
                self._paint_arrow(painter, _top(box), _bottom(boxes[OUTPUTS, step]))
            if row == INPUTS:
                self._paint_arrow(painter, _top(box), _bottom(boxes[STATES, step]))
        for (row, _), box in boxes.items():
            self._paint_box(painter, row, box)

    def _paint_arrow(self, painter: QPainter, start: QPointF, end: QPointF) -> None:
        ink = QColor(self.theme.muted)
        painter.setPen(self.theme.pen(ink, ARROW))
        painter.drawLine(start, end)
        paint_tip(painter, [start.toTuple(), end.toTuple()], ink, TIP)

    def _paint_box(self, painter: QPainter, row: int, box: QRectF) -> None:
        edge = QColor(self.theme.lines[LINES[row]])
        inside = QColor(edge)
        inside.setAlpha(FAINT)
        painter.setPen(edge)
        painter.setBrush(inside)
        # A line of one pixel is sharp where it runs through the middles of pixels.
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), ROUNDING, ROUNDING)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, SIGNS[row])


def _top(box: QRectF) -> QPointF:
    return QPointF(box.center().x(), box.top())


def _bottom(box: QRectF) -> QPointF:
    return QPointF(box.center().x(), box.bottom())


def _left(box: QRectF) -> QPointF:
    return QPointF(box.left(), box.center().y())


def _right(box: QRectF) -> QPointF:
    return QPointF(box.right(), box.center().y())
