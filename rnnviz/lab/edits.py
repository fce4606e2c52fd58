"""What is done to a run by hand: each edit is marked, recorded, and can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.core.optimizers.base import Optimizer
from rnnviz.declare import Value
from rnnviz.lab.history import History
from rnnviz.lab.interventions import intervene
from rnnviz.lab.past.moment import WEIGHTS, PastMoment
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import CHANGE, REDO, UNDO, Edit, Event
from rnnviz.refusal import Refusal

UNDO_AT_MOST = 8
ONE_GESTURE = 5
"""Clipping that changes again within so many steps has one mark and one way back."""
CLIPPING = ("clip", "clip_threshold")


@dataclass(frozen=True, eq=False)
class Before:
    """The weights and the optimizer as they were before an intervention, and after which step.

    Where that moment is kept in the run's past, the arrays are those of the past.
    """

    text: str
    step: int
    flat: Array
    slots: Mapping[str, Array]
    count: int

    @classmethod
    def of(
        cls, network: Network, optimizer: Optimizer, step: int, kept: PastMoment | None
    ) -> Before:
        """Remember the present weights and optimizer, which a `kept` moment has."""
        if kept is not None:
            slots = {name: kept.arrays[f"optimizer.{name}"] for name in optimizer.slots}
            return cls("", step, kept.arrays[WEIGHTS], slots, optimizer.count)
        copies = {name: slot.copy() for name, slot in optimizer.state.items()}
        return cls("", step, network.flat.copy(), copies, optimizer.count)

    def restore(self, network: Network, optimizer: Optimizer) -> None:
        """Put them back."""
        network.flat[...] = self.flat
        optimizer.restore(self.slots, self.count)


@dataclass(frozen=True)
class Switched:
    """Clipping as it was before it was switched, and the mark that tells of it."""

    text: str
    settings: Mapping[str, Value]
    event: Event
    step: int | None = None
    """No weights come back."""


Back = Before | Switched
"""What one `undo` takes back."""


class EditHistory:
    """Does things to one network between two steps, and knows the way back of the last few."""

    def __init__(
        self,
        network: Network,
        optimizer: Optimizer,
        history: History,
        back: Sequence[Back] = (),
    ) -> None:
        self._network, self._optimizer, self._history = network, optimizer, history
        self._back = list(back)
        self._forward: list[Before] = []
        """What was there before the last few undos."""

    @property
    def last(self) -> Back | None:
        """What `undo` would take back."""
        return self._back[-1] if self._back else None

    @property
    def can_take_back(self) -> bool:
        """Whether there is an intervention to be undone."""
        return any(isinstance(back, Before) for back in self._back)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone intervention to be done again."""
        return bool(self._forward)

    @property
    def back(self) -> Sequence[Back]:
        """The last few things that can be taken back, the latest last."""
        return tuple(self._back)

    def intervene(
        self, at: Event, name: str, value: float | None, kept: PastMoment | None = None
    ) -> None:
        """Change the network (see `interventions`); `at` is a mark without words.

        `kept` is the present moment where the run's past has it.
        """
        before = Before.of(self._network, self._optimizer, at.step, kept)
        words = intervene(self._network, name, value)
        self._forward = []
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

    def undo(self, at: Event, settings: Settings, kept: PastMoment | None = None) -> Settings:
        """Take the last edit back, and return the settings that hold from then on.

        `kept` is the present moment where the run's past has it; `redo` goes back to it.
        """
        if not self._back:
            raise Refusal("There is no intervention to undo.")
        back = self._back.pop()
        if isinstance(back, Before):
            now = Before.of(self._network, self._optimizer, at.step, kept)
            self._forward = [*self._forward, replace(now, text=back.text)][-UNDO_AT_MOST:]
            back.restore(self._network, self._optimizer)
            where = f", back to step {back.step:,}" if back.step < at.step else ""
            self._done(at, f"undone: {back.text}{where}", Edit(at.step, UNDO))
            return settings
        present = {name: settings.value(name) for name in back.settings}
        edit = Edit(at.step, UNDO, None, back.settings, present)
        self._done(at, f"undone: {back.text}", edit)
        return settings.change(**back.settings)

    def redo(self, at: Event, kept: PastMoment | None = None) -> None:
        """Go back to the weights and the optimizer as they were before the last undo.

        `kept` is the present moment where the run's past has it.
        """
        if not self._forward:
            raise Refusal("There is no intervention to do again.")
        there = self._forward.pop()
        now = Before.of(self._network, self._optimizer, at.step, kept)
        self._keep(replace(now, text=there.text))
        there.restore(self._network, self._optimizer)
        where = f", back to step {there.step:,}" if there.step < at.step else ""
        self._done(at, f"done again: {there.text}{where}", Edit(at.step, REDO))

    def _done(self, at: Event, text: str, edit: Edit) -> None:
        self._history.events.append(replace(at, text=text))
        self._history.edits.append(edit)

    def _keep(self, back: Back) -> None:
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
