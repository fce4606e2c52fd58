"""An axis of constant size with few, readable ticks."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QFont, QFontMetricsF

from rnnviz.captions.wordings import BRACKETS
from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting import ticks

ROOM_PER_TICK = {"bottom": 68.0, "left": 28.0}
Level = tuple[float, list[float]]
"""The spacing of ticks and where they stand."""
MOST_TRIES = 12
OVERHANG = 22
"""Pixels by which the label of a tick at the end may stand out; the plot's margin is as wide."""
MARGINS = (2, 8, OVERHANG, 2)
LONGEST_COUNT, ROOMS = "88,888", 1.5
"""What has room between two ticks below, and how many lines between two at the left, at least."""
WIDEST_LABEL = "5·10⁻¹⁰"
TICK_LENGTH = 4
GAP = 3


FOOT = 2.0
"""Lines of text by which an axis is shorter than the plot with all that stands around it."""


class Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """pyqtgraph's axis with our ticks, painted once and kept by pyqtgraph.

    Its size depends on the font alone: ticks that change never move the plot beside them.
    """

    def __init__(self, side: str, font: QFont, *, counts: bool = False) -> None:
        super().__init__(side, maxTickLength=TICK_LENGTH)
        self.side = side
        self.counts = counts
        self.log = False
        self.title, self._room = "", (0.0, 0.0)
        self.setStyle(tickTextOffset=GAP, autoExpandTextSpace=False, hideOverlappingLabels=OVERHANG)
        self.enableAutoSIPrefix(False)
        self.set_font(font)

    def set_font(self, font: QFont) -> None:
        """Write in this font, and take the room that it needs."""
        self._font = font
        self.setTickFont(font)
        self.label.setFont(font)
        self.take(*self._room)

    def set_title(self, title: str) -> None:
        """Name what stands along the axis."""
        self.title = title
        self.take(*self._room)

    def take(self, length: float, depth: float) -> None:
        """Stand beside a plot: `length` pixels along the axis, `depth` across it.

        The title is as long as there is room for, and goes where it left less than half of it.
        """
        self._room = length, depth
        metrics = QFontMetricsF(self._font)
        fits = length - FOOT * metrics.height()
        words = (one for one in _wordings(self.title) if metrics.horizontalAdvance(one) <= fits)
        around = MARGINS[0] + MARGINS[2] if self.side == "left" else MARGINS[1] + MARGINS[3]
        deep = depth >= 2 * (self._needed(titled=True) + around)
        title = next(words, "") if deep else ""
        if title != self.labelText:
            self.setLabel(title)
        self.showLabel(bool(title))
        needed = self._needed(titled=bool(title))
        (self.setWidth if self.side == "left" else self.setHeight)(needed)

    def set_log(self, log: bool) -> None:
        """Read the axis' values as log10 of what they mean, or as they are."""
        self.log = log
        self.picture = None
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.setPen(theme.pen(theme.muted))
        self.setTextPen(theme.muted)

    def positions(self, low: float, high: float, size: float) -> list[float]:
        """Return where ticks stand on an axis `size` pixels long."""
        metrics = QFontMetricsF(self._font)
        widest, tall = metrics.horizontalAdvance(LONGEST_COUNT), ROOMS * metrics.height()
        room = max(ROOM_PER_TICK[self.side], widest if self.side == "bottom" else tall)
        most = max(2, int(size / room))
        choose = ticks.whole if self.counts else ticks.linear
        choose = ticks.logarithmic if self.log else choose
        values = choose(low, high, most)
        while len(values) < 2 and most < MOST_TRIES:  # one tick alone tells no scale
            most += 1
            values = choose(low, high, most)
        return [float(value) for value in values]

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[Level]:
        """Return one level of ticks; pyqtgraph asks here."""
        low, high = sorted((minVal, maxVal))
        values = self.positions(low, high, size)
        spacing = values[1] - values[0] if len(values) > 1 else high - low
        return [(spacing, values)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return what is written at the ticks; pyqtgraph asks here."""
        if self.log:
            return [ticks.logarithmic_label(value) for value in values]
        label = ticks.count_label if self.counts else ticks.linear_label
        return [label(value, spacing) for value in values]

    def _needed(self, *, titled: bool) -> float:
        """Return the pixels across the axis that it takes, with a title or without."""
        metrics = QFontMetricsF(self._font)
        title = metrics.height() + GAP if titled else 0.0
        widest = metrics.horizontalAdvance(WIDEST_LABEL)
        label = widest if self.side == "left" else metrics.height() + GAP
        return label + TICK_LENGTH + GAP * (self.side == "left") + title


def _wordings(title: str) -> tuple[str, ...]:
    """Return a title and its shorter wordings, the longest first."""
    bare = BRACKETS.sub("", title)
    return title, bare, bare.split(" per ")[0], bare.split(", ")[0]


def around(view: pg.ViewBox, below: Axis, left: Axis) -> pg.GraphicsLayout:
    """Return a view with its two axes beside it."""
    grid = pg.GraphicsLayout()
    grid.layout.setContentsMargins(*MARGINS)
    grid.layout.setSpacing(0)
    grid.addItem(left, 0, 0)
    grid.addItem(view, 0, 1)
    grid.addItem(below, 1, 1)
    for axis in (below, left):
        axis.linkToView(view)
    return grid
