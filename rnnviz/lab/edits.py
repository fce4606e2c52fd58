"""What is done to a run by hand: each edit is marked, recorded, and can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rnnviz.core.network import Network
from rnnviz.core.optimizers.base import Optimizer
from rnnviz.declare import Value
from rnnviz.lab.history import History
from rnnviz.lab.interventions import Before, intervene
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import CHANGE, UNDO, Edit, Event
from rnnviz.refusal import Refusal

UNDO_AT_MOST = 8
ONE_GESTURE = 5
"""Clipping that changes again within so many steps has one mark and one way back."""
CLIPPING = ("clip", "clip_threshold")


@dataclass(frozen=True)
class Switched:
    """Clipping as it was before it was switched, and the mark that tells of it."""

    text: str
    settings: Mapping[str, Value]
    event: Event
    step: int | None = None
    """No weights come back."""


class EditHistory:
    """Does things to one network between two steps, and knows the way back of the last few."""

    def __init__(self, network: Network, optimizer: Optimizer, history: History) -> None:
        self._network, self._optimizer, self._history = network, optimizer, history
        self._back: list[Before | Switched] = []

    @property
    def last(self) -> Before | Switched | None:
        """What `undo` would take back."""
        return self._back[-1] if self._back else None

    def intervene(self, at: Event, name: str, value: float | None) -> None:
        """Change the network (see `interventions`); `at` is a mark without words."""
        before = Before.of(self._network, self._optimizer, at.step)
        words = intervene(self._network, name, value)
        self._keep(replace(before, text=words))
        self._history.events.append(replace(at, text=words))
        self._history.edits.append(Edit(at.step, name, value))

    def change(self, at: Event, before: Settings, after: Settings) -> None:
        """Record that what is learned with has changed, and mark it if that is the clipping."""
        names = [name for name in relevant(after) if after.value(name) != before.value(name)]
        if not names:
            return
        was, now = ({name: s.value(name) for name in names} for s in (before, after))
        self._history.edits.append(Edit(at.step, CHANGE, None, now, was))
        if clipping_text(before) != clipping_text(after):
            self._mark_clipping(at, before, after)

    def undo(self, at: Event, settings: Settings) -> Settings:
        """Take the last edit back, and return the settings that hold from then on."""
        if not self._back:
            raise Refusal("There is no intervention to undo.")
        back = self._back.pop()
        if isinstance(back, Before):
            back.restore(self._network, self._optimizer)
            where = f", back to step {back.step:,}" if back.step < at.step else ""
            self._done(at, f"undone: {back.text}{where}", Edit(at.step, UNDO))
            return settings
        present = {name: settings.value(name) for name in back.settings}
        edit = Edit(at.step, UNDO, None, back.settings, present)
        self._done(at, f"undone: {back.text}", edit)
        return settings.change(**back.settings)

    def _done(self, at: Event, text: str, edit: Edit) -> None:
        self._history.events.append(replace(at, text=text))
        self._history.edits.append(edit)

    def _keep(self, back: Before | Switched) -> None:
        self._back.append(back)
        del self._back[:-UNDO_AT_MOST]

    def _mark_clipping(self, at: Event, before: Settings, after: Settings) -> None:
        """One mark for all that is tried in one go; none if it ends where it began."""
        was = {name: before.value(name) for name in CLIPPING}
        last, events = self.last, self._history.events
        again = isinstance(last, Switched) and bool(events) and events[-1] is last.event
        if isinstance(last, Switched) and again and at.step - last.event.step <= ONE_GESTURE:
            was = dict(last.settings)
            self._back.pop()
            events.pop()
        words = clipping_text(after)
        if words == clipping_text(before.change(**was)):
            return
        event = replace(at, text=words)
        events.append(event)
        self._keep(Switched(words, was, event))


def relevant(settings: Settings) -> list[str]:
    """The settings that change what is learned and that can change while it is learned."""
    rows = settings.rows().items()
    return [n for n, d in rows if d.effect == "now" and d.group != "sampling" and n != "steps"]


def clipping_text(settings: Settings) -> str:
    """What a mark says of the clipping."""
    if settings.clip == "none":
        return "No clipping"
    return f"Clipping by {settings.clip} at {settings.clip_threshold:g}"
