"""A page of text as the network reads it: coloured by surprise, by one unit, or by reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QComboBox, QSizePolicy

from rnnviz.captions.hidden_units import label
from rnnviz.captions.reading import (
    character_caption,
    lost_caption,
    reach_caption,
    surprise_caption,
    unit_caption,
    value_caption,
)
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.controls.page_turner import PageTurner
from rnnviz.gui.panels.captioned import FittedCaptionPanel
from rnnviz.gui.plotting.heat_map import UnitScales
from rnnviz.gui.plotting.text_page import TextPage, by_reach, by_surprise, by_unit
from rnnviz.gui.widgets.choice import Choice, Chooser, LayerChoice
from rnnviz.gui.widgets.two_rows import TwoRows
from rnnviz.gui.widgets.unit_field import UnitField
from rnnviz.lab.panels import ONE_UNIT, REACH, SURPRISE
from rnnviz.lab.place import Place
from rnnviz.lab.snapshot import Request
from rnnviz.probes.reach import Reach
from rnnviz.probes.reading import Reading

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.gui.panels.base import Panel
    from rnnviz.gui.plotting.text_page.colouring import Colouring
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import Option, Snapshot
    from rnnviz.tasks.text import Corpus

EMPTY = "Press Space to train. A page of text is coloured here by what surprises the network."
COMING = "Measured with the next step."
FIRST_REACHED = 40
"""The character whose reach is shown before one is pointed at."""
LONGEST = (
    "This page takes 12.34 bits (12.34 nats) a character; knowing nothing takes 12.34. "
    "Most surprising: a line end after “the character”, 12.34 bits. And so much more than that."
)


class ReadingPanel(FittedCaptionPanel):
    """T characters with -log2 p, the values of a unit, or || d logit / d x_k || as colours."""

    name = "reading"
    caption_name = "The page in words"
    longest = LONGEST

    _found: Reading | None
    _reach: Reach | str | None
    _told_reach: Reach | str | None
    _settings: Settings | None
    _scales: UnitScales
    _reached: int
    turner: PageTurner
    _request: Request
    _reach_request: Request | None

    def needs(self) -> frozenset[Request]:
        """Ask for the page, and for the reach of the character that is looked at if wanted."""
        return frozenset(one for one in (self._request, self._reach_request) if one is not None)

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return {
            "colour": self.colour,
            "text": self.turner.part,
            "unit": self.unit,
            "signal": self.signal,
            "layer": self.layer,
        }

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest page; the old one stays until the one that was turned to is there."""
        if snapshot.settings is not self._settings:
            self._settings = snapshot.settings
            self._offer(snapshot.settings)
        self.turner.setHidden(snapshot.task.name != "text")
        result = snapshot.results.get(self._request)
        reach = self._reach
        if self._reach_request is not None:
            reach = cast("Reach | str | None", snapshot.results.get(self._reach_request, reach))
        if isinstance(result, str):
            self._found = None
            self._say(result)
        elif result is None and self._found is None:
            self._say(COMING)
        elif (result or self._found) is not self._found or reach is not self._reach:
            self._found, self._reach = cast("Reading", result or self._found), reach
            self._draw()

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Read pages of this text."""
        self.turner.show_corpus(corpus)

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._found = self._reach = None
        self._scales.reset()
        self._say(EMPTY)

    def look_at(self, place: Place) -> None:
        """Colour by the unit that was clicked."""
        if place.layer is not None:
            self.layer.setCurrentIndex(place.layer)
        if place.unit is not None:
            self.unit.setText(str(place.unit))
            self.colour.setCurrentIndex(self.colour.findData(ONE_UNIT))

    def follow(self, other: Panel) -> None:
        """Choose what is chosen in another panel, read its page, and colour as it does."""
        super().follow(other)
        if isinstance(other, ReadingPanel):
            self._scales = other._scales
            self.turner.turn_to(other.turner.page)
            if other._reached != self._reached:
                self._reached = other._reached
                self._ask_anew()

    def rescale(self) -> None:
        """Colour by the scale as it is now."""
        if self._found is not None and not self.page.message:
            self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.page.set_theme(theme)
        if self._found is not None and not self.page.message:
            self._draw()

    def _build(self) -> None:
        super()._build()
        self._found = self._reach = self._told_reach = self._settings = None
        self._reached = FIRST_REACHED
        self._scales = UnitScales()
        self.page = TextPage("Page of text")
        self.page.set_message(EMPTY)
        self.colour = QComboBox()
        self.colour.setAccessibleName("What the page is coloured by")
        self.colour.setToolTip(
            "Colour the text by surprise, by a unit, or by what a guess hangs on"
        )
        for text, data in (("surprise", SURPRISE), ("one unit", ONE_UNIT), ("reach", REACH)):
            self.colour.addItem(text, data)
        self.colour.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.layer = LayerChoice("The recurrent layer of the unit; layer 1 reads the input")
        self.signal = Choice("What of the unit", "Its hidden state, its memory or a gate")
        self.signal.offer(((label("h"), "h"),))
        self.unit = UnitField("The number of the unit; Up and Down go on to the next")
        self.turner = PageTurner()
        self._ask()

    def _arrange(self) -> None:
        first = (self.colour, self.unit, self.layer, self.signal)
        self._set_out(TwoRows(first, (self.turner,), stretched=()), picture=self.page)
        self._show_controls()

    def _connect(self) -> None:
        self.colour.currentIndexChanged.connect(self._on_colour)
        self.layer.currentIndexChanged.connect(self._ask_anew)
        self.signal.currentIndexChanged.connect(self._ask_anew)
        self.unit.textChanged.connect(self._ask_anew)
        self.turner.turned.connect(self._on_turned)
        self.page.turned.connect(self.turner.turn)
        self.page.pointed.connect(self._on_pointed)
        self.page.opened.connect(self._on_opened)

    def _offer(self, settings: Settings) -> None:
        """Have what this network has to choose from."""
        cell = CELLS[settings.cell]
        gates = cell.gates if len(cell.gates) > 1 else ()
        self.signal.offer(tuple((label(one), one) for one in (*cell.state_names, *gates)))
        self.layer.offer_layers(settings.layers)
        self.unit.offer_units(settings.hidden)
        self.turner.hold_out(settings.validation)
        self._show_controls()
        self._ask_anew()

    def _show_controls(self) -> None:
        """Show what there is to choose of a unit where one is shown."""
        of_unit = self.colour.currentData() == ONE_UNIT
        self.unit.setVisible(of_unit)
        self.layer.setVisible(of_unit and self.layer.count() > 1)
        self.signal.setVisible(of_unit and self.signal.count() > 1)

    def _ask(self) -> None:
        text, lead = self.turner.text
        page: tuple[tuple[str, Option], ...] = (("text", text), ("lead", lead))
        what = self.colour.currentData()
        unit: tuple[tuple[str, Option], ...] = ()
        if what == ONE_UNIT:
            unit = (("layer", self.layer.currentData()), ("unit", self.unit.unit))
            unit += (("signal", self.signal.currentData()),)
        self._request = Request("reading", (*page, *unit))
        reached = ("place", self._reached)
        self._reach_request = Request("reach", (*page, reached)) if what == REACH else None

    def _ask_anew(self) -> None:
        before = self.needs()
        self._ask()
        if self.needs() != before:
            self.needs_changed.emit()

    def _on_colour(self) -> None:
        self._reach = None
        self._show_controls()
        self._ask_anew()
        if self._found is not None:
            self._draw()

    def _on_turned(self) -> None:
        self._reached, self._reach = FIRST_REACHED, None
        self._ask_anew()

    def _on_pointed(self) -> None:
        if self.page.place is not None and self.page.place != self._reached:
            self._reached = self.page.place
            self._ask_anew()
        self.words.tell_now(self._words())

    def _on_opened(self, place: int) -> None:
        """Look into the cell at the step that reads this character."""
        found = self._found
        if found is None:
            return
        text, lead = self.turner.text
        of_unit = self.colour.currentData() == ONE_UNIT
        unit, layer = (found.unit, found.layer) if of_unit else (None, None)
        phrase = (lead + text) or "".join(found.symbols)
        self.look_into.emit(Place(found.lead + place, unit, layer, phrase))

    def _draw(self) -> None:
        """Colour what was read last."""
        found, what = self._found, self.colour.currentData()
        if found is None:
            return
        self.page.show_text(found.symbols)
        if (lost := lost_caption(found, what == ONE_UNIT)) is not None:
            self._say(lost)
            return
        answers = bool(self.page.message) or self._told_reach is not self._reach
        self._told_reach = self._reach
        self.page.keep(self._reached if what == REACH else None)
        self.page.show_colours(self._colouring(found, what))
        (self.words.tell_now if answers else self.words.tell)(self._words())

    def _colouring(self, found: Reading, what: str) -> Colouring:
        """Return what the page is coloured by."""
        if what == SURPRISE or self._settings is None:
            return by_surprise(found, self.theme)
        if what == REACH:
            return by_reach(
                found, self._reach if isinstance(self._reach, Reach) else None, self.theme
            )
        is_gate = found.signal in CELLS[self._settings.cell].sigmoids
        scale = self._scales.of(found.signal, found.values, self._settings)
        return by_unit(found, None if is_gate else scale, self.theme)

    def _words(self) -> str:
        """Return what is said of the character that is pointed at, or else of the page."""
        found, place, what = self._found, self.page.place, self.colour.currentData()
        if found is None or self.page.message:
            return ""
        if place is not None and place >= len(found.symbols):
            place = None
        if what == REACH:
            reach = self._reach
            if isinstance(reach, Reach):
                return reach_caption(reach, found.symbols)
            return str(reach or COMING)
        if what == ONE_UNIT:
            return unit_caption(found) if place is None else value_caption(found, place)
        return surprise_caption(found) if place is None else character_caption(found, place)

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the page."""
        self.page.set_message(sentence)
        self.words.tell_now("")
