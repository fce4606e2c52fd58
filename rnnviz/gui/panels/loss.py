"""The loss while the network learns, against what simple guessing would lose."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout

from rnnviz.gui.panels.base import Panel
from rnnviz.gui.plotting.curve import Curve, Look, Nearest
from rnnviz.gui.plotting.hot_plot import HotPlot
from rnnviz.gui.plotting.ranges import from_zero, rounded
from rnnviz.gui.plotting.references import Reference
from rnnviz.gui.plotting.steady_label import SteadyLabel

if TYPE_CHECKING:
    from rnnviz.gui.theme import Theme
    from rnnviz.lab.snapshot import Curves, Snapshot
    from rnnviz.tasks.text import Corpus

EMPTY = "Press Space to train. The loss is drawn here from the first step on."
X_LABELS = ("steps", "characters seen")
HIGHEST_SPIKE = 1.5
"""Spikes of single steps leave the plot beyond so many times the highest smoothed loss."""


class LossPanel(Panel):
    """Training loss, raw and smoothed, and validation loss, in nats per character."""

    name = "loss"
    title = "Loss"
    tooltip = "How well the network guesses the next character; lower is better"
    order = 10

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the curves so far."""
        curves = snapshot.curves
        self._curves = curves
        if curves.loss.size == 0:
            self.clear()
            return
        self._draw(curves)
        self.readout.say(_in_words(snapshot.smoothed, snapshot.diverged))

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Draw what guessing blindly and guessing by n-grams of this text would lose."""
        symbols = len(corpus.vocabulary)
        lines = [_reference(math.log(symbols), "uniform")] if symbols > 1 else []
        lines += [_reference(loss, f"{n}-gram") for n, loss in enumerate(baselines, start=1)]
        self.plot.set_references([line for line in lines if math.isfinite(line.value)])
        if self._curves is not None:
            self._draw(self._curves)

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._curves = None
        for curve in (self.raw, self.smoothed, self.validation):
            curve.clear()
        self.plot.start_over()
        self.plot.set_message(EMPTY)
        self.readout.say_now("")

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.plot.set_theme(theme)

    def _build(self) -> None:
        self._curves: Curves | None = None
        self.raw = Curve("training", Look(0, weight="faint"))
        self.smoothed = Curve("smoothed", Look(0))
        self.validation = Curve("validation", Look(1, dash=1, markers=True))
        self.plot = HotPlot(
            "Plot of the loss",
            (X_LABELS[0], "nats per character"),
            (from_zero, rounded),
            READ_OUTS[0],
        )
        self.plot.add(self.raw, self.smoothed, self.validation)
        self.plot.set_message(EMPTY)
        self.against = QComboBox()
        self.against.addItems(["by steps", "by characters"])
        self.against.setAccessibleName("What the loss is drawn against")
        self.against.setToolTip("Draw the loss against training steps or characters seen")
        self.log = QCheckBox("Log")
        self.log.setAccessibleName("Logarithmic axis of the loss")
        self.log.setToolTip("Stretch small losses: a logarithmic axis")
        self.readout = SteadyLabel()
        self.readout.setAccessibleName("Smoothed training loss")
        self.readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.against)
        row.addWidget(self.log)
        row.addWidget(self.readout, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.plot, 1)

    def _connect(self) -> None:
        self.against.currentIndexChanged.connect(self._on_against_changed)
        self.log.toggled.connect(self._on_log_toggled)

    def _on_against_changed(self, index: int) -> None:
        self.plot.set_labels(X_LABELS[index], "nats per character")
        self.plot.overlay.read_out = READ_OUTS[index]
        self.plot.start_over()
        if self._curves is not None:
            self._draw(self._curves)

    def _on_log_toggled(self, log: bool) -> None:
        self.plot.set_log_y(log)
        if self._curves is not None:
            self._draw(self._curves)

    def _draw(self, curves: Curves) -> None:
        steps = self.against.currentIndex() == 0
        x = curves.steps if steps else curves.characters
        self.raw.grow(x, curves.loss)
        self.smoothed.grow(x, curves.smoothed)
        self.validation.grow(
            curves.validation_steps if steps else curves.validation_characters,
            curves.validation_loss,
        )
        self.plot.set_message("")
        self.plot.fit((0.0, float(x[-1])), self._extremes())
        self.plot.refresh()

    def _extremes(self) -> tuple[float, float]:
        """Return the lowest and highest loss to be seen (log10 of them on a logarithmic axis)."""
        steady = [self.smoothed.extremes, self.validation.extremes]
        lines = [line.value for line in self.plot.references]
        lowest = 2 if self.plot.log_y else 0  # of positive values, or of all
        raw = self.raw.extremes
        low = min(raw[lowest], *(one[lowest] for one in steady), *lines)
        high = max(*(one[1] for one in steady), *lines)
        high = max(high, min(raw[1], HIGHEST_SPIKE * high)) if math.isfinite(high) else raw[1]
        if not self.plot.log_y:
            return low, high
        return (math.log10(low), math.log10(high)) if high > 0 else (math.inf, -math.inf)


def _reference(loss: float, name: str) -> Reference:
    return Reference(loss, name, f"{loss:.2f}")


def _in_words(loss: float, diverged: bool) -> str:
    """Return a loss in nats and bits."""
    if diverged or not math.isfinite(loss):
        return "not a number: diverged"
    return f"{loss:.2f} nats, {loss / math.log(2):.2f} bits"


def _read_out_by_step(point: Nearest) -> str:
    """Return the loss under the pointer, in nats and bits, and the step."""
    return f"{_values(point)}, step {point.x:,.0f}"


def _read_out_by_character(point: Nearest) -> str:
    """Return the loss under the pointer, in nats and bits, and the characters seen by then."""
    return f"{_values(point)}, {point.x:,.0f} characters"


def _values(point: Nearest) -> str:
    return f"{point.curve.label} {point.y:.2f} ({point.y / math.log(2):.2f} bits)"


READ_OUTS = (_read_out_by_step, _read_out_by_character)
