"""How much of the gradient is left, the further back in time it is taken."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from rnnviz.captions import losses
from rnnviz.captions.number_format import number, power
from rnnviz.gui.panels.captioned import CaptionedPanel
from rnnviz.gui.plotting.live_plot.curve import Band, Curve, LineStyle, Nearest
from rnnviz.gui.plotting.live_plot.live_plot import LivePlot
from rnnviz.gui.plotting.live_plot.ranges import decades, exact
from rnnviz.gui.widgets.choice import Chooser, LayerChoice
from rnnviz.lab.snapshot import Request

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.snapshot import Snapshot
    from rnnviz.probes.gradient_flow import GradientFlow

EMPTY = "Press Space to train. How far the gradient reaches back is drawn here."
COMING = "Measured with the next step."
ALL_ZERO = "Every gradient is exactly zero: there is nothing to draw."
NOT_FINITE = "The gradient is not a number any more: the training has diverged."
LABEL = "norm of dL/dh"
MODES = {"last": "one loss, by lag", "summed": "summed over losses"}
CONTRAST = "This curve hides vanishing: every step adds its own loss."
LAGS_IN_WORDS = (10, 20)
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

    def needs(self) -> frozenset[Request]:
        """Return the one measurement: the chosen layer, in the chosen mode."""
        return frozenset({self._request()})

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return {"mode": self.mode, "layer": self.layer}

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest measurement; the one before stays until there is one."""
        if self.layer.offer_layers(snapshot.settings.layers):
            self._on_choice()
        self._count_in("character" if losses.of_characters(snapshot.task.unit) else "step")
        self._batch = snapshot.settings.batch
        flow = cast("GradientFlow | None", snapshot.results.get(self._request()))
        if flow is not None and flow is not self._drawn:
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
        self._step, self._batch = "character", 1
        self.quartiles = Band("middle half", LineStyle(0))
        self.median = Curve("median", LineStyle(0))
        self.plot = LivePlot(
            "Plot of the gradient's norm by lag",
            (f"{self._step}s back (0 = now)", LABEL),
            (exact, decades),
            _read_out,
        )
        self.plot.add(self.quartiles, self.median)
        self.plot.set_log_y(True)
        self.plot.set_message(EMPTY)
        self.mode = QComboBox()
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
        row = QHBoxLayout()
        row.addWidget(self.mode)
        row.addWidget(self.layer)
        row.addStretch(1)
        self._set_out(row, picture=self.plot)

    def _connect(self) -> None:
        self.mode.currentIndexChanged.connect(self._on_choice)
        self.layer.currentIndexChanged.connect(self._on_choice)

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
        lines = -(-width // max(self.width() - 28, 1))
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
        levels = _levels(flow)
        if levels.size == 0:
            zero = np.all(np.asarray(flow.median) == 0)
            self._show_sentence(ALL_ZERO if zero else NOT_FINITE)
            return
        self.median.replace(flow.lags, flow.median)
        self._draw_quartiles(flow)
        self.plot.set_message("")
        self.plot.fit((0.0, float(flow.lags[-1])), (float(levels.min()), float(levels.max())))
        self.plot.refresh()
        self.words.say(partial(_in_one_piece, flow, self._step))

    def _draw_quartiles(self, flow: GradientFlow) -> None:
        """Draw the middle half where there are several sequences, and say how many of them."""
        count = flow.norms.shape[1]
        self.quartiles.clear()
        if count > 1:
            self.quartiles.replace(flow.lags, flow.lower, flow.upper)
        label = f"middle half of {sequences_in_words(count, self._batch)}"
        if label != self.quartiles.label:
            self.quartiles.label = label
            self.plot.overlay.invalidate()

    def _show_sentence(self, sentence: str) -> None:
        self._shown = self._drawn = None
        self.median.clear()
        self.quartiles.clear()
        self.plot.set_message(sentence)
        self.words.say_now("")


def in_words(flow: GradientFlow, step: str = "character") -> str:
    """Return what is left of the gradient at a few lags, relative to lag 0; each is a `step`."""
    now, last = float(flow.median[0]), len(flow.median) - 1
    if not math.isfinite(now):
        return NOT_FINITE
    if now == 0:
        return f"The gradient is exactly zero at the last {step} already."
    text = f"Norm now {number(now)}."
    if last == 0:
        text += f" The window is one {step} long: there is nothing further back."
    else:
        lags = [lag for lag in LAGS_IN_WORDS if lag < last] or [last]
        if len(lags) < len(LAGS_IN_WORDS) and last not in lags:
            lags.append(last)
        text += " " + "; ".join(
            _at_lag(lag, float(flow.median[lag]) / now, step if lag == lags[0] else "")
            for lag in lags
        )
        text += "."
    return f"{CONTRAST} {text}" if flow.mode == "summed" else text


def sequences_in_words(count: int, batch: int) -> str:
    """Return how many sequences of a batch are followed: "4 sequences", "8 of 64 sequences"."""
    return f"{count} of {batch} sequences" if batch > count else f"{count} sequences"


def share_in_words(share: float) -> str:
    """Return a share as a percentage of one or two digits: 35 %, 0.0008 %, 4 × 10⁻¹⁰ %."""
    percentage = 100 * share
    if percentage >= 9.95:
        return f"{percentage:.0f} %"
    if percentage >= 0.0995:
        return f"{percentage:.2g} %"
    digit, exponent = (int(part) for part in f"{percentage:.0e}".split("e"))
    if exponent >= -6:
        return f"{digit * 10.0**exponent:.{-exponent}f} %"
    return f"{digit} × {power(exponent)} %"


def _at_lag(lag: int, share: float, step: str) -> str:
    """Return what is left so far back; the first of several says of what, and back by what."""
    where = f"{lag} {step}{'s' if lag > 1 else ''} back" if step else f"{lag} back"
    if not math.isfinite(share):
        return f"{where}, not a number"
    if share == 0:
        return f"{where}, nothing is left: it is too small for the computer's numbers"
    if share >= 2:
        return f"{where}, it is {number(share)} times as large"
    return f"{where}, {share_in_words(share)}" + (" of the gradient is left" if step else "")


def _in_one_piece(flow: GradientFlow, step: str) -> str:
    """Return the words about a flow, every number kept with its sign of per cent."""
    return in_words(flow, step).replace(" %", "\u00a0%")


def _levels(flow: GradientFlow) -> np.ndarray:
    """Return log10 of everything that can be drawn on a logarithmic axis."""
    values = np.concatenate((flow.median, flow.lower, flow.upper)).astype(np.float64)
    return np.log10(values[np.isfinite(values) & (values > 0)])


def _read_out(point: Nearest) -> str:
    """Return the norm under the pointer, and what share of that at lag 0 it is."""
    now = float(point.curve.y[0])
    share = f" = {share_in_words(point.y / now)} of now" if now > 0 and point.y > 0 else ""
    return f"{point.x:.0f} back: {number(point.y)}{share}"
