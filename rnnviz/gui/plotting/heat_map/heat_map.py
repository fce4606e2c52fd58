"""A heat map that is repainted with every frame: one image, on a ground that is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from rnnviz.captions.map_square import Square
from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.colour_scale import DIVERGING, ColourScale
from rnnviz.gui.plotting.heat_map.ground import Labels, Room, ground, lay_out
from rnnviz.gui.plotting.heat_map.grouping import members, strongest
from rnnviz.gui.plotting.heat_map.marks import paint_boundaries, paint_frame, paint_lines
from rnnviz.gui.plotting.layer import Layer
from rnnviz.gui.plotting.lettering import Lettering
from rnnviz.lab.shown_data import ShownData, matrix, numbered

FARTHEST = 1_000_000
"""Columns; more than there are."""
MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
ENDS = {Qt.Key.Key_Home: -FARTHEST, Qt.Key.Key_End: FARTHEST}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LEAST_ROW_FOR_A_LINE = 20


class HeatMap(Canvas):
    """Values (R, C) as colours, the names of R rows at the left, C characters below.

    Where more rows or columns than pixels are to be shown, the values farthest from zero win.
    A phrase that has no room for all its letters is scrolled.
    `pointed` says that `cell` is another one (the arrow keys move it too), `opened` carries the
    `Square` that was clicked, `picked` the row that was clicked with Ctrl.
    """

    pointed = Signal()
    opened = Signal(object)
    picked = Signal(int)

    def __init__(self, name: str, row_title: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setMinimumSize(80, 32)
        self.with_lines = False
        self.boundaries: tuple[int, ...] = ()
        self.scale = ColourScale(DIVERGING, -1.0, 1.0)
        self._row_title = row_title
        self.labels = Labels()
        self.bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self.bar.setAccessibleName("Place in the phrase")
        self.bar.hide()
        self.bar.valueChanged.connect(self._on_scrolled)
        self._values: NDArray[Any] = np.zeros((0, 0))
        self._ground: Layer | None = None
        self._room: Room | None = None
        self._image: QImage | None = None
        self._place: tuple[int, int] | None = None

    def set_labels(self, labels: Labels) -> None:
        """Name the rows and columns."""
        if labels != self.labels:
            self.labels = labels
            self.invalidate()

    def set_scale(self, scale: ColourScale) -> None:
        """Colour values by `scale`."""
        if scale != self.scale:
            self.scale = scale
            self.invalidate()

    def show_values(self, values: NDArray[Any]) -> None:
        """Paint (R, C) values, as many as there are labels."""
        self._values = values
        self._image = None
        self.set_message("")
        if self._ground is None:
            self.update()
        else:
            self.update(self.inside)

    def data(self) -> ShownData:
        """Return all values, a line for each row, also the columns that are scrolled away."""
        count, width = self._values.shape
        rows, columns, full = self.labels.rows, self.labels.columns, self.labels.full
        if any(isinstance(row, str) for row in rows):
            rows = numbered(map(str, rows))
        return matrix(
            self._values,
            self.labels.corner or self._row_title,
            full or rows or range(1, count + 1),
            full or numbered(columns) or [str(place + 1) for place in range(width)],
        )

    def _forget(self) -> None:
        """Let go of the ground, the layout and the colours."""
        self._ground = self._room = self._image = None
        self._set_bar()

    def _set_bar(self) -> None:
        """Have the bar reach as far as there are columns, and hide where all are seen."""
        room, count = self.room, len(self.labels.columns)
        with QSignalBlocker(self.bar):
            self.bar.setRange(0, count - room.columns.seen)
            self.bar.setPageStep(room.columns.seen)
        if room.below is not None:
            self.bar.setGeometry(room.below)
        self.bar.setVisible(room.below is not None and not self.message)

    def _on_scrolled(self) -> None:
        """Show the columns from where the bar stands."""
        self._ground = self._image = None
        self.update()
        self.pointed.emit()

    @property
    def _seen(self) -> slice:
        """The columns that are seen."""
        count = self.room.columns.seen or self._values.shape[1]
        return slice(self.bar.value(), self.bar.value() + count)

    @property
    def _shown(self) -> NDArray[Any]:
        """The values in these columns."""
        return self._values[:, self._seen]

    @property
    def cell(self) -> Square | None:
        """What the pointer or the keyboard is at."""
        if self._place is None or self.message or self._values.size == 0:
            return None
        shown, places, first = self._shown, self.places(), self._seen.start
        if self._place[0] >= places[0] or self._place[1] >= places[1]:
            return None
        rows, columns = (
            members(*three) for three in zip(self._place, shown.shape, places, strict=True)
        )
        block = np.abs(shown[rows.start : rows.stop, columns.start : columns.stop])
        row, column = divmod(int(np.argmax(block)), len(columns))  # NaN counts as the largest
        columns = range(columns.start + first, columns.stop + first)
        return Square(rows[row], columns[column], rows, columns)

    @property
    def room(self) -> Room:
        """Where things stand."""
        if self._room is None:
            bar = self.bar.sizeHint().height()
            self._room = lay_out(self.labels, self.scale, self.rect(), self.font(), bar)
        return self._room

    @property
    def inside(self) -> QRect:
        """The rectangle that the colours fill."""
        return self.room.inside

    def places(self) -> tuple[int, int]:
        """Return how many rows and columns of colours are shown: no more than pixels."""
        (rows, columns), inside, dots = self._shown.shape, self.inside, self.medium.dots
        return dots(rows, inside.height()), dots(columns, inside.width())

    def _paint_picture(self, painter: QPainter) -> None:
        """Paint the values over the ground."""
        if self._ground is None:
            self._ground = self._paint_ground()
        if self._values.size and self._image is None:
            self._image = self.scale.on(self.theme).image(strongest(self._shown, *self.places()))
        image, inside = self._image, self.inside
        if image is None or image.hasAlphaChannel() or not inside.contains(self.exposed):
            self._ground.paint(painter, QPointF())
        if image is not None:
            self._paint_values(painter, image, inside)

    def _paint_ground(self) -> Layer:
        lettering = Lettering(self.font(), self.theme, self.medium)
        labels = replace(self.labels, columns=self.labels.columns[self._seen])
        return ground(self.size(), labels, self.scale, self.room, self._row_title, lettering)

    def _paint_values(self, painter: QPainter, image: QImage, inside: QRect) -> None:
        painter.drawImage(inside, image)
        if self.with_lines and inside.height() >= LEAST_ROW_FOR_A_LINE * len(self._values):
            paint_lines(painter, inside, self._shown, self.scale)
        seen = range(*self._seen.indices(self._values.shape[1]))
        there = [column - seen.start for column in self.boundaries if column in seen]
        paint_boundaries(painter, inside, there, len(seen))
        if self._place is not None and self.cell is not None:
            paint_frame(painter, self.area(*self._place))

    def area(self, row: int, column: int) -> QRect:
        """Return the pixels of one place."""
        inside, (rows, columns) = self.inside, self.places()
        left, right = (inside.width() * place // columns for place in (column, column + 1))
        top, bottom = (inside.height() * place // rows for place in (row, row + 1))
        return QRect(inside.left() + left, inside.top() + top, right - left, bottom - top)

    @property
    def has_cursor(self) -> bool:
        """Whether a cell is pointed at."""
        return self.cell is not None

    def let_go(self) -> None:
        """Point at nothing."""
        self._point(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what lies under the mouse."""
        self._point(self._place_at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open what lies under the mouse, or with Ctrl pick its row."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._point(self._place_at(event.position().toPoint()))
            self._take(event.modifiers())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll along the phrase."""
        if self.bar.maximum() > 0:
            self.bar.event(event)
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move from cell to cell, Enter opens it, with Ctrl it picks the row.

        Home and End go to the ends of the row.
        """
        if event.key() in MOVES:
            self._move(*MOVES[Qt.Key(event.key())])
        elif event.key() in ENDS:
            self._move(0, ENDS[Qt.Key(event.key())])
        elif event.key() in ENTER:
            self._take(event.modifiers())
        else:
            super().keyPressEvent(event)

    def _move(self, down: int, right: int) -> None:
        rows, columns = self.places()
        if self.message or not rows * columns:
            return
        row, column = self._place or (-down, -right if right in (-1, 1) else 0)
        if not 0 <= column + right < columns:
            self.bar.setValue(self.bar.value() + right)
        self._point((max(0, min(row + down, rows - 1)), max(0, min(column + right, columns - 1))))

    def _take(self, modifiers: Qt.KeyboardModifier) -> None:
        if (cell := self.cell) is None:
            return
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self.picked.emit(cell.row)
        else:
            self.opened.emit(cell)

    def _point(self, place: tuple[int, int] | None) -> None:
        if place != self._place:
            self._place = place
            self.update()
            self.pointed.emit()

    def _place_at(self, point: QPoint) -> tuple[int, int] | None:
        inside = self.inside
        if self.message or self._values.size == 0 or not inside.contains(point):
            return None
        (rows, columns), at = self.places(), point - inside.topLeft()
        return (
            (2 * at.y() + 1) * rows // (2 * inside.height()),
            (2 * at.x() + 1) * columns // (2 * inside.width()),
        )
