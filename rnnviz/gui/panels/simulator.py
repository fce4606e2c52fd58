"""How a gradient fades or grows on its way back, without any network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QStackedWidget

from rnnviz.captions.simulator import point_caption
from rnnviz.gui.controls.simulator import Outcome, ScalarControls, VectorControls
from rnnviz.gui.panels.captioned import CaptionedPanel
from rnnviz.gui.plotting.live_plot import Band, Curve, LineStyle, LivePlot, Nearest
from rnnviz.gui.plotting.ranges import decades, exact
from rnnviz.gui.widgets.buttons import PushButton
from rnnviz.gui.widgets.choice import side_by_side
from rnnviz.gui.widgets.fitted_combo import FittedCombo

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.snapshot import Snapshot

MOST_KEPT = 4


class SimulatorPanel(CaptionedPanel):
    """The gradient after d steps: powers of one weight, or products of random Jacobians."""

    name = "simulator"
    caption_name = "The result in words"
    caption_lines = 2

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Nothing of the training is shown here."""

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.plot.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        """Give the controls the room that they need in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "plot"):
            self._fit_controls()

    def _build(self) -> None:
        super()._build()
        self._outcome: Outcome | None = None
        self.mode = FittedCombo()
        self.mode.addItems(["one weight", "random W_hh"])
        self.mode.setAccessibleName("What the gradient passes")
        self.mode.setToolTip("A single unit, or many units with a random recurrent matrix")
        self.keep = PushButton("Keep")
        self.keep.setToolTip("Keep this curve for comparison")
        self.forget = PushButton("Clear")
        self.forget.setToolTip("Remove the curves that were kept")
        self.scalar, self.vector = ScalarControls(), VectorControls()
        self.controls = QStackedWidget()
        self.band = Band("lowest to highest draw", LineStyle(0))
        self.now = Curve("now", LineStyle(0))
        self.kept = [
            Curve("", LineStyle(1 + number, dash=1 + number)) for number in range(MOST_KEPT)
        ]
        self.plot = LivePlot(
            "Plot of the gradient after so many steps",
            ("steps back", "what is left of 1"),
            (exact, decades),
            _read_out,
        )
        self.plot.add(self.band, self.now, *self.kept)
        self.plot.set_log_y(True)

    def _arrange(self) -> None:
        self.controls.addWidget(self.scalar)
        self.controls.addWidget(self.vector)
        row = side_by_side(self.mode, self.keep, self.forget)
        self._set_out(row, self.controls, picture=self.plot)

    def _connect(self) -> None:
        self.mode.currentIndexChanged.connect(self._on_mode_changed)
        self.scalar.changed.connect(self._simulate)
        self.vector.changed.connect(self._simulate)
        self.keep.clicked.connect(self._on_keep_clicked)
        self.forget.clicked.connect(self._on_forget_clicked)
        self._on_mode_changed()

    def _on_mode_changed(self) -> None:
        """Show the controls of one mode."""
        self.controls.setCurrentIndex(self.mode.currentIndex())
        self._fit_controls()
        self._simulate()

    def _fit_controls(self) -> None:
        """Give the controls of this mode the room that they need."""
        shown = self.vector if self.mode.currentIndex() else self.scalar
        self.controls.setFixedHeight(shown.sizeHint().height())

    def _on_keep_clicked(self) -> None:
        """Keep the present curve; of too many the oldest goes."""
        if self._outcome is None:
            return
        kept = [(curve.label, curve.x, curve.y) for curve in self.kept if curve.x.size]
        kept = [*kept, (self._outcome.label, self.now.x, self.now.y)][-MOST_KEPT:]
        for curve, (label, x, y) in zip(self.kept, kept, strict=False):
            curve.label = label
            curve.replace(x, y)
        self._draw()

    def _on_forget_clicked(self) -> None:
        for curve in self.kept:
            curve.clear()
        self._draw()

    def _simulate(self) -> None:
        vector = self.controls.currentWidget() is self.vector
        outcome = (self.vector if vector else self.scalar).outcome()
        steps = np.arange(outcome.left.size, dtype=float)
        self._outcome = outcome
        self.now.label = f"now: {outcome.label}"
        self.now.replace(steps, outcome.left)
        if vector:
            self.band.replace(steps, outcome.lower, outcome.upper)
        else:
            self.band.clear()
        self.words.say_now(outcome.caption)
        self._draw()

    def _draw(self) -> None:
        self.forget.setEnabled(any(curve.x.size for curve in self.kept))
        curves = [curve for curve in (self.now, *self.kept) if curve.x.size]
        levels = np.concatenate([curve.y for curve in curves] + [self.band.lower, self.band.upper])
        powers = np.log10(levels[levels > 0])
        last = max(float(curve.x[-1]) for curve in curves)
        self.plot.redraw()  # the legend may have other words
        self.plot.fit((0.0, last), (float(powers.min()), float(powers.max())))


def _read_out(point: Nearest) -> str:
    """Return what is left under the pointer."""
    return point_caption(point.x, point.y, point.curve.label)
