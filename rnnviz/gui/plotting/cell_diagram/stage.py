"""Where a cell is seen: one step or several side by side, what is read below, and the factors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rnnviz.captions.invisible_characters import sign
from rnnviz.gui.plotting.cell_diagram.factors import FactorRow
from rnnviz.gui.plotting.cell_diagram.framing import Framing, Look, drawn_of, handed_names
from rnnviz.gui.plotting.cell_diagram.picture import CellPicture
from rnnviz.gui.plotting.cell_diagram.ribbon import Ribbon
from rnnviz.gui.plotting.cell_diagram.unrolled import UnrolledPicture
from rnnviz.gui.plotting.colour_scale import DIVERGING, ColourScale
from rnnviz.gui.plotting.heat_map import HeatMap, Labels
from rnnviz.gui.plotting.ranges import nice_above

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.probes.cell_walk import CellWalk
    from rnnviz.probes.step_jacobian import StepJacobian

LEAST = 1e-6
JACOBIAN = "d state after the step (down) / d state before it (across)"
HIGH_FOR_RIBBON = 150
"""Pixels from which there is room for what is read."""


class Stage(QWidget):
    """Shows what was measured of a cell as it is told to."""

    stepped = Signal(int)
    """Emitted with the step that was clicked."""
    walked = Signal(int)
    """Emitted with how many steps somebody went on by the arrow keys."""
    counted = Signal(int)
    """Emitted with how many units."""
    unit_picked = Signal(int)
    pointed = Signal(str)
    """Emitted with the wire under the pointer, "" for none."""
    factor_picked = Signal(int)
    """Emitted with the step whose factor was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.framing = Framing()
        self.picture = CellPicture("The cell at one step")
        self.unrolled = UnrolledPicture("The cell at several steps")
        self.matrix = HeatMap("Heat map of a step's Jacobian", "after the step")
        self.ribbon = Ribbon("What is read")
        self.factors = FactorRow("What every step back did to the gradient")
        self.shown: range = range(0)
        """The steps that stand side by side."""
        self.end = 1.0
        """Where the colour scale of gradients ends, or that of values without bounds."""
        self._loss = -1
        self._arrange()
        self._connect()

    @property
    def canvases(self) -> tuple[CellPicture, UnrolledPicture, HeatMap, Ribbon, FactorRow]:
        """Everything that is painted."""
        return self.picture, self.unrolled, self.matrix, self.ribbon, self.factors

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        for canvas in self.canvases:
            canvas.set_theme(theme)

    def point_at(self, names: Sequence[str]) -> str:
        """Light the first of these wires and parameters that is drawn; return it, else ""."""
        diagram = self.picture.diagram
        wire = "" if diagram is None else diagram.drawn(names)
        self.picture.point_at(wire)
        return wire

    def say(self, sentence: str) -> None:
        """Show a sentence in place of the picture."""
        self.picture.set_message(sentence)
        self._stack.setCurrentWidget(self.picture)
        self.ribbon.hide()
        self.factors.hide()

    def show_walk(self, walk: CellWalk, step: int, shown: range, look: Look) -> None:
        """Draw a step, among those that are `shown` side by side where these are several."""
        self.shown, self._last = shown, walk.last
        cell, end = drawn_of(walk), self.framing.end(walk, shown)
        self.end = end
        if len(shown) > 1:
            whole, names = Look(look.unit), handed_names(walk)
            frames = [self.framing.frame(walk, one, whole, end, names) for one in shown]
            self.unrolled.show_frames(cell, frames, shown.index(step))
            self._stack.setCurrentWidget(self.unrolled)
        else:
            self.picture.show_cell(cell)
            self.picture.show_frame(self.framing.frame(walk, step, look, end))
            self._stack.setCurrentWidget(self.picture)
        symbols = tuple(map(sign, walk.symbols))
        self.ribbon.show_symbols(symbols, step, walk.loss_step if walk.back else -1)
        self.ribbon.setVisible(self.height() >= HIGH_FOR_RIBBON)
        self.factors.setVisible(walk.back)
        if walk.back:
            self.factors.show_factors(factors_to(walk, shown.start if len(shown) > 1 else step))

    def show_jacobian(self, found: StepJacobian) -> None:
        """Draw what every state after a step hangs on before it."""
        sizes = np.abs(found.J[np.isfinite(found.J)])
        end = nice_above(max(float(sizes.max(initial=0.0)), LEAST))
        full = tuple(f"{name} {unit}" for name in found.states for unit in range(found.hidden))
        self.matrix.set_labels(Labels(tuple(range(len(found.J))), full=full, corner=JACOBIAN))
        self.matrix.set_scale(ColourScale(DIVERGING, -end, end))
        self.matrix.boundaries = tuple(range(found.hidden, len(found.J), found.hidden))
        self.matrix.show_values(found.J)
        self._stack.setCurrentWidget(self.matrix)

    @property
    def shows_matrix(self) -> bool:
        """Whether a Jacobian is in front."""
        return self._stack.currentWidget() is self.matrix

    def resizeEvent(self, event: object) -> None:
        """Make room for what is read, or for the picture alone."""
        self.ribbon.setVisible(self.height() >= HIGH_FOR_RIBBON and not self.picture.message)

    def _arrange(self) -> None:
        self._stack = QStackedWidget()
        for page in (self.picture, self.unrolled, self.matrix):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self.ribbon)
        column.addWidget(self.factors)

    def _connect(self) -> None:
        for picture in (self.picture, self.unrolled):
            picture.walked.connect(self.walked)
            picture.counted.connect(self.counted)
        self.picture.pointed.connect(self.pointed)
        self.picture.picked.connect(self.unit_picked)
        self.ribbon.picked.connect(self.stepped)
        self.unrolled.picked.connect(self._on_seat_picked)
        self.factors.picked.connect(self._on_factor_picked)

    def _on_seat_picked(self, place: int) -> None:
        self.stepped.emit(self.shown[place])

    def _on_factor_picked(self, place: int) -> None:
        self.factor_picked.emit(self._last - place)


def factors_to(walk: CellWalk, step: int) -> Sequence[float]:
    """Return the factors from the loss back through a step."""
    count = walk.last - step + 1
    return [float(one) for one in walk.factors[: max(0, count)]]
