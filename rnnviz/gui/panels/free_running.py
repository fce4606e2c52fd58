"""What is lost step by step where the network reads its own outputs, beside what it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.free_running import FORCED, FREE, LONGEST, caption, point_caption
from rnnviz.captions.loss_units import all_shown
from rnnviz.captions.losses import NATS_PER_CHARACTER, of_characters
from rnnviz.captions.several_runs import in_focus
from rnnviz.gui.panels.captioned import FittedCaptionPanel
from rnnviz.gui.plotting.live_plot import Curve, LineStyle, LivePlot, Nearest
from rnnviz.gui.plotting.ranges import Range, exact, rounded
from rnnviz.lab.free_running import FreeRunning
from rnnviz.lab.snapshot import Request

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.snapshot import Snapshot

EMPTY = (
    "Press Space to train. What is lost where the network reads its own outputs is drawn here, "
    "beside what is lost with the true ones."
)
COMING = "Measured with the next step."
REQUEST = Request("free_running")
LEGEND = 0.3
"""Of the height of the curves, above them."""


class FreeRunningPanel(FittedCaptionPanel):
    """Held-out losses by step after the start: teacher forcing beside free running."""

    name = "free_running"
    caption_name = "Free running in words"
    longest = LONGEST

    _found: object
    _shown: tuple[object, ...] | None

    def needs(self) -> frozenset[Request]:
        """Ask for the losses of both."""
        return frozenset({REQUEST})

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest losses, if they are others or in another unit."""
        found = snapshot.results.get(REQUEST)
        if found is None:
            if self._found is None:
                self._say(COMING)
            return
        shown = found, snapshot.task.unit, bool(snapshot.beside)
        if self._shown is not None and shown[1:] == self._shown[1:] and found is self._found:
            return
        is_other = bool(self.plot.message) or snapshot.task.unit != self._unit
        if snapshot.task.unit != self._unit:
            self._name_axes(snapshot.task.unit)
        self._found, self._shown = found, shown
        if not isinstance(found, FreeRunning):
            self._say(str(found))
            return
        told = caption(found, self._unit)
        if self._draw(found):
            (self.words.tell_now if is_other else self.words.tell)(
                in_focus(told) if snapshot.beside else told
            )
        else:
            self._say(told)

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._found = self._shown = None
        self._say(EMPTY)
        self.plot.start_over()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.plot.set_theme(theme)

    def _build(self) -> None:
        super()._build()
        self._found = self._shown = None
        self._unit = NATS_PER_CHARACTER
        self.forced = Curve(FORCED, LineStyle(0, markers=True))
        self.free = Curve(FREE, LineStyle(1, markers=True))
        self.plot = LivePlot(
            "Plot of the loss by step after the start", ("", ""), (exact, _headroom), self._read_out
        )
        self.plot.add(self.forced, self.free)
        self._name_axes(self._unit)
        self._say(EMPTY)

    def _arrange(self) -> None:
        self._set_out(picture=self.plot)

    def _name_axes(self, unit: str) -> None:
        self._unit = unit
        steps = "characters" if of_characters(unit) else "steps"
        self.plot.set_labels(f"{steps} after the start", unit)
        self.plot.start_over()

    def _draw(self, found: FreeRunning) -> bool:
        """Draw both curves, if there is a number in them."""
        forced, free = (all_shown(one, self._unit) for one in (found.forced, found.free))
        every = np.concatenate([forced, free])
        known = every[np.isfinite(every)]
        if not known.size:
            return False
        steps = np.arange(1, len(free) + 1)
        self.forced.replace(steps, forced)
        self.free.replace(steps, free)
        self.plot.set_message("")
        self.plot.fit((1.0, float(len(free))), (float(known.min()), float(known.max())))
        if self.plot.is_auto:
            self.plot.restore()  # measured now and then: the axes may follow at once
        self.plot.refresh()
        return True

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the plot."""
        self.forced.clear()
        self.free.clear()
        self.plot.set_message(sentence)
        self.words.tell_now("")

    def _read_out(self, point: Nearest) -> str:
        """Return the loss at the pointer, and after which inputs."""
        return point_caption(point.x, point.y, self._unit, point.curve.label)


def _headroom(low: float, high: float) -> Range:
    """Return round numbers around losses with room for the legend above them."""
    return rounded(low, high + LEGEND * (high - low))
