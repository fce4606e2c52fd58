"""Single steps that are marked, each by an upright line of its own."""

from __future__ import annotations

import numpy as np

from rnnviz.gui.plotting.live_plot.curve import Curve, Points
from rnnviz.gui.plotting.live_plot.scale import Scale


class Stems(Curve):
    """Points with a line down to zero, and nothing between one and the next."""

    def polylines(self, scale: Scale, since: int = 0) -> list[Points]:
        """Return the upright lines, each (2, 2) of pixel columns and rows."""
        columns, rows = scale.columns(self.x), scale.rows(self.y)
        foot = min(float(scale.rows(0.0)), scale.height)
        return [
            np.array([[column, foot], [column, row]])
            for column, row in zip(columns, rows, strict=True)
        ]
