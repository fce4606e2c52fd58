"""How much of a loss's gradient is left, by lag, now and at earlier moments of the run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import numpy as np

from rnnviz.captions.decay import (
    caption,
    compared,
    middle_half,
    moment_label,
    point_caption,
    rate_caption,
    side,
)
from rnnviz.captions.several_runs import in_focus
from rnnviz.gui.appearance.looks import line_of
from rnnviz.gui.panels.captioned import FittedCaptionPanel
from rnnviz.gui.plotting.live_plot import Band, Curve, LineStyle, LivePlot, Nearest
from rnnviz.gui.plotting.overlaid import Overlaid, line_style, measured, name_of, same
from rnnviz.gui.plotting.ranges import decades, exact
from rnnviz.gui.widgets.choice import Chooser, LayerChoice, StateChoice, side_by_side
from rnnviz.lab.place import Place
from rnnviz.lab.snapshot import MOMENTS, Moment, Request
from rnnviz.probes.decay import Decay
from rnnviz.probes.truncation import Truncation

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.snapshot import Snapshot

EMPTY = "Press Space to train. How fast the gradient fades on its way back is drawn here."
COMING = "Measured with the next step."
DASHES = (1, 2, 4)
"""Of the curves of earlier moments, in turn with three colours; dots are for the fit."""
NOW = "now"
CUT = Request("truncation")
LEFT = "share left, r(d)"
LONGEST = (
    "The gradient changes at no steady rate: 10 characters back, 0.000008 % of it is "
    "left; 88 back, 8·10⁻⁸ % of it is left. The gradient of 888 characters misses 0.0008 % of that "
    "of 8,888 (angle 0.8°)."
)


class DecayPanel(FittedCaptionPanel):
    """r(d) = mean over t of M[t, t-d] / M[t, t], its quartiles, its fit, and earlier moments."""

    name = "decay"
    caption_name = "The decay in words"
    longest = LONGEST

    _found: object
    _cut: object
    _earlier: tuple[Moment, ...]
    _others: list[Snapshot]
    _request: Request
    _request_of_moments: Request
    layer: LayerChoice
    state: StateChoice

    def needs(self) -> frozenset[Request]:
        """Return the measurement of the chosen state of the chosen layer, now and earlier."""
        return frozenset({self._request, self._request_of_moments, CUT})

    def needs_beside(self) -> frozenset[Request]:
        """Return the measurement of now, to be drawn over that of the focus."""
        return frozenset({self._request})

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return {"state": self.state, "layer": self.layer}

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest measurement, if it is another one."""
        self.layer.offer_layers(*snapshot.settings.stack)
        self.state.offer_states_of(snapshot.settings.cell)
        self._on_asked_otherwise()
        self._unit = "characters" if snapshot.task.name == "text" else "steps"
        self._name_lags()
        found = snapshot.results.get(self._request)
        moments = snapshot.results.get(self._request_of_moments)
        moments = cast("tuple[Moment, ...]", () if isinstance(moments, str) else moments or ())
        earlier = tuple(moment for moment in moments if moment.step < snapshot.step)
        others = measured(snapshot.beside, self._request, Decay)
        if found is None:
            if self._found is None:
                self._say(COMING)
        elif (
            found is not self._found
            or snapshot.results.get(CUT) is not self._cut
            or earlier != self._earlier
            or not same(self._others, others, self._request)
        ):
            self._found, self._earlier, self._others = found, earlier, others
            self._cut = snapshot.results.get(CUT)
            self._dress(snapshot)
            self._draw()

    def clear(self) -> None:
        """Forget the run and all its moments."""
        self._found, self._cut, self._earlier, self._others = None, None, (), []
        self._say(EMPTY)
        self.plot.start_over()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.plot.set_theme(theme)

    def _build(self) -> None:
        super()._build()
        self._found = self._cut = None
        self._unit = "characters"
        self._lags = "characters back (0 = now)"
        self._earlier, self._others = (), []
        self._dressed = 0, ""
        self._drawn: tuple[Moment, ...] = ()
        self.now = Curve(NOW, LineStyle(0))
        self.fitted = Curve("fit", LineStyle(4, 3, "plain"))
        self.quartiles = Band("middle half", LineStyle(0))
        self.earlier = [
            Curve("", LineStyle(1 + place % 3, DASHES[(place + place // 3) % 3], "plain"))
            for place in range(len(MOMENTS))
        ]
        self.plot = LivePlot(
            "Plot of the share of the gradient that is left, by lag",
            (self._lags, LEFT),
            (exact, decades),
            self._read_out,
        )
        self.plot.add(self.quartiles, *self.earlier, self.fitted, self.now)
        self.others = Overlaid(self.plot, self.now)
        self.plot.set_log_y(True)
        self.plot.set_message(EMPTY)
        self.state = StateChoice("Take the gradient at the hidden state or at the memory")
        self.layer = LayerChoice("The layer whose states the gradient is taken at")
        self._ask()

    def _arrange(self) -> None:
        self._set_out(side_by_side(self.state, self.layer), picture=self.plot)

    def _connect(self) -> None:
        for choice in (self.state, self.layer):
            choice.currentIndexChanged.connect(self._on_asked_otherwise)
        self.plot.opened.connect(self._on_opened)

    def _ask(self) -> None:
        options = (
            ("layer", self.layer.currentData()),
            ("state", self.state.currentData()),
            ("stream", 0),
        )
        self._request = Request("decay", options)
        self._request_of_moments = Request("earlier", (("of", "decay"), *options))

    def _on_asked_otherwise(self) -> None:
        before = self._request
        self._ask()
        if self._request != before:
            self._earlier = ()
            self.plot.start_over()
            if self._found is not None:
                self._found = None
                self._say(COMING)
            self.needs_changed.emit()

    def _on_opened(self, point: Nearest) -> None:
        """Look into the cell at the step that is so far back from the last loss."""
        found = self._found
        if isinstance(found, Decay) and point.curve in (self.now, self.fitted):
            lag, last = round(point.x), len(found.lags) - 1
            loss = last - found.losses + 1 if found.ahead else last
            step = min(loss + lag, last) if found.ahead else last - lag
            self.look_into.emit(Place(step, layer=found.layer, loss=loss))

    def _name_lags(self) -> None:
        label = f"{self._unit} {self._side} (0 = now)"
        if label != self._lags:
            self._lags = label
            self.plot.set_labels(label, LEFT)

    def _draw(self) -> None:
        """Draw what was found last, over what was found earlier."""
        found = self._found
        if not isinstance(found, Decay):
            self._say(str(found))
            return
        runs = {name_of(run): self._found_in(run) for run in self._others}
        # Beside other runs, earlier moments of this one would be too many lines.
        earlier = tuple(
            one for one in self._earlier if isinstance(one.found, Decay) and not self._others
        )
        means = [one.found.mean for one in earlier if isinstance(one.found, Decay)]
        means += [other.mean for other in runs.values()]
        levels = _levels([found.mean, found.lower, found.upper, *means])
        if levels.size == 0:
            self._say(rate_caption(found))
            return
        self._name_lags()
        self._draw_now(found)
        self.others.show(self._others, self._give, self._request)
        self._draw_earlier(earlier)
        is_first = bool(self.plot.message)
        self.plot.set_message("")
        last = max(len(one.lags) for one in (found, *runs.values())) - 1
        self.plot.fit((0.0, float(last)), (levels.min(), levels.max()))
        self.plot.refresh()
        cut = self._cut if isinstance(self._cut, Truncation | str) else None
        told = caption(found, earlier, cut)
        if runs:
            told = f"{compared({self._dressed[1]: found, **runs})} {in_focus(told)}"
        (self.words.tell_now if is_first else self.words.tell)(told)

    def _found_in(self, run: Snapshot) -> Decay:
        """Return what was measured of another run."""
        return cast("Decay", run.results[self._request])

    def _give(self, curve: Curve, run: Snapshot) -> None:
        """Have the curve of another run show what was found in it."""
        found = self._found_in(run)
        curve.replace(found.lags, found.mean)

    def _dress(self, snapshot: Snapshot) -> None:
        """Draw the focus as the run that it is, beside others under its name."""
        dressed = snapshot.look, name_of(snapshot) if snapshot.beside else ""
        if dressed != self._dressed:
            self._dressed = dressed
            self.now.look, self.now.label = line_style(snapshot.look), dressed[1] or NOW
            self.quartiles.look = LineStyle(line_of(snapshot.look))
            self.plot.redraw()

    def _draw_now(self, found: Decay) -> None:
        """Draw the mean, its quartiles if it is one of several, and the line if one fits."""
        self.now.replace(found.lags, found.mean)
        if (label := middle_half(found)) != self.quartiles.label:
            self.quartiles.label = label
            self.plot.redraw()
        self.quartiles.clear()
        if found.losses * found.sequences > 1:
            self.quartiles.replace(found.lags, found.lower, found.upper)
        self.fitted.clear()
        if not (math.isnan(found.half_life) or self._others):
            with np.errstate(over="ignore"):
                self.fitted.replace(found.lags, np.exp(found.intercept + found.slope * found.lags))

    def _draw_earlier(self, earlier: tuple[Moment, ...]) -> None:
        if earlier == self._drawn:
            return
        self._drawn = earlier
        for curve in self.earlier:
            curve.clear()
        for curve, moment in zip(self.earlier, earlier, strict=False):
            curve.label = moment_label(moment)
            if isinstance(moment.found, Decay):
                curve.replace(moment.found.lags, moment.found.mean)
        self.plot.redraw()

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the plot."""
        for item in (self.now, self.fitted, self.quartiles):
            item.clear()
        self._draw_earlier(())
        self.others.show((), self._give)
        self.plot.set_message(sentence)
        self.words.tell_now("")

    def _read_out(self, point: Nearest) -> str:
        """Return how much is left at the pointer, and of which curve."""
        return point_caption(point.x, point.y, point.curve.label, self._side)

    @property
    def _side(self) -> str:
        """To which side of a loss the lags of what is drawn go."""
        return side(self._found) if isinstance(self._found, Decay) else "back"


def _levels(curves: list[np.ndarray]) -> np.ndarray:
    """Return log10 of everything that can be drawn on a logarithmic axis."""
    values = np.concatenate(curves).astype(np.float64)
    return np.log10(values[np.isfinite(values) & (values > 0)])
