"""The hidden units while the network reads a phrase: units by characters, as colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout

from rnnviz.gui.controls import unit_numbers
from rnnviz.gui.controls.phrase import default_phrase
from rnnviz.gui.controls.two_rows import TwoRows
from rnnviz.gui.panels.base import Panel
from rnnviz.gui.plotting.heat_map import HeatMap
from rnnviz.gui.plotting.heat_map_ground import Labels
from rnnviz.gui.plotting.steady_label import SteadyLabel
from rnnviz.gui.plotting.unit_values import UnitScales, in_words, kinds, label, summary
from rnnviz.gui.signs import sign, to_type, typed
from rnnviz.lab.snapshot import Request
from rnnviz.probes.hidden_units import DEFAULT_PHRASE, LONGEST
from rnnviz.refusal import Refusal

if TYPE_CHECKING:
    from rnnviz.gui.theme import Theme
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import Snapshot
    from rnnviz.probes.hidden_units import HiddenUnits
    from rnnviz.tasks.text import Corpus

EMPTY = "Press Space to train. What each hidden unit does while the network reads is drawn here."
COMING = "Measured with the next step."


class HiddenUnitsPanel(Panel):
    """States and gates (T, H) of one layer as a heat map: a row is a unit, a column a character."""

    name = "hidden_units"
    title = "Hidden units"
    tooltip = "What every hidden unit does while the network reads a phrase"
    order = 30

    def needs(self) -> frozenset[Request]:
        """Ask for the states of the chosen layer over the phrase."""
        return frozenset({self._request})

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest states; the old ones stay until those of a new phrase are there."""
        self._settings = snapshot.settings
        self._offer_layers(snapshot.settings.layers)
        result = snapshot.results.get(self._request)
        if isinstance(result, str):
            self._found = None
            self._say(result)
        elif result is None and self._found is None:
            self._say(COMING)
        elif result is not None and result is not self._found:
            self._found = result
            self._offer_kinds()
            self._draw()

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Choose the phrase that is read where none was typed."""
        self._default = default_phrase(corpus)
        self.phrase.setPlaceholderText(to_type(self._default))
        self._on_asked_otherwise()

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._found = None
        self._scales.reset()
        self._say(EMPTY)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.map.set_theme(theme)

    def _build(self) -> None:
        self._found: HiddenUnits | None = None
        self._settings: Settings | None = None
        self._units: tuple[int, ...] = ()
        self._default = DEFAULT_PHRASE
        self._scales = UnitScales()
        self.map = HeatMap("Heat map of the hidden units", "unit")
        self.map.set_message(EMPTY)
        self.line = SteadyLabel()
        self.line.setAccessibleName("Value in the heat map")
        self._build_controls()
        self._request = self._asked()

    def _build_controls(self) -> None:
        self.kind = _combo("What to show", "Show the hidden state, the memory or a gate")
        self.kind.addItem(label("h"), "h")
        self.layer = _combo("Layer", "The recurrent layer; layer 1 reads the characters")
        self.layer.addItem("layer 1", 0)
        self.layer.hide()
        self.phrase = _line("Phrase", "The phrase that the network reads; \\n is a line end")
        self.phrase.setMaxLength(LONGEST)
        self.phrase.setPlaceholderText(self._default)
        self.which = _combo("Which units", "Show all units, or only those named beside")
        self.which.addItem("All units", False)
        self.which.addItem("Only units", True)
        self.units = _line("Chosen units", "Write unit numbers, or click rows while all are shown")
        self.units.setPlaceholderText(unit_numbers.EXAMPLE)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        first, second = (self.layer, self.phrase), (self.kind, self.which, self.units)
        column.addWidget(TwoRows(first, second, stretched=(self.phrase, self.units)))
        column.addWidget(self.map, 1)
        column.addWidget(self.line)

    def _connect(self) -> None:
        self.phrase.textChanged.connect(self._on_asked_otherwise)
        self.layer.currentIndexChanged.connect(self._on_asked_otherwise)
        self.kind.currentIndexChanged.connect(self._on_shown_otherwise)
        self.which.currentIndexChanged.connect(self._on_shown_otherwise)
        self.units.textChanged.connect(self._on_shown_otherwise)
        self.map.pointed.connect(self._on_pointed)
        self.map.picked.connect(self._on_row_picked)

    def _asked(self) -> Request:
        layer, phrase = self.layer.currentData(), typed(self.phrase.text()) or self._default
        return Request("hidden_units", (("layer", layer), ("phrase", phrase)))

    def _on_asked_otherwise(self) -> None:
        if self._asked() != self._request:
            self._request = self._asked()
            self.needs_changed.emit()

    def _on_shown_otherwise(self) -> None:
        self._draw()
        self.line.say_now(self._words())

    def _on_row_picked(self, row: int) -> None:
        """Add a unit to the chosen ones, or take it out again."""
        if not self.which.currentData() and self._units:
            chosen = set(self._chosen(len(self._units))) ^ {self._units[row]}
            self.units.setText(unit_numbers.write(chosen))

    def _on_pointed(self) -> None:
        self.line.say_now(self._words())

    def _offer_layers(self, layers: int) -> None:
        """Have as many layers to choose from as the network has, and no choice of one."""
        for layer in range(self.layer.count(), layers):
            self.layer.addItem(f"layer {layer + 1}", layer)
        while self.layer.count() > layers:
            self.layer.removeItem(self.layer.count() - 1)
        self.layer.setVisible(layers > 1)

    def _offer_kinds(self) -> None:
        """Have what the cell has to choose from; keep the choice if it is still there."""
        offered = list(kinds(self._found)) if self._found is not None else []
        if offered == [self.kind.itemData(row) for row in range(self.kind.count())]:
            return
        chosen = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        for kind in offered:
            self.kind.addItem(label(kind), kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(False)

    def _chosen(self, count: int) -> tuple[int, ...]:
        """Return the units named in the field, none where it cannot be read."""
        try:
            return unit_numbers.read(self.units.text(), count)
        except Refusal:
            return ()

    def _draw(self) -> None:
        """Draw what was found last."""
        found, settings = self._found, self._settings
        if found is None or settings is None:
            return
        values, few = kinds(found)[self.kind.currentData()], self.which.currentData()
        units = values.shape[1]
        try:
            self._units = unit_numbers.read(self.units.text(), units) if few else (*range(units),)
        except Refusal as refusal:
            self._say(str(refusal))
            return
        marked = frozenset() if few else frozenset(self._chosen(units))
        symbols = tuple(map(sign, found.symbols))
        self.map.set_labels(Labels(self._units, symbols, marked))
        self.map.set_scale(self._scales.of(self.kind.currentData(), values, settings))
        self.map.with_lines = few
        self.map.show_values(values[:, self._units].T)
        self.line.say(self._words())

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the map."""
        self.map.set_message(sentence)
        self.line.say_now("")

    def _words(self) -> str:
        """Return the value under the pointer in words, or else what the map shows."""
        if self._found is None or self.map.message:
            return ""
        kind, cell = self.kind.currentData(), self.map.cell
        if cell is not None:
            return in_words(kind, cell, self._units, self._found)
        return summary(kinds(self._found)[kind][:, self._units], self.map.places())


def _combo(name: str, tooltip: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(tooltip)
    return combo


def _line(name: str, tooltip: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setToolTip(tooltip)
    line.setMinimumWidth(40)
    return line
