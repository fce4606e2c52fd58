"""One sequence of a task: what went in, what was wanted and what came out, drawn or written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from rnnviz.gui.plotting.curve import Curve, Look, Nearest
from rnnviz.gui.plotting.hot_plot import HotPlot
from rnnviz.gui.plotting.ranges import exact, rounded

if TYPE_CHECKING:
    from rnnviz.gui.theme import Theme
    from rnnviz.tasks.task import Example

LOOKS = (Look(0, weight="plain"), Look(2, dash=3, weight="plain"), Look(1))
"""Of the first, second and third line of an example."""
LINES_OF_TEXT = 3
WANTED = "wanted"


class ExampleView(QWidget):
    """A plot for the example's lines, and below it in words what they do not show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.example: Example | None = None
        self.curves = [Curve("", look) for look in LOOKS]
        self.plot = HotPlot("Plot of a sequence", ("step", "value"), (exact, rounded), _read_out)
        self.plot.add(*self.curves)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName("What went in, was wanted and came out")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.plot, 1)
        self._column.addWidget(self.text)

    def show_example(self, example: Example) -> None:
        """Draw and write an example."""
        self.example = example
        self._draw(example)
        words = _words(example)
        if words != self.text.toPlainText():
            self.text.setPlainText(words)
        self._make_room(bool(example.lines), bool(words))

    def start_over(self) -> None:
        """Forget the example: what comes next is something else."""
        self.example = None
        for curve in self.curves:
            curve.clear()
        self.plot.start_over()
        self.text.clear()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.plot.set_theme(theme)

    def _draw(self, example: Example) -> None:
        if not example.lines:
            return
        if [curve.label for curve in self.curves if curve.x.size] != [
            line.name for line in example.lines
        ]:
            self.plot.start_over()
        for curve in self.curves:
            curve.clear()
        for curve, line in zip(self.curves, example.lines, strict=False):
            curve.label = line.name
            curve.replace(line.steps, line.values)
        steps = np.concatenate([line.steps for line in example.lines])
        values = np.concatenate([line.values for line in example.lines])
        values = values[np.isfinite(values)]
        if values.size:
            x = float(steps.min()), float(steps.max())
            self.plot.fit(x, (float(values.min()), float(values.max())))
        self.plot.refresh()

    def _make_room(self, drawn: bool, written: bool) -> None:
        """Give the text what it needs below a plot, or all there is; long rows stay rows."""
        modes = QPlainTextEdit.LineWrapMode
        self.plot.setVisible(drawn)
        self.text.setVisible(written)
        self.text.setLineWrapMode(modes.WidgetWidth if drawn else modes.NoWrap)
        line = self.text.fontMetrics().lineSpacing()
        self.text.setMaximumHeight(LINES_OF_TEXT * line + 12 if drawn else 16_777_215)


def _words(example: Example) -> str:
    """Return what lines do not show: nothing, if what was wanted is a line as well."""
    if WANTED in {line.name for line in example.lines}:
        return ""
    if example.lines:
        return f"wanted {example.wanted}, out {example.came_out}\nin {example.went_in}"
    rows = ("in", example.went_in), (WANTED, example.wanted), ("out", example.came_out)
    return "\n".join(f"{name:<8}{words}" for name, words in rows)


def _read_out(point: Nearest) -> str:
    """Return the value under the pointer and its step."""
    return f"{point.curve.label} {point.y:.3g}, step {point.x:.0f}"
