"""What a sweep has found so far: losses and costs, by hidden units or what else varies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from rnnviz.captions.sweep import point_caption
from rnnviz.gui.appearance.looks import line_of
from rnnviz.gui.plotting.live_plot import Curve, LineStyle, LivePlot, Nearest
from rnnviz.gui.plotting.ranges import rounded, rungs
from rnnviz.lab.run_names import run_names
from rnnviz.lab.settings import declarations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.sweep.store import Record
    from rnnviz.lab.sweep.training_row import TrainingRow

EMPTY = "Press Start. A point appears here for each row that is done."
EMPTY_COST = "Here it appears how long a network takes to learn from one input."
COMBINATION = "combination, in their order"
FIRST = "hidden"
"""What the lower axis shows if it varies, whatever else does."""
BESIDE = 0.04
"""Share of the lower axis that is left free beside the first and the last point."""


Value = Callable[["Record"], float | None]


class Place(NamedTuple):
    """Where a row's point is: of which curve, and at what."""

    series: str
    x: float


class SweepCharts(QSplitter):
    """Two plots side by side; a point is the mean over the seeds of a combination."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._places: dict[str, Place] = {}
        self._found: dict[Place, list[Record]] = {}
        self._along = COMBINATION
        self.loss = LivePlot(
            "Held-out loss", ("", "held-out loss"), (beside, rounded), self._read_loss
        )
        self.cost = LivePlot("Cost", ("", "µs an input"), (beside, rungs), self._read_cost)
        self.cost.set_log_y(True)
        self.curves: dict[LivePlot, dict[str, Curve]] = {self.loss: {}, self.cost: {}}
        for plot, sentence in ((self.loss, EMPTY), (self.cost, EMPTY_COST)):
            plot.set_message(sentence)
            self.addWidget(plot)
        self.setChildrenCollapsible(False)

    def start(self, rows: Sequence[TrainingRow], varied: Sequence[str]) -> None:
        """Forget all rows: these begin."""
        self._found = {}
        along = along_which(rows, varied)
        self._along = declarations()[along].label.lower() if along else COMBINATION
        self._places = places_of(rows, along)
        for plot, curves in self.curves.items():
            for curve in curves.values():
                plot.remove(curve)
            curves.clear()
            for number, series in enumerate(dict.fromkeys(p.series for p in self._places.values())):
                look = LineStyle(line_of(number), number, markers=True)
                curves[series] = Curve(series, look)
            plot.add(*curves.values())
            plot.set_labels(self._along, plot.axes[1].title)
            plot.start_over()

    def add(self, record: Record) -> None:
        """Draw a row that is done."""
        if record.result is None or record.name not in self._places:
            return
        self._found.setdefault(self._places[record.name], []).append(record)
        for plot, value in ((self.loss, loss_of), (self.cost, cost_of)):
            self._draw(plot, self._means(value))

    def _means(self, value: Value) -> dict[str, dict[float, float]]:
        """The mean over the seeds, by series and place."""
        means: dict[str, dict[float, float]] = {}
        for place, records in self._found.items():
            known = [v for record in records if (v := value(record)) is not None]
            if known:
                means.setdefault(place.series, {})[place.x] = float(np.mean(known))
        return means

    def _draw(self, plot: LivePlot, means: dict[str, dict[float, float]]) -> None:
        for series, points in means.items():
            x = sorted(points)
            self.curves[plot][series].replace(
                np.array(x, float), np.array([points[one] for one in x], float)
            )
        values = np.array([y for points in means.values() for y in points.values()])
        if not values.size:
            return
        plot.set_message("")
        if plot.log_y:
            values = np.log10(values)
        everywhere = [place.x for place in self._places.values()]
        plot.fit((min(everywhere), max(everywhere)), (float(values.min()), float(values.max())))
        plot.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Follow the program's look."""
        self.loss.set_theme(theme)
        self.cost.set_theme(theme)

    def _read_loss(self, point: Nearest) -> str:
        return point_caption(point.curve.label, self._along, point.x, f"{point.y:.4f}")

    def _read_cost(self, point: Nearest) -> str:
        return point_caption(point.curve.label, self._along, point.x, f"{point.y:,.3g} µs an input")


def along_which(rows: Sequence[TrainingRow], varied: Sequence[str]) -> str:
    """The setting along the lower axis: the hidden units, or the first that is all numbers."""
    order = sorted(varied, key=lambda name: name != FIRST)
    for name in order:
        values = {row.settings.value(name) for row in rows if name in row.settings.rows()}
        everywhere = all(name in row.settings.rows() for row in rows)
        if everywhere and len(values) > 1 and all(is_number(value) for value in values):
            return name
    return ""


def is_number(value: object) -> bool:
    """Whether a value has a place on an axis."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def places_of(rows: Sequence[TrainingRow], along: str) -> dict[str, Place]:
    """Where each row's point is, by its name."""
    others = [_others(row.settings, along) for row in rows]
    kinds = list(dict.fromkeys(others))
    if not along:
        return {r.name: Place("", 1.0 + kinds.index(o)) for r, o in zip(rows, others, strict=True)}
    names = dict(zip(kinds, run_names(kinds, [""] * len(kinds)), strict=True))
    return {
        row.name: Place(names[other], float(str(row.settings.value(along))))
        for row, other in zip(rows, others, strict=True)
    }


def _others(settings: Settings, along: str) -> Settings:
    """The same whatever the seed is, and the setting along the axis."""
    fixed: dict[str, object] = {"seed": 0}
    if along:
        fixed[along] = declarations()[along].default
    return settings.change(**fixed)


def loss_of(record: Record) -> float | None:
    """The held-out loss of a row, or where nothing is held out, its training loss."""
    result = record.result or {}
    value = result.get("heldout")
    return value if value is not None else result.get("loss")


def cost_of(record: Record) -> float | None:
    """Microseconds that a network takes to learn from one input."""
    rate = (record.result or {}).get("chars_per_second")
    return 1e6 / rate if rate else None


def beside(low: float, high: float) -> tuple[float, float]:
    """A little more than where points are."""
    more = BESIDE * (high - low) or 1.0
    return low - more, high + more
