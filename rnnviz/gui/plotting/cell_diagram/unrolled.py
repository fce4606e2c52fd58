"""The same cell several times side by side, one for every step, and the states handed on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPen

from rnnviz.captions.cell_walk import short_loss
from rnnviz.gui.plotting.canvas import smaller
from rnnviz.gui.plotting.cell_diagram import ground
from rnnviz.gui.plotting.cell_diagram.boxes import SIGNS
from rnnviz.gui.plotting.cell_diagram.frame import Answer, Frame
from rnnviz.gui.plotting.cell_diagram.nodes import before
from rnnviz.gui.plotting.cell_diagram.overlay import (
    paint_valve,
    scale_of,
    slope_colour,
    width_of_reach,
)
from rnnviz.gui.plotting.cell_diagram.picture import Drawn
from rnnviz.gui.plotting.cell_diagram.seats import BOX, Seat, Seats, openings_of, seats_of
from rnnviz.gui.plotting.cell_diagram.shapes import Rect
from rnnviz.gui.plotting.cell_diagram.strips import paint_strips
from rnnviz.gui.plotting.cell_diagram.walked import Walked


class UnrolledPicture(Walked):
    """Draws frames of neighbouring steps; `picked` carries which of them was clicked."""

    picked = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setMinimumSize(80, 24)
        self._cell: Drawn | None = None
        self._frames: Sequence[Frame] = ()
        self._here = 0

    @property
    def letters(self) -> QFont:
        """The letters of the picture."""
        return smaller(self.font())

    def show_frames(self, cell: Drawn, frames: Sequence[Frame], here: int) -> None:
        """Draw these steps, of which number `here` is the one that is looked at."""
        self._cell, self._frames, self._here = cell, frames, here
        self.set_message("")
        self.update()

    def seats(self, cell: Drawn) -> Seats:
        """Return where everything stands."""
        size = float(self.width()), float(self.height())
        line = QFontMetricsF(self.letters).height()
        return seats_of(cell.graph, size, line, len(self._frames))

    def _paint_picture(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self.theme.base))
        cell = self._cell
        if cell is None or not self._frames:
            return
        painter.setFont(self.letters)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seats = self.seats(cell)
        steps = list(zip(seats.seats, self._frames, strict=True))
        for place, (seat, _) in enumerate(steps):
            self._paint_box(painter, seat, place == self._here)
        for place, (seat, frame) in enumerate(steps):
            self._paint_roads(painter, cell, seats, seat, frame, place)
        for seat, frame in steps:
            self._paint_inside(painter, cell, seats, seat, frame)
            self._paint_letter(painter, seats, seat, frame)
            self._paint_answers(painter, seat, frame)

    def _paint_box(self, painter: QPainter, seat: Seat, here: bool) -> None:
        ink = QColor(self.theme.accent if here else self.theme.muted)
        painter.setPen(QPen(ink, 2.2 if here else 1))
        painter.setBrush(QColor(self.theme.window))
        painter.drawRoundedRect(QRectF(*seat.box), 6, 6)

    def _paint_roads(
        self,
        painter: QPainter,
        cell: Drawn,
        seats: Seats,
        seat: Seat,
        frame: Frame,
        place: int,
    ) -> None:
        """Draw what a step hands on, and in front of the first what was handed to it."""
        rows = sorted(seats.roads.items(), key=lambda one: -one[1])
        last = place + 1 == len(self._frames)
        for number, (state, row) in enumerate(rows):
            ink = QColor(self.theme.lines[ground.ROAD_LINES[number % len(ground.ROAD_LINES)]])
            start = seat.box.right if state == cell.graph.output else seat.box.x
            if place == 0:
                way = (2.0, seat.box.x, row)
                self._paint_road(painter, way, before(state), frame, ink, seats.strip)
            end = self.width() - 3.0 if last else seat.right
            self._paint_road(painter, (start, end, row), state, frame, ink, seats.strip)

    def _paint_road(
        self,
        painter: QPainter,
        way: tuple[float, float, float],
        name: str,
        frame: Frame,
        ink: QColor,
        thick: float,
    ) -> None:
        """Draw a piece of a road, and on its last part the strip of what is handed on."""
        left, right, row = way
        width = 3.0
        if frame.is_back:
            given = frame.reach if name in frame.reach and name.endswith("_prev") else frame.handed
            width = width_of_reach(given.get(name, 0.0))
            ink = slope_colour(self.theme)
        if width > 0:
            ground.paint_way(painter, [(left, row), (right, row)], ink, width, None)
        pitch = self.width() / (len(self._frames) + 0.4)
        start = max(left, right - (1 - BOX) * pitch)
        strip = Rect(start + 4, row - thick / 2, max(4.0, right - start - 13), thick)
        if width > 0:
            tip = [(right, row), (start - 1, row)] if frame.is_back else [(left, row), (right, row)]
            ground.paint_tip(painter, tip, QColor(ink.rgb()), 4.0)
        if name in frame.shown:
            paint_strips(painter, {name: strip}, frame.shown, {name: scale_of(frame, name)})
        metrics = QFontMetricsF(self.letters)
        if metrics.horizontalAdvance(name) <= strip.width:
            label = Rect(strip.x, strip.y - metrics.height(), strip.width, metrics.height())
            ground.write(painter, label, name, self.theme.text, ground.FLAGS.AlignLeft)

    def _paint_inside(
        self, painter: QPainter, cell: Drawn, seats: Seats, seat: Seat, frame: Frame
    ) -> None:
        """Draw the gates of a step as bars, and what they do to the roads above."""
        for state, row in seats.roads.items():
            if state != cell.graph.output:
                self._paint_chain(painter, cell, seat, frame, state, row)
        openings = openings_of(cell.graph)
        for row_, gate in zip(seat.gates, openings, strict=False):
            self._paint_gate(painter, row_, gate, frame)
        if not openings:
            ground.write(painter, seat.gates[0], _squash(cell), self.theme.text)

    def _paint_chain(
        self, painter: QPainter, cell: Drawn, seat: Seat, frame: Frame, state: str, row: float
    ) -> None:
        nodes = {node.name: node for node in cell.graph.nodes}
        chain = [nodes[name] for name in cell.graph.chain(state)]
        for place, node in enumerate(chain):
            column = seat.box.x + (place + 0.5) * seat.box.width / len(chain)
            radius = min(9.0, 0.4 * seat.box.width / len(chain))
            area = QRectF(column - radius, row - radius, 2 * radius, 2 * radius)
            painter.setPen(QPen(QColor(self.theme.text), 1.1))
            painter.setBrush(QColor(self.theme.base))
            if node.gate:
                paint_valve(painter, area, frame.opening(node.opening), self.theme)
            else:
                painter.drawEllipse(area)
                painter.drawLine(QPointF(column - 3, row), QPointF(column + 3, row))
                painter.drawLine(QPointF(column, row - 3), QPointF(column, row + 3))

    def _paint_gate(self, painter: QPainter, row: Rect, gate: str, frame: Frame) -> None:
        """Draw how far a gate is open as a bar behind its name."""
        wide = QFontMetricsF(self.letters).horizontalAdvance(gate) + 4
        if row.height < 5:
            return
        if wide > 0.7 * row.width:
            wide = 0.0
        else:
            name = Rect(row.x, row.y, wide, row.height)
            ground.write(painter, name, gate, self.theme.text, ground.FLAGS.AlignLeft)
        bar = Rect(row.x + wide, row.y + 2, row.width - wide, row.height - 3)
        painter.fillRect(QRectF(*bar), QColor(self.theme.grid))
        opening = frame.opening(gate)
        if math.isfinite(opening):
            share = max(0.0, min(1.0, opening))
            flow = QRectF(bar.x, bar.y, share * bar.width, bar.height)
            painter.fillRect(flow, QColor(self.theme.lines[2]))

    def _paint_letter(self, painter: QPainter, seats: Seats, seat: Seat, frame: Frame) -> None:
        """Draw what comes in from below."""
        ink = QColor(ground.letter_colour(self.theme))
        column = seat.box.x + seat.box.width / 2
        points = [(column, seats.letters), (column, seat.box.bottom)]
        width = ground.LETTER
        if frame.is_back:
            ink = slope_colour(self.theme)
            width, points = width_of_reach(frame.reach.get("x", 0.0)), points[::-1]
        if width > 0:
            ground.paint_way(painter, points, ink, width, None)
            ground.paint_tip(painter, points, QColor(ink.rgb()), 4.0)
        line = self.height() - seats.letters
        area = Rect(column - 20, seats.letters, 40, line)
        ground.write(painter, area, frame.letter or "x", ground.letter_colour(self.theme))

    def _paint_answers(self, painter: QPainter, seat: Seat, frame: Frame) -> None:
        """Draw above a cell what is likely, and write what the true answer costs."""
        rows = list(frame.answers[: len(seat.answers)])
        true = next((one for one in frame.answers if one.is_true), None)
        if true is not None and rows and true not in rows:
            rows[-1] = true
        for area, answer in zip(seat.answers, rows, strict=False):
            self._paint_answer(painter, area, answer)
        if math.isfinite(frame.loss) and not frame.elsewhere:
            metrics, text = QFontMetricsF(self.letters), short_loss(frame.loss, frame.answers)
            if metrics.horizontalAdvance(text) > 1.1 * seat.loss.width:
                text = f"{frame.loss:.2f}"
            ground.write(painter, seat.loss, text, self.theme.error)

    def _paint_answer(self, painter: QPainter, area: Rect, answer: Answer) -> None:
        theme = self.theme
        symbol = max(12.0, QFontMetricsF(self.letters).horizontalAdvance(answer.symbol) + 4)
        bar = QRectF(area.x + symbol, area.y + 1, max(1.0, area.width - symbol), area.height - 2)
        painter.fillRect(bar, QColor(theme.grid))
        ink = theme.lines[1] if answer.is_true else theme.muted
        share = answer.share if math.isfinite(answer.share) else 0.0
        bar.setWidth(max(1.0, min(1.0, share) * bar.width()))
        painter.fillRect(bar, QColor(ink))
        name = Rect(area.x, area.y, symbol, area.height)
        strong = theme.lines[1] if answer.is_true else theme.text
        ground.write(painter, name, answer.symbol, strong, ground.FLAGS.AlignLeft)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the step that was clicked."""
        wanted = event.button() == Qt.MouseButton.LeftButton and not self.message
        if not wanted or self._cell is None or not self._frames:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        for place, seat in enumerate(self.seats(self._cell).seats):
            if seat.box.x - 6 <= event.position().x() <= seat.right:
                self.picked.emit(place)
                return


def _squash(cell: Drawn) -> str:
    """Return what a cell without gates does with its sum."""
    last = next(node for node in cell.graph.nodes if node.name == cell.graph.output)
    return SIGNS.get(last.operation, last.operation)
