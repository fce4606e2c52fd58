"""A page of text that is repainted with every frame: one image of grounds, one of letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from rnnviz.captions.invisible_characters import sign
from rnnviz.gui.appearance.fixed_font import fixed_font
from rnnviz.gui.plotting.canvas import Canvas, smaller
from rnnviz.gui.plotting.colour_scale import ColourScale, between
from rnnviz.gui.plotting.heat_map import ENDS, ENTER, paint_frame
from rnnviz.gui.plotting.layer import Layer
from rnnviz.gui.plotting.lettering import Lettering
from rnnviz.gui.plotting.text_page.colouring import Colouring
from rnnviz.gui.plotting.text_page.grid import Grid, drawn, grid_of
from rnnviz.gui.plotting.text_page.legend import Legend, legend_height, paint_legend
from rnnviz.gui.plotting.text_page.wrapping import moved
from rnnviz.lab.shown_data import ShownData

MARGIN = 4
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
        self.numbers: tuple[tuple[str, NDArray[Any]], ...] = ()
        self.place: int | None = None
        self.chosen: int | None = None
        self.first_row = 0
        """The line at the top."""
        self._grid: Grid | None = None
        self._letters: tuple[object, Layer] | None = None
        self._grounds: QImage | None = None

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
            self.values, self.numbers = np.full(len(self.symbols), np.nan), ()
            self.invalidate()

    def show_colours(self, by: Colouring) -> None:
        """Colour the characters."""
        self.values, self.scale, self.legend = by.values, by.scale, by.legend
        self.numbers = by.numbers
        self._grounds = None
        self.set_message("")
        self.update()

    def data(self) -> ShownData:
        """Return all characters with their numbers, those of lines that do not fit too."""
        found = self.numbers or ((self.legend.title, self.values),)
        T, signs = len(self.symbols), list(map(sign, self.symbols))
        columns = ((name, [*known.tolist(), *[None] * (T - len(known))]) for name, known in found)
        return ShownData((("place", range(1, T + 1)), ("character", signs), *columns))

    def keep(self, place: int | None) -> None:
        """Mark a character until another one is kept; one that the page lacks marks none."""
        if place is not None and place >= len(self.symbols):
            place = None
        if place != self.chosen:
            self.chosen = place
            self.update()

    def _forget(self) -> None:
        self._grid = self._letters = self._grounds = None

    @property
    def grid(self) -> Grid:
        """Where the characters stand."""
        if self._grid is None:
            room = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
            below = legend_height(QFontMetrics(smaller(self.font())).height())
            self._grid = grid_of(self.symbols, room, self.letters, below)
            self.first_row = min(self.first_row, self._grid.last_first_row)
        return self._grid

    def area(self, place: int) -> QRect:
        """Return the pixels of a character, which may lie above or below what is shown."""
        return self.grid.area(place, self.first_row)

    def scroll_to(self, row: int) -> None:
        """Have this line at the top, as far as there are lines below it."""
        row = max(0, min(row, self.grid.last_first_row))
        if row != self.first_row:
            self.first_row = row
            self._letters = self._grounds = None
            self.update()

    def point(self, place: int | None) -> None:
        """Point at a character, or at none."""
        if place is not None and place >= len(self.symbols):
            place = None
        if place != self.place:
            self.place = place
            self.update()
            self.pointed.emit()

    def _paint_picture(self, painter: QPainter) -> None:
        """Paint one frame."""
        painter.fillRect(self.rect(), QColor(self.theme.base))
        if not self.symbols:
            return
        grid = self.grid
        inside, cell = grid.inside, grid.cell
        if self._grounds is None:
            self._grounds = self._image()
        size = QSize(self._grounds.width() * cell.width(), self._grounds.height() * cell.height())
        painter.drawImage(QRect(inside.topLeft(), size), self._grounds)
        self._lettering().paint(painter, QPointF(inside.topLeft()))
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
            paint_legend(painter, below, self.legend, self._colours, self.theme)
        if (grid := self.grid).last_first_row:
            height = inside.height() * grid.rows // grid.lines
            top = inside.top() + inside.height() * self.first_row // grid.lines
            right = self.width() - MARGIN + 1
            painter.fillRect(QRect(right, top, 2, height), QColor(self.theme.muted))

    @property
    def _colours(self) -> ColourScale:
        """The scale in this look, with colours that can be written on."""
        return self.scale.on(self.theme, below_text=True)

    def _image(self) -> QImage:
        """Return the grounds of the lines that are shown: a pixel for each character."""
        grid = self.grid
        rows, columns = grid.places[:, 0] - self.first_row, grid.places[:, 1]
        shown = (rows >= 0) & (rows < grid.rows)
        values = np.full((min(grid.rows, grid.lines), int(columns.max()) + 1), np.nan)
        values[rows[shown], columns[shown]] = self.values[shown]
        return self._colours.image(values)

    def _lettering(self) -> Layer:
        """Return the letters of the lines that are shown, on nothing."""
        ink = self._colours.ink
        if self._letters is None or self._letters[0] != ink:
            inside = self.grid.inside
            with_ = Lettering(self.grid.font, self.theme, self.medium)
            layer = with_.blank(QSizeF(inside.size()), opacity=0)
            with with_.painter(layer) as painter:
                painter.setPen(QColor(ink))
                painter.translate(-inside.topLeft())
                self._write(painter)
            self._letters = ink, layer
        return self._letters[1]

    def _write(self, painter: QPainter) -> None:
        rows = self.grid.places[:, 0] - self.first_row
        for place in np.flatnonzero((rows >= 0) & (rows < self.grid.rows)).tolist():
            if self.symbols[place] != " ":
                centred = Qt.AlignmentFlag.AlignCenter
                painter.drawText(self.area(place), centred, drawn(self.symbols[place]))

    @property
    def has_cursor(self) -> bool:
        """Whether a character is pointed at."""
        return self.place is not None

    def let_go(self) -> None:
        """Point at nothing."""
        self.point(None)

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
        elif key in ENDS and self.symbols and not self.message:
            self._go_to(0 if ENDS[key] < 0 else len(self.symbols) - 1)
        else:
            super().keyPressEvent(event)

    def _move(self, right: int, down: int) -> None:
        at = self.place if self.place is not None else self.chosen
        self._go_to(0 if at is None else moved(self.grid.places, at, right, down))

    def _go_to(self, place: int) -> None:
        places, rows = self.grid.places, self.grid.rows
        row = int(places[place, 0])
        if not self.first_row <= row < self.first_row + rows:
            self.scroll_to(row if row < self.first_row else row - rows + 1)
        self.point(place)

    def _open(self) -> None:
        if self.place is not None and not self.message:
            self.opened.emit(self.place)

    def _at(self, point: QPoint) -> int | None:
        if self.message or not self.symbols:
            return None
        return self.grid.at(point, self.first_row)
