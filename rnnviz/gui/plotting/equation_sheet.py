"""Equations whose pieces can be pointed at, and lit from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QScrollArea, QSizePolicy

from rnnviz.captions.cell_equations import Equation, Piece
from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.sheet import ENTER, MOVES
from rnnviz.lab.shown_data import ShownData

MARGIN, INDENT, GAP = 6.0, 18.0, 5.0
CLOSING = (")", "]", ",")
GLOW = 80


@dataclass(frozen=True)
class Set:
    """A piece and where it stands."""

    piece: Piece
    area: QRectF
    row: int
    """Of which equation it is a piece."""


def typeset(
    equations: Sequence[Equation], width_of: Callable[[str], float], line: float, room: float
) -> list[Set]:
    """Return every piece in its place: an equation begins a line, and goes on with an indent."""
    found: list[Set] = []
    top = MARGIN
    for row, equation in enumerate(equations):
        left = MARGIN
        for piece in equation.pieces:
            wide = width_of(piece.text)
            needed = width_of(piece.text.rstrip())
            is_closing = piece.text.lstrip().startswith(CLOSING) or not piece.text.strip()
            if left + needed > room - MARGIN and left > MARGIN + INDENT and not is_closing:
                left, top = MARGIN + INDENT, top + line
            found.append(Set(piece, QRectF(left, top, wide, line), row))
            left += wide
        top += line + GAP
    return found


class EquationPage(Canvas):
    """Paints equations one below the other; `pointed` carries the names of a piece, or none."""

    pointed = Signal(tuple)
    picked = Signal(int)
    reached = Signal(QPoint)
    """Emitted with the place of the piece that an arrow key has gone to."""

    def __init__(self) -> None:
        super().__init__("Equations of the cell")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.wire = ""
        """The name whose pieces are lit."""
        self._equations: Sequence[Equation] = ()
        self._values: Sequence[float | None] = ()
        self._muted: frozenset[int] = frozenset()
        self._cursor: int | None = None
        """Which piece the arrow keys are at."""
        self._placed: list[Set] | None = None

    def show_equations(
        self,
        equations: Sequence[Equation],
        muted: frozenset[int] = frozenset(),
        values: Sequence[float | None] = (),
    ) -> None:
        """Show these, some of them of lesser rank; `values` are what they come to."""
        if [str(one) for one in equations] != [str(one) for one in self._equations]:
            self.setAccessibleDescription("\n".join(map(str, equations)))
            self._cursor = None
        self._equations, self._muted, self._values = equations, muted, values
        self._placed = None
        self._take_height()
        self.update()

    def data(self) -> ShownData:
        """Return a row an equation; where it has numbers, what they come to with all digits."""
        of = [one.name for one in self._equations]
        columns = ("of", of), ("equation", [str(one) for one in self._equations])
        return ShownData((*columns, ("value", self._values)) if self._values else columns)

    def light(self, wire: str) -> None:
        """Light all pieces that are part of a wire."""
        if wire != self.wire:
            self.wire = wire
            self.update()

    @property
    def placed(self) -> list[Set]:
        """Every piece in its place."""
        if self._placed is None:
            metrics = QFontMetricsF(self.font())
            room = float(self.width())
            self._placed = typeset(
                self._equations, metrics.horizontalAdvance, metrics.height() + 1, room
            )
        return self._placed

    def _forget(self) -> None:
        self._placed = None
        self._take_height()

    def _take_height(self) -> None:
        bottom = max((one.area.bottom() for one in self.placed), default=0.0)
        self.setFixedHeight(int(bottom + MARGIN))

    def _paint_picture(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(self.theme.base))
        glow = QColor(self.theme.accent)
        glow.setAlpha(GLOW)
        for one in self.placed:
            if self.wire and self.wire in one.piece.wires:
                painter.fillRect(one.area, glow)
            ink = self.theme.muted if one.row in self._muted else self.theme.text
            painter.setPen(QColor(ink))
            painter.drawText(one.area, int(Qt.AlignmentFlag.AlignVCenter), one.piece.text)
        if (place := self._cursor) is not None and place < len(self.placed):
            painter.setPen(QColor(self.theme.accent))
            painter.drawRect(self.placed[place].area)

    def piece_at(self, x: float, y: float) -> Piece | None:
        """Return the piece at a point."""
        return next((one.piece for one in self.placed if one.area.contains(x, y)), None)

    @property
    def has_cursor(self) -> bool:
        """Whether the arrow keys are at a piece."""
        return self._cursor is not None

    def let_go(self) -> None:
        """Point at nothing."""
        self._cursor = None
        self.update()
        self.pointed.emit(())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from piece to piece, Enter chooses the unit that one tells of."""
        by = MOVES.get(Qt.Key(event.key()))
        known = [place for place, one in enumerate(self.placed) if one.piece.wires]
        if by is not None and known:
            at = known.index(self._cursor) + by if self._cursor in known else max(0, by - 1)
            self._cursor = known[max(0, min(at, len(known) - 1))]
            found = self.placed[self._cursor]
            self.update()
            self.pointed.emit(found.piece.wires)
            self.reached.emit(found.area.center().toPoint())
        elif event.key() in ENTER and self._cursor is not None:
            unit = self.placed[self._cursor].piece.unit
            if unit >= 0:
                self.picked.emit(unit)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what lies under the mouse."""
        piece = self.piece_at(event.position().x(), event.position().y())
        self.pointed.emit(() if piece is None else piece.wires)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self.pointed.emit(())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the unit that a piece tells of."""
        piece = self.piece_at(event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and piece is not None and piece.unit >= 0:
            self.picked.emit(piece.unit)


class EquationSheet(QScrollArea):
    """Equations that scroll where they do not fit."""

    def __init__(self) -> None:
        super().__init__()
        self.page = EquationPage()
        self.setWidget(self.page)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(60)
        self.page.reached.connect(self._on_reached)

    def _on_reached(self, place: QPoint) -> None:
        self.ensureVisible(place.x(), place.y())

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.page.set_theme(theme)
        self.viewport().setStyleSheet(f"background: {theme.base}")
