"""What the readout looks back at: states by steps, as colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rnnviz.captions import losses
from rnnviz.captions.attention import caption, weight_caption
from rnnviz.captions.invisible_characters import sign, to_type, typed
from rnnviz.gui.controls.phrase import MOST, default_phrase
from rnnviz.gui.panels.captioned import FittedCaptionPanel
from rnnviz.gui.plotting.colour_scale import MAGNITUDES, ColourScale
from rnnviz.gui.plotting.heat_map import HeatMap, Labels
from rnnviz.gui.widgets.choice import Chooser, side_by_side
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.lab.place import Place
from rnnviz.lab.snapshot import Request
from rnnviz.probes.attention import AttentionWeights

if TYPE_CHECKING:
    from rnnviz.captions.map_square import Square
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.snapshot import Snapshot
    from rnnviz.tasks.text import Corpus

EMPTY = "Press Space to train. Where a readout with attention looks is drawn here."
CORNER = "weight of the state after (down) when the next step is told (across)"
COMING = "Measured with the next step."
LONGEST = (
    "Over 1,999 characters the heaviest state has 100 % of the weight (median) and lies 1 to 1,000 "
    "characters back. The readout looks back at 1,000 states. Up to 100 % of the weight lies on "
    "states before the first one shown."
)


class AttentionPanel(FittedCaptionPanel):
    """Weights (T, T) as a heat map: a column is a step, a row the state that it looks back at."""

    name = "attention"
    caption_name = "Weight in the heat map"
    longest = LONGEST

    _found: AttentionWeights | None

    def needs(self) -> frozenset[Request]:
        """Ask for the weights over the phrase, or over the sequence trained on."""
        return frozenset({self._request})

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return {"phrase": self.phrase}

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest weights; the old ones stay until those of a new phrase are there."""
        self.phrase.setHidden(not losses.of_characters(snapshot.task.unit))
        result = snapshot.results.get(self._request)
        if isinstance(result, str):
            self._forget(result)
        elif isinstance(result, AttentionWeights):
            self._draw(result)
        elif self._found is None:
            self._forget(COMING)

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Choose the phrase that is read where none was typed."""
        self._default = default_phrase(corpus)
        self.phrase.setPlaceholderText(to_type(self._default))
        self._on_typed()

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._forget(EMPTY)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.map.set_theme(theme)

    def _build(self) -> None:
        super()._build()
        self._found, self._default = None, ""  # until there is a text
        self.map = HeatMap("Heat map of the attention weights", "looks back at")
        self.map.set_scale(ColourScale(MAGNITUDES, 0.0, 1.0))
        self.phrase = HintedLine()
        self.phrase.setAccessibleName("Phrase")
        self.phrase.setToolTip("The phrase that the network reads; \\n is a line end")
        self.phrase.setMaxLength(MOST)
        self._request = self._asked()
        self._forget(EMPTY)

    def _arrange(self) -> None:
        self._set_out(side_by_side(self.phrase), picture=self.map)

    def _connect(self) -> None:
        self.phrase.textChanged.connect(self._on_typed)
        self.map.pointed.connect(self._on_pointed)
        self.map.opened.connect(self._on_opened)

    def _asked(self) -> Request:
        phrase = typed(self.phrase.text()) or self._default
        return Request("attention", (("phrase", phrase),))

    def _on_typed(self) -> None:
        if (asked := self._asked()) != self._request:
            self._request = asked
            self.needs_changed.emit()

    def _on_pointed(self) -> None:
        self.words.tell_now(self._words())

    def _on_opened(self, square: Square) -> None:
        """Look at the step that looks back from within the cell."""
        if self._found is not None:
            self.look_into.emit(Place(square.column, phrase=self._found.phrase))

    def _draw(self, found: AttentionWeights) -> None:
        if found is self._found:
            return
        self._found = found
        symbols = tuple(map(sign, found.symbols))
        self.map.set_labels(Labels(symbols, symbols, corner=CORNER))
        self.map.show_values(found.weights)
        self.words.tell(self._words())

    def _forget(self, sentence: str) -> None:
        self._found = None
        self.map.set_message(sentence)
        self.words.tell_now("")

    def _words(self) -> str:
        """Return the weight under the pointer in words, or else what the map shows."""
        if self._found is None or self.map.message:
            return ""
        cell = self.map.cell
        return caption(self._found) if cell is None else weight_caption(self._found, cell)
