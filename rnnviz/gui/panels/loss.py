"""The loss while the network learns, against what simple guessing would lose."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout

from rnnviz.captions import losses
from rnnviz.gui.panels.base import Panel
from rnnviz.gui.plotting.live_plot import Curve, LineStyle, LivePlot, Mark, Nearest, Reference
from rnnviz.gui.plotting.ranges import Counted, rounded
from rnnviz.gui.widgets.steady_label import SteadyLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.snapshot import Curves, Event, Snapshot, TaskFacts
    from rnnviz.tasks.text import Corpus

EMPTY = "Press Space to train. The loss is drawn here from the first step on."
HIGHEST_SPIKE = 1.5
"""Spikes of single steps leave the plot beyond so many times the highest mean loss."""


class LossPanel(Panel):
    """Training loss, its mean and validation loss, with marks for what was done by hand.

    The unit and the line of knowing nothing are those of what is learned.
    """

    name = "loss"

    _curves: Curves | None
    _events: Sequence[Event]
    _baselines: tuple[float, ...]

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the curves so far."""
        self._follow(snapshot.task)
        self._curves, self._events = snapshot.curves, snapshot.events
        self._goal = snapshot.goal
        self._draw(snapshot.curves)
        self.readout.say(losses.mean_caption(snapshot))

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Draw what guessing blindly and guessing by n-grams of this text would lose."""
        self._baselines = baselines
        self._refer("uniform", math.log(max(len(corpus.vocabulary), 1)))
        if self._curves is not None:
            self._draw(self._curves)

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._curves, self._events = None, ()
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
        self._curves, self._events = None, ()
        self._goal = 0
        self._task: TaskFacts | None = None
        self._unit = losses.NATS_PER_CHARACTER
        self._baselines = ()
        self.raw = Curve("training", LineStyle(0, weight="faint"))
        self.smoothed = Curve(losses.MEAN, LineStyle(0))
        self.validation = Curve("validation", LineStyle(1, dash=1, markers=True))
        self.count = Counted()
        self.plot = LivePlot(
            "Plot of the loss",
            ("steps", self._unit),
            (self.count, rounded),
            self._read_out,
        )
        self.plot.add(self.raw, self.smoothed, self.validation)
        self.plot.set_message(EMPTY)
        self.against = QComboBox()
        self.against.addItems(["by steps", "by characters"])
        self.against.setMinimumWidth(60)
        self.against.setAccessibleName("What the loss is drawn against")
        self.against.setToolTip("Draw the loss against training steps or against what was read")
        self.log = QCheckBox("Log")
        self.log.setAccessibleName("Logarithmic axis of the loss")
        self.log.setToolTip("Stretch small losses: a logarithmic axis")
        self.readout = SteadyLabel()
        self.readout.setAccessibleName(losses.HEADLINE)
        self.readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.against)
        row.addWidget(self.log)
        row.addWidget(self.readout, 1)
        self._set_out(row, picture=self.plot)

    def _connect(self) -> None:
        self.against.currentIndexChanged.connect(self._on_against_changed)
        self.log.toggled.connect(self._on_log_toggled)

    def _on_against_changed(self) -> None:
        self._label_axes()
        self.plot.start_over()
        if self._curves is not None:
            self._draw(self._curves)

    def _on_log_toggled(self, log: bool) -> None:
        self.plot.set_log_y(log)
        if self._curves is not None:
            self._draw(self._curves)

    def _follow(self, task: TaskFacts) -> None:
        """Take the unit and the lines of what is learned now."""
        if task == self._task:
            return
        self._task, self._unit = task, task.unit
        if not losses.of_characters(task.unit):
            self._baselines = ()
        self.against.setItemText(1, f"by {losses.inputs(task.unit)}")
        self._label_axes()
        self._refer(*task.line)
        self.plot.start_over()

    def _refer(self, name: str, loss: float) -> None:
        """Draw the loss of knowing nothing, and those of n-grams."""
        lines = [(name, loss)] if loss > 0 else []
        lines += [(f"{n}-gram", value) for n, value in enumerate(self._baselines, start=1)]
        self.plot.set_references(
            [
                Reference(value, name, losses.value(value, self._unit))
                for name, value in lines
                if math.isfinite(value)
            ]
        )

    def _label_axes(self) -> None:
        x = "steps" if self._by_steps else f"{losses.inputs(self._unit)} seen"
        self.plot.set_labels(x, self._unit)

    @property
    def _by_steps(self) -> bool:
        return self.against.currentIndex() == 0

    def _draw(self, curves: Curves) -> None:
        steps = self._by_steps
        x = curves.steps if steps else curves.characters
        self.raw.grow(x, curves.loss)
        self.smoothed.grow(x, curves.smoothed)
        self.validation.grow(
            curves.validation_steps if steps else curves.validation_characters,
            curves.validation_loss,
        )
        self.plot.set_marks(
            [Mark(event.step if steps else event.characters, event.text) for event in self._events]
        )
        self.plot.set_message("")
        end = float(x[-1]) if x.size else 0.0
        per_step = end / max(float(curves.steps[-1]), 1.0) if x.size else 1.0
        self.count.goal = per_step * self._goal
        self.plot.fit((0.0, end), self._extremes())
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

    def _read_out(self, point: Nearest) -> str:
        """Return the loss under the pointer, and the step or how much was read by then."""
        name = point.curve.label
        if point.curve is self.smoothed and self._curves is not None:
            place = int(np.searchsorted(self.smoothed.x, point.x))
            name = losses.mean_name(int(self._curves.steps[place]))
        return losses.point_caption(name, point.y, self._unit, point.x, by_steps=self._by_steps)
