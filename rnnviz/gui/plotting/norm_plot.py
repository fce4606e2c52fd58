"""The gradient's norm before clipping, and the angle by which clipping turned the gradient."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnnviz.captions.clipping import angle_point_caption, norm_point_caption, threshold_text
from rnnviz.gui.plotting.live_plot import (
    Curve,
    KnownValues,
    LineStyle,
    LivePlot,
    Nearest,
    Reference,
    Rug,
)
from rnnviz.gui.plotting.ranges import Counted, Range, nice_above

if TYPE_CHECKING:
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import Curves

FARTHEST_DECADES = 3.0
"""A threshold farther than this from all norms does not stretch the axis: an arrow points to it."""
MARGIN = 0.05


class NormPlot(LivePlot):
    """Norms over steps, the threshold with the clipped region above it, and the clipped steps."""

    def __init__(self) -> None:
        self.count = Counted()
        self.rug = Rug("clipped steps", LineStyle(1, weight="firm"))
        self.norm = Curve("norm", LineStyle(0, weight="dense"))
        super().__init__(
            "Plot of the gradient's norm before clipping",
            ("steps", "gradient norm"),
            (self.count, two_decades),
            _read_norm,
        )
        self.add(self.rug, self.norm)
        self.set_log_y(True)

    def grow(self, curves: Curves) -> None:
        """Take in what is new in the curves."""
        self.norm.grow(curves.steps, curves.gradient_norm)
        self.rug.grow(curves.steps, curves.clipped)

    def clear(self) -> None:
        """Forget the curves: others begin."""
        self.norm.clear()
        self.rug.clear()
        self.start_over()

    def show_norms(self, curves: Curves, settings: Settings) -> bool:
        """Draw what was taken in; return whether there is anything to be drawn."""
        self.set_references(threshold_of(settings))
        _, high, low = self.norm.extremes
        if not 0 < low <= high < math.inf:
            return False
        levels = [math.log10(low), math.log10(high)]
        line = math.log10(settings.clip_threshold)
        near = levels[0] - FARTHEST_DECADES <= line <= levels[1] + FARTHEST_DECADES
        if settings.clip != "none" and near:
            levels.append(line)
        self.set_message("")
        self.fit((0.0, float(curves.steps[-1])), (min(levels), max(levels)))
        self.refresh()
        return True


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


def _read_norm(point: Nearest) -> str:
    """Return the norm under the pointer."""
    return norm_point_caption(point.y, point.x)


def _read_angle(point: Nearest) -> str:
    """Return the angle under the pointer."""
    return angle_point_caption(point.y, point.x)
