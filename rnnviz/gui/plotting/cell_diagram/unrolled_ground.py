"""Paints of a cell drawn several times what stays from step to step."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.cell_diagram import ground
from rnnviz.gui.plotting.cell_diagram.boxes import SIGNS
from rnnviz.gui.plotting.cell_diagram.nodes import Graph, Node
from rnnviz.gui.plotting.cell_diagram.seats import Seat, Seats, openings_of
from rnnviz.gui.plotting.cell_diagram.shapes import Rect, Type

SYMBOL = 14.0
"""Width of a symbol in front of its bar."""


def paint_unrolled_ground(
    painter: QPainter, graph: Graph, seats: Seats, letters: Type, theme: Theme, is_back: bool
) -> None:
    """Paint cells, names and the grounds of bars; on the way back no ways, which are live there."""
    for seat in seats.seats:
        painter.setPen(theme.pen(theme.muted, 1))
        painter.setBrush(QColor(theme.window))
        painter.drawRoundedRect(QRectF(*seat.box), 6, 6)
    for seat in seats.seats:
        _paint_names(painter, graph, seat, letters, theme)
        if not is_back:
            _paint_ways(painter, seats, seat, theme)
            paint_signs(painter, seat, theme)


def paint_signs(painter: QPainter, seat: Seat, theme: Theme) -> None:
    """Draw what stands on the roads above a cell and is no valve."""
    for node, area in seat.signs:
        if not node.gate:
            _paint_sign(painter, node, area, theme)


READABLE = 0.7
"""Of a line's height, for a row with letters, which else run into those of the next one."""


def bar_of(row: Rect, gate: str, letters: Type) -> tuple[Rect, bool]:
    """Return where a gate's bar stands, and whether there is room for its name in front."""
    wide = letters.width(gate) + 4
    named = wide <= 0.7 * row.width and row.height >= READABLE * letters.line
    left = wide if named else 0.0
    return Rect(row.x + left, row.y + 2, row.width - left, max(1.0, row.height - 3)), named


def answer_bar(area: Rect) -> Rect:
    """Return where the bar of an answer stands."""
    return Rect(area.x + SYMBOL, area.y + 1, max(1.0, area.width - SYMBOL), area.height - 2)


def _paint_ways(painter: QPainter, seats: Seats, seat: Seat, theme: Theme) -> None:
    """Draw what is handed on, and what comes in from below."""
    order = sorted(seats.roads, key=lambda state: -seats.roads[state])
    for one in seat.handed:
        line = ground.ROAD_LINES[order.index(one.state) % len(ground.ROAD_LINES)]
        ink = QColor(theme.lines[line])
        points = [(one.left, one.row), (one.right, one.row)]
        ground.paint_way(painter, points, ink, ground.ROAD * theme.stroke, None)
        ground.paint_tip(painter, points, ink, 2 + 2 * theme.stroke)
    column = seat.box.x + seat.box.width / 2
    points = [(column, seats.letters), (column, seat.box.bottom)]
    ink = QColor(ground.letter_colour(theme))
    ground.paint_way(painter, points, ink, ground.LETTER * theme.stroke, None)
    ground.paint_tip(painter, points, ink, 2 + 2 * theme.stroke)


def _paint_names(painter: QPainter, graph: Graph, seat: Seat, letters: Type, theme: Theme) -> None:
    for one in seat.handed:
        if letters.width(one.name) <= one.strip.width + 4:
            above = Rect(one.strip.x, one.strip.y - letters.line, one.strip.width, letters.line)
            ground.write(painter, above, one.name, theme.text, ground.LEFT)
    gates = openings_of(graph)
    for row, gate in zip(seat.gates, gates, strict=False):
        bar, named = bar_of(row, gate, letters)
        painter.fillRect(QRectF(*bar), QColor(theme.grid))
        if named:
            ground.write(painter, row, gate, theme.text, ground.LEFT)
    if not gates:
        last = next(node for node in graph.nodes if node.name == graph.output)
        sign = SIGNS.get(last.operation, last.operation)
        ground.write(painter, seat.gates[0], sign, theme.text)
    for area in seat.answers:
        painter.fillRect(QRectF(*answer_bar(area)), QColor(theme.grid))


def _paint_sign(painter: QPainter, node: Node, area: Rect, theme: Theme) -> None:
    painter.setPen(theme.pen(theme.text, 1.1))
    painter.setBrush(QColor(theme.base))
    painter.drawEllipse(QRectF(*area))
    if node.operation == "add":
        middle = QPointF(*area.centre)
        for away in (QPointF(3, 0), QPointF(0, 3)):
            painter.drawLine(middle - away, middle + away)
    else:
        ground.write(painter, area, SIGNS.get(node.operation, ""), theme.text)
