"""The same cell several times side by side, one for every step, and the states handed on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPen

from rnnviz.captions.cell_walk import share_label, short_loss
from rnnviz.gui.plotting.canvas import smaller
from rnnviz.gui.plotting.cell_diagram import ground
from rnnviz.gui.plotting.cell_diagram.frame import Frame
from rnnviz.gui.plotting.cell_diagram.nodes import before
from rnnviz.gui.plotting.cell_diagram.overlay import paint_valve, scale_of, width_of_reach
from rnnviz.gui.plotting.cell_diagram.picture import Drawn
from rnnviz.gui.plotting.cell_diagram.shapes import Rect
from rnnviz.gui.plotting.cell_diagram.strips import paint_strips
from rnnviz.gui.plotting.cell_diagram.walked import Walked

BOX = 0.56
"""Of a step's width, for its cell; the rest is for what is handed on."""
STRIP = 7.0
GAP = 4.0


@dataclass(frozen=True)
class Seat:
    """Where one step stands: its cell, and the columns from which and to which roads run."""

    box: Rect
    left: float
    right: float


class UnrolledPicture(Walked):
    """Draws frames of neighbouring steps; `picked` carries which of them was clicked."""

    picked = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setMinimumSize(80, 60)
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

    @property
    def line(self) -> float:
        """The height of a line of text."""
        return QFontMetricsF(self.letters).height()

    def roads(self) -> dict[str, float]:
        """Return the row of every state's road."""
        if self._cell is None:
            return {}
        graph = self._cell.graph
        tops = [state for state in graph.states if state != graph.output]
        start = 2.6 * self.line + GAP
        pitch = max(self.line + STRIP + GAP, 0.09 * self.height())
        rows = {state: start + (place + 0.6) * pitch for place, state in enumerate(tops)}
        seat = self.seats()[0].box
        return rows | {graph.output: seat.bottom - 0.3 * seat.height}

    def seats(self) -> list[Seat]:
        """Return where every step stands."""
        graph = self._cell.graph if self._cell is not None else None
        tops = len(graph.states) - 1 if graph is not None else 0
        pitch = max(self.line + STRIP + GAP, 0.09 * self.height())
        top = 2.6 * self.line + GAP + tops * pitch + GAP
        bottom = self.height() - 2 * self.line - GAP
        count = max(1, len(self._frames))
        first = 0.4 * self.width() / (count + 0.4)
        step = (self.width() - first) / count
        found = []
        for place in range(count):
            left = first + place * step
            box = Rect(left, top, BOX * step, max(10.0, bottom - top))
            found.append(Seat(box, left - (1 - BOX) * step, left + step))
        return found

    def _paint_picture(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self.theme.base))
        cell = self._cell
        if cell is None or not self._frames:
            return
        painter.setFont(self.letters)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seats = self.seats()
        for place, (seat, frame) in enumerate(zip(seats, self._frames, strict=True)):
            self._paint_roads(painter, cell, seat, frame, place)
        for place, (seat, frame) in enumerate(zip(seats, self._frames, strict=True)):
            self._paint_cell(painter, cell, seat, frame, place == self._here)
            self._paint_letter(painter, seat, frame)
            self._paint_answer(painter, seat, frame)

    def _paint_roads(
        self, painter: QPainter, cell: Drawn, seat: Seat, frame: Frame, place: int
    ) -> None:
        """Draw what a step hands on, and in front of the first what was handed to it."""
        rows = sorted(self.roads().items(), key=lambda one: -one[1])
        for number, (state, row) in enumerate(rows):
            lines = ground.ROAD_LINES
            ink = QColor(self.theme.lines[lines[number % len(lines)]])
            start = seat.box.right if state == cell.graph.output else seat.box.x
            if place == 0:
                self._paint_road(painter, (2.0, seat.box.x, row), before(state), frame, ink, cell)
            end = seat.right if place + 1 < len(self._frames) else self.width() - 3.0
            self._paint_road(painter, (start, end, row), state, frame, ink, cell)

    def _paint_road(
        self,
        painter: QPainter,
        place: tuple[float, float, float],
        name: str,
        frame: Frame,
        ink: QColor,
        cell: Drawn,
    ) -> None:
        left, right, row = place
        width = 3.0
        if frame.is_back:
            width, ink = width_of_reach(frame.reach.get(name, 0.0)), QColor(self.theme.error)
        if width > 0:
            ground.paint_way(painter, [(left, row), (right, row)], ink, width, None)
        gap = [max(left, right - 0.9 * (1 - BOX) * self.width() / len(self._frames)), right]
        strip = Rect(gap[0] + 2, row - STRIP / 2, max(4.0, gap[1] - gap[0] - 9), STRIP)
        if frame.is_back or right >= self.width() - 4:
            tip = [(right - 1, row), (left, row)] if frame.is_back else [(left, row), (right, row)]
            ground.paint_tip(painter, tip, ink, 4.0)
        if name in frame.shown:
            paint_strips(painter, {name: strip}, frame.shown, {name: scale_of(frame, name)})
            self._write_number(painter, strip, name, frame, cell)

    def _write_number(
        self, painter: QPainter, strip: Rect, name: str, frame: Frame, cell: Drawn
    ) -> None:
        wide = QFontMetricsF(self.letters).horizontalAdvance(name)
        if wide <= strip.width:
            label = Rect(strip.x, strip.y - self.line, strip.width, self.line)
            ground.write(painter, label, name, self.theme.text, ground.FLAGS.AlignLeft)

    def _paint_cell(
        self, painter: QPainter, cell: Drawn, seat: Seat, frame: Frame, here: bool
    ) -> None:
        """Draw the box of a step, its gates as bars, and what they do to the roads above."""
        painter.setPen(
            QPen(QColor(self.theme.accent if here else self.theme.muted), 2 if here else 1)
        )
        painter.setBrush(QColor(self.theme.window))
        painter.drawRoundedRect(QRectF(*seat.box), 6, 6)
        valves = {n.name: n.opening for n in cell.graph.nodes if n.gate}
        rows = self.roads()
        for state, row in rows.items():
            if state != cell.graph.output:
                self._paint_chain(painter, cell, seat, frame, state, row)
        openings = list(dict.fromkeys(valves.values()))
        room = Rect(seat.box.x + 4, seat.box.y + 3, seat.box.width - 8, seat.box.height - 6)
        height = min(self.line + 3, room.height / max(1, len(openings)))
        for place, gate in enumerate(openings):
            row_ = Rect(room.x, room.y + place * height, room.width, height - 2)
            self._paint_gate(painter, row_, gate, frame)
        if not openings:
            ground.write(painter, room, _squash(cell), self.theme.text)

    def _paint_chain(
        self, painter: QPainter, cell: Drawn, seat: Seat, frame: Frame, state: str, row: float
    ) -> None:
        nodes = {node.name: node for node in cell.graph.nodes}
        chain = [nodes[name] for name in cell.graph.chain(state)]
        for place, node in enumerate(chain):
            column = seat.box.x + (place + 0.5) * seat.box.width / len(chain)
            radius = min(8.0, 0.4 * seat.box.width / len(chain))
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
        bar = Rect(row.x + wide, row.y + 2, max(0.0, row.width - wide), row.height - 3)
        ground.write(
            painter,
            Rect(row.x, row.y, wide, row.height),
            gate,
            self.theme.text,
            ground.FLAGS.AlignLeft,
        )
        painter.fillRect(QRectF(*bar), QColor(self.theme.grid))
        opening = frame.opening(gate)
        if math.isfinite(opening) and bar.width > 0:
            share = max(0.0, min(1.0, opening))
            flow = QRectF(bar.x, bar.y, share * bar.width, bar.height)
            painter.fillRect(flow, QColor(self.theme.lines[2]))

    def _paint_letter(self, painter: QPainter, seat: Seat, frame: Frame) -> None:
        """Draw what comes in from below."""
        ink = QColor(ground.letter_colour(self.theme))
        column, bottom = seat.box.x + seat.box.width / 2, self.height() - self.line - 2
        points = [(column, bottom), (column, seat.box.bottom)]
        width = ground.LETTER
        if frame.is_back:
            ink = QColor(self.theme.error)
            width, points = width_of_reach(frame.reach.get("x", 0.0)), points[::-1]
        if width > 0:
            ground.paint_way(painter, points, ink, width, None)
            ground.paint_tip(painter, points, ink, 4.0)
        area = Rect(column - 20, self.height() - self.line - 2, 40, self.line)
        ground.write(painter, area, frame.letter or "x", ground.letter_colour(self.theme))

    def _paint_answer(self, painter: QPainter, seat: Seat, frame: Frame) -> None:
        """Write above the cell what is likeliest, and what the true answer costs."""
        if not frame.answers:
            return
        line, theme = self.line, self.theme
        best = frame.answers[0]
        room = Rect(seat.box.x - 8, 1, seat.box.width + 16, line)
        text = f"{best.symbol} {share_label(best.share)}"
        colour = theme.lines[1] if best.is_true else theme.text
        ground.write(painter, room, text, colour)
        if math.isfinite(frame.loss):
            below = Rect(room.x, line, room.width, line)
            ground.write(painter, below, short_loss(frame.loss, frame.answers), theme.error)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the step that was clicked."""
        if event.button() != Qt.MouseButton.LeftButton or self.message or not self._frames:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        for place, seat in enumerate(self.seats()):
            if seat.box.x - 6 <= event.position().x() <= seat.right:
                self.picked.emit(place)
                return


def _squash(cell: Drawn) -> str:
    """Return what a cell without gates does with its sum."""
    from rnnviz.gui.plotting.cell_diagram.boxes import SIGNS

    last = next(n for n in cell.graph.nodes if n.name == cell.graph.output)
    return SIGNS.get(last.operation, last.operation)
