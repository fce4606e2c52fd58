"""A cell at one step: the diagram with live values on its wires, to be pointed at and clicked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter

from rnnviz.captions.cell_walk import wire_number
from rnnviz.gui.plotting.canvas import smaller
from rnnviz.gui.plotting.cell_diagram import ground, overlay
from rnnviz.gui.plotting.cell_diagram.data import data_of
from rnnviz.gui.plotting.cell_diagram.frame import Frame
from rnnviz.gui.plotting.cell_diagram.layout import Letters, lay_out
from rnnviz.gui.plotting.cell_diagram.nodes import Graph
from rnnviz.gui.plotting.cell_diagram.overlay import scale_of
from rnnviz.gui.plotting.cell_diagram.readout import paint_readout, paint_readout_ground
from rnnviz.gui.plotting.cell_diagram.shapes import Diagram, Words
from rnnviz.gui.plotting.cell_diagram.strips import paint_marks, paint_strips
from rnnviz.gui.plotting.cell_diagram.type_sizes import type_of
from rnnviz.gui.plotting.cell_diagram.walked import STEPS, Walked
from rnnviz.gui.plotting.layer import Layer
from rnnviz.gui.plotting.lettering import Lettering
from rnnviz.lab.shown_data import ShownData

SMALL, LEGIBLE = 0.8, 0.9
"""Of the usual letters, where there is little room; and where they are read from afar."""


@dataclass(frozen=True)
class Drawn:
    """A cell to be drawn, with so many units: its nodes, and what is written.

    `named` are its states and gates with what they are called, `sizes` the rows and columns of
    its parameters, `words` what stands at the readout.
    """

    graph: Graph
    named: Mapping[str, str]
    sizes: Mapping[str, str]
    words: Words
    hidden: int


class CellPicture(Walked):
    """Draws a `Frame` of the cell that `show_cell` was given; `pointed` carries a wire or "".

    `picked` carries the unit on whose place in a strip somebody clicked.
    """

    pointed = Signal(str)
    picked = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setMinimumSize(80, 24)
        self.frame: Frame | None = None
        self.wire = ""
        """The wire that is pointed at, here or in the equations."""
        self._cell: Drawn | None = None
        self._diagram: Diagram | None = None
        self._ground: Layer | None = None

    @property
    def hidden(self) -> int:
        """How many units the cell has."""
        return 0 if self._cell is None else self._cell.hidden

    @property
    def letters(self) -> QFont:
        """The usual letters of the picture."""
        return smaller(self.font())

    def show_cell(self, cell: Drawn) -> None:
        """Draw this cell from now on."""
        if cell != self._cell:
            self._cell = cell
            self.invalidate()

    def show_frame(self, frame: Frame) -> None:
        """Draw these values."""
        before, self.frame = self.frame, frame
        if before is None or _ground_of(before) != _ground_of(frame):
            self._ground = None
        self.set_message("")
        self.update()

    def data(self) -> ShownData:
        """Return the numbers of all wires, those that are not yet lit too."""
        return data_of([] if self.frame is None else [self.frame])

    def point_at(self, wire: str) -> None:
        """Light a wire."""
        if wire != self.wire:
            self.wire = wire
            self.update()

    def _forget(self) -> None:
        self._diagram = self._ground = None

    @property
    def diagram(self) -> Diagram | None:
        """Where everything stands, None before there is a cell."""
        if self._diagram is None and self._cell is not None:
            size = float(max(1, self.width())), float(max(1, self.height()))
            letters = Letters(type_of(self.letters), type_of(self._small()))
            cell = self._cell
            self._diagram = lay_out(cell.graph, cell.named, cell.sizes, size, letters)
        return self._diagram

    def _small(self) -> QFont:
        font = QFont(self.letters)
        times = SMALL if self.theme.stroke == 1 else LEGIBLE
        font.setPointSizeF(times * font.pointSizeF())
        return font

    def _font(self, diagram: Diagram) -> QFont:
        return self._small() if diagram.small else self.letters

    @property
    def scale(self) -> float:
        """How much smaller than laid out all of it is painted."""
        diagram = self.diagram
        return 1.0 if diagram is None else diagram.scale(self.width())

    def _paint_picture(self, painter: QPainter) -> None:
        diagram = self.diagram
        if diagram is None or self.frame is None:
            painter.fillRect(self.rect(), QColor(self.theme.base))
            return
        if self._ground is None:
            self._ground = self._paint_ground(diagram)
        self._ground.paint(painter, QPointF())
        painter.save()
        painter.setFont(self._font(diagram))
        painter.scale(self.scale, self.scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter, diagram, self.frame)
        painter.restore()

    def _paint_ground(self, diagram: Diagram) -> Layer:
        lettering = Lettering(self._font(diagram), self.theme, self.medium)
        layer = lettering.blank(QSizeF(self.size()))
        with lettering.painter(layer) as painter:
            painter.scale(self.scale, self.scale)
            faint = self.frame is not None and self.frame.is_back
            ground.paint_wires(painter, diagram, self.theme, faint)
            ground.paint_boxes(painter, diagram, self.theme)
            elsewhere = self.frame is not None and self.frame.elsewhere
            if self._cell is not None and not elsewhere:
                letters = type_of(self._font(diagram))
                paint_readout_ground(painter, diagram, letters, self._cell.words, self.theme)
        return layer

    def _paint_frame(self, painter: QPainter, diagram: Diagram, frame: Frame) -> None:
        if frame.is_back:
            overlay.paint_reach(painter, diagram, frame, self.theme)
        overlay.paint_lit(painter, diagram, frame, self.wire, self.theme)
        overlay.paint_valves(painter, diagram, frame, self.theme)
        places = {n: r for n, r in diagram.strips().items() if frame.is_lit(n)}
        scales = {name: scale_of(frame, name) for name in places}
        paint_strips(painter, places, frame.shown, scales, self.theme)
        if frame.unit is not None:
            sizes = {n: frame.shown[n].size for n in places if n in frame.shown}
            sizes = {name: size for name, size in sizes.items() if size == self.hidden}
            paint_marks(painter, places, sizes, frame.unit, QColor(self.theme.text))
        self._paint_numbers(painter, diagram, frame)
        overlay.paint_letter(painter, diagram, frame, self.theme)
        if self._cell is not None:
            letters = type_of(self._font(diagram))
            paint_readout(painter, diagram, letters, frame, self._cell.words, self.theme)

    def _paint_numbers(self, painter: QPainter, diagram: Diagram, frame: Frame) -> None:
        width = type_of(self._font(diagram)).width
        for name, box in diagram.boxes.items():
            number = frame.number(name, self.hidden) if frame.is_lit(name) else None
            if box.number is None or number is None:
                continue
            text = wire_number(number, partial(_fits, width, box.number.width))
            ground.write(painter, box.number, text, self.theme.text, ground.LEFT)

    def _at(self, point: QPointF) -> tuple[float, float]:
        return point.x() / self.scale, point.y() / self.scale

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the wire under the mouse."""
        diagram = None if self.message else self.diagram
        self._point(diagram.at(*self._at(event.position())) if diagram is not None else "")

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._point("")

    @property
    def has_cursor(self) -> bool:
        """Whether a wire is pointed at."""
        return bool(self.wire)

    def let_go(self) -> None:
        """Point at nothing."""
        self._point("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Shift the arrow keys go from wire to wire, along the way of the values."""
        by = STEPS.get(Qt.Key(event.key()), 0)
        if self.diagram is None or not (
            by and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            super().keyPressEvent(event)
            return
        wires = self.diagram.wires()
        at = wires.index(self.wire) + by if self.wire in wires else 0
        self._point(wires[max(0, min(at, len(wires) - 1))])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the unit on whose place in a strip was clicked."""
        if event.button() != Qt.MouseButton.LeftButton or self.frame is None or self.message:
            return
        unit = self.unit_at(*self._at(event.position()))
        if unit is not None:
            self.picked.emit(unit)

    def unit_at(self, x: float, y: float) -> int | None:
        """Return the unit whose value is drawn at a point."""
        if self.diagram is None or self.frame is None:
            return None
        for name, rect in self.diagram.strips().items():
            values = self.frame.shown.get(name)
            if rect.grown(2).contains(x, y) and values is not None and values.size == self.hidden:
                return max(0, min(int((x - rect.x) / rect.width * values.size), values.size - 1))
        return None

    def _point(self, wire: str) -> None:
        if wire != self.wire:
            self.point_at(wire)
            self.pointed.emit(wire)


def _ground_of(frame: Frame) -> tuple[bool, bool]:
    """Return what the ground hangs on."""
    return frame.is_back, bool(frame.elsewhere)


def _fits(width: Callable[[str], float], room: float, text: str) -> bool:
    return width(text) <= room
