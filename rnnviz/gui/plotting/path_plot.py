"""The direct path through the keep gates beside the full derivative, by lag."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.direct_path import point_caption
from rnnviz.gui.plotting.live_plot import Curve, LineStyle, LivePlot, Nearest
from rnnviz.gui.plotting.ranges import decades, exact

if TYPE_CHECKING:
    from rnnviz.probes.direct_path import DirectPath


class PathPlot(LivePlot):
    """Two curves over steps back, on a logarithmic axis."""

    def __init__(self) -> None:
        self.direct = Curve("direct path: gates alone", LineStyle(0, dash=1))
        self.full = Curve("full derivative", LineStyle(1))
        super().__init__(
            "Plot of the direct path and the full derivative by lag",
            ("steps back (0 = now)", "derivative"),
            (exact, decades),
            _read_out,
        )
        self.add(self.direct, self.full)
        self.set_log_y(True)

    def show_paths(self, found: DirectPath) -> bool:
        """Draw both; return whether there is anything to be drawn."""
        values = np.concatenate((found.direct, found.full)).astype(np.float64)
        levels = np.log10(values[np.isfinite(values) & (values > 0)])
        if levels.size == 0:
            return False
        self.direct.replace(found.lags, found.direct)
        self.full.replace(found.lags, found.full)
        self.set_message("")
        self.fit((0.0, float(found.lags[-1])), (float(levels.min()), float(levels.max())))
        self.refresh()
        return True


def _read_out(point: Nearest) -> str:
    """Return the derivative under the pointer."""
    return point_caption(point.x, point.y, point.curve.label.partition(":")[0])
