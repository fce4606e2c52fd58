"""The equations of a cell beside its picture: with names, or with the numbers of one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnviz.captions.cell_equations import Equation, equations
from rnnviz.captions.cell_numbers import numbers
from rnnviz.captions.matrix_terms import products
from rnnviz.gui.plotting.equation_sheet import EquationSheet
from rnnviz.gui.widgets.buttons import CheckBox

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.probes.cell_walk import CellWalk

PAUSE = 500
"""Milliseconds between two texts of live numbers."""


class EquationPane(QWidget):
    """Shows what `tell` is given; `pointed` carries names from the innermost on, or none."""

    pointed = Signal(tuple)
    unit_picked = Signal(int)
    changed = Signal()
    """Emitted when numbers are wanted, or no longer."""

    def __init__(self) -> None:
        super().__init__()
        self.with_numbers = CheckBox("With numbers")
        self.with_numbers.setToolTip("Put in the present numbers of the chosen unit")
        self.sheet = EquationSheet()
        self._told: tuple[object, ...] = ()
        self._late: tuple[CellWalk, int] | None = None
        """What has not been shown as it was not time."""
        self._since = QElapsedTimer()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.with_numbers)
        column.addWidget(self.sheet, 1)
        self.with_numbers.toggled.connect(self.changed)
        self.sheet.page.pointed.connect(self.pointed)
        self.sheet.page.picked.connect(self.unit_picked)

    @property
    def wants_numbers(self) -> bool:
        """Whether a unit's numbers are to be put in."""
        return self.with_numbers.isChecked()

    def tell(self, walk: CellWalk, step: int) -> None:
        """Show the equations of the cell at a step; live numbers change twice a second."""
        with_numbers = self.wants_numbers and walk.unit >= 0
        told = (walk.wires, step, walk.unit) if with_numbers else (walk.wires,)
        is_time = not self._since.isValid() or self._since.elapsed() >= PAUSE
        if told == self._told and not (with_numbers and is_time):
            self._late = (walk, step) if with_numbers else None
            return
        self._told, self._late = told, None
        self._since.start()
        self._show(walk, step, with_numbers)

    def catch_up(self) -> None:
        """Show at once what was only waiting for its time."""
        late, self._late = self._late, None
        if late is not None:
            self._since.start()
            self._show(*late, with_numbers=True)

    def _show(self, walk: CellWalk, step: int, with_numbers: bool) -> None:
        named = equations(walk.wires, walk.gates, walk.states)
        if not with_numbers:
            self.sheet.page.show_equations(named)
            return
        lines: list[Equation] = []
        muted = []
        for one, counted in zip(named, numbers(walk, step), strict=True):
            muted.append(len(lines))
            lines += [one, counted]
        lines += products(walk, step)
        values = [_value(walk, step, one.name) for one in lines]
        for place in muted:
            values[place] = None
        self.sheet.page.show_equations(lines, frozenset(muted), values)

    def light(self, wire: str) -> None:
        """Light what is part of a wire."""
        self.sheet.page.light(wire)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.sheet.set_theme(theme)


def _value(walk: CellWalk, step: int, name: str) -> float | None:
    """Return the number of the walk's unit on a wire at a step."""
    return float(walk.values[name][step - walk.first, walk.unit])
