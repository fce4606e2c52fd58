"""A page of text as the network reads it: coloured by surprise, by one unit, by reach and more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rnnviz.captions.page import COMING, Page
from rnnviz.captions.silence import both_texts, cost
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.controls.page_controls import PageControls
from rnnviz.gui.panels.captioned import FittedCaptionPanel
from rnnviz.gui.plotting.change_curves import ChangeCurves
from rnnviz.gui.plotting.heat_map import UnitScales
from rnnviz.gui.plotting.text_page import (
    TextPage,
    by_change,
    by_cost,
    by_reach,
    by_surprise,
    by_unit,
)
from rnnviz.lab.panels import CHANGE, COST, ONE_UNIT, REACH, SAMPLE, SURPRISE
from rnnviz.lab.place import Place
from rnnviz.probes.changed_character import ChangedCharacter
from rnnviz.probes.reach import Reach
from rnnviz.probes.reading import Reading
from rnnviz.probes.silenced_text import SilencedText

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.gui.controls.page_requests import PageRequests
    from rnnviz.gui.panels.base import Panel, Part
    from rnnviz.gui.plotting.text_page.colouring import Colouring
    from rnnviz.gui.widgets.choice import Chooser
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import Request, Snapshot
    from rnnviz.tasks.text import Corpus

EMPTY = "Press Space to train. A page of text is coloured here by what surprises the network."
LEAST_HEIGHT_FOR_CURVES = 300
LONGEST = (
    "With units 17, 18 and 19 of layer 1 at their means this page takes 12.34 bits a character "
    "instead of 12.34. It costs most at a line end after “the character”, 12.34 bits more."
)


class ReadingPanel(FittedCaptionPanel):
    """T characters with -log2 p, the values of a unit, or || d logit / d x_k || as colours."""

    name = "reading"
    caption_name = "The page in words"
    longest = LONGEST
    least_height = 180
    caption_share = 0.15

    _page: Page | None
    _settings: Settings | None
    _scales: UnitScales
    _requests: PageRequests
    controls: PageControls

    def needs(self) -> frozenset[Request]:
        """Ask for the page, and for what else is shown of it."""
        return self._requests.all

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return self.controls.choosers

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest page; the old one stays until the one that was turned to is there."""
        if snapshot.settings is not self._settings:
            self._settings = snapshot.settings
            self.controls.offer(snapshot.settings)
        self.controls.turner.setHidden(snapshot.task.name != "text")
        results, asked, before = snapshot.results, self._requests, self._page
        found = results.get(asked.page)
        if isinstance(found, str):
            self._page = None
            self._say(found)
            return
        if not isinstance(found, Reading):
            found = before.reading if before else None
        if found is None:
            self._say(COMING)
            return
        whole = results.get(asked.whole) if asked.whole else None
        more = results.get(asked.more) if asked.more else None
        if before is not None and before.reading.symbols == found.symbols:
            whole = whole or (before.whole if asked.whole else None)
            more = more or (before.more if asked.more else None)
        page = Page(found, whole if isinstance(whole, Reading) else None, more)
        if before is None or not before.is_same(page):
            self._page = page
            self._draw(answers=before is None or before.more is not more)

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Read pages of this text."""
        self.controls.show_corpus(corpus)

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._page = None
        self._scales.reset()
        self._say(EMPTY)

    def look_at(self, place: Place) -> None:
        """Colour by the unit that was clicked."""
        if place.unit is not None:
            self.controls.show_unit(place.unit, place.layer)

    def follow(self, other: Panel) -> None:
        """Choose what is chosen in another panel, read its page, and colour as it does."""
        super().follow(other)
        if isinstance(other, ReadingPanel):
            self._scales = other._scales
            self.controls.turner.turn_to(other.controls.turner.page)
            self.controls.point(other.controls.place)

    def rescale(self) -> None:
        """Colour by the scale as it is now."""
        if not self.page.message:
            self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.page.set_theme(theme)
        self.curves.set_theme(theme)
        if not self.page.message:
            self._draw()

    def _build(self) -> None:
        super()._build()
        self._page = self._settings = None
        self._scales = UnitScales()
        self.controls = PageControls()
        self.page = TextPage("Page of text")
        self.page.set_message(EMPTY)
        self.curves = ChangeCurves()
        self._requests = self.controls.looking.requests

    def _arrange(self) -> None:
        self._set_out(self.controls, picture=self.page)

    def _set_out(self, *above: Part, picture: Part) -> QVBoxLayout:
        column = super()._set_out(*above, picture=picture)
        column.insertWidget(column.indexOf(self.page) + 1, self.curves, 1)
        self.curves.hide()
        return column

    def _connect(self) -> None:
        self.controls.changed.connect(self._on_asked_otherwise)
        self.page.turned.connect(self.controls.turner.turn)
        self.page.pointed.connect(self._on_pointed)
        self.page.opened.connect(self._on_opened)

    def _make_room(self) -> None:
        """Show the curves of a change where there is room for them beside the page."""
        super()._make_room()
        roomy = self.height() >= LEAST_HEIGHT_FOR_CURVES
        self.curves.setVisible(self.controls.what == CHANGE and roomy)

    def _on_asked_otherwise(self) -> None:
        before, asked = self._requests, self.controls.looking.requests
        self._requests = asked
        if self._page is not None and asked.kind != before.kind:
            self._page = Page(self._page.reading, self._page.whole)
        self._make_room()
        self._draw(answers=True)
        if asked != before:
            self.needs_changed.emit()

    def _on_pointed(self) -> None:
        if self.page.place is not None and self.controls.what != SAMPLE:
            self.controls.point(self.page.place)
        self.words.tell_now(self._words())

    def _on_opened(self, place: int) -> None:
        """Look into the cell at the step that reads this character."""
        page, looking = self._page, self.controls.looking
        if page is None or looking.what == SAMPLE:
            return
        found = page.reading
        of_unit = looking.what == ONE_UNIT
        unit, layer = (found.unit, found.layer) if of_unit else (None, None)
        phrase = (looking.lead + looking.text) or "".join(found.symbols)
        self.look_into.emit(Place(found.lead + place, unit, layer, phrase))

    def _draw(self, answers: bool = False) -> None:
        """Colour what was read last; what `answers` somebody is said at once."""
        page, what = self._page, self.controls.what
        if page is None:
            return
        if (lost := page.lost(what)) is not None:
            self._say(lost)
            return
        answers |= bool(self.page.message)
        self.page.show_text(page.symbols(what))
        pointed = self.controls.place if what in (REACH, CHANGE) else None
        self.page.keep(pointed)
        self.page.show_colours(self._colouring(page, what))
        if what == CHANGE and isinstance(page.more, ChangedCharacter):
            self.curves.show_change(page.more)
        (self.words.tell_now if answers else self.words.tell)(self._words())

    def _colouring(self, page: Page, what: str) -> Colouring:
        """Return what the page is coloured by."""
        found, more, theme = page.reading, page.more, self.theme
        if what == REACH:
            return by_reach(found, more if isinstance(more, Reach) else None, theme)
        if what == CHANGE:
            return by_change(found, more if isinstance(more, ChangedCharacter) else None, theme)
        if what == COST:
            return by_cost(cost(found, page.whole))
        if what == SAMPLE and isinstance(more, SilencedText):
            return by_surprise(both_texts(more)[1], found.alphabet, theme)
        if what == SURPRISE or self._settings is None:
            return by_surprise(found.surprise, found.alphabet, theme)
        is_gate = found.signal in CELLS[self._settings.cell].sigmoids
        scale = self._scales.of(found.signal, found.values, self._settings)
        return by_unit(found, None if is_gate else scale, theme)

    def _words(self) -> str:
        """Return what is said of the character that is pointed at, or else of the page."""
        if self._page is None or self.page.message:
            return ""
        return self.controls.silencer.problem or self._page.words(
            self.controls.what, self.page.place
        )

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the page."""
        self.page.set_message(sentence)
        self.words.tell_now("")
