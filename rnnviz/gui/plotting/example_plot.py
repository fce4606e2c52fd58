"""One sequence of a task, drawn: its numbers, and the steps that are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontMetricsF

from rnnviz.captions.example import point_caption
from rnnviz.gui.plotting.live_plot import Curve, LineStyle, LivePlot, Nearest, Stems
from rnnviz.gui.plotting.ranges import Range, exact, rounded

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from rnnviz.tasks.task import NumberRow

LOOKS = (
    LineStyle(0, weight="plain"),
    LineStyle(2, weight="plain", markers=True),
    LineStyle(1),
    LineStyle(3, weight="plain"),
)
"""Of the rows of numbers in turn; dots can be seen on a line below them."""
MARKED = LineStyle(1, weight="plain", markers=True)
HALF_A_STEP = 0.5
"""Beside the first and the last step, so that their dots are whole."""
LEGEND_MARGIN = 11
MOST_FOR_LEGEND = 0.5
"""Share of the plot's height that is kept free for the legend at most."""
LOW = 80
"""Pixels of height below which the legend is a line at most."""
VALUE = "value"
SETTLED = 400
"""Milliseconds without another sequence after which the axes fit this one closely."""


class ExamplePlot(LivePlot):
    """Rows of numbers over the steps of a sequence.

    While the network learns, the axes shrink late, so that they can be read. What is drawn last
    is fitted closely when nothing follows it.
    """

    def __init__(self) -> None:
        super().__init__("Plot of a sequence", ("step", VALUE), (exact, self._headroom), _read_out)
        self.curves = [Curve("", look) for look in LOOKS]
        self.stems = Stems("", MARKED)
        self.add(*self.curves, self.stems)
        self._names: list[str] = []
        self._first = np.empty(0)
        self._settling = QTimer(self, singleShot=True, interval=SETTLED)
        self._settling.timeout.connect(self._on_settled)

    @property
    def shown(self) -> list[Curve]:
        """The rows and marks that are drawn."""
        return [curve for curve in (*self.curves, self.stems) if curve.x.size]

    def show_lines(self, lines: tuple[NumberRow, ...]) -> None:
        """Draw these; the axes fit another sequence at once."""
        is_other = not np.array_equal(lines[0].values, self._first)
        self._first = lines[0].values
        if is_other or [line.name for line in lines] != self._names:
            self._names = [line.name for line in lines]
            self.set_labels("step", VALUE if len(lines) > 1 else lines[0].name)
            self.start_over()
        self._take(lines)
        steps = np.concatenate([line.steps for line in lines])
        values = np.concatenate([line.values for line in lines])
        values = values[np.isfinite(values)]
        if values.size:
            x = steps.min() - HALF_A_STEP, steps.max() + HALF_A_STEP
            self.fit(x, (float(values.min()), float(values.max())))
        self.refresh()
        self._settling.start()

    def clear(self) -> None:
        """Forget the sequence: what comes next is something else."""
        self._settling.stop()
        self._names, self._first = [], np.empty(0)
        for curve in (*self.curves, self.stems):
            curve.clear()
        self.start_over()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave as much room for the legend as it takes in this height."""
        super().resizeEvent(event)
        if getattr(self, "_names", None):  # pyqtgraph resizes before there are any
            self._on_settled()

    def _take(self, lines: tuple[NumberRow, ...]) -> None:
        for curve in (*self.curves, self.stems):
            curve.clear()
        rows = iter(self.curves)
        for line in lines:
            curve = self.stems if line.marks else next(rows)
            curve.label = line.name
            drawn = line.values != 0 if line.marks else np.full(line.values.shape, True)
            curve.replace(line.steps[drawn], line.values[drawn])
            curve.whole = line.steps, line.values

    def _on_settled(self) -> None:
        if self.is_auto:
            self.restore()
            self.refresh()

    def _headroom(self, low: float, high: float) -> Range:
        """Return round numbers around `low` and `high` that leave room for the legend above."""
        height = max(self.inside.height(), 1)
        lines = len(self._names) if height >= LOW else 1
        needed = lines * QFontMetricsF(self.letters).lineSpacing() + LEGEND_MARGIN
        share = min(needed / height, MOST_FOR_LEGEND) if len(self._names) > 1 else 0.0
        return rounded(low, high + share / (1 - share) * (high - low))


def _read_out(point: Nearest) -> str:
    """Return the value under the pointer and its step."""
    return point_caption(point.x, point.y, point.curve.label)
