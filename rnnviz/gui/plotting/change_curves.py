"""How far states and predictions differ after a changed character, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.changed_character import step_caption
from rnnviz.gui.plotting.live_plot import Curve, LineStyle, LivePlot, Nearest
from rnnviz.gui.plotting.ranges import decades, exact

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rnnviz.probes.changed_character import ChangedCharacter

PREDICTIONS = "predictions, total variation"
MOST_LAYERS = 8
AXES = ("characters after the changed one", "difference")
SHOWN = 60
"""Characters after the changed one that are drawn."""
LOWEST = 1e-5
"""What differs less is not drawn."""


class ChangeCurves(LivePlot):
    """Total variation of what is predicted next, and || h' - h || / || h || of each layer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        axes = exact, decades
        super().__init__("Plot of the differences by step", AXES, axes, self._read_out, parent)
        self._found: ChangedCharacter | None = None
        self.predictions = Curve(PREDICTIONS, LineStyle(1))
        self.layers = [
            Curve("", LineStyle((0, 2, 3, 4)[layer % 4], layer // 4 + 1, "plain"))
            for layer in range(MOST_LAYERS)
        ]
        self.add(*self.layers, self.predictions)
        self.set_log_y(True)

    def show_change(self, found: ChangedCharacter) -> None:
        """Draw these differences."""
        self._found = found
        steps = np.arange(min(len(found.variation), SHOWN), dtype=np.float64)
        drawn = [found.variation[: len(steps)]]
        self.predictions.replace(steps, drawn[0])
        every = np.arange(len(found.variation), dtype=np.float64)
        self.predictions.whole = every, found.variation
        for layer, curve in enumerate(self.layers):
            known = layer < len(found.relative)
            self._name(curve, f"h of layer {layer + 1}, of its length" if known else "")
            if known:
                drawn.append(found.relative[layer, : len(steps)])
                curve.replace(steps, drawn[-1])
                curve.whole = every, found.relative[layer]
            else:
                curve.clear()
        levels = np.concatenate(drawn)
        levels = np.log10(levels[np.isfinite(levels) & (levels > LOWEST)])
        if levels.size:
            self.fit((0.0, max(float(steps[-1]), 1.0)), (float(levels.min()), float(levels.max())))
        self.set_message("")
        self.refresh()

    def _name(self, curve: Curve, label: str) -> None:
        if label != curve.label:
            curve.label = label
            self.redraw()

    def _read_out(self, point: Nearest) -> str:
        """Return all differences at the step under the pointer."""
        found = self._found
        return "" if found is None else step_caption(found, round(point.x))
