"""Paints what comes out of a cell: the likeliest symbols as bars, and the loss."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from rnnviz.captions.cell_walk import loss_labels, share_label, slope_label
from rnnviz.gui.appearance.contrast import readable
from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.cell_diagram.frame import Answer, Frame
from rnnviz.gui.plotting.cell_diagram.ground import (
    LEFT,
    RIGHT,
    paint_tip,
    paint_way,
    state_colour,
    write,
)
from rnnviz.gui.plotting.cell_diagram.overlay import paint_slope, slope_colour, width_of_reach
from rnnviz.gui.plotting.cell_diagram.shapes import Diagram, Rect, Type, Words

GAP = 4.0
WRAPPED = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
TALLEST_ROW = 24.0
MOST_ROWS = 9
STEM = 10.0
"""How far from the left edge of its room the way up from the road stands."""


class Parts(NamedTuple):
    """Where the parts of a readout stand, from the top: title, loss, answers, matrix."""

    title: Rect | None
    loss: Rect
    rows: list[Rect]
    matrix: Rect | None


def parts_of(room: Rect, letters: Type, count: int) -> Parts:
    """Share the room out among so many answers, of which as many are shown as fit."""
    line = letters.line
    matrix = None
    bottom = room.bottom - 6
    if room.height > 12 * line:
        matrix = Rect(room.x, bottom - 2 * line - 2, room.width, 2 * line + 2)
        bottom = matrix.y - 8
    heads = 3 if bottom - room.y >= 6 * line else 2
    height = bottom - room.y - heads * line
    fits = max(1, min(count, MOST_ROWS, int(height / (line + 1))))
    row = min(TALLEST_ROW, max(min(line, 9.0), height / fits))
    top = bottom - fits * row
    rows = [Rect(room.x, top + place * row, room.width, row) for place in range(fits)]
    loss = Rect(room.x, top - 2 * line, room.width, 2 * line)
    title = Rect(room.x, loss.y - line, room.width, line) if heads == 3 else None
    return Parts(title, loss, rows, matrix)


def paint_readout(
    painter: QPainter, diagram: Diagram, letters: Type, frame: Frame, words: Words, theme: Theme
) -> None:
    """Paint the bars of a frame's answers; what has not been computed yet is left out."""
    if not frame.is_lit("output"):
        return
    if frame.elsewhere:
        _paint_words(painter, diagram.readout, letters, frame.elsewhere, theme)
        return
    parts = parts_of(diagram.readout, letters, len(frame.answers) or len(frame.numbers))
    if parts.title is not None:
        title = words.back if frame.is_back else words.title
        for text in (title, title.partition(",")[0]):
            if letters.width(text) <= parts.title.width:
                write(painter, parts.title, text, theme.muted, LEFT)
                break
    if frame.is_back:
        _paint_way_back(painter, diagram, parts, frame, theme)
    shown = _shown(frame.answers, len(parts.rows))
    for row, answer in zip(parts.rows, shown, strict=False):
        _paint_answer(painter, row, letters, answer, theme)
    for row, (name, value) in zip(parts.rows, frame.numbers, strict=False):
        write(painter, row, name, theme.muted, LEFT)
        write(painter, row, value, theme.text, RIGHT)
    if math.isfinite(frame.loss) and frame.is_lit("loss"):
        _paint_loss(painter, parts.loss, letters, frame, theme)


def _paint_words(
    painter: QPainter, room: Rect, letters: Type, texts: Sequence[str], theme: Theme
) -> None:
    """Write the longest of some texts that fits."""
    wide = room.width - 6
    lines = [1.3 * letters.width(text) / wide + 0.7 for text in texts]
    fitting = [t for t, n in zip(texts, lines, strict=True) if n * letters.line <= room.height]
    painter.setPen(QColor(theme.muted))
    area = QRectF(room.x + 4, room.y, wide, room.height)
    painter.drawText(area, WRAPPED, fitting[0] if fitting else texts[-1])


