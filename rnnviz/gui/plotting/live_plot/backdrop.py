"""What lies still under a frame: grid, comparison lines, labels, and the settled part of curves."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.plotting.canvas import that_fits
from rnnviz.gui.plotting.layer import Layer
from rnnviz.gui.plotting.lettering import Lettering, Stamp
from rnnviz.gui.plotting.live_plot.content import Content
from rnnviz.gui.plotting.live_plot.curve import Curve, LineStyle
from rnnviz.gui.plotting.live_plot.end_labels import EndLabel, end_labels
from rnnviz.gui.plotting.live_plot.legend import columns_below, named, place_legend
from rnnviz.gui.plotting.live_plot.marks import columns, place_marks
from rnnviz.gui.plotting.live_plot.references import place
from rnnviz.gui.plotting.live_plot.scale import Scale
from rnnviz.gui.plotting.live_plot.settled import Settled
from rnnviz.gui.plotting.live_plot.strokes import fill_of, paint_again, paint_curve

MESSAGE_MARGIN = 12
BESIDE = 6
"""Pixels by which markers and lines side by side may stand out beyond the points they are for."""
WORTH_IT = 24
"""Pixel columns of noise over the curves of other runs from which on these are painted anew."""
SHADE = LineStyle(1)


class Backdrop:
    """One layer with everything that stays, and small ones (`stamps`) to lay over the curves.

    It is painted for one `scale` and one content. Of what grows it is told by `follow`; how much
    of the curves it holds is in `Settled`.
    """

    def __init__(self, content: Content, scale: Scale, lettering: Lettering) -> None:
        self.content = content
        self.scale = scale
        self.lettering = lettering
        self.stamps: list[Stamp] = []
        self.layer = lettering.blank(QSizeF(int(scale.width), int(scale.height)))
        self._settled = Settled(content, scale)
        self._labels: list[EndLabel] = []
        self._buried: tuple[int, int] | None = None
        self._lines = self._lines_of_references()
        with self.layer.painter() as painter:
            if content.message:
                self._paint_message(painter)
            else:
                self._paint_shade(painter)
                self._paint_grid(painter)
                self._paint_references(painter, 0, int(scale.width))
                self._paint_marks(painter)
                self._make_stamps()
        self.follow()
        self.take_fresh()  # all of it is new

    def follow(self) -> bool:
        """Paint what has settled since; return whether a new backdrop has to be made instead."""
        left_behind = (label.is_left_behind(self.scale) for label in self._labels)
        if self._settled.is_outdated() or any(left_behind):
            return True
        growing = self._settled.growing()
        if not growing:
            return False
        with self.layer.painter() as painter:
            return not all(self._paint_new_end(curve, painter, growing) for curve in growing)

    def take_fresh(self) -> tuple[int, int] | None:
        """Return the pixel columns between which something has settled since this was asked."""
        return self._settled.take_fresh()

    def _paint_new_end(self, curve: Curve, painter: QPainter, growing: list[Curve]) -> bool:
        """Paint what a curve has grown by; return False if its old part would look different."""
        since = self._settled.take_new_end(curve)
        if since is None:
            return False
        reach = paint_curve(painter, curve, self.scale, self.lettering.theme, since)
        if reach is not None:
            start, end = int(reach[0]) - BESIDE, int(reach[1]) + BESIDE + 2
            self._settled.note_fresh(start, end)
            if curve.look.is_noise:  # it fills an area and would bury what it is compared with
                self._paint_references(painter, start, end)
                self._bury(painter, growing, start, end)
        return True

    def _bury(self, painter: QPainter, growing: list[Curve], start: int, end: int) -> None:
        """Take note that noise lies over other runs; where that is worth it, paint them anew."""
        before = self._buried or (start, end)
        self._buried = start, end = min(before[0], start), max(before[1], end)
        if end - start >= WORTH_IT:
            self._buried = None
            standing = [one for one in self.content.curves if one not in growing]
            self._paint_others(painter, standing, start, end)

    def _paint_others(self, painter: QPainter, standing: list[Curve], start: int, end: int) -> None:
        """Paint anew what stands of other runs, over noise between two pixel columns.

        Those that grow with it are painted after it anyway.
        """
        for curve in standing:
            if curve.of_other and curve.settles and not curve.look.is_noise:
                paint_again(painter, curve, self.scale, self.lettering.theme, (start, end))

    def _paint_message(self, painter: QPainter) -> None:
        painter.setFont(self.lettering.font)
        painter.setPen(QColor(self.lettering.theme.muted))
        width, height = int(self.scale.width), int(self.scale.height)
        room = QRect(MESSAGE_MARGIN, 0, width - 2 * MESSAGE_MARGIN, height)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        message = that_fits(self.content.message, painter.fontMetrics(), room)
        painter.drawText(room, int(flags), message)

    def _paint_grid(self, painter: QPainter) -> None:
        painter.setPen(self.lettering.theme.pen(self.lettering.theme.grid, 1))
        scale = self.scale
        width, height = int(scale.width), int(scale.height)
        for column in scale.columns(self.content.ticks[0]):
            painter.drawLine(round(column), 0, round(column), height)
        low, high = scale.y
        for level in self.content.ticks[1]:
            row = round(scale.height * (high - level) / (high - low))
            painter.drawLine(0, row, width, row)

    def _paint_shade(self, painter: QPainter) -> None:
        """Shade what lies above the comparison lines that ask for it."""
        colour = fill_of(SHADE, self.lettering.theme)
        for one in self.content.references:
            row = float(self.scale.rows(one.value)) if one.shaded else 0.0
            if row > 0:
                area = QRectF(0, 0, self.scale.width, min(row, self.scale.height))
                painter.fillRect(area, colour)

    def _paint_references(self, painter: QPainter, left: int, right: int) -> None:
        """Draw the comparison lines between two pixel columns."""
        if self._lines is not None:
            painter.save()
            painter.setClipRect(left, 0, right - left, int(self.scale.height))
            self._lines.paint(painter, QPointF())
            painter.restore()

    def _lines_of_references(self) -> Layer | None:
        """Return the comparison lines on nothing: cheaper than to dash them again and again."""
        rows, theme = (
            self.scale.rows([one.value for one in self.content.references]),
            self.lettering.theme,
        )
        seen = [round(row) for row in rows if 0 <= row <= self.scale.height]
        if not seen:
            return None
        lines = self.lettering.blank(QSizeF(int(self.scale.width), int(self.scale.height)), 0)
        with lines.painter() as painter:
            painter.setPen(theme.pen(theme.muted, 1, Qt.PenStyle.DashLine))
            for row in seen:
                painter.drawLine(0, row, int(self.scale.width), row)
        return lines

    def _paint_marks(self, painter: QPainter) -> None:
        theme = self.lettering.theme
        painter.setPen(theme.pen(theme.text, 1))
        last = int(self.scale.width) - 1  # so that a mark at the very end can be seen
        for column in columns(self.content.marks, self.scale):
            at = min(round(column), last)
            painter.drawLine(at, 0, at, int(self.scale.height))

    def _make_stamps(self) -> None:
        """Make the legend, or without room names at the curves, and labels of lines and marks."""
        lettering, taken = self.lettering, []
        legend = place_legend(self.content.filled, self.scale, lettering)
        if legend is not None:
            self.stamps.append(legend)
            taken.append(legend.area)
            self._settled.put_legend(legend.area)
        elif len(entries := named(self.content.filled)) > 1:
            self._labels = end_labels(entries, self.scale, lettering)
            self.stamps += [label.stamp for label in self._labels]
            taken += [label.stamp.area for label in self._labels]
        sizes = self.scale, lettering.width_of, lettering.line_height
        hidden = partial(columns_below, curves=self.content.curves, scale=self.scale)
        lines = place(self.content.references, *sizes, taken, hidden)
        taken += [label.area for label in lines]
        moments = place_marks(self.content.marks, *sizes, taken)
        colours = lettering.theme.muted, lettering.theme.text
        for colour, labels in zip(colours, (lines, moments), strict=True):
            for label in labels:
                corner = QPointF(label.area.topLeft().toPoint())
                self.stamps.append(lettering.label(label.text, colour, corner))
