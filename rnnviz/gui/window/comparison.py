"""A panel and, beside it at will, another of its kind that shows another run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from rnnviz.captions.several_runs import titled
from rnnviz.gui.appearance.looks import SAMPLE, look_icon
from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.panels import panel_class
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.steady_label import SteadyLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from rnnviz.gui.panels.base import Panel
    from rnnviz.lab.snapshot import RunId, Snapshot

NONE = "Compare with \N{HORIZONTAL ELLIPSIS}"
WIDE = 1.3
"""From so many times as wide as high, the two stand side by side."""


class Comparison(QWidget):
    """Holds the panel; while other runs are shown there is a chooser above it, before that nothing.

    The other panel follows what is chosen in the first, and both colour by one scale. When its
    run is shown no longer, the first has the place to itself again.
    """

    made = Signal(object)
    """Emitted with the other panel when there is one."""
    changed = Signal()
    """Emitted when the other panel has come or gone."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.first = panel
        self.second: Panel | None = None
        self.run: RunId | None = None
        """The run that the second panel shows."""
        self._wished = ""
        self._offered: tuple[tuple[RunId | None, str, int], ...] = ()
        self._latest: Snapshot | None = None
        self._theme = LIGHT
        self._is_built = False
        self._column = _column(self)
        self._column.addWidget(panel)
        panel.moved_on.connect(self._on_moved_on)

    def show_others(self, snapshot: Snapshot) -> None:
        """Offer the other runs that are shown, and let the second panel draw the chosen one."""
        self._latest = snapshot
        if not (snapshot.beside or self._is_built):
            return
        if not self._is_built:
            self._build()
        self._offer(snapshot)
        if self._wished and self.second is None:
            self._grant(snapshot)
        run = next((one for one in snapshot.beside if one.run is self.run), None)
        if run is None or run.run is None:
            self.end()
        elif self.second is not None:
            self.second.follow(self.first)
            self.second.show_snapshot(run)
            self.first.rescale()
            self._title.tell(snapshot, self._theme)
            self._other_title.tell(run, self._theme, self.second.own)

    def wish(self, name: str) -> None:
        """Show the contestant of this name beside the first, until another is chosen; "" for none.

        It comes again when the race is begun anew.
        """
        self._wished = name
        if self.second is not None:
            self.end()
        if self._latest is not None:
            self.show_others(self._latest)

    def _grant(self, snapshot: Snapshot) -> None:
        """Begin to compare with the run that is wished for, if it is there."""
        race = snapshot.entry.race if snapshot.entry else None
        for place, run in enumerate(snapshot.beside, start=1):
            if run.entry and (run.entry.race, run.entry.name) == (race, self._wished):
                self.chooser.setCurrentIndex(place)
                self._compare_with(place)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the runs that are shown side by side."""
        return self._title.name.text(), self._other_title.name.text()

    @property
    def is_down(self) -> bool:
        """Whether one stands below the other."""
        return self._parts.orientation() == Qt.Orientation.Vertical

    def end(self) -> None:
        """Let the first panel have the place to itself."""
        self.run = None
        if self._is_built:
            self.chooser.setCurrentIndex(0)
        if self.second is None:
            return
        gone, self.second = self.second, None
        self._title.hide()
        self._other.hide()
        self._below.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self.changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look; the panels are told by themselves."""
        self._theme, self._offered = theme, ()
        if self._latest is not None:
            self.show_others(self._latest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the two side by side or one above the other, as their place is shaped."""
        super().resizeEvent(event)
        if self._is_built:
            self._turn()

    def _turn(self) -> None:
        wide = self.width() > WIDE * self.height()
        self._parts.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def _build(self) -> None:
        self._is_built = True
        name, tip = "Another run to compare with", "Show this of another run, too"
        self.chooser = FittedCombo(name, tip)
        self.chooser.activated.connect(self._on_chosen)
        self._title, self._other_title = RunTitle(), RunTitle()
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(4, 2, 4, 0)
        row.addWidget(self._title, 1)
        row.addStretch(0)
        row.addWidget(self.chooser)
        self._other = QWidget()
        self._below = _column(self._other)
        self._below.addWidget(self._other_title)
        self._parts = QSplitter(Qt.Orientation.Horizontal)
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(self.first)
        self._parts.addWidget(self._other)
        self._column.addWidget(self._head)
        self._column.addWidget(self._parts, 1)
        self._parts.show()
        self.first.show()
        self._turn()
        for part in (self._head, self._title, self._other):
            part.hide()

    def _offer(self, snapshot: Snapshot) -> None:
        """Offer the runs that are shown, by name and look."""
        offered = tuple((run.run, run.name, run.look) for run in snapshot.beside if run.run)
        if offered == self._offered:
            return
        self._offered = offered
        self.chooser.clear()
        self.chooser.addItem(NONE)
        self.chooser.setIconSize(self.chooser.iconSize().expandedTo(QSize(*SAMPLE)))
        for place, (run, name, look) in enumerate(offered, start=1):
            self.chooser.addItem(look_icon(look, self._theme), name)
            if run is self.run:
                self.chooser.setCurrentIndex(place)
        self._head.setVisible(bool(offered))

    def _on_moved_on(self) -> None:
        if self.second is not None:
            self.second.follow(self.first)

    def _on_chosen(self, place: int) -> None:
        self._wished = ""
        if place == 0:
            self.end()
            return
        self._compare_with(place)
        if self._latest is not None:
            self.show_others(self._latest)

    def _compare_with(self, place: int) -> None:
        self.run = self._offered[place - 1][0]
        if self.second is None:
            self._begin()
        else:
            self.second.clear()
        self.changed.emit()

    def _begin(self) -> None:
        """Make the second panel."""
        self.second = panel_class(self.first.name)()
        self.second.hide_controls()
        for part in self.second.findChildren(QWidget):
            part.setAcceptDrops(False)  # drops are the window's
        self._below.addWidget(self.second)
        self.made.emit(self.second)
        for part in (self._title, self._other, self.second):
            part.show()
        size = max(self._parts.width(), self._parts.height())
        self._parts.setSizes([size, size])


class RunTitle(QWidget):
    """The name of a run, and a piece of its line."""

    def __init__(self) -> None:
        super().__init__()
        self._line, self.name = plain_label(), SteadyLabel()
        self.name.setAccessibleName("Run that is shown")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.addWidget(self._line)
        row.addWidget(self.name, 1)
        self._told: tuple[object, ...] = ()

    def tell(self, run: Snapshot, theme: Theme, own: str = "") -> None:
        """Name a run, and what of its picture's scales is its own."""
        told = run.name, run.look, theme.dark
        if told != self._told:
            self._told = told
            self._line.setPixmap(look_icon(run.look, theme).pixmap(*SAMPLE))
            self.name.say_now(titled(run.name, own))


def _column(widget: QWidget) -> QVBoxLayout:
    """Lay out a widget as a column without margins."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
