"""A page of text that is repainted with every frame: one image of grounds, one of letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from rnnviz.captions.invisible_characters import sign
from rnnviz.gui.appearance.fixed_font import fixed_font
from rnnviz.gui.plotting.canvas import Canvas, smaller
from rnnviz.gui.plotting.colour_scale import ColourScale, between
from rnnviz.gui.plotting.heat_map import ENTER, paint_frame
from rnnviz.gui.plotting.lettering import Lettering
from rnnviz.gui.plotting.text_page.colouring import Colouring
from rnnviz.gui.plotting.text_page.legend import Legend, legend_height, paint_legend
from rnnviz.gui.plotting.text_page.wrapping import moved, wrapped

MARGIN = 4
LEAST_ROWS_FOR_LEGEND = 4
MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
TURNS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
NOTCH = 120
"""Eighths of a degree of one click of a wheel."""


class TextPage(Canvas):
    """T characters, their values as colours behind them.

    `pointed` says that `place` is another one (the arrow keys move it too), `opened` carries the
    character that was clicked, `turned` is +1 or -1 for the page after or before. Lines that do
    not fit are scrolled to with the wheel and the arrow keys.
    """

    pointed = Signal()
    opened = Signal(int)
    turned = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setMinimumSize(80, 32)
        self.symbols: tuple[str, ...] = ()
        self.values: NDArray[Any] = np.zeros(0)
        self.scale = ColourScale(between("#ffffff", "#000000"), 0.0, 1.0)
        self.legend = Legend()
        self.place: int | None = None
        self.chosen: int | None = None
        self.first_row = 0
        """The line at the top."""
        self._places: NDArray[np.intp] | None = None
        self._letters: tuple[object, QPixmap] | None = None
        self._grounds: QImage | None = None
        self._cell: QSize | None = None

    @property
    def letters(self) -> QFont:
        """The fixed font, as large as what is written in plots."""
        return smaller(fixed_font())

    def show_text(self, symbols: Sequence[str]) -> None:
        """Have another page; what was pointed at is let go."""
        if tuple(symbols) != self.symbols:
            self.symbols = tuple(symbols)
            self.place = self.chosen = None
            self.first_row = 0
            self.values = np.full(len(self.symbols), np.nan)
            self.invalidate()

    def show_colours(self, by: Colouring) -> None:
        """Colour the characters."""
        self.values, self.scale, self.legend = by.values, by.scale, by.legend
        self._grounds = None
        self.set_message("")
        self.update()

    def keep(self, place: int | None) -> None:
        """Mark a character until another one is kept."""
        if place != self.chosen:
            self.chosen = place
            self.update()

    def _forget(self) -> None:
        self._places = self._letters = self._grounds = self._cell = None
        self.first_row = min(self.first_row, self._last_first_row) if self.symbols else 0

    @property
    def cell(self) -> QSize:
        """The size of a character's ground in pixels."""
        if self._cell is None:
            metrics = QFontMetrics(self.letters)
            widest = (metrics.horizontalAdvance(_drawn(one)) for one in {"0", *self.symbols})
            self._cell = QSize(max(widest), metrics.height() + 1)
        return self._cell

    @property
    def inside(self) -> QRect:
        """The rectangle that the lines can fill."""
        all_of_it = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        below = legend_height(QFontMetrics(smaller(self.font())).height())
        if all_of_it.height() - below < LEAST_ROWS_FOR_LEGEND * self.cell.height():
            return all_of_it
        return all_of_it.adjusted(0, 0, 0, -below)

    @property
    def rows(self) -> int:
        """The lines that there is room for."""
        return max(1, self.inside.height() // self.cell.height())

    @property
    def lines(self) -> int:
        """The lines of the page."""
        return int(self._where[-1, 0]) + 1 if len(self.symbols) else 0

    @property
    def _where(self) -> NDArray[np.intp]:
        """Row and column (T, 2) of every character."""
        if self._places is None:
            self._places = wrapped(self.symbols, self.inside.width() // self.cell.width())
        return self._places

    @property
    def _last_first_row(self) -> int:
        return max(0, self.lines - self.rows)

    def area(self, place: int) -> QRect:
        """Return the pixels of a character, which may lie above or below what is shown."""
        row, column = self._where[place].tolist()
        corner = QPoint(column * self.cell.width(), (row - self.first_row) * self.cell.height())
        return QRect(self.inside.topLeft() + corner, self.cell)

    def scroll_to(self, row: int) -> None:
        """Have this line at the top, as far as there are lines below it."""
        row = max(0, min(row, self._last_first_row))
        if row != self.first_row:
            self.first_row = row
            self._letters = self._grounds = None
            self.update()

    def point(self, place: int | None) -> None:
        """Point at a character, or at none."""
        if place != self.place:
            self.place = place
            self.update()
            self.pointed.emit()

    def _paint_picture(self, painter: QPainter) -> None:
        """Paint one frame."""
        painter.fillRect(self.rect(), QColor(self.theme.base))
        if not self.symbols:
            return
        inside = self.inside
        if self._grounds is None:
            self._grounds = self._image()
        size = QSize(self._grounds.width(), self._grounds.height())
        cell = self.cell
        area = QSize(size.width() * cell.width(), size.height() * cell.height())
        painter.drawImage(QRect(inside.topLeft(), area), self._grounds)
        painter.drawPixmap(inside.topLeft(), self._lettering())
        for place in {self.place, self.chosen} - {None}:
            if place is not None and inside.contains(self.area(place)):
                paint_frame(painter, self.area(place))
        self._paint_below(painter, inside)

    def _paint_below(self, painter: QPainter, inside: QRect) -> None:
        """Paint the legend, and at the right a mark of which part of the page is shown."""
        painter.setFont(smaller(self.font()))
        below = self.rect().adjusted(MARGIN, 0, -MARGIN, -MARGIN)
        below.setTop(inside.bottom() + 3)
        if below.height() >= painter.fontMetrics().height():
            paint_legend(painter, below, self.legend, self.scale, self.theme)
        if self._last_first_row:
            height = inside.height() * self.rows // self.lines
            top = inside.top() + inside.height() * self.first_row // self.lines
            right = self.width() - MARGIN + 1
            painter.fillRect(QRect(right, top, 2, height), QColor(self.theme.muted))

    def _image(self) -> QImage:
        """Return the grounds of the lines that are shown: a pixel for each character."""
        rows, columns = self._where[:, 0] - self.first_row, self._where[:, 1]
        shown = (rows >= 0) & (rows < self.rows)
        grid = np.full((min(self.rows, self.lines), int(columns.max()) + 1), np.nan)
        grid[rows[shown], columns[shown]] = self.values[shown]
        return self.scale.image(grid)

    def _lettering(self) -> QPixmap:
        """Return the letters of the lines that are shown, on nothing."""
        ink, ratio = self.scale.ink, self.devicePixelRatioF()
        asked = ink, ratio
        if self._letters is None or self._letters[0] != asked:
            with_ = Lettering(self.letters, self.theme, ratio)
            pixmap = with_.blank(QSizeF(self.inside.size()), opacity=0)
            with with_.painter(pixmap) as painter:
                painter.setPen(QColor(ink))
                painter.translate(-self.inside.topLeft())
                self._write(painter)
            self._letters = asked, pixmap
        return self._letters[1]

    def _write(self, painter: QPainter) -> None:
        last = self.first_row + self.rows
        for place in np.flatnonzero(
            (self._where[:, 0] >= self.first_row) & (self._where[:, 0] < last)
        ).tolist():
            if self.symbols[place] != " ":
                centred = Qt.AlignmentFlag.AlignCenter
                painter.drawText(self.area(place), centred, _drawn(self.symbols[place]))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what lies under the mouse."""
        self.point(self._at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open what lies under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.point(self._at(event.position().toPoint()))
            self._open()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self.point(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, three lines a notch."""
        self.scroll_to(self.first_row - round(3 * event.angleDelta().y() / NOTCH))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from character to character, Enter opens one, Page keys turn the page."""
        key = Qt.Key(event.key())
        if key in MOVES and self.symbols and not self.message:
            self._move(*MOVES[key])
        elif key in ENTER:
            self._open()
        elif key in TURNS:
            self.turned.emit(TURNS[key])
        else:
            event.ignore()

    def _move(self, right: int, down: int) -> None:
        at = self.place if self.place is not None else self.chosen
        place = 0 if at is None else moved(self._where, at, right, down)
        row = int(self._where[place, 0])
        if not self.first_row <= row < self.first_row + self.rows:
            self.scroll_to(row if row < self.first_row else row - self.rows + 1)
        self.point(place)

    def _open(self) -> None:
        if self.place is not None and not self.message:
            self.opened.emit(self.place)

    def _at(self, point: QPoint) -> int | None:
        if self.message or not self.symbols or not self.inside.contains(point):
            return None
        at = point - self.inside.topLeft()
        row = at.y() // self.cell.height() + self.first_row
        column = at.x() // self.cell.width()
        found = np.flatnonzero((self._where[:, 0] == row) & (self._where[:, 1] == column))
        shown = row < self.first_row + self.rows
        return int(found[0]) if found.size and shown else None


def _drawn(symbol: str) -> str:
    """Return what is written for a character: line ends and tabs can be seen, a space cannot."""
    return symbol if symbol == " " else sign(symbol)
