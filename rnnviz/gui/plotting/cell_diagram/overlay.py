"""Paints of a cell what changes from step to step: valves, what comes in, gradients, light."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.appearance.contrast import ink_on
from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.cell_diagram import ground
from rnnviz.gui.plotting.cell_diagram.frame import Frame
from rnnviz.gui.plotting.cell_diagram.shapes import Box, Diagram, Path, Point, Rect
from rnnviz.gui.plotting.colour_scale import DIVERGING, ColourScale

WIDEST, DECADE, NARROWEST = 7.0, 2.0, 0.5
"""The width of a wire on the way back: at the loss, less a power of ten, at least; in pixels."""
LARGER = 1.3
"""How much larger the letter is that comes in."""
PALE, COLUMN = 60, 120
"""How opaque light is, and the column of a letter."""
SLOPE = 0.6
"""How near to the colour of errors the way of a gradient is; the rest is the ground's."""


def paint_valves(painter: QPainter, diagram: Diagram, frame: Frame, theme: Theme) -> None:
    """Draw how far gates let their values through: the open part of the sign is filled."""
    for box in diagram.boxes.values():
        if box.kind != "valve" or box.glyph is None:
            continue
        opening = frame.opening(box.opening) if frame.is_lit(box.opening) else math.nan
        paint_valve(painter, QRectF(*box.glyph), opening, theme)
        ink = ink_on(theme.lines[2]) if math.isfinite(opening) else theme.text
        ground.write(painter, box.glyph, box.sign, ink)


