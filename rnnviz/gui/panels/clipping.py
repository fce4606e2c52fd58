"""How large gradients are before clipping, what clipping does to them, and what updates come."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
)

from rnnviz.gui.panels.base import Panel
from rnnviz.gui.plotting.clipping_words import (
    LONGEST,
    angles_in_words,
    norms_in_words,
    ratios_in_words,
    short_names,
)
from rnnviz.gui.plotting.curve import Curve, Look, Nearest
from rnnviz.gui.plotting.fitted_label import FittedLabel
from rnnviz.gui.plotting.hot_plot import HotPlot
from rnnviz.gui.plotting.known_values import KnownValues
from rnnviz.gui.plotting.ranges import Range, from_zero, nice_above
from rnnviz.gui.plotting.ratio_bars import RatioBars
from rnnviz.gui.plotting.references import Reference
from rnnviz.gui.plotting.rug import Rug
from rnnviz.gui.plotting.ticks import number
from rnnviz.lab.snapshot import Request, UpdateRatios

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from rnnviz.gui.theme import Theme
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import Curves, Snapshot

EMPTY = "Press Space to train. The norm of the gradient is drawn here from the first step on."
COMING = "Measured with the next step."
NOT_POSITIVE = "Every norm so far is zero or not a number: there is nothing to draw."
NO_ANGLE = {
    "none": "Clipping is off: the gradient stays as it is.",
    "norm": "Clipping by norm scales the gradient and keeps its direction: the angle is 0°.",
    "value": "Measured at every tenth step.",
}
NORM, ANGLE, UPDATES = "norm", "angle", "updates"
VIEWS = {NORM: "norm before clipping", ANGLE: "angle after clipping", UPDATES: "update / weight"}
RULE = 1e-3
"""An update of about this share of the weights at every step is a common rule of thumb."""
REQUEST = Request("updates")
FARTHEST_DECADES = 3.0
"""A threshold farther than this from all norms does not stretch the axis."""
MARGIN = 0.05
LEAST_HEIGHT_FOR_WORDS = 150
WORDS_SHARE = 0.24


class ClippingPanel(Panel):
    """Norms of the raw gradient against the threshold, angles, and ratios of update to weight."""

    name = "clipping"
    title = "Clipping"
    tooltip = "How large gradients are before clipping, and how large the updates after it"
    order = 90

    def needs(self) -> frozenset[Request]:
        """Ask for the updates' sizes where these are shown; all else is in the curves."""
        return frozenset({REQUEST}) if self._chosen == UPDATES else frozenset()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the curves so far, or the newest ratios."""
        self._take(snapshot.curves, snapshot.settings)
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

    def choose(self, view: str) -> None:
        """Choose a view by its name: "norm", "angle" or "updates"."""
        self.view.setCurrentIndex(self.view.findData(view))

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        for one in (self.norms, self.angles, self.bars):
            one.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the words, where there is enough."""
        super().resizeEvent(event)
        lines = int(WORDS_SHARE * self.height() / self.words.fontMetrics().lineSpacing())
        lines = lines if self.height() >= LEAST_HEIGHT_FOR_WORDS else 0
        self.words.make_room(self.width() - 8, lines, LONGEST)

    def _build(self) -> None:
        self._settings: Settings | None = None
        self._found: object = None
        self._steps, self._newest, self._is_drawn = 0, math.nan, False
        self._build_norms()
        self.known_angles = KnownValues(factor=180 / math.pi)
        self.angle = Curve("angle", Look(0, weight="dense"))
        self.angles = HotPlot(
            "Plot of the angle between the raw and the clipped gradient",
            ("steps", "degrees"),
            (from_zero, degrees),
            _read_angle,
        )
        self.angles.add(self.angle)
        self.bars = RatioBars("Update to weight ratio of every tensor", RULE)
        self.bars.setToolTip("Root mean square of the last update over that of the weights")
        self.view = QComboBox()
        self.view.setAccessibleName("What to show")
        self.view.setToolTip("The gradient's norm, what clipping does to its direction, or updates")
        for view, title in VIEWS.items():
            self.view.addItem(title, view)
        self.words = FittedLabel("The clipping in words")
        self._say(EMPTY)

    def _build_norms(self) -> None:
        self.rug = Rug("clipped steps", Look(1, weight="firm"))
        self.norm = Curve("norm", Look(0, weight="dense"))
        self.norms = HotPlot(
            "Plot of the gradient's norm before clipping",
            ("steps", "norm before clipping"),
            (from_zero, two_decades),
            _read_norm,
        )
        self.norms.add(self.rug, self.norm)
        self.norms.set_log_y(True)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.view)
        row.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(self.bars)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("Ratios")
        self.stack = QStackedWidget()
        for page in (self.norms, self.angles, scroll):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.stack, 1)
        column.addWidget(self.words)

    def _connect(self) -> None:
        self.view.currentIndexChanged.connect(self._on_view_chosen)

    @property
    def _chosen(self) -> str:
        return str(self.view.currentData())

    def _on_view_chosen(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self._is_drawn = False
        self.needs_changed.emit()
        self._draw()

    def _take(self, curves: Curves, settings: Settings) -> None:
        """Note what is new in the curves; other curves than before begin afresh."""
        norm, known = curves.gradient_norm, self._steps
        again = norm.size < known or (known > 0 and not _same(norm[known - 1], self._newest))
        if again:
            self._start_over()
        if norm.size != self._steps or settings != self._settings or again:
            self._is_drawn = self._chosen == UPDATES and self._is_drawn
        self._curves, self._settings = curves, settings
        self._steps, self._newest = norm.size, float(norm[-1]) if norm.size else math.nan
        self.norm.grow(curves.steps, norm)
        self.rug.grow(curves.steps, curves.clipped)
        self.known_angles.grow(curves.steps, curves.clip_angle)

    def _start_over(self) -> None:
        """Forget the curves that were shown."""
        self._steps, self._newest = 0, math.nan
        for one in (self.norm, self.rug, self.angle, self.known_angles):
            one.clear()
        for plot in (self.norms, self.angles):
            plot.start_over()
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
        self.norms.set_references(threshold_of(settings))
        _, high, low = self.norm.extremes
        if not 0 < low <= high < math.inf:
            self._say(NOT_POSITIVE)
            return
        self.norms.set_message("")
        levels = [math.log10(low), math.log10(high)]
        line = math.log10(settings.clip_threshold)
        near = levels[0] - FARTHEST_DECADES <= line <= levels[1] + FARTHEST_DECADES
        if settings.clip != "none" and near:
            levels.append(line)
        self.norms.fit((0.0, float(curves.steps[-1])), (min(levels), max(levels)))
        self.norms.refresh()
        self.words.tell(norms_in_words(curves, self.rug.count, settings))

    def _draw_angles(self, curves: Curves, settings: Settings) -> None:
        known = self.known_angles
        if known.y.size == 0:
            self._say(NO_ANGLE[settings.clip])
            return
        self.angle.grow(known.x, known.y)
        self.angles.set_message("")
        self.angles.fit((0.0, float(curves.steps[-1])), (0.0, self.angle.extremes[1]))
        self.angles.refresh()
        self.words.tell(angles_in_words(known.y, settings.clip))

    def _draw_updates(self) -> None:
        found = self._found
        if not isinstance(found, UpdateRatios):
            self._say(found if isinstance(found, str) else COMING if self._steps else EMPTY)
            return
        self.bars.show_ratios(short_names(found.names), found.ratios)
        self.words.tell(ratios_in_words(found))

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the drawing."""
        for one in (self.norms, self.angles, self.bars):
            one.set_message(sentence)
        self.words.tell_now("")


def threshold_of(settings: Settings) -> list[Reference]:
    """Return the line of the threshold; of values it only says where no clipping begins."""
    threshold = settings.clip_threshold
    names = {"norm": "clipped above", "value": "no value clipped below"}
    if settings.clip not in names:
        return []
    shaded = settings.clip == "norm"
    return [Reference(threshold, names[settings.clip], number(threshold), shaded)]


def two_decades(low: float, high: float) -> Range:
    """Return whole powers of ten around log10 values, at least two of them."""
    bottom, top = math.floor(low - MARGIN), math.ceil(high + MARGIN)
    return (float(bottom), float(top)) if top - bottom >= 2 else (float(bottom), bottom + 2.0)


def degrees(low: float, high: float) -> Range:
    """Return 0 to a round number of degrees."""
    return 0.0, min(180.0, nice_above(max(1.2 * high, 5.0)))


def _same(one: float, other: float) -> bool:
    """Tell whether two numbers are the same, or both none."""
    return bool(np.array_equal(np.float32(one), np.float32(other), equal_nan=True))


def _read_norm(point: Nearest) -> str:
    """Return the norm under the pointer."""
    return f"norm {number(point.y)}, step {point.x:,.0f}"


def _read_angle(point: Nearest) -> str:
    """Return the angle under the pointer."""
    return f"{point.y:.1f}°, step {point.x:,.0f}"
