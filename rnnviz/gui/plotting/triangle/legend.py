"""The colour bar of a gradient triangle, in the half of it that is empty, or above a square."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QSizeF
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from rnnviz.captions.number_format import signed_number
from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.colour_scale import BAR_WIDTH, SHADES, ColourScale
from rnnviz.gui.plotting.lettering import Lettering, Stamp
from rnnviz.gui.plotting.ticks import logarithmic, logarithmic_label
from rnnviz.gui.plotting.triangle.ground import paint_hatching
from rnnviz.gui.plotting.triangle.picture import TriangleValues
from rnnviz.gui.plotting.triangle.step_names import GAP

LEAST_BAR, MOST_BAR = 50, 260
ROOM_PER_TICK = 44
WIDEST_NUMBER = "10⁻³⁸"
WIDTH_OF_ZERO = 14


def bar_area(
    inside: QRect, shown: TriangleValues, metrics: QFontMetrics, titled: bool
) -> QRect | None:
    """Return where the bar lies, at the right of the rows that it reaches down to; or None."""
    T, above = max(shown.steps, 1), metrics.height() + GAP if titled else 0
    depth = above + metrics.height() + BAR_WIDTH + 2 * GAP
    rows = -(-depth * T // max(inside.height(), 1))
    right = inside.right() - metrics.horizontalAdvance(WIDEST_NUMBER) // 2
    left = inside.left() + inside.width() * rows // T
    left += metrics.horizontalAdvance(WIDEST_NUMBER) // 2
    left += 0 if shown.signed else _room_for_zero(metrics)
    width = min(MOST_BAR, right - left)
    if width < LEAST_BAR:
        return None
    return QRect(right - width, inside.top() + above, width, BAR_WIDTH)


def bar_above(
    strip: QRect, shown: TriangleValues, metrics: QFontMetrics, title: str
) -> QRect | None:
    """Return where the bar lies in a strip above a square, right of its title; or None."""
    right = strip.right() - metrics.horizontalAdvance(WIDEST_NUMBER) // 2
    left = strip.left() + metrics.horizontalAdvance(title) + 3 * GAP
    left += metrics.horizontalAdvance(WIDEST_NUMBER) if shown.signed else _room_for_zero(metrics)
    width = min(MOST_BAR, right - left)
    return QRect(right - width, strip.top(), width, BAR_WIDTH) if width >= LEAST_BAR else None


def legend(
    inside: QRect,
    scale: ColourScale,
    shown: TriangleValues,
    with_: Lettering,
    strip: QRect | None = None,
) -> Stamp | None:
    """Return the bar with its numbers, to be laid over the picture; None without room.

    Where room is short the bar goes without its title. Where no half of the picture is empty it
    has a `strip` of its own, if any.
    """
    metrics, signed = QFontMetrics(with_.font), shown.signed
    title = "share of the update" if signed else "norm of the gradient"
    for told in (title, ""):
        if shown.is_triangle:
            bar = bar_area(inside, shown, metrics, titled=bool(told))
        else:
            bar = bar_above(strip, shown, metrics, told) if strip is not None else None
        if bar is not None:
            return _stamp(bar, told, scale, shown, with_)
    return None


def _stamp(
    bar: QRect, title: str, scale: ColourScale, shown: TriangleValues, with_: Lettering
) -> Stamp:
    """Return the bar with its numbers below, and its title above or, over a square, beside it."""
    metrics, signed = QFontMetrics(with_.font), shown.signed
    wide, zero, line = metrics.horizontalAdvance(title), _room_for_zero(metrics), metrics.height()
    if shown.is_triangle:
        beside, above = max(zero, wide - bar.width()), line + GAP if title else 0
        at = QPointF(bar.right() - wide, bar.top() - GAP)
    else:
        beside, above = zero + wide + 2 * GAP, 0
        at = QPointF(bar.left() - beside, bar.top() + metrics.ascent())
    right = metrics.horizontalAdvance(WIDEST_NUMBER)
    area = bar.adjusted(-beside, -above, right, line + GAP)
    layer = with_.blank(QSizeF(area.size()), opacity=0)
    with with_.painter(layer) as painter:
        painter.translate(-area.topLeft())
        painter.setPen(QColor(with_.theme.text))
        _paint_bar(painter, bar, scale.on(with_.theme), signed)
        if not signed:
            _paint_zero(painter, bar, with_.theme)
        painter.setPen(QColor(with_.theme.muted))
        painter.drawText(at, title)
    return Stamp(layer, QPointF(area.topLeft()))


def _paint_bar(painter: QPainter, bar: QRect, scale: ColourScale, signed: bool) -> None:
    """Draw the colours with numbers below."""
    painter.drawImage(bar, scale.image(np.linspace(scale.low, scale.high, SHADES)[None, :]))
    for level in _levels(scale, signed, bar.width()):
        share = (level - scale.low) / (scale.high - scale.low)
        _write_below(
            painter, bar, share, signed_number(level) if signed else logarithmic_label(level)
        )


def _levels(scale: ColourScale, signed: bool, width: int) -> list[float]:
    """Return where numbers stand: at round ones, or at both ends and zero."""
    if signed:
        return [scale.low, 0.0, scale.high]
    found = logarithmic(scale.low, scale.high, max(2, width // ROOM_PER_TICK))
    return [float(level) for level in found]


def _write_below(painter: QPainter, bar: QRect, share: float, text: str) -> None:
    metrics = painter.fontMetrics()
    column = bar.left() + share * bar.width()
    left = column - metrics.horizontalAdvance(text) / 2
    painter.drawText(QPointF(left, bar.bottom() + 2 + metrics.ascent()), text)


def _paint_zero(painter: QPainter, bar: QRect, theme: Theme) -> None:
    """Show beside the bar what an exact zero looks like."""
    left = bar.left() - _room_for_zero(painter.fontMetrics())
    box = QRect(left, bar.top(), WIDTH_OF_ZERO, bar.height())
    paint_hatching(painter, box, theme)
    _write_below(painter, box, 0.5, "0")


def _room_for_zero(metrics: QFontMetrics) -> int:
    return WIDTH_OF_ZERO + metrics.horizontalAdvance(WIDEST_NUMBER) // 2 + GAP
