"""The same cell several times side by side, one for every step, and the states handed on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter

from rnnviz.captions.cell_walk import short_loss
from rnnviz.gui.appearance.contrast import readable
from rnnviz.gui.plotting.canvas import smaller
from rnnviz.gui.plotting.cell_diagram import ground
from rnnviz.gui.plotting.cell_diagram.data import data_of
from rnnviz.gui.plotting.cell_diagram.frame import Answer, Frame
from rnnviz.gui.plotting.cell_diagram.nodes import Graph
from rnnviz.gui.plotting.cell_diagram.overlay import (
    paint_slope,
    paint_valve,
    scale_of,
    slope_colour,
    width_of_reach,
)
from rnnviz.gui.plotting.cell_diagram.picture import Drawn
from rnnviz.gui.plotting.cell_diagram.seats import Seat, Seats, seats_of
from rnnviz.gui.plotting.cell_diagram.shapes import Rect, Type
from rnnviz.gui.plotting.cell_diagram.strips import paint_strips
from rnnviz.gui.plotting.cell_diagram.type_sizes import type_of
from rnnviz.gui.plotting.cell_diagram.unrolled_ground import (
    SYMBOL,
    answer_bar,
    bar_of,
    paint_signs,
    paint_unrolled_ground,
)
from rnnviz.gui.plotting.cell_diagram.walked import Walked
from rnnviz.gui.plotting.layer import Layer
from rnnviz.gui.plotting.lettering import Lettering
from rnnviz.lab.shown_data import ShownData


class UnrolledPicture(Walked):
    """Draws frames of neighbouring steps; `picked` carries which of them was clicked."""

    picked = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setMinimumSize(80, 24)
        self._cell: Drawn | None = None
        self._frames: Sequence[Frame] = ()
        self._here = 0
        self._seats: Seats | None = None
        self._ground: Layer | None = None

    @property
    def letters(self) -> QFont:
        """The letters of the picture."""
        return smaller(self.font())

    def show_frames(self, cell: Drawn, frames: Sequence[Frame], here: int) -> None:
        """Draw these steps, of which number `here` is the one that is looked at."""
        looks_other = [frame.is_back for frame in frames] != [one.is_back for one in self._frames]
        if cell != self._cell or looks_other:
            self._forget()
        self._cell, self._frames, self._here = cell, frames, here
        self.set_message("")
        self.update()

    def data(self) -> ShownData:
        """Return the numbers of all wires at these steps."""
        return data_of(self._frames)

    def _forget(self) -> None:
        self._seats = self._ground = None

    def seats(self, graph: Graph) -> Seats:
        """Return where everything stands."""
        if self._seats is None:
            size = float(self.width()), float(self.height())
            line = type_of(self.letters).line
            self._seats = seats_of(graph, size, line, len(self._frames))
        return self._seats

    def _paint_picture(self, painter: QPainter) -> None:
        cell = self._cell
        if cell is None or not self._frames:
            painter.fillRect(self.rect(), QColor(self.theme.base))
            return
        seats, letters = self.seats(cell.graph), type_of(self.letters)
        if self._ground is None:
            self._ground = self._paint_ground(cell, seats, letters)
        self._ground.paint(painter, QPointF())
        painter.setFont(self.letters)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_here(painter, seats.seats[self._here].box)
        for seat, frame in zip(seats.seats, self._frames, strict=True):
            if frame.is_back:
                self._paint_slopes(painter, seats, seat, frame)
                paint_signs(painter, seat, self.theme)
            self._paint_gates(painter, seats, seat, frame, letters)
            self._paint_answers(painter, seat, frame, letters)
            place = Rect(seat.box.x, seats.letters, seat.box.width, letters.line)
            ink = ground.letter_colour(self.theme)
            ground.write(painter, place, frame.letter or "x", ink)
        self._paint_strips(painter, seats)

    def _paint_ground(self, cell: Drawn, seats: Seats, letters: Type) -> Layer:
        lettering = Lettering(self.letters, self.theme, self.medium)
        layer = lettering.blank(QSizeF(self.size()))
        is_back = self._frames[0].is_back
        with lettering.painter(layer) as painter:
            paint_unrolled_ground(painter, cell.graph, seats, letters, self.theme, is_back)
        return layer

    def _paint_here(self, painter: QPainter, box: Rect) -> None:
        painter.setPen(self.theme.pen(self.theme.accent, 2.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(*box), 6, 6)

    def _paint_slopes(self, painter: QPainter, seats: Seats, seat: Seat, frame: Frame) -> None:
        """Draw what is handed back to this step and, from the first, to what is before it."""
        ink, firm = slope_colour(self.theme), QColor(self.theme.error)
        for one in seat.handed:
            given = frame.handed if one.name == one.state else frame.reach
            width = width_of_reach(given.get(one.name, 0.0))
            if width:
                points = [(one.right, one.row), (one.left, one.row)]
                paint_slope(painter, points, ink, width)
                ground.paint_tip(painter, points, firm, 4.0)
        width = width_of_reach(frame.reach.get("x", 0.0))
        if width:
            column = seat.box.x + seat.box.width / 2
            points = [(column, seat.box.bottom), (column, seats.letters)]
            paint_slope(painter, points, ink, width)
            ground.paint_tip(painter, points, firm, 4.0)

    def _paint_strips(self, painter: QPainter, seats: Seats) -> None:
        """Paint what is handed on, all steps at once."""
        places, values, scales = {}, {}, {}
        for number, (seat, frame) in enumerate(zip(seats.seats, self._frames, strict=True)):
            for one in seat.handed:
                if one.name in frame.shown:
                    key = f"{number} {one.name}"
                    places[key], values[key] = one.strip, frame.shown[one.name]
                    scales[key] = scale_of(frame, one.name)
        paint_strips(painter, places, values, scales, self.theme)

    def _paint_gates(
        self,
        painter: QPainter,
        seats: Seats,
        seat: Seat,
        frame: Frame,
        letters: Type,
    ) -> None:
        """Draw how far gates are open, and the valves on the roads above."""
        flow = QColor(self.theme.lines[2])
        for row, gate in zip(seat.gates, seats.gates, strict=False):
            opening = frame.opening(gate)
            if math.isfinite(opening):
                bar = QRectF(*bar_of(row, gate, letters)[0])
                bar.setWidth(max(0.0, min(1.0, opening)) * bar.width())
                painter.fillRect(bar, flow)
        for node, area in seat.signs:
            if node.gate:
                opening = frame.opening(node.opening)
                paint_valve(painter, QRectF(*area), opening, self.theme)

    def _paint_answers(self, painter: QPainter, seat: Seat, frame: Frame, letters: Type) -> None:
        """Draw above a cell what is likely, and write what the true answer costs."""
        rows = list(frame.answers[: len(seat.answers)])
        true = next((one for one in frame.answers if one.is_true), None)
        if true is not None and rows and true not in rows:
            rows[-1] = true
        for area, answer in zip(seat.answers, rows, strict=False):
            self._paint_answer(painter, area, answer)
        if math.isfinite(frame.loss) and not frame.elsewhere:
            text = short_loss(frame.loss, frame.answers)
            if letters.width(text) > 1.1 * seat.loss.width:
                text = f"{frame.loss:.2f}"
            ground.write(painter, seat.loss, text, self.theme.error)

    def _paint_answer(self, painter: QPainter, area: Rect, answer: Answer) -> None:
        theme = self.theme
        bar = QRectF(*answer_bar(area))
        share = answer.share if math.isfinite(answer.share) else 0.0
        bar.setWidth(max(1.0, min(1.0, share) * bar.width()))
        painter.fillRect(bar, QColor(theme.lines[1] if answer.is_true else theme.muted))
        name = Rect(area.x, area.y, SYMBOL, area.height)
        strong = readable(theme.lines[1], theme.base) if answer.is_true else theme.text
        ground.write(painter, name, answer.symbol, strong, ground.LEFT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the step that was clicked."""
        wanted = event.button() == Qt.MouseButton.LeftButton and not self.message
        if not wanted or self._cell is None or not self._frames:
            return
        for place, seat in enumerate(self.seats(self._cell.graph).seats):
            if seat.box.x - 6 <= event.position().x() <= seat.right:
                self.picked.emit(place)
                return
