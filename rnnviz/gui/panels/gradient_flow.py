"""How much of the gradient is left, the further back in time it is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import Qt

from rnnviz.captions import losses
from rnnviz.captions.gradient_flow import (
    CONTRAST,
    caption,
    compared,
    middle_half,
    point_caption,
    why_unavailable,
)
from rnnviz.captions.several_runs import of_run
from rnnviz.gui.appearance.looks import line_of
from rnnviz.gui.panels.captioned import CaptionedPanel
from rnnviz.gui.plotting.live_plot import Band, Curve, LineStyle, LivePlot, Nearest
from rnnviz.gui.plotting.overlaid import Overlaid, line_style, measured, name_of, same
from rnnviz.gui.plotting.ranges import decades, exact
from rnnviz.gui.widgets.choice import Chooser, LayerChoice, side_by_side
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.lab.place import Place
from rnnviz.lab.snapshot import Request
from rnnviz.probes.gradient_flow import GradientFlow

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.snapshot import Snapshot

EMPTY = "Press Space to train. How far the gradient reaches back is drawn here."
COMING = "Measured with the next step."
LABEL = "norm of dL/dh"
MEDIAN = "median"
MODES = {"last": "one loss, by lag", "summed": "summed over losses"}
LONGEST_TEXT = (
    "Norm now 8.8·10⁻⁸. 10 characters back, 0.0000008 % of the gradient is left; "
    "20 back, 0.0000008 %."
)
MOST_LINES = 3


class GradientFlowPanel(CaptionedPanel):
    """Norms of d loss / d h by lag: median and quartiles over the sequences of the batch."""

    name = "gradient_flow"
    caption_name = "The gradient in words"
    caption_lines = MOST_LINES
    least_height = 150

    layer: LayerChoice
    _others: list[Snapshot]

    def needs(self) -> frozenset[Request]:
        """Return the one measurement: the chosen layer, in the chosen mode."""
        return frozenset({self._request()})

    def needs_beside(self) -> frozenset[Request]:
        """Return the same measurement: the curves are drawn over each other."""
        return self.needs()

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return {"mode": self.mode, "layer": self.layer}

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest measurement; the one before stays until there is one."""
        if self.layer.offer_layers(*snapshot.settings.stack):
            self._on_choice()
        self._count_in("character" if losses.of_characters(snapshot.task.unit) else "step")
        self._batch = snapshot.settings.batch
        flow = cast("GradientFlow | str | None", snapshot.results.get(self._request()))
        others = measured(snapshot.beside, self._request(), GradientFlow)
        if isinstance(flow, str):
            self._show_sentence(flow)
        elif flow is not None and not (flow is self._drawn and self._is_drawn(others)):
            self._dress(snapshot)
            several, self._others = bool(self._others), others
            if several != bool(others):
                self._make_room()
            self._draw(flow)
        elif flow is None and self._shown != self._request():
            self._show_sentence(COMING if snapshot.step else EMPTY)

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._show_sentence(EMPTY)
        self.plot.start_over()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.plot.set_theme(theme)

    def _build(self) -> None:
        super()._build()
        self._shown: Request | None = None
        self._drawn: GradientFlow | None = None
        self._others = []
        self._dressed = 0, ""
        self._step, self._batch = "character", 1
        self.quartiles = Band("middle half", LineStyle(0))
        self.median = Curve(MEDIAN, LineStyle(0))
        self.plot = LivePlot(
            "Plot of the gradient's norm by lag",
            (f"{self._step}s back (0 = now)", LABEL),
            (exact, decades),
            self._read_out,
        )
        self.plot.add(self.quartiles, self.median)
        self.others = Overlaid(self.plot, self.median)
        self.plot.set_log_y(True)
        self.plot.set_message(EMPTY)
        self.mode = FittedCombo()
        for mode, words in MODES.items():
            self.mode.addItem(words, mode)
        self.mode.setAccessibleName("Which losses the gradient is taken of")
        self.mode.setToolTip(
            "The gradient of the last loss alone shows what vanishes; the gradient of all losses "
            "together hides it"
        )
        self.layer = LayerChoice("The layer whose hidden states the gradient is taken at")
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def _arrange(self) -> None:
        row = side_by_side(self.mode, self.layer)
        self._set_out(row, picture=self.plot)

    def _connect(self) -> None:
        self.mode.currentIndexChanged.connect(self._on_choice)
        self.layer.currentIndexChanged.connect(self._on_choice)
        self.plot.opened.connect(self._on_opened)

    def _on_opened(self, point: Nearest) -> None:
        """Look into the cell at the step that is so far back from the last loss."""
        flow = self._drawn
        if flow is not None and point.curve is self.median:
            last = len(flow.lags) - 1
            self.look_into.emit(Place(last - round(point.x), layer=flow.layer, loss=last))

    def _on_choice(self) -> None:
        self.plot.start_over()
        self._make_room()
        self.needs_changed.emit()
        if self._shown is not None:
            self._show_sentence(COMING)

    def _make_room(self) -> None:
        """Give the words as many lines as the longest of this mode need at this width."""
        longest = LONGEST_TEXT if self.mode.currentIndex() == 0 else CONTRAST + LONGEST_TEXT
        width = self.words.fontMetrics().horizontalAdvance(longest)
        lines = MOST_LINES if self._others else -(-width // max(self.width() - 28, 1))
        self.words.set_lines(min(max(lines, 1), MOST_LINES))
        super()._make_room()

    def _request(self) -> Request:
        mode = list(MODES)[self.mode.currentIndex()]
        return Request("gradient_flow", (("layer", self.layer.currentData()), ("mode", mode)))

    def _count_in(self, step: str) -> None:
        """Call what lies between two losses a "character" or a "step"."""
        if step != self._step:
            self._step = step
            self.plot.set_labels(f"{step}s back (0 = now)", LABEL)

    def _draw(self, flow: GradientFlow) -> None:
        self._shown, self._drawn = self._request(), flow
        flows = {name_of(run): _found(run, self._shown) for run in self._others}
        levels = _levels([flow, *flows.values()])
        if levels.size == 0:
            self._show_sentence(why_unavailable(flow))
            return
        self.median.replace(flow.lags, flow.median)
        self._draw_quartiles(flow)
        self.others.show(self._others, self._give, self._shown)
        self.plot.set_message("")
        last = max(float(one.lags[-1]) for one in (flow, *flows.values()))
        self.plot.fit((0.0, last), (float(levels.min()), float(levels.max())))
        self.plot.refresh()
        if flows:
            self.words.say(partial(compared, {self._dressed[1]: flow, **flows}, self._step))
        else:
            self.words.say(partial(caption, flow, self._step))

    def _give(self, curve: Curve, run: Snapshot) -> None:
        """Have the curve of another run show what was found in it."""
        found = _found(run, self._request())
        curve.replace(found.lags, found.median)

    def _is_drawn(self, others: Sequence[Snapshot]) -> bool:
        """Return whether this is what was found in the other runs when they were drawn."""
        return same(self._others, others, self._request())

    def _dress(self, snapshot: Snapshot) -> None:
        """Draw the focus as the run that it is, beside others under its name."""
        dressed = snapshot.look, name_of(snapshot) if snapshot.beside else ""
        if dressed != self._dressed:
            self._dressed = dressed
            self.median.look, self.median.label = line_style(snapshot.look), dressed[1] or MEDIAN
            self.quartiles.look = LineStyle(line_of(snapshot.look))
            self.plot.redraw()

    def _draw_quartiles(self, flow: GradientFlow) -> None:
        """Draw the middle half where there are several sequences, and say how many of them."""
        count = flow.norms.shape[1]
        self.quartiles.clear()
        if count > 1:
            self.quartiles.replace(flow.lags, flow.lower, flow.upper)
        label = middle_half(count, self._batch)
        if label != self.quartiles.label:
            self.quartiles.label = label
            self.plot.redraw()

    def _show_sentence(self, sentence: str) -> None:
        self._shown = self._drawn = None
        if self._others:
            self._others = []
            self._make_room()
        self.others.show((), self._give)
        self.median.clear()
        self.quartiles.clear()
        self.plot.set_message(sentence)
        self.words.say_now("")

    def _read_out(self, point: Nearest) -> str:
        """Return the norm under the pointer, whose it is, and what share of that at lag 0."""
        run = self.others.run_of(point.curve)
        told = point_caption(point.x, point.y, float(point.curve.y[0]))
        return of_run(name_of(run) if run else self._dressed[1], told)


def _levels(flows: Sequence[GradientFlow]) -> np.ndarray:
    """Return log10 of everything that can be drawn on a logarithmic axis."""
    focus, *others = flows
    parts = focus.lower, focus.upper, focus.median, *(other.median for other in others)
    values = np.concatenate(parts).astype(np.float64)
    return np.log10(values[np.isfinite(values) & (values > 0)])


def _found(run: Snapshot, request: Request) -> GradientFlow:
    """Return what was measured of a run."""
    return cast("GradientFlow", run.results[request])
