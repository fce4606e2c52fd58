"""Paints of a cell what stays from step to step: roads, wires, boxes and names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.cell_diagram.nodes import before
from rnnviz.gui.plotting.cell_diagram.shapes import (
    Box,
    Diagram,
    Path,
    Point,
    Rect,
    TermBox,
    joints,
)

ROUNDING = 5.0
HALO = 3.0
WIRE, LETTER, ROAD = 1.3, 2.0, 3.0
"""The widths of wires, of what comes in and of roads, in pixels."""
ROAD_LINES = (0, 1, 4, 2)
"""Which of the theme's lines the roads have."""
FAINT = 70
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
LEFT = int(_MIDDLE | Qt.AlignmentFlag.AlignLeft)
CENTRE = int(_MIDDLE | Qt.AlignmentFlag.AlignHCenter)
RIGHT = int(_MIDDLE | Qt.AlignmentFlag.AlignRight)
"""Where in a rectangle a text is written."""


def paint_wires(painter: QPainter, diagram: Diagram, theme: Theme, faint: bool) -> None:
    """Draw all ways, those of states as roads; each with a rim where it crosses another."""
    for path in sorted(diagram.paths, key=lambda one: is_road(diagram, one)):
        ink = QColor(colour_of(diagram, path, theme))
        if faint:
            ink.setAlpha(FAINT)
        width = WIRE if faint else width_of(diagram, path)
        paint_way(painter, path.points, ink, theme.stroke * width, QColor(theme.base))
        if not faint:
            paint_tip(painter, path.points, ink, 2.2 + 0.8 * theme.stroke * width)
    for source, (x, y) in joints(diagram.paths):
        path = next(one for one in diagram.paths if one.source == source)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.muted if faint else colour_of(diagram, path, theme)))
        radius = 1.2 + 0.8 * theme.stroke * (WIRE if faint else width_of(diagram, path))
        painter.drawEllipse(QPointF(x, y), radius, radius)


def paint_boxes(painter: QPainter, diagram: Diagram, theme: Theme) -> None:
    """Draw what stands on the wires: parameters, signs, names, and the grounds of strips."""
    for box in diagram.boxes.values():
        for term in box.terms:
            _paint_term(painter, term, theme)
        _paint_merging(painter, box, theme)
        if box.glyph is not None:
            paint_glyph(painter, box, theme)
        if box.bias is not None:
            write(painter, box.bias.rect, box.bias.text, theme.muted)
        if box.label is not None:
            write(painter, box.label.rect, box.label.text, theme.text, LEFT)
    for rect in diagram.strips().values():
        painter.fillRect(QRectF(*rect), QColor(theme.grid))


def is_road(diagram: Diagram, path: Path) -> bool:
    """Whether a way is a piece of a state's road, or leads from there."""
    return not path.target or bool(road_of(diagram, path.source))


def road_of(diagram: Diagram, name: str) -> str:
    """Return the state on whose road a value runs, "" where it runs on none."""
    row = diagram.boxes[name].strip.centre[1]
    for state, level in diagram.roads.items():
        if name in (state, before(state)) or (name != "x" and abs(level - row) < 0.5):
            return state
    return ""


def width_of(diagram: Diagram, path: Path) -> float:
    """Return how wide a way is drawn."""
    if path.source == "x":
        return LETTER
    return ROAD if is_road(diagram, path) else WIRE


def colour_of(diagram: Diagram, path: Path, theme: Theme) -> str:
    """Return the colour of a way: of a state's road, of what comes in, or of all else."""
    if path.source == "x":
        return letter_colour(theme)
    state = road_of(diagram, path.source)
    return state_colour(diagram, state, theme) if state else theme.muted


def letter_colour(theme: Theme) -> str:
    """Return the colour of what comes in."""
    return theme.lines[3]


def state_colour(diagram: Diagram, state: str, theme: Theme) -> str:
    """Return the colour of a state's road, that of the lowest first."""
    rows = sorted(diagram.roads, key=lambda one: -diagram.roads[one])
    return theme.lines[ROAD_LINES[rows.index(state) % len(ROAD_LINES)]]


def way(points: Sequence[Point]) -> QPainterPath:
    """Return a way with rounded corners."""
    path = QPainterPath(QPointF(*points[0]))
    for before_, corner, after in zip(points, points[1:], points[2:], strict=False):
        near = min(ROUNDING, _distance(before_, corner) / 2, _distance(corner, after) / 2)
        path.lineTo(QPointF(*_towards(corner, before_, near)))
        path.quadTo(QPointF(*corner), QPointF(*_towards(corner, after, near)))
    path.lineTo(QPointF(*points[-1]))
    return path


