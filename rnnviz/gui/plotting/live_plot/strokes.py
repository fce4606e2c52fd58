"""Paints curves with what Qt's rasterizer does fast.

Measured for 1,400 points in 700 x 450 pixels: a line of one pixel takes 0.05 ms if it is smooth
and 0.4 ms if it is noise, smoothed edges (antialiasing) take twice as long, but a line of two
pixels takes 0.7 to 57 ms. So a strong line is a line of one pixel drawn twice, a third of a
pixel to either side, across the direction in which our curves run: down and to the right.

A line in stripes is cut at pixel columns: a dash would begin anew with every new end that is
painted of a growing line, and be lost in a noisy one.

Pens and brushes are kept and places are plain numbers: with each Qt object that Python throws
away it lets another thread in, and the thread that trains then wakes up for nothing.
"""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import zip_longest

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnnviz.gui.appearance.theme import DASHES, Theme
from rnnviz.gui.plotting.live_plot.curve import Band, Curve, LineStyle, Points
from rnnviz.gui.plotting.live_plot.scale import Scale
from rnnviz.gui.plotting.live_plot.stripes import Lines, Segments, cut, whole, within

FAINT = {"faint": 0.45, "pale": 0.25}
PALE = 0.2
FIRM = 0.7
HALF = 0.3
BOTH_SIDES, BUT_ONCE = ((HALF, -HALF), (-HALF, HALF)), ((0.0, 0.0),)
THICK = ((0.0, 0.0), (0.8, 0.0), (0.0, 0.8), (0.8, 0.8), (-0.8, 0.0), (0.0, -0.8))
BOLD = (*THICK, (1.6, 0.0), (0.0, 1.6), (-1.6, 0.0), (0.0, -1.6), (0.8, -0.8), (-0.8, 0.8))
"""The same for the last row: two to three pixels, four where a line is strong."""
MARKER_RADIUS = 2.5
MOST_SHIFTS = 4


def colour_of(look: LineStyle, theme: Theme) -> QColor:
    """Return the colour of a curve's line."""
    return QColor(theme.lines[look.colour % len(theme.lines)])


@lru_cache(64)
def pen_of(look: LineStyle, theme: Theme) -> QPen:
    """Return the pen of a curve's line; a faint colour is mixed, as transparency is slow."""
    colour = colour_of(look, theme)
    if look.weight in FAINT:
        colour = _mixed(colour, QColor(theme.base), FAINT[look.weight])
    pen = QPen(colour, 1.0, DASHES[look.dash % len(DASHES)])
    pen.setCosmetic(True)
    return pen


@lru_cache(64)
def marker_pen(look: LineStyle, theme: Theme) -> QPen:
    """Return the pen whose points are a curve's markers."""
    pen = theme.pen(colour_of(look, theme), 2 * MARKER_RADIUS)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


@lru_cache(64)
def fill_of(look: LineStyle, theme: Theme) -> QColor:
    """Return the colour of a band's area: pale, or with the weight "firm" less so."""
    share = FIRM if look.weight == "firm" else PALE
    return _mixed(colour_of(look, theme), QColor(theme.base), share)


def paint_curve(
    painter: QPainter, curve: Curve, scale: Scale, theme: Theme, since: int = 0
) -> tuple[float, float] | None:
    """Paint one curve, or its end from about the index `since` on.

    Returns the pixel columns between which it runs, None if there is nothing to be seen.
    """
    painter.setPen(pen_of(curve.look, theme))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not curve.look.is_noise)
    lines, pieces = (
        _kept_lines(curve, scale) if not curve.settles else (curve.polylines(scale, since), [])
    )
    if curve.look.weight != "none":
        for points, ready in zip_longest(lines, pieces):
            stroke(painter, points, curve.look, theme, ready)
    if curve.look.markers:
        mark(painter, curve.markers(scale, since), curve.look, theme)
    alone = [points for points in lines if len(points) == 1]
    if curve.settles and lines and len(lines[-1]) == 1 and curve.x.size > 1:
        alone = alone[:-1]  # the next point may join it, and what is settled stays
    if alone:
        mark(painter, np.concatenate(alone), curve.look, theme)
    return (float(lines[0][0, 0]), float(lines[-1][-1, 0])) if lines else None


