"""What the long-memory bench has found so far: scores, and steps until solved, by length."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QSplitter

from rnnviz.captions.memory_bench import length_caption, score_caption, steps_caption
from rnnviz.captions.score_format import is_share, number, score_range, short
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.plotting.live_plot import Curve, LineStyle, LivePlot, Nearest, Reference
from rnnviz.gui.plotting.ranges import Range, rungs
from rnnviz.tasks.task import SHARES

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.memory_bench import Plan, Result

EMPTY = "Press Start. A point appears here for each run that is over."
EMPTY_STEPS = "Here it appears how many steps it took until each task was solved."
APART = 0.025
"""Share of the longest length by which cells stand apart, so that none hides another."""
CLOSEST = 0.35
"""Share of the distance between two lengths that cells may stand apart at most."""
BESIDE_LEGEND = 44
"""Pixels that the legend is wider than its longest name."""
MOST_FOR_LEGEND = 0.5
"""Share of a plot's width that is kept free for the legend at most."""


@dataclass
class Runs:
    """The scores of one cell at one length, and the steps until solved, or until given up."""

    scores: list[float] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)


class BenchCharts(QSplitter):
    """Two plots side by side; a point is the mean over the seeds of a cell at a length."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._plan: Plan | None = None
        self._runs: dict[str, dict[int, Runs]] = {}
        self.score = LivePlot(
            "Score against length",
            ("length", "score"),
            (self._beside_legend, score_range),
            self._read_score,
        )
        self.steps = LivePlot(
            "Steps until solved against length",
            ("length", "steps until solved"),
            (self._beside_legend, rungs),
            self._read_steps,
        )
        self.steps.set_log_y(True)
        self.curves = {
            plot: {
                name: Curve(cell.label, LineStyle(place, place, markers=True))
                for place, (name, cell) in enumerate(CELLS.items())
            }
            for plot in (self.score, self.steps)
        }
        for plot, sentence in ((self.score, EMPTY), (self.steps, EMPTY_STEPS)):
            plot.add(*self.curves[plot].values())
            plot.set_message(sentence)
            self.addWidget(plot)
        self.setChildrenCollapsible(False)

    def start(self, plan: Plan) -> None:
        """Forget all runs: those of a plan begin."""
        self._plan = plan
        self._runs = defaultdict(lambda: defaultdict(Runs))
        for curves in self.curves.values():
            for curve in curves.values():
                curve.clear()
        self.score.set_log_y(not is_share(plan.task.measure))
        length = length_caption(len(plan.cells))
        self.score.set_labels(length, short(plan.task.measure))
        self.steps.set_labels(length, "steps until solved")
        self.steps.start_over()
        self.score.set_references(_lines_of(plan))
        self.steps.set_references(
            [Reference(plan.max_steps, "not solved", f"in {plan.max_steps:,}")]
        )

    def add(self, result: Result) -> None:
        """Draw a run that is over."""
        runs = self._runs[result.cell][result.length]
        runs.scores.append(result.score)
        runs.steps.append(result.steps if result.solved else self._most_steps)
        for cell, by_length in self._runs.items():
            lengths = np.array(sorted(by_length))
            x = lengths + self._aside(cell)
            known = [by_length[length] for length in lengths.tolist()]
            scores = np.array([_mean(one.scores) for one in known])
            steps = np.array([_mean(one.steps) for one in known])
            for plot, means in ((self.score, scores), (self.steps, steps)):
                curve = self.curves[plot][cell]
                curve.replace(x, means)
                curve.whole = lengths, means
        self._fit(self.score)
        self._fit(self.steps)

    def set_theme(self, theme: Theme) -> None:
        """Follow the program's look."""
        self.score.set_theme(theme)
        self.steps.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the points clear of the legend in this width."""
        super().resizeEvent(event)
        for plot in self.curves:
            if plot.is_auto:
                plot.restore()

    def _beside_legend(self, low: float, high: float) -> Range:
        """Return 0 to so much more than the longest length that no point lies below the legend."""
        metrics = QFontMetricsF(self.score.letters)
        needed = max(metrics.horizontalAdvance(cell.label) for cell in CELLS.values())
        share = (needed + BESIDE_LEGEND) / max(self.score.inside.width(), 1)
        return 0.0, high / (1 - min(share, MOST_FOR_LEGEND))

    @property
    def _most_steps(self) -> int:
        return self._plan.max_steps if self._plan else 1

    @property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted(set(self._plan.lengths))) if self._plan else (1,)

    def _aside(self, cell: str) -> float:
        """Return how far right of its length a cell's points stand."""
        cells = self._plan.cells if self._plan else (cell,)
        gaps = np.diff(self._lengths)
        closest = CLOSEST * float(gaps.min()) if gaps.size else math.inf
        apart = min(APART * self._lengths[-1], closest / max(len(cells), 1))
        return (cells.index(cell) - (len(cells) - 1) / 2) * apart

    def _fit(self, plot: LivePlot) -> None:
        """Have the axes show all points and lines."""
        known = [curve.y[np.isfinite(curve.y)] for curve in self.curves[plot].values()]
        values = np.concatenate([*known, [line.value for line in plot.references]])
        plot.set_message("")
        if plot.log_y:
            values = np.log10(values[values > 0])
        if values.size:
            y = float(values.min()), float(values.max())
            last = self._plan.cells[-1] if self._plan else ""
            plot.fit((0.0, self._lengths[-1] + self._aside(last)), y)
        plot.refresh()

    def _read_score(self, point: Nearest) -> str:
        measure = self._plan.task.measure if self._plan else SHARES[0]
        return score_caption(point.curve.label, self._length_at(point), point.y, measure)

    def _read_steps(self, point: Nearest) -> str:
        length = self._length_at(point)
        return steps_caption(point.curve.label, length, point.y, self._most_steps)

    def _length_at(self, point: Nearest) -> int:
        """Return the length that a point belongs to."""
        return min(self._lengths, key=lambda length: abs(length - point.x))


def _lines_of(plan: Plan) -> tuple[Reference, ...]:
    """Return what is reached without memory, and what solves the task, at the longest length."""
    longest, measure = max(plan.lengths), plan.task.measure
    baseline, solved = plan.task.baseline(longest), plan.task.solved_at(longest)
    return (
        Reference(baseline.score, baseline.name, number(baseline.score, measure)),
        Reference(solved, "solved", number(solved, measure)),
    )


def _mean(values: list[float] | list[int]) -> float:
    """Return the mean of what is a number; of seeds that all diverged there is none."""
    known = [value for value in values if math.isfinite(value)]
    return float(np.mean(known)) if known else math.nan
