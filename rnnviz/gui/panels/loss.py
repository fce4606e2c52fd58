"""The loss while the network learns, against what simple guessing would lose."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt

from rnnviz.captions import losses
from rnnviz.captions.loss_units import nats_of, shown
from rnnviz.captions.losses import SECONDS, STEPS
from rnnviz.captions.progress import moment_caption
from rnnviz.captions.several_runs import of_run, other_units
from rnnviz.gui.appearance.looks import line_of
from rnnviz.gui.controls.against import Against
from rnnviz.gui.panels.base import Panel
from rnnviz.gui.plotting.live_plot import Curve, LineStyle, LivePlot, Mark, Nearest, Reference
from rnnviz.gui.plotting.overlaid import Overlaid, dot_style, line_style, name_of, part_of
from rnnviz.gui.plotting.ranges import Counted, nice_above, rounded
from rnnviz.gui.plotting.seed_bands import SeedBands
from rnnviz.gui.plotting.shown_losses import ShownLosses
from rnnviz.gui.widgets.buttons import CheckBox
from rnnviz.gui.widgets.choice_row import ChoiceRow
from rnnviz.gui.widgets.steady_label import SteadyLabel
from rnnviz.lab.place import Place
from rnnviz.lab.snapshot import Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.snapshot import Curves, Snapshot, TaskFacts
    from rnnviz.tasks.text import Corpus

EMPTY = "Press Space to train. The loss is drawn here from the first step on."
TRAINING, VALIDATION = "training", "validation"
WIDEST_LOSS = "8.88"
ALONE = LineStyle(1, dash=1, markers=True)
"""How held-out losses are drawn where no other run is shown."""
SOON = 1.02
"""So many times the seconds that are expected, an axis ends: speed is not quite steady."""
HIGHEST_SPIKE = 1.5
"""Spikes of single steps leave the plot beyond so many times the highest mean loss."""


class LossPanel(Panel):
    """Training loss, its mean and validation loss, with marks for what was done by hand.

    The unit and the line of knowing nothing are those of what is learned. Of other shown runs
    whose losses are in that unit there are the mean, in the run's colour and dash, and validation
    loss, as dots. The seeds of one contestant are one: their mean, and a band from the lowest to
    the highest.
    """

    name = "loss"

    _latest: Snapshot | None
    _shown: Snapshot | None
    _baselines: tuple[float, ...]

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the curves so far."""
        self._follow(snapshot.task)
        self._latest = snapshot
        self._draw(snapshot)
        self.readout.say(losses.mean_caption(snapshot))

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Draw what guessing blindly and guessing by n-grams of this text would lose."""
        self._baselines = baselines
        self._refer("uniform", math.log(max(len(corpus.vocabulary), 1)))
        self._draw_again()

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._latest = None
        for curve in (self.raw, self.smoothed, self.validation):
            curve.clear()
        self._draw_others(())
        self.bands.clear()
        self.plot.start_over()
        self.plot.set_message(EMPTY)
        self.readout.say_now("")

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.plot.set_theme(theme)

    def _build(self) -> None:
        self._latest = self._shown = None
        self._dressed = 0, ""
        self._task: TaskFacts | None = None
        self._unit = losses.NATS_PER_CHARACTER
        self._baselines = ()
        self._in_unit = ShownLosses()
        self.raw = Curve(TRAINING, LineStyle(0, weight="faint"))
        self.smoothed = Curve(losses.MEAN, LineStyle(0))
        self.validation = Curve(VALIDATION, ALONE)
        self.count = Counted()
        self.plot = LivePlot(
            "Plot of the loss",
            (losses.axis(STEPS, self._unit), self._unit),
            (self.count, rounded),
            self._read_out,
        )
        self.plot.add(self.raw, self.smoothed, self.validation)
        self.plot.set_message(EMPTY)
        self.bands = SeedBands(self.plot, "validation_loss")
        self.means = Overlaid(self.plot, self.smoothed, of=losses.MEAN)
        self.held_out = Overlaid(self.plot, self.smoothed, dot_style, named=False, of=VALIDATION)
        self.missing = SteadyLabel()
        self.missing.setAccessibleName("Which runs are not drawn")
        self.missing.hide()
        self.against = Against()
        self.log = CheckBox("Log")
        self.log.setAccessibleName("Logarithmic axis of the loss")
        self.log.setToolTip("Stretch small losses: a logarithmic axis")
        self.readout = SteadyLabel(least=WIDEST_LOSS)
        self.readout.setAccessibleName(losses.HEADLINE)
        self.readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _arrange(self) -> None:
        row = ChoiceRow((self.against, self.log, self.readout), stretched=(self.readout,))
        self._set_out(row, picture=self.plot).addWidget(self.missing)

    def _connect(self) -> None:
        self.against.currentIndexChanged.connect(self._on_against_changed)
        self.log.toggled.connect(self._on_log_toggled)
        self.plot.opened.connect(self._on_opened)

    def _on_against_changed(self) -> None:
        self._label_axes()
        self.plot.start_over()
        self._draw_again()

    def _on_log_toggled(self, log: bool) -> None:
        self.plot.set_log_y(log)
        self._draw_again()

    def _follow(self, task: TaskFacts) -> None:
        """Take the unit and the lines of what is learned now."""
        if task == self._task:
            return
        self._task, self._unit = task, task.unit
        if not losses.of_characters(task.unit):
            self._baselines = ()
        self.against.name_inputs(task.unit)
        self._label_axes()
        self._refer(*task.line)
        self.plot.start_over()

    def _refer(self, name: str, loss: float) -> None:
        """Draw the loss of knowing nothing, and those of n-grams."""
        lines = [(name, loss)] if loss > 0 else []
        lines += [(f"{n}-gram", value) for n, value in enumerate(self._baselines, start=1)]
        self.plot.set_references(
            [
                Reference(shown(value, self._unit), name, losses.value(value, self._unit))
                for name, value in lines
                if math.isfinite(value)
            ]
        )

    def _label_axes(self) -> None:
        counts = self._against != SECONDS
        self.plot.set_labels(losses.axis(self._against, self._unit), self._unit, counts=counts)

    @property
    def _against(self) -> str:
        """What the loss is drawn against: the name of that curve."""
        return self.against.name

    def _draw_again(self) -> None:
        if self._latest is not None:
            self._draw(self._latest)

    def _draw(self, snapshot: Snapshot) -> None:
        alike = [run for run in snapshot.beside if run.task.unit == self._unit]
        missing = len(snapshot.beside) - len(alike)
        snapshot, *alike = self._in_unit.of([snapshot, *alike], self._unit)
        curves = _whole(snapshot)
        own, *others = self.bands.merged([snapshot, *alike], self._against)
        self._shown = own
        self._dress(snapshot.look, name := name_of(own) if snapshot.beside else "")
        self.raw.name = part_of(name and name_of(snapshot), TRAINING)
        self.smoothed.name = part_of(name, losses.MEAN)
        self.validation.name = part_of(name, VALIDATION)
        x, later = self._places(curves)
        self.raw.grow(x, curves.loss)
        if own is not snapshot:
            (x, later), curves = self._places(own.curves), own.curves
        self.bands.give(self.smoothed, own, x, curves.smoothed)
        self.bands.give(self.validation, own, later, curves.validation_loss)
        self._draw_others(others)
        self._tell_missing(missing)
        self.plot.set_marks(self._marks(snapshot))
        self.plot.set_message("")
        self._fit(snapshot)
        self.plot.refresh()

    def _places(self, curves: Curves) -> tuple[np.ndarray, np.ndarray]:
        """Return where losses stand on the axis, those of steps and those of validation."""
        against = self._against
        return getattr(curves, against), getattr(curves, f"validation_{against}")

    def _dress(self, look: int, name: str) -> None:
        """Draw the focus as the run that it is, beside others under its name."""
        if (look, name) == self._dressed:
            return
        self._dressed = look, name
        weight = "pale" if name else "faint"
        self.raw.look = LineStyle(line_of(look), weight=weight)
        self.smoothed.look, self.smoothed.label = line_style(look), name or losses.MEAN
        self.validation.look = dot_style(look) if look or name else ALONE
        self.raw.label, self.validation.label = ("", "") if name else (TRAINING, VALIDATION)
        self.plot.redraw()

    def _draw_others(self, others: Sequence[Snapshot]) -> None:
        """Draw the other runs."""
        self.means.show(others, self._give_mean)
        self.held_out.show(others, self._give_held_out)

    def _give_mean(self, curve: Curve, run: Snapshot) -> None:
        self.bands.give(curve, run, self._places(run.curves)[0], run.curves.smoothed)

    def _give_held_out(self, curve: Curve, run: Snapshot) -> None:
        self.bands.give(curve, run, self._places(run.curves)[1], run.curves.validation_loss)

    def _tell_missing(self, count: int) -> None:
        """Say below the plot how many of the shown runs are not drawn."""
        self.missing.setVisible(count > 0)
        self.missing.say(other_units(count, self._unit))

    def _marks(self, snapshot: Snapshot) -> list[Mark]:
        """Return what was done by hand, where it stands on the axis."""
        events, against = snapshot.events, self._against
        if snapshot.present is not None:
            now = Event(snapshot.step, snapshot.characters, moment_caption(snapshot.step))
            events = (*events, now)
        if against == SECONDS:
            at = _whole(snapshot).seconds_at
            return [Mark(at(event.step), event.text) for event in events]
        return [Mark(getattr(e, "step" if against == STEPS else against), e.text) for e in events]

    def _fit(self, snapshot: Snapshot) -> None:
        """Have the axes show all curves, and where training will end."""
        curves = _whole(snapshot)
        x, steps = self._places(curves)[0], curves.steps
        end = float(x[-1]) if x.size else 0.0
        per_step = end / max(float(steps[-1]), 1.0) if x.size else 1.0
        goal = per_step * snapshot.goal
        if self._against == SECONDS:
            goal = nice_above(SOON * goal) if goal > 0 else 0.0
        farthest = max((float(curve.x[-1]) for curve in self.means if curve.x.size), default=0.0)
        self.count.goal = max(goal, farthest)
        self.plot.fit((0.0, max(end, farthest)), self._extremes())

    def _extremes(self) -> tuple[float, float]:
        """Return the lowest and highest loss to be seen (log10 of them on a logarithmic axis)."""
        shown = (self.smoothed, self.validation, *self.means, *self.held_out)
        steady = [*(curve.extremes for curve in shown), *self.bands.extremes]
        lines = [line.value for line in self.plot.references]
        lowest = 2 if self.plot.log_y else 0  # of positive values, or of all
        raw = self.raw.extremes
        low = min(raw[lowest], *(one[lowest] for one in steady), *lines)
        high = max(*(one[1] for one in steady), *lines)
        high = max(high, min(raw[1], HIGHEST_SPIKE * high)) if math.isfinite(high) else raw[1]
        if not self.plot.log_y:
            return low, high
        return (math.log10(low), math.log10(high)) if high > 0 else (math.inf, -math.inf)

    def _on_opened(self, point: Nearest) -> None:
        """Look into the cell as it was when a curve of the focus was there."""
        shown = self._shown
        if shown is not None and point.curve in (self.raw, self.smoothed, self.validation):
            steps, places = _whole(shown).steps, self._places(_whole(shown))[0]
            place = min(int(places.searchsorted(point.x)), steps.size - 1)
            self.look_into.emit(Place(moment=int(steps[place])))

    def _read_out(self, point: Nearest) -> str:
        """Return the loss under the pointer, whose it is, and where it stands on the axis."""
        curve, name = point.curve, VALIDATION
        run = self.means.run_of(curve) or self.held_out.run_of(curve)
        owner = run or self._shown
        if curve is self.raw:
            name = TRAINING
        elif owner is not None and (curve is self.smoothed or self.means.run_of(curve)):
            place = int(np.searchsorted(curve.x, point.x))
            name = losses.mean_name(round(float(_whole(owner).steps[place])))
        nats = nats_of(point.y, self._unit)
        told = losses.point_caption(name, nats, self._unit, point.x, self._against)
        return of_run(name_of(run) if run else self._dressed[1], told)


def _whole(snapshot: Snapshot) -> Curves:
    """Return the curves up to the present, wherever in the past the snapshot stands."""
    return snapshot.later or snapshot.curves
