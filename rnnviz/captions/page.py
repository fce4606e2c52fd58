"""All that can be said of a page of text, by what it is coloured by."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.captions import changed_character, reading, silence
from rnnviz.lab.panels import CHANGE, COST, ONE_UNIT, REACH, SAMPLE
from rnnviz.probes.changed_character import ChangedCharacter
from rnnviz.probes.reach import Reach
from rnnviz.probes.reading import Reading
from rnnviz.probes.silenced_text import SilencedText

COMING = "Measured with the next step."


@dataclass(frozen=True, eq=False)
class Page:
    """What was found of a page.

    Beside its `reading` that of the `whole` network where units are silenced, and what else was
    asked for, which is a sentence where there is none.
    """

    reading: Reading
    whole: Reading | None = None
    more: object = None

    def is_same(self, other: Page) -> bool:
        """Return whether nothing else was found."""
        pairs = ((self.reading, other.reading), (self.whole, other.whole), (self.more, other.more))
        return all(mine is its for mine, its in pairs)

    def symbols(self, what: str) -> tuple[str, ...]:
        """Return the characters that are shown."""
        if what == SAMPLE and isinstance(self.more, SilencedText):
            return silence.both_texts(self.more)[0]
        return self.reading.symbols

    def lost(self, what: str) -> str | None:
        """Return why nothing can be coloured, None where something can."""
        if what in (SAMPLE, CHANGE) and isinstance(self.more, str):
            return self.more
        if what == SAMPLE and not isinstance(self.more, SilencedText):
            return COMING
        return reading.lost_caption(self.reading, what == ONE_UNIT)

    def words(self, what: str, place: int | None) -> str:
        """Return what is said of a character, or of the page where `place` is None."""
        found, more = self.reading, self.more
        if what == REACH:
            if isinstance(more, Reach):
                if more.place >= len(found.symbols):  # the page has been turned since
                    return COMING
                return reading.reach_caption(more, found.symbols)
            return str(more or COMING)
        if what == CHANGE:
            if isinstance(more, ChangedCharacter):
                return changed_character.change_caption(more)
            return str(more or COMING)
        if what == SAMPLE:
            return silence.text_caption(more) if isinstance(more, SilencedText) else COMING
        if place is not None and place >= len(found.symbols):
            place = None
        return self._of_page(what) if place is None else self._of_character(what, place)

    def _of_page(self, what: str) -> str:
        if what == ONE_UNIT:
            return reading.unit_caption(self.reading)
        if what == COST or self.reading.held is not None:
            return silence.cost_caption(self.reading, self.whole)
        return reading.surprise_caption(self.reading)

    def _of_character(self, what: str, place: int) -> str:
        if what == ONE_UNIT:
            return reading.value_caption(self.reading, place)
        if what == COST:
            return silence.character_cost_caption(self.reading, self.whole, place)
        return reading.character_caption(self.reading, place)