def _paint_way_back(
    painter: QPainter, diagram: Diagram, parts: Parts, frame: Frame, theme: Theme
) -> None:
    """Draw the gradient's way down from the answers to the road of the output."""
    width = diagram.fineness * width_of_reach(frame.reach.get(diagram.output, 0.0))
    column, row = diagram.readout.x + STEM, diagram.roads[diagram.output]
    top = parts.matrix.bottom if parts.matrix is not None else diagram.readout.bottom - 4
    paint_slope(painter, [(column, top), (column, row)], slope_colour(theme), width)
    paint_tip(painter, [(column, top), (column, row)], QColor(theme.error), 4.5)


def paint_readout_ground(
    painter: QPainter, diagram: Diagram, letters: Type, words: Words, theme: Theme
) -> None:
    """Paint the way from the road of the output up to the bars, and the matrix on it."""
    parts = parts_of(diagram.readout, letters, MOST_ROWS)
    row = diagram.roads[diagram.output]
    end = parts.matrix.bottom if parts.matrix is not None else diagram.readout.bottom - 4
    column = diagram.readout.x + STEM
    ink = QColor(state_colour(diagram, diagram.output, theme))
    paint_way(painter, [(column, row), (column, end)], ink, 2.0 * theme.stroke, None)
    paint_tip(painter, [(column, row), (column, end)], ink, 1.5 + 2 * theme.stroke)
    if parts.matrix is not None:
        painter.setPen(theme.pen(theme.muted, 1.0))
        painter.setBrush(QColor(theme.grid))
        painter.drawRoundedRect(QRectF(*parts.matrix), 2, 2)
        upper = Rect(*parts.matrix[:3], parts.matrix.height / 2)
        lower = Rect(upper.x, upper.bottom, upper.width, upper.height)
        fits = letters.width(words.matrix) < upper.width
        write(painter, upper, words.matrix if fits else words.short, theme.text)
        write(painter, lower, words.size, theme.muted)
        up = [(column, parts.matrix.y), (column, parts.matrix.y - 7)]
        paint_tip(painter, up, QColor(theme.muted), 3.5)


def _shown(answers: tuple[Answer, ...], count: int) -> list[Answer]:
    """Return the first so many, the true one among them."""
    found = list(answers[:count])
    true = next((one for one in answers if one.is_true), None)
    if true is not None and true not in found and found:
        found[-1] = true
    return found


def _paint_answer(
    painter: QPainter, row: Rect, letters: Type, answer: Answer, theme: Theme
) -> None:
    symbol = max(letters.width("M"), letters.width(answer.symbol)) + GAP
    number = letters.width("+0.88") + GAP
    room = Rect(row.x + symbol, row.y + 1, max(1.0, row.width - symbol - number), row.height - 2)
    ink = theme.lines[1] if answer.is_true else theme.muted
    strong = readable(theme.lines[1], theme.base) if answer.is_true else theme.text
    write(painter, Rect(row.x, row.y, symbol, row.height), answer.symbol, strong, LEFT)
    painter.fillRect(QRectF(*room), QColor(theme.grid))
    share = answer.share if math.isfinite(answer.share) else 0.0
    width = max(1.0, min(1.0, share) * room.width)
    painter.fillRect(QRectF(room.x, room.y, width, room.height), QColor(ink))
    if answer.is_true:
        painter.setPen(theme.pen(theme.lines[1], 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(*room))
    place = Rect(room.right + GAP / 2, row.y, number, row.height)
    text = share_label(answer.share) if answer.slope is None else slope_label(answer.slope)
    write(painter, place, text, strong, LEFT)


def _paint_loss(painter: QPainter, room: Rect, letters: Type, frame: Frame, theme: Theme) -> None:
    """Paint the loss in words and, below them, as a bar."""
    line = letters.line
    texts = loss_labels(frame.loss, frame.answers)
    text = next((one for one in texts if letters.width(one) <= room.width), texts[-1])
    write(painter, Rect(room.x, room.y, room.width, line), text, theme.error, LEFT)
    bar = Rect(room.x, room.y + line + 1, room.width - GAP, max(3.0, line - 5))
    painter.fillRect(QRectF(*bar), QColor(theme.grid))
    share = min(1.0, frame.loss / max(frame.most_loss, 1e-9))
    painter.fillRect(QRectF(bar.x, bar.y, share * bar.width, bar.height), QColor(theme.error))