def paint_way(
    painter: QPainter, points: Sequence[Point], ink: QColor, width: float, rim: QColor | None
) -> None:
    """Draw a way, with a rim of the ground's colour unless that is None."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    drawn = way(points)
    if rim is not None:
        pen = QPen(rim, width + HALO)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawPath(drawn)
    pen = QPen(ink, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawPath(drawn)


def paint_tip(painter: QPainter, points: Sequence[Point], ink: QColor, size: float) -> None:
    """Draw an arrow's tip at the end of a way."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = max(_distance((x0, y0), (x1, y1)), 1e-9)
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    back = x1 - 1.6 * size * dx, y1 - 1.6 * size * dy
    corners = [(x1, y1), (back[0] - size * dy, back[1] + size * dx)]
    corners.append((back[0] + size * dy, back[1] - size * dx))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def paint_glyph(painter: QPainter, box: Box, theme: Theme, ring: str = "") -> None:
    """Draw the sign of an operation; what is no valve is filled with the ground's colour."""
    if box.glyph is None:
        return
    area = QRectF(*box.glyph)
    painter.setPen(theme.pen(ring or theme.text, 2.2 if ring else 1.1))
    painter.setBrush(QColor(theme.base))
    if box.kind in ("round", "sum") and area.width() <= area.height() + 1:
        painter.drawEllipse(area)
    else:
        if box.kind == "squash" or box.sign in ("σ", "tanh", "relu", "exp", "ln σ", "LN"):
            painter.setBrush(QColor(theme.window))
        painter.drawRoundedRect(area, 3, 3)
    if box.kind != "entry":
        narrow = painter.fontMetrics().horizontalAdvance(box.sign) > area.width()
        if narrow and box.sign == "tanh":
            _paint_squash(painter, area, theme)
        else:
            write(painter, box.glyph, box.sign, theme.text)


def _paint_squash(painter: QPainter, area: QRectF, theme: Theme) -> None:
    """Draw the curve of tanh, where there is no room for its letters."""
    inside = area.adjusted(3, 3, -3, -3)
    middle = inside.center().x()
    path = QPainterPath(inside.bottomLeft())
    path.cubicTo(middle, inside.bottom(), middle, inside.top(), inside.right(), inside.top())
    painter.setPen(theme.pen(theme.text, 1.1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def write(painter: QPainter, rect: Rect, text: str, colour: str, where: int = CENTRE) -> None:
    """Write a text in the middle of the height of a rectangle."""
    painter.setPen(QColor(colour))
    painter.drawText(QRectF(*rect), where, text)


def _paint_term(painter: QPainter, term: TermBox, theme: Theme) -> None:
    if term.parameter:
        painter.setPen(theme.pen(theme.muted, 1.0))
        painter.setBrush(QColor(theme.grid))
        painter.drawRoundedRect(QRectF(*term.box), 2, 2)
    write(
        painter, term.symbol.rect, term.symbol.text, theme.text if term.parameter else theme.muted
    )
    if term.size is not None:
        write(painter, term.size.rect, term.size.text, theme.muted)


def _paint_merging(painter: QPainter, box: Box, theme: Theme) -> None:
    """Draw short wires from a card's parameters to what they are added up in."""
    if not box.terms:
        return
    goal = box.glyph.x if box.glyph is not None else box.strip.x
    row = box.strip.centre[1]
    ink = theme.pen(theme.muted, WIRE)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for start in merging_starts(box):
        painter.setPen(ink)
        painter.drawPath(merging(start, (goal, row)))


def merging_starts(box: Box) -> Iterable[Point]:
    """Return where the wires begin that are added up in a card."""
    for term in box.terms:
        row = term.box.centre[1]
        yield (term.strip.right if term.strip is not None else term.box.right), row
    if box.bias is not None:
        rect = box.bias.rect
        yield rect.right, rect.centre[1]


def merging(start: Point, end: Point) -> QPainterPath:
    """Return a soft curve from one point to another at its right."""
    middle = (start[0] + end[0]) / 2
    path = QPainterPath(QPointF(*start))
    path.cubicTo(QPointF(middle, start[1]), QPointF(middle, end[1]), QPointF(*end))
    return path


def _distance(a: Point, b: Point) -> float:
    return math.hypot(a[0] - b[0], a[1] - b[1])


def _towards(start: Point, goal: Point, far: float) -> Point:
    length = max(_distance(start, goal), 1e-9)
    return (
        start[0] + far * (goal[0] - start[0]) / length,
        start[1] + far * (goal[1] - start[1]) / length,
    )
