"""Letters as the network sees them: the columns of the first layer's W_ih in two dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rnnviz.captions.letters import caption, gate_label
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.panels.captioned import FittedCaptionPanel
from rnnviz.gui.plotting.letter_map import LetterMap
from rnnviz.gui.widgets.choice import Choice, Chooser, side_by_side
from rnnviz.lab.place import Place
from rnnviz.lab.snapshot import Request
from rnnviz.probes.letters import ALL_GATES, SYMBOL, Letters

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.snapshot import Snapshot

EMPTY = "Press Space to train. How alike the network takes its letters is drawn here."
COMING = "Measured with the next step."
LONGEST = (
    "Seen here: 53 % of how the 100 columns of W_ih (1,024 numbers each) differ, 38 % to the "
    "right, 15 % upward. What lies close, the network takes for alike."
)


class LettersPanel(FittedCaptionPanel):
    """A point for every letter: near ones have columns alike, and so act alike on the cell."""

    name = "letters"
    caption_name = "How much of the letters is seen"
    longest = LONGEST

    _found: Letters | None

    def needs(self) -> frozenset[Request]:
        """Ask for the points of the chosen gate."""
        return frozenset({self._request()})

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return {"gate": self.gate}

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest points, if they are others."""
        before = self.needs()
        self._offer(snapshot.settings.cell)
        if self.needs() != before:
            self.needs_changed.emit()
        result = snapshot.results.get(self._request())
        if isinstance(result, str):
            self._forget(result)
        elif isinstance(result, Letters):
            if result is not self._found:
                same = self._found is not None and self._found.gate == result.gate
                self._found = result
                self.map.show_letters(result)
                (self.words.tell if same else self.words.tell_now)(caption(result))
        elif self._found is None:
            self._forget(COMING)

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._forget(EMPTY)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.map.set_theme(theme)

    def _build(self) -> None:
        super()._build()
        self._found = None
        tooltip = "The rows of W_ih that are compared: all, or those of one gate"
        self.gate = Choice("Gate", tooltip, ((gate_label(ALL_GATES), ALL_GATES),))
        self.map = LetterMap("Map of the letters")
        self._forget(EMPTY)

    def _arrange(self) -> None:
        self._set_out(side_by_side(self.gate), picture=self.map)

    def _connect(self) -> None:
        self.gate.currentIndexChanged.connect(self._on_gate_chosen)
        self.map.opened.connect(self._on_opened)

    def _offer(self, cell: str) -> None:
        """Have the gates of the cell to choose from, where there are several."""
        gates = CELLS[cell].gates
        offered = (ALL_GATES, *gates) if len(gates) > 1 else (ALL_GATES,)
        self.gate.offer(tuple((gate_label(gate), gate) for gate in offered))

    def _request(self) -> Request:
        return Request("letters", (("gate", str(self.gate.currentData())),))

    def _on_gate_chosen(self) -> None:
        self.needs_changed.emit()

    def _on_opened(self, spot: int) -> None:
        """Look at what the letter does to the cell, after nothing."""
        found = self._found
        if found is not None and SYMBOL not in found.kinds:
            self.look_into.emit(Place(0, layer=0, phrase=found.symbols[spot]))

    def _forget(self, sentence: str) -> None:
        self._found = None
        self.map.start_over()
        self.map.set_message(sentence)
        self.words.tell_now("")
