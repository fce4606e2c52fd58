"""A cell's picture and its equations side by side, each lit by what is pointed at in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rnnviz.gui.controls.equation_pane import EquationPane
from rnnviz.gui.controls.walking import Walking, things_of
from rnnviz.gui.plotting.cell_diagram import Look, Stage

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.probes.cell_walk import CellWalk

NARROW = 560
"""Width up to which equations take the place of the picture."""


class CellView(QWidget):
    """Places a `Stage` and an `EquationPane`."""

    unit_picked = Signal(int)
    pointed = Signal()
    """Emitted when another wire is pointed at, in the picture or in the equations."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()
        self.pane = EquationPane()
        self.pane.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.stage, 5)
        row.addWidget(self.pane, 2)
        self.pane.pointed.connect(self._on_piece_pointed)
        self.stage.pointed.connect(self.pane.light)
        self.stage.pointed.connect(self.pointed)
        self.pane.unit_picked.connect(self.unit_picked)
        self.stage.unit_picked.connect(self.unit_picked)

    @property
    def wants_numbers(self) -> bool:
        """Whether the equations are shown with a unit's numbers."""
        return self.pane.wants_numbers and not self.pane.isHidden()

    def show_equations(self, wanted: bool) -> bool:
        """Show the equations beside the picture or, where it is narrow, in its place.

        Return whether they have come now.
        """
        have_come = wanted and self.pane.isHidden()
        self.pane.setVisible(wanted)
        self.stage.setHidden(wanted and self.width() < NARROW)
        return have_come

    def show_walk(self, walk: CellWalk, step: int, shown: range, look: Look) -> None:
        """Draw a step, and put its numbers into the equations."""
        self.stage.show_walk(walk, step, shown, look)
        if not self.pane.isHidden():
            self.pane.tell(walk, step)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.stage.set_theme(theme)
        self.pane.set_theme(theme)

    def _on_piece_pointed(self, names: tuple[str, ...]) -> None:
        """Light in the picture what a piece of an equation is part of."""
        self.pane.light(self.stage.point_at(names) or (names[0] if names else ""))
        self.pointed.emit()


def look_of(walking: Walking, walk: CellWalk, unit: int | None) -> Look:
    """Return how a step is looked at: whole, or as far as it was played."""
    if walking.played is None:
        return Look(unit)
    things = things_of([wire.name for wire in walk.wires], walk.back)
    place = min(walking.played, len(things) - 1)
    lit = frozenset(things[: place + 1])
    if not walk.back or place == len(things) - 1:
        lit |= walk.values.keys() - set(things)
    return Look(unit, lit, things[place])