def _kept_lines(curve: Curve, scale: Scale) -> tuple[list[Points], list[Lines | None]]:
    """Return the lines of a curve that moves, and their pieces: new ones only if it has moved."""
    stripes = curve.look.stripes
    key = curve.extent, scale, stripes
    if curve.kept is None or curve.kept[0] != key:
        lines = curve.polylines(scale)
        pieces = [Lines(cut(points, stripes)) if stripes else None for points in lines]
        curve.kept = key, (lines, pieces)
    return curve.kept[1]


def paint_again(
    painter: QPainter, curve: Curve, scale: Scale, theme: Theme, columns: tuple[int, int]
) -> None:
    """Paint what lies of a curve between two pixel columns, over what has buried it there."""
    if curve.x.size == 0:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not curve.look.is_noise)
    if curve.look.weight != "none":
        painter.setPen(pen_of(curve.look, theme))
        for points, segments in _kept_segments(curve, scale):
            there = within(segments, columns)
            if len(there):
                stroke(painter, points, curve.look, theme, Lines(there))
    first, last = scale.x_at(columns[0]), scale.x_at(columns[1])
    if curve.look.markers and curve.x[-1] >= first and curve.x[0] <= last:
        places = curve.markers(scale)
        near = (columns[0] <= places[:, 0]) & (places[:, 0] <= columns[1])
        mark(painter, places[near], curve.look, theme)


def _kept_segments(curve: Curve, scale: Scale) -> list[tuple[Points, Segments]]:
    """Return the lines of a curve, each with its segments: new ones only if it has grown."""
    stripes = curve.look.stripes
    key = curve.extent, scale, stripes
    if curve.kept_segments is None or curve.kept_segments[0] != key:
        lines = curve.polylines(scale)
        found = [(one, cut(one, stripes) if stripes else whole(one)) for one in lines]
        curve.kept_segments = key, found
    return curve.kept_segments[1]


def stroke(
    painter: QPainter, points: Points, look: LineStyle, theme: Theme, ready: Lines | None = None
) -> None:
    """Draw one unbroken line (n, 2) with the painter's pen, or what is `ready` of it."""
    if ready is None and look.stripes:
        ready = Lines(cut(points, look.stripes))
    if ready is None:
        line = partial(painter.drawPolyline, arrayToQPolygonF(points[:, 0], points[:, 1]))
    else:
        line = partial(ready.draw, painter)
    for right, down in _shifts(points, look, theme):
        painter.translate(right, down)
        line()
        painter.translate(-right, -down)


def _shifts(points: Points, look: LineStyle, theme: Theme) -> tuple[tuple[float, float], ...]:
    """Return where a line is drawn: once, twice to be strong, or next to itself to fill.

    A thinned curve has pairs of points in one column each; where these are more than a pixel
    apart, as many lines side by side close the gaps between them. For the last row it is drawn
    as often as it takes to be so thick across every direction.
    """
    if theme.stroke > 1:
        return BOLD if look.weight == "strong" else THICK
    if look.weight == "strong":
        return BOTH_SIDES
    columns = points[:5, 0]
    if not look.is_noise or columns.size < 5 or not (np.diff(columns) == 0).any():
        return BUT_ONCE
    pitch = int(np.ceil(columns[4] - columns[2]))
    return tuple((float(shift), 0.0) for shift in range(max(1, min(pitch, MOST_SHIFTS))))


def paint_band(painter: QPainter, band: Band, scale: Scale, theme: Theme) -> None:
    """Fill the area of a band."""
    outline = band.outline(scale)
    if len(outline) < 4:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill_of(band.look, theme))
    painter.drawPolygon(arrayToQPolygonF(outline[:, 0], outline[:, 1]))


def mark(painter: QPainter, points: Points, look: LineStyle, theme: Theme) -> None:
    """Draw a dot at each of `points` (n, 2)."""
    if len(points) == 0:
        return
    painter.setPen(marker_pen(look, theme))
    painter.drawPoints(arrayToQPolygonF(points[:, 0], points[:, 1]))  # one call for all


def _mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    """Return `colour` at the given share over an opaque ground."""
    return QColor(
        *(
            round(share * top + (1 - share) * under)
            for top, under in zip(_rgb(colour), _rgb(ground), strict=True)
        )
    )


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
