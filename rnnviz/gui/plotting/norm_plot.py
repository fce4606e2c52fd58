"""The gradient's norm before clipping, and the angle by which clipping turned the gradient."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnnviz.captions.clipping import (
    angle_point_caption,
    norm_mean_caption,
    norm_point_caption,
    threshold_text,
)
from rnnviz.captions.several_runs import of_run
from rnnviz.gui.appearance.looks import line_of
from rnnviz.gui.plotting.block_means import BlockMeans
from rnnviz.gui.plotting.live_plot import (
    Curve,
    KnownValues,
    LineStyle,
    LivePlot,
    Nearest,
    Reference,
    Rug,
)
from rnnviz.gui.plotting.overlaid import Overlaid, line_style, name_of
from rnnviz.gui.plotting.ranges import Counted, Range, nice_above

if TYPE_CHECKING:
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import Curves, Snapshot

NORM, ALONE = "norm", LineStyle(0, weight="dense")
FARTHEST_DECADES = 3.0
"""A threshold farther than this from all norms does not stretch the axis: an arrow points to it."""
MARGIN = 0.05


class NormPlot(LivePlot):
    """Norms over steps, the threshold with the clipped region above it, and the clipped steps.

    Beside other runs each has a line through its noise, and the focus its noise behind them.
    """

    def __init__(self) -> None:
        self.count = Counted()
        self.rug = Rug("clipped steps", LineStyle(1, weight="firm"))
        self.norm = Curve(NORM, ALONE)
        self.mean = Curve("", LineStyle(0))
        self._means: dict[Curve, BlockMeans] = {}
        super().__init__(
            "Plot of the gradient's norm before clipping",
            ("steps", "gradient norm"),
            (self.count, two_decades),
            self._read_norm,
        )
        self.add(self.rug, self.norm, self.mean)
        self.others = Overlaid(self, self.mean)
        self.set_log_y(True)

    def grow(self, curves: Curves) -> None:
        """Take in what is new in the curves."""
        self.norm.grow(curves.steps, curves.gradient_norm)
        self.rug.grow(curves.steps, curves.clipped)

    def clear(self) -> None:
        """Forget the curves: others begin."""
        self.norm.clear()
        self.mean.clear()
        self._means.clear()
        self.others.show((), self._give)
        self.rug.clear()
        self.start_over()

    def show_runs(self, focus: Snapshot) -> None:
        """Draw a line through the noise of the focus and of each run that is shown beside it."""
        name = name_of(focus) if focus.beside else ""
        dressed = (
            LineStyle(line_of(focus.look), weight="pale" if name else "dense"),
            line_style(focus.look),
            name,
        )
        if dressed != (self.norm.look, self.mean.look, self.mean.label):
            self.norm.look, self.mean.look, self.mean.label = dressed
            self.norm.label, self.norm.name = "" if name else NORM, name
            self.redraw()
        self.others.show(focus.beside, self._give)
        shown = {*self.others, self.mean} if name else set()
        self._means = {curve: means for curve, means in self._means.items() if curve in shown}
        if name:
            self._give(self.mean, focus)
        elif self.mean.x.size:
            self.mean.clear()

    def _give(self, curve: Curve, run: Snapshot) -> None:
        """Have a curve run through the noise of a run."""
        means = self._means.setdefault(curve, BlockMeans())
        means.grow(run.curves.steps, run.curves.gradient_norm)
        curve.grow(means.x, means.y)
        curve.whole = run.curves.steps, run.curves.gradient_norm
        if curve is self.mean:  # all of it is there as the noise behind this line
            curve.whole = curve.x[:0], curve.y[:0]

    def show_norms(self, curves: Curves, settings: Settings) -> bool:
        """Draw what was taken in; return whether there is anything to be drawn."""
        self.set_references(threshold_of(settings))
        known = [one.extremes for one in (self.norm, *self.others)]
        low, high = min(one[2] for one in known), max(one[1] for one in known)
        if not 0 < low <= high < math.inf:
            return False
        levels = [math.log10(low), math.log10(high)]
        line = math.log10(settings.clip_threshold)
        near = levels[0] - FARTHEST_DECADES <= line <= levels[1] + FARTHEST_DECADES
        if settings.clip != "none" and near:
            levels.append(line)
        self.set_message("")
        ends = [float(curve.x[-1]) for curve in self.others if curve.x.size]
        self.fit((0.0, max(float(curves.steps[-1]), *ends, 0.0)), (min(levels), max(levels)))
        self.refresh()
        return True

    def _read_norm(self, point: Nearest) -> str:
        """Return the norm under the pointer, or the mean of several, and whose it is."""
        run = self.others.run_of(point.curve)
        told = norm_point_caption(point.y, point.x)
        if self.norm.label:
            return told
        block = self._means[point.curve].block if point.curve in self._means else 1
        whose = name_of(run) if run else self.mean.label
        return of_run(whose, norm_mean_caption(point.y, point.x, block))


class AnglePlot(LivePlot):
    """Degrees between the raw and the clipped gradient, at the steps where they were measured."""

    def __init__(self) -> None:
        self.count = Counted()
        self.known = KnownValues(factor=180 / math.pi)
        self.angle = Curve("angle", LineStyle(0, weight="dense"))
        super().__init__(
            "Plot of the angle between the raw and the clipped gradient",
            ("steps", "degrees"),
            (self.count, degrees),
            _read_angle,
        )
        self.add(self.angle)

    def grow(self, curves: Curves) -> None:
        """Take in what is new in the curves."""
        self.known.grow(curves.steps, curves.clip_angle)

    def clear(self) -> None:
        """Forget the curves: others begin."""
        self.known.clear()
        self.angle.clear()
        self.start_over()

    def show_angles(self, curves: Curves) -> bool:
        """Draw what was taken in; return whether there is anything to be drawn."""
        if self.known.y.size == 0:
            return False
        self.angle.grow(self.known.x, self.known.y)
        self.set_message("")
        self.fit((0.0, float(curves.steps[-1])), (0.0, self.angle.extremes[1]))
        self.refresh()
        return True


def threshold_of(settings: Settings) -> list[Reference]:
    """Return the line of the threshold; of values it only says where no clipping begins."""
    names = {"norm": "clipped above", "value": "no value clipped below"}
    if settings.clip not in names:
        return []
    threshold, shaded = settings.clip_threshold, settings.clip == "norm"
    label = threshold_text(settings)
    return [Reference(threshold, names[settings.clip], label, shaded, pinned=True)]


def two_decades(low: float, high: float) -> Range:
    """Return whole powers of ten around log10 values, at least two of them."""
    bottom, top = math.floor(low - MARGIN), math.ceil(high + MARGIN)
    return (float(bottom), float(top)) if top - bottom >= 2 else (float(bottom), bottom + 2.0)


def degrees(low: float, high: float) -> Range:
    """Return 0 to a round number of degrees."""
    return 0.0, min(180.0, nice_above(max(1.2 * high, 5.0)))


def _read_angle(point: Nearest) -> str:
    """Return the angle under the pointer."""
    return angle_point_caption(point.y, point.x)
