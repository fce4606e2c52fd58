"""How large gradients are before clipping, what clipping does to them, and what updates come."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QStackedWidget,
)

from rnnviz.captions.clipping import (
    LONGEST,
    MEANS,
    NO_ANGLE,
    NOT_POSITIVE,
    angles_caption,
    norms_caption,
    ratios_caption,
    short_names,
)
from rnnviz.captions.several_runs import in_focus
from rnnviz.gui.panels.captioned import FittedCaptionPanel
from rnnviz.gui.plotting.live_plot import Mark, Nearest
from rnnviz.gui.plotting.norm_plot import AnglePlot, NormPlot
from rnnviz.gui.plotting.ratio_bars import RatioBars
from rnnviz.gui.widgets.choice import side_by_side
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.lab.place import Place
from rnnviz.lab.snapshot import Request
from rnnviz.probes.updates import UpdateRatios

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import Curves, Snapshot

EMPTY = "Press Space to train. The norm of the gradient is drawn here from the first step on."
COMING = "Measured with the next step."
NORM, ANGLE, UPDATES = "norm", "angle", "updates"
VIEWS = {NORM: "norm before clipping", ANGLE: "angle after clipping", UPDATES: "update / weight"}
RULE = 1e-3
"""An update of about this share of the weights at every step is a common rule of thumb."""
REQUEST = Request("updates")


class ClippingPanel(FittedCaptionPanel):
    """Norms of the raw gradient against the threshold, angles, and ratios of update to weight."""

    name = "clipping"
    caption_name = "The clipping in words"
    longest = LONGEST

    norms: NormPlot
    angles: AnglePlot
    _settings: Settings | None
    _found: object
    _shown: tuple[object, ...] | None

    def needs(self) -> frozenset[Request]:
        """Ask for the updates' sizes where these are shown; all else is in the curves."""
        return frozenset({REQUEST}) if self._chosen == UPDATES else frozenset()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the curves so far, or the newest ratios."""
        self._take(snapshot)
        for plot in (self.norms, self.angles):
            plot.count.goal = snapshot.goal
            plot.set_marks([Mark(event.step, event.text) for event in snapshot.events])
        found = snapshot.results.get(REQUEST)
        if found is not None and found is not self._found:
            self._found = found
            self._is_drawn = False
        self._draw()

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._settings = None
        self._found = None
        self._start_over()
        self._say(EMPTY)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        for one in (self.norms, self.angles, self.bars):
            one.set_theme(theme)

    def _build(self) -> None:
        super()._build()
        self._settings = self._found = None
        self._shown = None
        self._steps, self._newest, self._is_drawn = 0, math.nan, False
        self.norms, self.angles = NormPlot(), AnglePlot()
        self.bars = RatioBars("Update to weight ratio of every tensor", RULE)
        self.bars.setToolTip("Root mean square of the last update over that of the weights")
        self.view = FittedCombo()
        self.view.setAccessibleName("What to show")
        self.view.setToolTip("The gradient's norm, what clipping does to its direction, or updates")
        for view, title in VIEWS.items():
            self.view.addItem(title, view)
        self._say(EMPTY)

    def _arrange(self) -> None:
        row = side_by_side(self.view)
        scroll = QScrollArea()
        scroll.setWidget(self.bars)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("Ratios")
        self.stack = QStackedWidget()
        for page in (self.norms, self.angles, scroll):
            self.stack.addWidget(page)
        self._set_out(row, picture=self.stack)

    def _connect(self) -> None:
        self.view.currentIndexChanged.connect(self._on_view_chosen)
        self.norms.opened.connect(self._on_opened)
        self.angles.opened.connect(self._on_opened)

    def _on_opened(self, point: Nearest) -> None:
        """Look into the cell as it was after that step."""
        if point.curve in (self.norms.norm, self.norms.mean, self.angles.angle):
            self.look_into.emit(Place(moment=round(point.x)))

    @property
    def _chosen(self) -> str:
        return str(self.view.currentData())

    def _on_view_chosen(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self._is_drawn = False
        self.needs_changed.emit()
        self._draw()

    def _take(self, snapshot: Snapshot) -> None:
        """Note what is new in the curves; other curves than before begin afresh."""
        curves, settings = snapshot.curves, snapshot.settings
        norm, known = curves.gradient_norm, self._steps
        again = norm.size < known or (known > 0 and not _same(norm[known - 1], self._newest))
        if again:
            self._start_over()
        beside = tuple((run.run, run.name, run.look, run.step) for run in snapshot.beside)
        shown = snapshot.name, snapshot.look, beside
        if norm.size != self._steps or settings != self._settings or again or shown != self._shown:
            kept = self._chosen == UPDATES and self._found is not None
            self._is_drawn = self._is_drawn and kept
        self._curves, self._settings = curves, settings
        self._steps, self._newest = norm.size, float(norm[-1]) if norm.size else math.nan
        self._shown = shown
        for plot in (self.norms, self.angles):
            plot.grow(curves)
        self.norms.show_runs(snapshot)

    def _start_over(self) -> None:
        """Forget the curves that were shown."""
        self._steps, self._newest = 0, math.nan
        for plot in (self.norms, self.angles):
            plot.set_marks(())
            plot.clear()
        self.bars.start_over()

    def _draw(self) -> None:
        """Draw the chosen view, if there is anything new in it."""
        if self._settings is None or self._is_drawn:
            return
        self._is_drawn = True
        if self._chosen == UPDATES:
            self._draw_updates()
        elif self._steps == 0:
            self._say(EMPTY)
        elif self._chosen == NORM:
            self._draw_norms(self._curves, self._settings)
        else:
            self._draw_angles(self._curves, self._settings)

    def _draw_norms(self, curves: Curves, settings: Settings) -> None:
        if self.norms.show_norms(curves, settings):
            told = norms_caption(curves, self.norms.rug.count, settings)
            self.words.tell(f"{in_focus(told)} {MEANS}" if self.norms.mean.label else told)
        else:
            self._say(NOT_POSITIVE)

    def _draw_angles(self, curves: Curves, settings: Settings) -> None:
        if self.angles.show_angles(curves):
            self.words.tell(angles_caption(self.angles.known.y, settings.clip))
        else:
            self._say(NO_ANGLE[settings.clip])

    def _draw_updates(self) -> None:
        found = self._found
        if not isinstance(found, UpdateRatios):
            self._say(found if isinstance(found, str) else COMING if self._steps else EMPTY)
            return
        self.bars.show_ratios(short_names(found.names), found.ratios)
        self.words.tell(ratios_caption(found, self._steps))

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the drawing."""
        for one in (self.norms, self.angles, self.bars):
            one.set_message(sentence)
        self.words.tell_now("")


def _same(one: float, other: float) -> bool:
    """Tell whether two numbers are the same, or both none."""
    return bool(np.array_equal(np.float32(one), np.float32(other), equal_nan=True))
