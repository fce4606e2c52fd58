"""What the view into a cell is set with: what is read, where one stands, and what is shown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from rnnviz.captions.invisible_characters import to_type, typed
from rnnviz.gui.appearance.icons import icon
from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.controls.phrase import MOST
from rnnviz.gui.controls.walking import WINDOW
from rnnviz.gui.widgets.choice import Choice, Chooser, LayerChoice
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.key_slider import KeySlider
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.tool_button import tool_button
from rnnviz.gui.widgets.two_rows import TwoRows
from rnnviz.lab.panels import BACK, CELLS_SHOWN, FORWARD
from rnnviz.lab.snapshot import Option, Request

if TYPE_CHECKING:
    from rnnviz.gui.controls.walking import Walking
    from rnnviz.lab.place import Place
    from rnnviz.probes.cell_walk import CellWalk

SPEEDS = (("16 s", 16.0), ("8 s", 8.0), ("4 s", 4.0), ("2 s", 2.0), ("1 s", 1.0))
"""What people read, and seconds a character."""
USUAL_SPEED = 2
WINDOW_READ = "the last window"
"""What stands where a phrase would be typed while the window is read that was trained on last."""
NARROW_FIELD = 4.6
"""Digits for which there is room in a field for a number."""


class CellControls(TwoRows):
    """Two rows of controls."""

    asked = Signal()
    """Emitted when something else is to be read, or another loss taken back."""
    stepped = Signal(int)
    """Emitted with the step that was chosen."""
    rephrased = Signal()
    """Emitted when somebody types another phrase, before it is asked for."""
    paced = Signal()
    """Emitted when what is played goes on otherwise."""

    def __init__(self) -> None:
        self.layer = LayerChoice("The recurrent layer; layer 1 reads the input", short=True)
        self.phrase = _line("Phrase", "The phrase that the network reads; \\n is a line end")
        self.phrase.setMaxLength(MOST)
        self.loss = _line("Step of the loss", "Whose loss is taken back; empty for the last one")
        self.loss.setPlaceholderText("last")
        self.unit = _line("Unit", "The unit whose numbers stand on the wires; empty for none")
        self.unit.setPlaceholderText("none")
        self.step = _line("Step", "Which step is shown; 1 is the first")
        self.slider = KeySlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Place in what is read")
        self.slider.setToolTip(
            "Walk through what is read; in the picture the arrow keys do so, too"
        )
        self.slider.setMinimumWidth(24)
        self.play = tool_button("")
        self.play.setCheckable(True)
        self.play.setAccessibleName("Play")
        self.play.setToolTip("Let the wires light one by one, in the order of computation")
        self.speed = Choice("Speed", "Seconds that a step takes when it is played", SPEEDS)
        self.speed.setCurrentIndex(USUAL_SPEED)
        directions = (("Forward", FORWARD), ("Back", BACK))
        tooltip = "Values on their way to the loss, or the loss's gradient on its way back"
        self.direction = Choice("Direction", tooltip, directions)
        cells = tuple((f"{n} cells" if n != "1" else "1 cell", n) for n in CELLS_SHOWN)
        self.cells = Choice("Cells", "How many steps stand side by side", cells)
        self.equations = tool_button("f(x)")
        self.equations.setCheckable(True)
        self.equations.setAccessibleName("Equations")
        self.equations.setToolTip("Show the equations beside the picture")
        self._loss_label, unit_label = plain_label("loss at"), plain_label("unit")
        self._default, self._of_window, self._theme = "", False, LIGHT
        self._hidden, self._count, self._was_from_end = 1, 0, False
        super().__init__(
            (self.layer, self.phrase, self.direction, self._loss_label, self.loss, self.cells),
            (self.play, self.speed, self.slider, self.step, unit_label, self.unit, self.equations),
            stretched=(self.phrase, self.slider),
        )
        for choice in (self.direction, self.cells):
            choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_loss(False)
        self._connect()
        for field in (self.loss, self.unit, self.step):
            field.setFixedWidth(self._room(field))

    def _connect(self) -> None:
        self.phrase.textEdited.connect(self._on_edited)
        for field in (self.phrase, self.loss):
            field.textChanged.connect(self.asked)
        self.layer.currentIndexChanged.connect(self._on_layer)
        self.slider.valueChanged.connect(self.stepped)
        self.step.textChanged.connect(self._on_step_typed)
        for choice in (self.speed, self.direction, self.cells):
            choice.currentIndexChanged.connect(self.paced)

    def _on_step_typed(self) -> None:
        step = number_in(self.step)
        if step is not None and step > 0:
            self.stepped.emit(self._own(step))

    def _own(self, number: int) -> int:
        """Return the step, as the layer goes, of a number in time; below zero from the end."""
        return self._count - number if self.layer.from_end else number - 1

    def _number(self, step: int) -> int:
        """Return the number in time of a step as the layer goes."""
        return self._count - step if self.layer.from_end else step + 1

    def _on_layer(self) -> None:
        """Stay at the same step in time where a layer goes the other way."""
        if self.layer.from_end != self._was_from_end:
            self._was_from_end = self.layer.from_end
            if self._count:
                self.stepped.emit(self._count - 1 - self.slider.value())
        self.asked.emit()

    def _on_edited(self) -> None:
        self.read_window(False)
        self.rephrased.emit()

    def _room(self, field: HintedLine) -> int:
        digits = self.fontMetrics().horizontalAdvance("8") * NARROW_FIELD
        words = self.fontMetrics().horizontalAdvance(field.hint) + 12
        return max(int(digits) + 12, words)

    @property
    def is_back(self) -> bool:
        """Whether gradients are shown."""
        return bool(self.direction.currentData() == BACK)

    @property
    def loss_step(self) -> int | None:
        """The step whose loss is chosen, as the layer goes, None for the last one."""
        loss = number_in(self.loss)
        return None if loss is None else self._own(max(1, loss))

    @property
    def is_single(self) -> bool:
        """Whether one step alone is shown."""
        return bool(self.cells.currentData() == CELLS_SHOWN[0])

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return {
            "phrase": self.phrase,
            "layer": self.layer,
            "direction": self.direction,
            "loss": self.loss,
            "step": self.step,
            "unit": self.unit,
            "cells": self.cells,
        }

    def offer_layers(self, layers: int, directions: int) -> None:
        """Choose from so many layers; a step that was typed before is one of them."""
        if self.layer.offer_layers(layers, directions):
            self._was_from_end = self.layer.from_end
            if not self._count:
                self._on_step_typed()

    def offer(self, default: str) -> None:
        """Read this phrase where none is typed."""
        self._default = default
        self.read_window(self._of_window)

    @property
    def of_window(self) -> bool:
        """Whether no phrase is read but the last window."""
        return self._of_window and not self.phrase.text()

    def read_window(self, wanted: bool) -> None:
        """Read the last window where no phrase is typed, or else the usual phrase."""
        self._of_window = wanted
        self.phrase.setPlaceholderText(WINDOW_READ if wanted else to_type(self._default))

    def request(self, walking: Walking, with_unit: bool) -> Request:
        """Return the request for the steps around where the walk is, of what is read.

        With the rows of parameters of the chosen unit, if there is one.
        """
        options: dict[str, Option] = {
            "layer": self.layer.currentData(),
            "phrase": typed(self.phrase.text()) or ("" if self.of_window else self._default),
            "around": WINDOW,
            "back": self.is_back,
        }
        if self.is_back and self.loss_step is not None:
            options["loss"] = self.loss_step
        unit = number_in(self.unit)
        if with_unit and unit is not None:
            options["unit"] = unit
        if walking.step is not None:
            options |= {"step": walking.step, "first": walking.first}
        return Request("cell_walk", tuple(sorted(options.items())))

    def look_at(self, place: Place) -> None:
        """Choose a place that somebody pointed at elsewhere."""
        usual = place.phrase == self._default  # which stands there by itself, typed over at once
        self.phrase.setText("" if usual else to_type(place.phrase))
        self.read_window(not place.phrase)
        if place.layer is not None:
            self.layer.wish_number(place.layer)
        self.direction.wish(FORWARD if place.loss is None else BACK)
        self.loss.setText("" if place.loss is None else str(place.loss + 1))
        if place.unit is not None:
            self.unit.setText(str(place.unit))
        if place.step is not None:
            self.step.setText(str(place.step + 1))

    def pick_unit(self, unit: int) -> None:
        """Choose a unit."""
        self.unit.setText(str(unit))

    def count_on(self, units: int) -> None:
        """Go so many units on among all; from none to the first."""
        unit = number_in(self.unit)
        self.pick_unit(0 if unit is None else max(0, min(unit + units, self._hidden - 1)))

    def show_loss(self, shown: bool) -> None:
        """Let the loss be chosen that is taken back, or hide it."""
        self.loss.setVisible(shown)
        self._loss_label.setVisible(shown)

    def fit(self, walk: CellWalk) -> None:
        """Know of a cell's units, and show which loss was taken if the chosen one is not there."""
        self._hidden, self._count = walk.hidden, len(walk.symbols)
        chosen = number_in(self.loss)
        if self.is_back and chosen is not None and chosen > self._count:
            self.loss.setText(str(walk.number(walk.loss_step)) if walk.loss_step >= 0 else "")

    def take_loss(self, losses: NDArray[Any], step: int) -> None:
        """Take back the loss (T,) of this step if it has one, where none is chosen yet."""
        if self.is_back and not self.loss.text() and step < len(losses):
            self.loss.setText(str(self._number(step)) if math.isfinite(losses[step]) else "")

    def show_playing(self, playing: bool) -> None:
        """Say what a press would do."""
        self.play.setChecked(playing)
        self.play.setIcon(icon("pause" if playing else "run", self._theme.accent))

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self._theme = theme
        self.show_playing(self.play.isChecked())

    def stand(self, step: int, count: int) -> None:
        """Show where in so many steps one stands, without saying that it was moved."""
        for control in (self.slider, self.step):
            control.blockSignals(True)
        self._count = count
        self.slider.setMaximum(max(0, count - 1))
        self.slider.setValue(step)
        if not (self.step.hasFocus() and self.step.isModified()):
            self.step.setText(str(self._number(step)))
        for control in (self.slider, self.step):
            control.blockSignals(False)


def jacobian_request(walk: Request, step: int) -> Request:
    """Return the request for the Jacobian of a step of what a walk's request reads."""
    given = {name: value for name, value in walk.options if name in ("layer", "phrase", "loss")}
    return Request("step_jacobian", tuple(sorted((given | {"step": step}).items())))


def number_in(field: QLineEdit) -> int | None:
    """Return the whole number in a field, None where there is none."""
    text = field.text().strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _line(name: str, tooltip: str) -> HintedLine:
    line = HintedLine()
    line.setAccessibleName(name)
    line.setToolTip(tooltip)
    line.setMinimumWidth(30)
    return line
