"""The hidden units while the network reads a phrase: units by characters, as colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QLineEdit

from rnnviz.captions import losses, unit_finder
from rnnviz.captions.directions import is_backward
from rnnviz.captions.hidden_units import caption, kinds, label, value_caption
from rnnviz.captions.invisible_characters import sign, to_type, typed
from rnnviz.gui.controls import word_units
from rnnviz.gui.controls.phrase import MOST, default_phrase
from rnnviz.gui.panels.captioned import CaptionedPanel
from rnnviz.gui.plotting.heat_map import HeatMap, Labels, UnitScales
from rnnviz.gui.widgets import unit_numbers
from rnnviz.gui.widgets.choice import Choice, Chooser, LayerChoice
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.two_rows import TwoRows
from rnnviz.lab.panels import ALL, NAMED, SPACES, WORD_ENDS
from rnnviz.lab.place import Place
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Request
from rnnviz.refusal import Refusal

if TYPE_CHECKING:
    from rnnviz.captions.map_square import Square
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.gui.panels.base import Panel
    from rnnviz.lab.snapshot import Snapshot
    from rnnviz.probes.hidden_units import HiddenUnits
    from rnnviz.probes.unit_finder import UnitFinder
    from rnnviz.tasks.text import Corpus

EMPTY = "Press Space to train. What each hidden unit does while the network reads is drawn here."
COMING = "Measured with the next step."
RANKED = (SPACES, WORD_ENDS)
"""Of these choices a few units are shown, the best one on top."""


class HiddenUnitsPanel(CaptionedPanel):
    """States and gates (T, H) of one layer as a heat map: a row is a unit, a column a character."""

    name = "hidden_units"
    caption_name = "Value in the heat map"

    _found: HiddenUnits | None
    _ends: UnitFinder | str | None
    _corpus: Corpus | None
    _settings: Settings | None
    _scales: UnitScales

    def needs(self) -> frozenset[Request]:
        """Ask for the states of the chosen layer over the phrase, and the ranking if wanted."""
        return frozenset(one for one in (self._request, self._ranking) if one is not None)

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return {
            "units": self.which,
            "named": self.units,
            "phrase": self.phrase,
            "signal": self.kind,
            "layer": self.layer,
        }

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest states; the old ones stay until those of a new phrase are there."""
        if snapshot.settings is not self._settings:
            self._settings = snapshot.settings
            self.layer.offer_layers(*snapshot.settings.stack)
            self.phrase.setHidden(not losses.of_characters(snapshot.task.unit))
            self._on_asked_otherwise()
        result = cast("HiddenUnits | str | None", snapshot.results.get(self._request))
        ends = self._ends
        if self._ranking is not None:
            ends = cast("UnitFinder | str | None", snapshot.results.get(self._ranking, ends))
        if isinstance(result, str):
            self._found = None
            self._say(result)
        elif result is None and self._found is None:
            self._say(COMING)
        elif (result or self._found) is not self._found or ends is not self._ends:
            self._found, self._ends = result or self._found, ends
            self._offer_kinds()
            self._draw()

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Choose the phrase that is read where none was typed."""
        self._corpus, self._default = corpus, default_phrase(corpus)
        self.phrase.setPlaceholderText(to_type(self._default))
        self._on_asked_otherwise()

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._found = self._ends = None
        self._scales.reset()
        self._say(EMPTY)

    def follow(self, other: Panel) -> None:
        """Choose what is chosen in another panel, and colour as it does."""
        super().follow(other)
        if isinstance(other, HiddenUnitsPanel):
            self._scales = other._scales

    def rescale(self) -> None:
        """Colour by the scale as it is now."""
        if self._found is not None and self._settings is not None and not self.map.message:
            kind = self.kind.currentData()
            values = kinds(self._found)[kind]
            self.map.set_scale(self._scales.of(kind, values, self._settings))

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.map.set_theme(theme)

    def _build(self) -> None:
        super()._build()
        self._found = self._ends = self._corpus = self._settings = None
        self._units: tuple[int, ...] = ()
        self._default = ""  # until there is a text
        self._scales = UnitScales()
        self.map = HeatMap("Heat map of the hidden units", "unit")
        self.map.set_message(EMPTY)
        self._build_controls()
        self._ask()

    def _build_controls(self) -> None:
        tooltip = "Show the hidden state, the memory or a gate"
        self.kind = Choice("What to show", tooltip, ((label("h"), "h"),))
        self.layer = LayerChoice("The recurrent layer; layer 1 reads the input")
        self.phrase = _line("Phrase", "The phrase that the network reads; \\n is a line end")
        self.phrase.setMaxLength(MOST)
        self.which = _combo("Which units", "Show all units, only those named, or a few best ones")
        self.which.addItem("All units", ALL)
        self.which.addItem("Only units", NAMED)
        self.which.addItem("Best at spaces", SPACES)
        self.which.addItem("Best at word ends", WORD_ENDS)
        self.units = _line(
            "Chosen units", "Write unit numbers, or Ctrl+click rows while all are shown"
        )
        self.units.setPlaceholderText(unit_numbers.EXAMPLE)

    def _arrange(self) -> None:
        first, second = (self.layer, self.phrase), (self.kind, self.which, self.units)
        controls = TwoRows(first, second, stretched=(self.phrase, self.units))
        self._set_out(controls, picture=self.map)

    def _connect(self) -> None:
        self.phrase.textChanged.connect(self._on_asked_otherwise)
        self.layer.currentIndexChanged.connect(self._on_asked_otherwise)
        self.kind.currentIndexChanged.connect(self._on_shown_otherwise)
        self.which.currentIndexChanged.connect(self._on_which)
        self.units.textChanged.connect(self._on_shown_otherwise)
        self.map.pointed.connect(self._on_pointed)
        self.map.picked.connect(self._on_row_picked)
        self.map.opened.connect(self._on_opened)

    def _ask(self) -> None:
        layer, phrase = self.layer.currentData(), typed(self.phrase.text()) or self._default
        self._request = Request("hidden_units", (("layer", layer), ("phrase", phrase)))
        self._ranking: Request | None = None
        if (which := self.which.currentData()) in RANKED:
            settings = self._settings or Settings()
            self._ranking = word_units.request(self._corpus, settings.validation, layer, which)

    def _on_asked_otherwise(self) -> None:
        before = self.needs()
        self._ask()
        if self.needs() != before:
            self.needs_changed.emit()

    def _on_which(self) -> None:
        self._ends = None  # what was found follows something else
        self.units.setVisible(self.which.currentData() not in RANKED)
        self._ask()
        self.needs_changed.emit()
        self._on_shown_otherwise()

    def _on_shown_otherwise(self) -> None:
        self._draw()
        self.words.say_now(self._words())

    def _on_row_picked(self, row: int) -> None:
        """Add a unit to the chosen ones, or take it out again."""
        if self.which.currentData() == ALL and self._units:
            chosen = set(self._chosen(len(self._units))) ^ {self._units[row]}
            self.units.setText(unit_numbers.write(chosen))

    def _on_opened(self, square: Square) -> None:
        if (found := self._found) is not None:
            unit = self._units[square.row]
            phrase = found.phrase if found.unit == "character" else ""
            self.look_into.emit(Place(square.column, unit, found.layer, phrase))

    def _on_pointed(self) -> None:
        self.words.say_now(self._words())

    def _offer_kinds(self) -> None:
        """Have what the cell has to choose from; keep the choice if it is still there."""
        offered = kinds(self._found) if self._found is not None else ()
        self.kind.offer(tuple((label(kind), kind) for kind in offered))

    def _chosen(self, count: int) -> tuple[int, ...]:
        """Return the units named in the field, none where it cannot be read."""
        try:
            return unit_numbers.read(self.units.text(), count)
        except Refusal:
            return ()

    def _wanted(self, count: int) -> tuple[int, ...]:
        """Return the units to be shown, or refuse with what is to be said in place of them."""
        which = self.which.currentData()
        if which == ALL:
            return (*range(count),)
        if which == NAMED:
            return unit_numbers.read(self.units.text(), count)
        if self._ends is None or isinstance(self._ends, str):
            raise Refusal(self._ends or COMING)
        return word_units.best(self._ends)

    def _draw(self) -> None:
        """Draw what was found last."""
        found, settings = self._found, self._settings
        if found is None or settings is None:
            return
        values, which = kinds(found)[self.kind.currentData()], self.which.currentData()
        try:
            self._units = self._wanted(values.shape[1])
        except Refusal as refusal:
            self._say(str(refusal))
            return
        marked = frozenset(self._chosen(values.shape[1]) if which == ALL else ())
        symbols = tuple(map(sign, found.symbols))
        corner = f"unit: {label(self.kind.currentData())}"
        self.map.set_labels(Labels(self._units, symbols, marked, corner=corner))
        self.map.set_scale(self._scales.of(self.kind.currentData(), values, settings))
        self.map.with_lines = which != ALL
        self.map.boundaries = word_units.boundaries(found.symbols) if which in RANKED else ()
        self.map.show_values((values if which == ALL else values[:, self._units]).T)
        self.words.say(self._words)

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the map."""
        self.map.set_message(sentence)
        self.words.say_now("")

    def _words(self) -> str:
        """Return the value under the pointer in words, or else what the map shows."""
        if self._found is None or self.map.message:
            return ""
        kind, cell = self.kind.currentData(), self.map.cell
        if cell is not None:
            return value_caption(kind, cell, self._units, self._found)
        which = self.which.currentData()
        if which in RANKED and not (self._ends is None or isinstance(self._ends, str)):
            return unit_finder.followed(self._ends)
        values = kinds(self._found)[kind]
        shown = values if which == ALL else values[:, self._units]
        found = self._found
        return caption(shown, self.map.places(), found.unit, from_end=is_backward(found))


def _combo(name: str, tooltip: str) -> FittedCombo:
    combo = FittedCombo()
    combo.setAccessibleName(name)
    combo.setToolTip(tooltip)
    return combo


def _line(name: str, tooltip: str) -> QLineEdit:
    line = HintedLine()
    line.setAccessibleName(name)
    line.setToolTip(tooltip)
    line.setMinimumWidth(40)
    return line
