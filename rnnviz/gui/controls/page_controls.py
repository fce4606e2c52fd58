"""What is looked at on a page of text: its colour, the unit, the page, the silenced units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnviz.captions.hidden_units import label
from rnnviz.captions.invisible_characters import typed
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.controls.page_requests import Looking, writing
from rnnviz.gui.controls.page_turner import PageTurner
from rnnviz.gui.controls.silencer import Silencer
from rnnviz.gui.widgets.choice import Choice, LayerChoice
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.two_rows import TwoRows
from rnnviz.gui.widgets.unit_field import UnitField
from rnnviz.lab.panels import CHANGE, COST, ONE_UNIT, REACH, SAMPLE, SURPRISE

if TYPE_CHECKING:
    from rnnviz.gui.widgets.choice import Chooser
    from rnnviz.lab.settings import Settings
    from rnnviz.tasks.text import Corpus

COLOURS = (
    ("surprise", SURPRISE),
    ("one unit", ONE_UNIT),
    ("reach", REACH),
    ("a changed character", CHANGE),
)
OF_SILENCE = (("what silence costs", COST), ("a sample", SAMPLE))
FIRST_PLACE = 40
"""The character that is looked at before one is pointed at."""
POINTING = (REACH, CHANGE)
"""Colours that follow from the character that is pointed at."""


class PageControls(QWidget):
    """Two rows of controls, and a third while units are silenced.

    `place` is the character of the page that somebody looks at.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = FIRST_PLACE
        self._settings: Settings | None = None
        self._corpus: Corpus | None = None
        self._build()
        self._arrange()
        self._connect()

    def _build(self) -> None:
        tooltip = "Colour the text by surprise, by a unit, or by what depends on one character"
        self.colour = Choice("What the page is coloured by", tooltip, COLOURS)
        self.unit = UnitField("The number of the unit; Up and Down go on to the next")
        self.layer = LayerChoice("The recurrent layer of the unit; layer 1 reads the input")
        self.signal = Choice("What of the unit", "Its hidden state, its memory or a gate")
        self.signal.offer(((label("h"), "h"),))
        self.instead = HintedLine()
        self.instead.setAccessibleName("What it is read as")
        self.instead.setToolTip("The character pointed at is read as this; \\n is a line end")
        self.instead.setPlaceholderText("as likely")
        self.instead.setMaxLength(2)
        self.instead.setMaximumWidth(8 * self.fontMetrics().horizontalAdvance("m"))
        self.turner = PageTurner()
        self.silencer = Silencer()

    def _arrange(self) -> None:
        first = (self.colour, self.unit, self.instead, self.layer, self.signal)
        rows = TwoRows(first, (self.turner, self.silencer.box), stretched=(self.turner,))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(rows)
        column.addWidget(self.silencer)
        self._show_those_needed()

    def _connect(self) -> None:
        self.colour.currentIndexChanged.connect(self._on_colour)
        self.layer.currentIndexChanged.connect(self.changed)
        self.signal.currentIndexChanged.connect(self.changed)
        self.unit.textChanged.connect(self._on_unit)
        self.instead.textChanged.connect(self.changed)
        self.turner.turned.connect(self._on_turned)
        self.silencer.changed.connect(self._on_silenced)

    @property
    def what(self) -> str:
        """What the page is coloured by."""
        return str(self.colour.currentData())

    @property
    def choosers(self) -> Mapping[str, Chooser]:
        """What lessons may set."""
        return {
            "colour": self.colour,
            "text": self.turner.part,
            "own": self.turner.own,
            "unit": self.unit,
            "signal": self.signal,
            "layer": self.layer,
            "instead": self.instead,
            "silenced": self.silencer.units,
            "silence_to": self.silencer.to,
        }

    @property
    def looking(self) -> Looking:
        """What somebody looks at."""
        layer, signal = self.layer.currentData(), self.signal.currentData()
        return Looking(
            self.what,
            *self.turner.text,
            unit=(("layer", layer), ("unit", self.unit.unit), ("signal", signal)),
            place=self.place,
            instead=typed(self.instead.text()),
            silence=self.silencer.options,
            writing=writing(self._settings, self._corpus),
        )

    def offer(self, settings: Settings) -> None:
        """Have what this network has to choose from."""
        self._settings, cell = settings, CELLS[settings.cell]
        gates = cell.gates if len(cell.gates) > 1 else ()
        self.signal.offer(tuple((label(one), one) for one in (*cell.shown_states, *gates)))
        self.layer.offer_layers(*settings.stack)
        self.unit.offer_units(settings.hidden)
        self.silencer.offer(settings.stack, settings.hidden)
        self.turner.hold_out(settings.validation)
        self._show_those_needed()
        self.changed.emit()

    def show_corpus(self, corpus: Corpus) -> None:
        """Read pages of this text."""
        self._corpus = corpus
        self.turner.show_corpus(corpus)

    def show_unit(self, unit: int, layer: int | None) -> None:
        """Colour by a unit."""
        if layer is not None:
            self.layer.setCurrentIndex(layer)
        self.unit.setText(str(unit))
        self.colour.setCurrentIndex(self.colour.findData(ONE_UNIT))

    def point(self, place: int) -> None:
        """Look at a character, where that matters for what is shown."""
        if place != self.place:
            self.place = place
            if self.what in POINTING:
                self.changed.emit()

    def _on_colour(self) -> None:
        self._show_those_needed()
        self.changed.emit()

    def _on_unit(self) -> None:
        self.silencer.suggested = self.unit.unit
        self.changed.emit()

    def _on_turned(self) -> None:
        self.place = min(FIRST_PLACE, max(1, len(self.turner.text[0]) // 2))
        self.changed.emit()

    def _on_silenced(self) -> None:
        """Offer what there is to see of silence only while there is one."""
        on = self.silencer.box.isChecked()
        self.colour.offer(COLOURS + OF_SILENCE if on else COLOURS)
        self._show_those_needed()
        self.changed.emit()

    def _show_those_needed(self) -> None:
        """Show what there is to choose of what is shown."""
        of_unit = self.what == ONE_UNIT
        self.unit.setVisible(of_unit)
        self.layer.setVisible(of_unit and self.layer.count() > 1)
        self.signal.setVisible(of_unit and self.signal.count() > 1)
        self.instead.setVisible(self.what == CHANGE)
