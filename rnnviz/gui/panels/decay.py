"""How much of a loss's gradient is left, by lag, now and at earlier moments of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from rnnviz.gui.controls.choice import LayerChoice, StateChoice, side_by_side
from rnnviz.gui.panels.base import Panel
from rnnviz.gui.plotting.curve import Band, Curve, Look, Nearest
from rnnviz.gui.plotting.ghosts import MOMENTS, Ghost, Ghosts
from rnnviz.gui.plotting.hot_plot import HotPlot
from rnnviz.gui.plotting.ranges import decades, exact
from rnnviz.gui.plotting.steady_label import SteadyLabel
from rnnviz.gui.plotting.ticks import number
from rnnviz.lab.snapshot import Request
from rnnviz.probes.decay import Decay

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from rnnviz.gui.theme import Theme
    from rnnviz.lab.snapshot import Snapshot

EMPTY = "Press Space to train. How fast the gradient fades on its way back is drawn here."
COMING = "Measured with the next step."
NOTHING = "No gradient is left to be drawn: it is zero or not a number at every lag."
ONE_STEP = "The window is one step long: there is nothing further back."
DASHES = (1, 2, 4)
"""Of the curves of earlier moments, in turn with three colours; dots are for the fit."""
LEFT = "share left, r(d)"
WIDTH_FOR_ONE_LINE = 720
LEAST_HEIGHT_FOR_WORDS = 150


class DecayPanel(Panel):
    """r(d) = mean over t of M[t, t-d] / M[t, t], its quartiles, its fit, and earlier moments."""

    name = "decay"
    title = "Decay"
    tooltip = "How fast the gradient fades with the distance, and how training changes that"
    order = 60

    def needs(self) -> frozenset[Request]:
        """Return the one measurement: the chosen state of the chosen layer."""
        return frozenset({self._request})

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest measurement, if it is another one."""
        self.layer.offer_layers(snapshot.settings.layers)
        self.state.offer_states_of(snapshot.settings.cell)
        self._on_asked_otherwise()
        self._name_lags("characters" if snapshot.task.name == "text" else "steps")
        found = snapshot.results.get(self._request)
        if found is None:
            if self._found is None:
                self._say(COMING)
        elif found is not self._found:
            self._found = found
            if isinstance(found, Decay):
                self._ghosts.setdefault(self._request, Ghosts()).see(snapshot.step, found)
            self._draw()

    def clear(self) -> None:
        """Forget the run and all its moments."""
        self._found = None
        self._ghosts.clear()
        self._say(EMPTY)
        self.plot.start_over()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.plot.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the words, or for the plot alone."""
        super().resizeEvent(event)
        self.words.set_lines(1 if self.width() >= WIDTH_FOR_ONE_LINE else 2)
        self.words.setVisible(self.height() >= LEAST_HEIGHT_FOR_WORDS)

    def _build(self) -> None:
        self._found: object = None
        self._unit = "characters"
        self._ghosts: dict[Request, Ghosts[Decay]] = {}
        self._drawn: tuple[Ghost[Decay], ...] = ()
        self.now = Curve("now", Look(0))
        self.fitted = Curve("fit", Look(4, 3, "plain"))
        self.quartiles = Band("middle half", Look(0))
        self.earlier = [
            Curve("", Look(1 + place % 3, DASHES[(place + place // 3) % 3], "plain"))
            for place in range(len(MOMENTS))
        ]
        self.plot = HotPlot(
            "Plot of the share of the gradient that is left, by lag",
            ("characters back (0 = now)", LEFT),
            (exact, decades),
            _read_out,
        )
        self.plot.add(self.quartiles, *self.earlier, self.fitted, self.now)
        self.plot.set_log_y(True)
        self.plot.set_message(EMPTY)
        self.state = StateChoice("Take the gradient at the hidden state or at the memory")
        self.layer = LayerChoice("The layer whose states the gradient is taken at")
        self.words = SteadyLabel(2)
        self.words.setAccessibleName("The decay in words")
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._request = self._asked()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addLayout(side_by_side(self.state, self.layer))
        column.addWidget(self.plot, 1)
        column.addWidget(self.words)

    def _connect(self) -> None:
        for choice in (self.state, self.layer):
            choice.currentIndexChanged.connect(self._on_asked_otherwise)

    def _asked(self) -> Request:
        options = (
            ("layer", self.layer.currentData()),
            ("state", self.state.currentData()),
            ("stream", 0),
        )
        return Request("decay", options)

    def _on_asked_otherwise(self) -> None:
        if self._asked() != self._request:
            self._request = self._asked()
            self.plot.start_over()
            if self._found is not None:
                self._found = None
                self._say(COMING)
            self.needs_changed.emit()

    def _name_lags(self, unit: str) -> None:
        if unit != self._unit:
            self._unit = unit
            self.plot.set_labels(f"{unit} back (0 = now)", LEFT)

    def _draw(self) -> None:
        """Draw what was found last, over what was found earlier."""
        found = self._found
        if not isinstance(found, Decay):
            self._say(str(found))
            return
        self.now.replace(found.lags, found.mean)
        self.quartiles.replace(found.lags, found.lower, found.upper)
        with np.errstate(over="ignore"):
            self.fitted.replace(found.lags, np.exp(found.intercept + found.slope * found.lags))
        earlier = self._earlier()
        self._draw_earlier(earlier)
        levels = _levels([found.mean, found.lower, found.upper, *(g.seen.mean for g in earlier)])
        if levels.size == 0:
            self._say(NOTHING)
            return
        is_first = bool(self.plot.overlay.content.message)
        self.plot.set_message("")
        self.plot.fit((0.0, float(len(found.lags) - 1)), (levels.min(), levels.max()))
        self.plot.refresh()
        (self.words.say_now if is_first else self.words.say)(in_words(found, earlier))

    def _earlier(self) -> tuple[Ghost[Decay], ...]:
        """Return the moments that are kept of what is shown, but for the present one."""
        ghosts = self._ghosts.get(self._request)
        kept = ghosts.kept if ghosts is not None else ()
        return tuple(ghost for ghost in kept if ghost.seen is not self._found)

    def _draw_earlier(self, earlier: tuple[Ghost[Decay], ...]) -> None:
        if earlier == self._drawn:
            return
        self._drawn = earlier
        for curve in self.earlier:
            curve.clear()
        for curve, ghost in zip(self.earlier, earlier, strict=False):
            curve.label = ghost.label
            curve.replace(ghost.seen.lags, ghost.seen.mean)
        self.plot.overlay.invalidate()

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the plot."""
        for item in (self.now, self.fitted, self.quartiles):
            item.clear()
        self._draw_earlier(())
        self.plot.set_message(sentence)
        self.words.say_now("")


def in_words(found: Decay, earlier: tuple[Ghost[Decay], ...]) -> str:
    """Return what the fit says now, and what it said at the first moment that is kept."""
    if len(found.lags) == 1:
        return ONE_STEP
    first = next((ghost for ghost in earlier if _halves(ghost.seen)), None)
    if first is None:
        return found.words
    when = f"at {first.label}" if first.step else "at the start"
    return f"{found.words} {when.capitalize()} it was every {first.seen.half_life:.1f}."


def _halves(decay: Decay) -> bool:
    """Return whether a half-life says something: the gradient shrinks within what is seen."""
    return decay.slope < 0 and decay.half_life <= len(decay.lags)


def _levels(curves: list[np.ndarray]) -> np.ndarray:
    """Return log10 of everything that can be drawn on a logarithmic axis."""
    values = np.concatenate(curves).astype(np.float64)
    return np.log10(values[np.isfinite(values) & (values > 0)])


def _read_out(point: Nearest) -> str:
    """Return how much is left at the pointer, and of which curve."""
    return f"{point.x:.0f} back: {number(point.y)} left ({point.curve.label})"
