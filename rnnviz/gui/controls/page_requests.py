"""What must be measured for a page of text, by what it is coloured by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rnnviz.lab.panels import CHANGE, ONE_UNIT, REACH, SAMPLE
from rnnviz.lab.snapshot import Request

if TYPE_CHECKING:
    from rnnviz.gui.controls.silencer import Options
    from rnnviz.lab.settings import Settings
    from rnnviz.tasks.text import Corpus


@dataclass(frozen=True)
class PageRequests:
    """The request for the `page`, for that of the `whole` network, and for what else is shown."""

    page: Request
    whole: Request | None = None
    more: Request | None = None

    @property
    def kind(self) -> str:
        """The probe of what else is shown, "" for none."""
        return self.more.probe if self.more else ""

    @property
    def all(self) -> frozenset[Request]:
        """All of them."""
        return frozenset(one for one in (self.page, self.whole, self.more) if one is not None)


@dataclass
class Looking:
    """What somebody looks at: `what` colours the page, a `text` after a `lead`.

    `unit` are the options of one unit; `place` is the character that is pointed at, `instead`
    what it is read as; `silence` are the options of silenced units, `writing` those of a text that
    is written.
    """

    what: str
    text: str
    lead: str
    unit: Options = ()
    place: int = 0
    instead: str = ""
    silence: Options = ()
    writing: Options = field(default=())

    @property
    def requests(self) -> PageRequests:
        """What must be measured."""
        page: Options = (("text", self.text), ("lead", self.lead))
        held: Options = (*self.silence, ("silence_over", self.text)) if self.silence else ()
        unit = self.unit if self.what == ONE_UNIT else ()
        place = ("place", self.place)
        more = {
            REACH: Request("reach", (*page, place, *held)),
            CHANGE: Request("changed_character", (*page, place, ("to", self.instead), *held)),
            SAMPLE: Request("silenced_text", (*self.writing, *held)),
        }
        return PageRequests(
            Request("reading", (*page, *unit, *held)),
            Request("reading", page) if held and self.what not in (REACH, CHANGE) else None,
            more.get(self.what),
        )


def writing(settings: Settings | None, corpus: Corpus | None) -> Options:
    """Return how a text is written: as samples are, always with the run's own seed."""
    if settings is None:
        return ()
    return (
        ("prime", settings.prime or _first_symbol(corpus)),
        ("length", settings.sample_length),
        ("seed", settings.seed),
        ("temperature", settings.temperature),
        ("top_k", settings.top_k or 0),
    )


def _first_symbol(corpus: Corpus | None) -> str:
    """Return what is read first where nobody names it: a line end, or the commonest symbol."""
    if corpus is None:
        return ""
    vocabulary = corpus.vocabulary
    return "\n" if "\n" in vocabulary else vocabulary[int(corpus.counts.argmax())]
