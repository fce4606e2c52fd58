"""A gradient triangle that is repainted with every frame: one image, and one row as a ribbon."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from rnnviz.captions.invisible_characters import sign
from rnnviz.captions.map_square import Square
from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.colour_scale import MAGNITUDES, ColourScale
from rnnviz.gui.plotting.glyphs import Glyphs
from rnnviz.gui.plotting.heat_map import ENDS, ENTER, MOVES, paint_frame
from rnnviz.gui.plotting.lettering import Lettering, Stamp
from rnnviz.gui.plotting.triangle.ground import (
    TriangleRoom,
    lay_out,
    paint_axes,
    paint_hatching,
)
from rnnviz.gui.plotting.triangle.legend import legend
from rnnviz.gui.plotting.triangle.picture import TriangleValues, picture
from rnnviz.gui.plotting.triangle.pointing import Chosen, cell_at
from rnnviz.gui.plotting.triangle.ribbon import Stretch, paint_ribbon, stretch, tints
from rnnviz.lab.shown_data import ShownData

MORE = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
"""What tells that a ribbon does not begin with the text."""
NOTHING = TriangleValues(np.zeros((0, 0)))


class TriangleMap(Canvas):
    """Values (T, T) as colours, losses from top to bottom, states from left to right.

    Of layers that read in both directions they may fill the whole square.
    The pointer, or else the arrow keys, or else the last loss says which `row` the ribbon below
    shows; a click keeps a row, and a second one lets it go. `pointed` says that `row` or `cell`
    is another one, `opened` carries the `Square` that a double click or Enter was at.
    """

    keeps_cursor = True
    pointed = Signal()
    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setMinimumSize(80, 32)
        self.scale = ColourScale(MAGNITUDES, -4.0, 0.0)
        self.shown = NOTHING
        self._letters: tuple[str, ...] = ()
        self._glyphs = Glyphs(self.font())
        self._kept_room: TriangleRoom | None = None
        self._kept_legend: tuple[tuple[object, ...], Stamp | None] | None = None
        self._image: QImage | None = None
        self._pointer: QPoint | None = None
        self._chosen = Chosen()

    def show_values(self, shown: TriangleValues, scale: ColourScale) -> None:
        """Paint another triangle."""
        letters = tuple(map(sign, shown.symbols)) or ("",) * shown.steps
        if letters != self._letters or shown.reach != self.shown.reach:
            self._kept_room = None
        self.shown, self.scale, self._letters = shown, scale, letters
        self._image = None
        self.set_message("")
        self.update()

    def _forget(self) -> None:
        """Let go of the layout, the legend and the picture."""
        self._kept_room = self._kept_legend = self._image = None

    def data(self) -> ShownData:
        """Return all values, a line for each loss."""
        return self.shown.data()

    def let_go(self) -> None:
        """Show the last loss again."""
        self._pointer = None
        self._chosen.let_go()
        self.update()

    @property
    def has_cursor(self) -> bool:
        """Whether a loss, or a state too, was chosen."""
        return not self.is_empty and self._chosen != Chosen()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to point at."""
        return bool(self.message) or self.shown.steps == 0

    @property
    def row(self) -> int:
        """The loss that the ribbon shows; -1 while there is none."""
        cell = self._under_pointer()
        return self._chosen.row_of(self.shown.steps) if cell is None else cell.row

    @property
    def cell(self) -> Square | None:
        """The loss and state at the pointer, or else those chosen with the arrow keys."""
        if self.is_empty:
            return None
        return self._under_pointer() or self._chosen.cell_of(self.shown)

    @property
    def inside(self) -> QRect:
        """The rectangle that the colours fill."""
        return self._room.inside

    def places(self) -> tuple[int, int]:
        """Return how many rows and columns of colours are shown: no more than pixels."""
        inside, T, dots = self.inside, self.shown.steps, self.medium.dots
        return dots(T, inside.height()), dots(T, inside.width())

    def area(self, rows: range, columns: range) -> QRect:
        """Return the pixels of some neighbouring losses and states."""
        inside, T = self.inside, self.shown.steps
        left, right = (inside.width() * step // T for step in (columns.start, columns.stop))
        top, bottom = (inside.height() * step // T for step in (rows.start, rows.stop))
        width, height = max(right - left, 1), max(bottom - top, 1)
        return QRect(inside.left() + left, inside.top() + top, width, height)

    def _paint_picture(self, painter: QPainter) -> None:
        """Paint one frame."""
        painter.fillRect(self.rect(), QColor(self.theme.base))
        if self.shown.steps:
            self._paint(painter, self._room)

    @property
    def _room(self) -> TriangleRoom:
        """Where things stand, kept until other characters are read."""
        if self._kept_room is None:
            if self._glyphs.font != self.font():
                self._glyphs = Glyphs(self.font())
            with_strip = not self.shown.is_triangle
            self._kept_room = lay_out(self._letters, self.size(), self._glyphs, with_strip)
        return self._kept_room

    def _legend(self) -> Stamp | None:
        """The colour bar, kept until it stands elsewhere or says something else."""
        inside = self._room.inside
        strip, shown = self._room.strip, self.shown
        asked = inside, strip, self.scale, shown.signed, shown.steps, shown.reach
        if self._kept_legend is None or self._kept_legend[0] != asked:
            look = Lettering(self.font(), self.theme, self.medium)
            self._kept_legend = asked, legend(inside, self.scale, shown, look, strip)
        return self._kept_legend[1]

    def _paint(self, painter: QPainter, room: TriangleRoom) -> None:
        inside, row, cell = room.inside, self.row, self.cell
        part = stretch(self._letters, row, inside.width(), self._glyphs, self.shown.reach)
        paint_axes(painter, room, self._title(part), self._glyphs, self.theme)
        if self._image is None:
            self._image = picture(self.shown, self.places(), self.scale, self.theme)
        if self.shown.has_zeros:
            paint_hatching(painter, inside, self.theme)
        painter.drawImage(inside, self._image)
        if (bar := self._legend()) is not None:
            bar.paint(painter)
        paint_frame(painter, self.area(range(row, row + 1), self.shown.columns(row)))
        if cell is not None and cell.column in self.shown.columns(cell.row):
            paint_frame(painter, self.area(cell.rows, cell.columns))
        if room.ribbon is not None:
            self._paint_ribbon(painter, room.ribbon, part, row)

    def _title(self, part: Stretch) -> str:
        """Return what the columns are, and where there is room, which of them the ribbon shows."""
        title = self.shown.column_title
        if self._room.ribbon is None or part.count == self.shown.steps:
            return title
        longer = f"{title} (below: steps {part.first + 1} to {part.last})"
        fits = self.fontMetrics().horizontalAdvance(longer) <= self.inside.width()
        return longer if fits else title

    def _paint_ribbon(self, painter: QPainter, area: QRect, part: Stretch, row: int) -> None:
        look = tints(self.shown, row, self.scale, self.theme), self._glyphs
        paint_ribbon(painter, area, self._letters, (part, row), look)
        if part.first > 0:
            painter.setPen(QColor(self.theme.muted))
            margin = QRect(0, area.top(), area.left() - 2, area.height())
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(margin, int(flags), MORE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what lies under the mouse."""
        self._point(event.position().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the row under the mouse, or let it go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._point(event.position().toPoint())
            if (cell := self._under_pointer()) is not None:
                self._chosen.keep(cell.row)
                self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what lies under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._point(event.position().toPoint())
            self._open()

    def _open(self) -> None:
        if (cell := self.cell) is not None and cell.column in self.shown.columns(cell.row):
            self.opened.emit(cell)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys choose loss and state, Enter opens them, Home and End go to the ends.

        Escape lets go of what was chosen.
        """
        if event.key() in ENTER:
            self._open()
            return
        is_end = event.key() in ENDS or (event.key() == Qt.Key.Key_Escape and self.has_cursor)
        if self.is_empty or not (is_end or event.key() in MOVES):
            event.ignore()
            return
        row = self.row
        self._pointer = None
        if event.key() in MOVES:
            self._chosen.move(row, *MOVES[Qt.Key(event.key())], self.shown)
        elif event.key() == Qt.Key.Key_Home:
            self._chosen.row = 0
        else:
            self._chosen.let_go()
        self.update()
        self.pointed.emit()

    def _point(self, pointer: QPoint | None) -> None:
        before = self.row, self.cell
        self._pointer = pointer
        if (self.row, self.cell) != before:
            self.update()
            self.pointed.emit()

    def _under_pointer(self) -> Square | None:
        if self._pointer is None or self.is_empty:
            return None
        return cell_at(self._pointer, self.inside, self.places(), self.shown.values)