def paint_valve(painter: QPainter, area: QRectF, opening: float, theme: Theme) -> None:
    """Draw one valve; what is not known leaves it empty."""
    painter.fillRect(area, QColor(theme.base))
    if math.isfinite(opening):
        open_ = max(0.0, min(1.0, opening)) * area.height()
        painter.fillRect(area, shut_colour(theme))
        flow = QRectF(area.x(), area.center().y() - open_ / 2, area.width(), open_)
        painter.fillRect(flow, QColor(theme.lines[2]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme.pen(theme.text, 1.4))
    painter.drawRoundedRect(area, 3, 3)


def shut_colour(theme: Theme) -> QColor:
    """Return the colour of what is shut, on which the same ink is read as on what is open."""
    return QColor(theme.muted) if theme.dark else QColor(theme.grid).darker(120)


def paint_letter(painter: QPainter, diagram: Diagram, frame: Frame, theme: Theme) -> None:
    """Write the symbol that comes in, and light its column of the first layer's W_ih."""
    box = diagram.boxes.get("x")
    ink = QColor(ground.letter_colour(theme))
    if box is not None and box.glyph is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRoundedRect(QRectF(*box.glyph), 3, 3)
        usual, bold = painter.font(), painter.font()
        bold.setBold(True)
        bold.setPointSizeF(LARGER * bold.pointSizeF())
        painter.setFont(bold)
        ground.write(painter, box.glyph, frame.letter or "x", ink_on(ink.name()))
        painter.setFont(usual)
        if frame.entering:
            below = Rect(box.strip.x, box.strip.bottom + 1, box.strip.width, box.glyph.height)
            ground.write(painter, below, frame.entering, theme.text, ground.LEFT)
    if frame.place is None or not frame.is_lit("x"):
        return
    ink.setAlpha(COLUMN)
    for one in diagram.boxes.values():
        for term in one.terms:
            if term.operand == "x":
                column = term.box.x + 2 + frame.place * (term.box.width - 4)
                area = QRectF(column - 1.5, term.box.y + 1, 3, term.box.height - 2)
                painter.fillRect(area, ink)


def paint_reach(painter: QPainter, diagram: Diagram, frame: Frame, theme: Theme) -> None:
    """Draw the ways as wide as the gradient on them is long, on a logarithmic scale."""
    ink, firm = slope_colour(theme), QColor(theme.error)
    for path in diagram.paths:
        given = frame.reach if path.target else frame.handed
        width = diagram.fineness * width_of_reach(given.get(path.source, 0.0))
        if width and frame.is_lit(path.source):
            paint_slope(painter, path.points, ink, width)
            ground.paint_tip(painter, path.points[1::-1], firm, min(5.0, 2.0 + 0.6 * width))


def paint_slope(painter: QPainter, points: Sequence[Point], ink: QColor, width: float) -> None:
    """Draw a gradient's way of level and upright pieces, which as rectangles cost least."""
    last = len(points) - 2
    for place, ((x0, y0), (x1, y1)) in enumerate(pairwise(points)):
        left, top = min(x0, x1), min(y0, y1)
        reach_x = width / 2 if x0 == x1 else 0.0
        reach_y = width / 2 if y0 == y1 else 0.0
        area = QRectF(left, top, abs(x1 - x0), abs(y1 - y0))
        area.adjust(-reach_x, -reach_y, reach_x, reach_y)
        if place < last:  # the corner belongs to both
            corner = QRectF(x1 - width / 2, y1 - width / 2, width, width)
            area = area.united(corner)
        painter.fillRect(area, ink)


def slope_colour(theme: Theme) -> QColor:
    """Return the colour of a gradient's way, between those of an error and of the ground."""
    error, base = QColor(theme.error), QColor(theme.base)
    pairs = ((error.red(), base.red()), (error.green(), base.green()), (error.blue(), base.blue()))
    return QColor(*(round(SLOPE * one + (1 - SLOPE) * other) for one, other in pairs))


def paint_lit(
    painter: QPainter, diagram: Diagram, frame: Frame, pointed: str, theme: Theme
) -> None:
    """Light what is being computed with the ways to it, and what is pointed at with its own."""
    for wire, is_made in ((frame.current, True), (pointed, False)):
        area = _area_of(diagram, wire)
        if area is None:
            continue
        ink = QColor(theme.accent)
        for path in diagram.paths:
            if _leads(diagram, path, wire, is_made):
                ground.paint_way(painter, path.points, ink, 2.6 * theme.stroke, None)
                ground.paint_tip(painter, path.points, ink, 2 + 2 * theme.stroke)
        glow = QColor(ink)
        glow.setAlpha(PALE)
        painter.setPen(theme.pen(ink, 1.6))
        painter.setBrush(glow)
        painter.drawRoundedRect(QRectF(*area.grown(2)), 4, 4)


def _leads(diagram: Diagram, path: Path, wire: str, is_made: bool) -> bool:
    """Whether a way leads to where a wire is made or, of one that is pointed at, on from there."""
    home = diagram.homes.get(wire, "")
    box = diagram.boxes[home]
    operands = [term.operand for term in box.terms if term.wire == wire]
    if operands:
        return path.target == home and path.source in operands
    if not is_made and wire == home:
        return path.source == home
    return is_made and path.target == home and not box.terms


def _area_of(diagram: Diagram, wire: str) -> Rect | None:
    box = diagram.boxes.get(diagram.homes.get(wire, ""))
    if box is None:
        return None
    for term in box.terms:
        if term.wire == wire:
            right = term.strip.right if term.strip is not None else term.box.right
            return Rect(term.box.x, term.box.y, right - term.box.x, term.box.height)
    return _head(box) if box.terms else box.rect


def _head(box: Box) -> Rect:
    """Return a card's sign and strip, without its parameters."""
    left = box.glyph.x if box.glyph is not None else box.strip.x
    top = box.label.rect.y if box.label is not None else box.strip.y - 2
    glyph = box.glyph or box.strip
    top = min(top, glyph.y)
    bottom = max(glyph.bottom, box.number.bottom if box.number is not None else glyph.bottom)
    return Rect(left, top, box.rect.right - left, bottom - top)


def scale_of(frame: Frame, wire: str) -> ColourScale:
    """Return the colour scale of a wire's strip."""
    if not frame.is_back and (wire in frame.bounded or wire == "x"):
        return ColourScale(DIVERGING, -1.0, 1.0)
    end = frame.steepest if frame.is_back else frame.most
    return ColourScale(DIVERGING, -end, end)


def width_of_reach(share: float) -> float:
    """Return how wide a wire is on which a gradient of so much of that at the loss runs."""
    if not share > 0:
        return 0.0
    return max(NARROWEST, min(WIDEST, WIDEST + DECADE * math.log10(share)))
