"""Which units follow something along a text: a ranking beside chance and beside the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from rnnviz.captions.hidden_units import label
from rnnviz.captions.unit_finder import (
    counted_caption,
    data,
    lost_caption,
    number,
    unit_caption,
    verdict,
)
from rnnviz.captions.wordings import joined
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.panels.captioned import FittedCaptionPanel
from rnnviz.gui.plotting.score_bars import Control, ScoreBars
from rnnviz.gui.widgets.choice import Choice, Chooser, LayerChoice
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.two_rows import TwoRows
from rnnviz.lab.place import Place
from rnnviz.lab.snapshot import Request
from rnnviz.probes.text_labels import FEATURES, PATTERN
from rnnviz.probes.unit_finder import LONGEST, UnitFinder, ranked

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import Moment, Option, Snapshot
    from rnnviz.tasks.text import Corpus

EMPTY = (
    "Press Space to train. Which units follow words, quotes or a pattern of yours is shown here."
)
COMING = "Measured with the next step."
LONGEST_CAPTION = (
    "Unit 127 rises with the position in the line: |correlation| 0.97. By chance some unit reaches "
    "0.62; at step 0 it was 0.71, of unit 127. 1,999 of 2,000 characters, 18 %, are marked."
)
EXAMPLE = "[0-9]+"


class UnitsPanel(FittedCaptionPanel):
    """The scores of the best units for one feature of the held-out text, with both controls."""

    name = "units"
    caption_name = "The ranking in words"
    longest = LONGEST_CAPTION

    _found: UnitFinder | None
    _untrained: object
    _settings: Settings | None
    _corpus: Corpus | None
    _request: Request
    _request_of_start: Request

    def needs(self) -> frozenset[Request]:
        """Ask for the ranking now, and for what the same search found at step 0."""
        return frozenset({self._request, self._request_of_start})

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return {
            "feature": self.feature,
            "pattern": self.pattern,
            "signal": self.signal,
            "layer": self.layer,
        }

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest ranking, if it is another one."""
        if snapshot.settings is not self._settings:
            self._settings = snapshot.settings
            self._offer(snapshot.settings)
        result = snapshot.results.get(self._request)
        start = snapshot.results.get(self._request_of_start)
        untrained = self._untrained if start is None else _at_start(start)
        if isinstance(result, str):
            self._found = None
            self._say(result)
        elif result is None and self._found is None:
            self._say(COMING)
        elif (result or self._found) is not self._found or untrained is not self._untrained:
            self._found, self._untrained = cast("UnitFinder", result or self._found), untrained
            self._is_untrained = snapshot.step == 0
            self._draw()

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Compare the units with what is held out of this text."""
        self._corpus = corpus
        self._on_asked_otherwise()

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._found = self._untrained = None
        self._say(EMPTY)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.bars.set_theme(theme)

    def resizeEvent(self, event: object) -> None:
        """Show as many units as there is room for."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt's event
        self._draw()

    def _build(self) -> None:
        super()._build()
        self._found = self._untrained = self._settings = self._corpus = None
        self._shown: tuple[int, ...] = ()
        self._is_untrained = False
        self.feature = FittedCombo()
        self.feature.setAccessibleName("What the units are compared with")
        self.feature.setToolTip("Find the units that follow this along the held-out text")
        for name, feature in FEATURES.items():
            self.feature.addItem(feature.label, name)
        self.feature.addItem("a pattern", PATTERN)
        self.feature.setCurrentIndex(self.feature.findData("word_start"))
        self.pattern = HintedLine()
        self.pattern.setAccessibleName("Pattern")
        self.pattern.setToolTip("A regular expression: which units follow what it matches?")
        self.pattern.setPlaceholderText(EXAMPLE)
        self.pattern.setMinimumWidth(40)
        self.layer = LayerChoice("The recurrent layer of the units; layer 1 reads the input")
        self.signal = Choice("What of the units", "Their hidden state, their memory or a gate")
        self.signal.offer(((label("h"), "h"),))
        self.bars = ScoreBars("Scores of the best units")
        self.bars.set_message(EMPTY)
        self._ask()

    def _arrange(self) -> None:
        first, second = (self.feature, self.pattern), (self.layer, self.signal)
        controls = TwoRows(first, second, stretched=(self.pattern,))
        self._set_out(controls, picture=self.bars)
        self._show_controls()

    def _connect(self) -> None:
        self.feature.currentIndexChanged.connect(self._on_asked_otherwise)
        self.pattern.textChanged.connect(self._on_asked_otherwise)
        self.layer.currentIndexChanged.connect(self._on_asked_otherwise)
        self.signal.currentIndexChanged.connect(self._on_asked_otherwise)
        self.bars.opened.connect(self._on_opened)

    def _offer(self, settings: Settings) -> None:
        """Have what this network has to choose from."""
        cell = CELLS[settings.cell]
        gates = cell.gates if len(cell.gates) > 1 else ()
        self.signal.offer(tuple((label(one), one) for one in (*cell.shown_states, *gates)))
        self.layer.offer_layers(*settings.stack)
        self._on_asked_otherwise()

    def _show_controls(self) -> None:
        self.pattern.setVisible(self.feature.currentData() == PATTERN)

    def _ask(self) -> None:
        held_out = self._settings.validation if self._settings else 0.0
        text = self._corpus.passage(held_out, LONGEST) if self._corpus else ""
        feature = self.feature.currentData()
        options: tuple[tuple[str, Option], ...] = (
            ("feature", feature),
            ("pattern", self.pattern.text() if feature == PATTERN else ""),
            ("layer", self.layer.currentData()),
            ("signal", self.signal.currentData()),
            ("text", text),
        )
        self._request = Request("unit_finder", options)
        at_start: tuple[tuple[str, Option], ...] = (("of", "unit_finder"), ("only", 0))
        self._request_of_start = Request("earlier", (*at_start, *options))

    def _on_asked_otherwise(self) -> None:
        before = self._request
        self._show_controls()
        self._ask()
        if self._request != before:
            self._found = self._untrained = None
            if self.bars.message != EMPTY:
                self._say(COMING)
            self.needs_changed.emit()

    def _on_opened(self, bar: int) -> None:
        """Show the unit on the page of text."""
        if self._found is not None and bar < len(self._shown):
            self.page_wanted.emit(Place(unit=self._shown[bar], layer=self._found.layer))

    def _draw(self) -> None:
        """Draw the best of what was found last."""
        found = self._found
        if found is None:
            return
        if (lost := lost_caption(found)) is not None:
            self._say(lost)
            return
        is_first = bool(self.bars.message)
        start = self._untrained.best_score if isinstance(self._untrained, UnitFinder) else None
        controls = (
            Control(f"chance {number(found.chance)}", found.chance),
            *([Control(f"untrained {number(start)}", start)] if start is not None else []),
        )
        self.bars.set_scale(0.5 if found.of_yes_or_no else 0.0, controls)
        self._shown = tuple(ranked(found.score)[: self.bars.most])
        self.bars.numbers = data(found)
        self.bars.texts = tuple(unit_caption(found, unit) for unit in self._shown)
        names = [f"unit {unit}" for unit in self._shown]
        self.bars.show_bars(names, [float(found.score[unit]) for unit in self._shown])
        best = verdict(found, self._untrained, self._is_untrained)
        told = joined(best, counted_caption(found))
        (self.words.tell_now if is_first else self.words.tell)(told)

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the ranking."""
        self.bars.set_message(sentence)
        self.words.tell_now("")


def _at_start(moments: object) -> object:
    """Return what was found at step 0, None where that is not kept."""
    if isinstance(moments, str):
        return None
    return next((one.found for one in cast("tuple[Moment, ...]", moments) if one.step == 0), None)
