"""The live panels in docks that can be moved, tabbed, closed, and come back as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QWidget

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QAction

    from rnnviz.gui.panels.base import Panel
    from rnnviz.gui.theme import Theme
    from rnnviz.lab.snapshot import Request, Snapshot, TaskFacts
    from rnnviz.tasks.text import Corpus

COLUMNS, CELLS = 2, 4
"""The first layout is a square of four; further panels are tabs behind these."""
VERSION = 1
"""Of the saved arrangement."""


class PanelDock(QDockWidget):
    """Holds one panel and knows whether it can be seen, which a tab in the back cannot."""

    exposed = Signal()

    def __init__(self, panel: Panel, parent: QWidget) -> None:
        super().__init__(panel.title, parent)
        self.setObjectName(panel.name)
        self.panel = panel
        self.in_front = False
        self.drawn: Snapshot | None = None
        self.setWidget(panel)
        self.toggleViewAction().setToolTip(panel.tooltip)
        self.visibilityChanged.connect(self._on_visibility_changed)

    @property
    def can_be_seen(self) -> bool:
        """Whether the panel is on the screen."""
        return self.in_front and self.panel.isVisible() and not self.window().isMinimized()

    def draw(self, snapshot: Snapshot) -> None:
        """Show a snapshot that is new to this panel."""
        if snapshot is not self.drawn:
            self.drawn = snapshot
            self.panel.show_snapshot(snapshot)

    def _on_visibility_changed(self, in_front: bool) -> None:
        self.in_front = in_front
        self.exposed.emit()


class PanelDocks(QMainWindow):
    """Gives snapshots to the panels that can be seen, and knows what these want measured."""

    requests_changed = Signal(object)
    """Emitted with the frozenset of requests of all visible panels."""
    change_requested = Signal(object)
    """Emitted with {setting: value} for panels that have settings of their own."""
    sample_requested = Signal()

    def __init__(self, panels: Mapping[str, type[Panel]], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Widget)
        self.setObjectName("panels")
        self.setDockNestingEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._latest: Snapshot | None = None
        self._drawn_task = False
        self._requests: frozenset[Request] = frozenset()
        kinds = sorted(panels.values(), key=_order)
        self.docks = [PanelDock(kind(), self) for kind in kinds]
        self.panels = {dock.panel.name: dock.panel for dock in self.docks}
        for dock in self.docks:
            self.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, dock)
            dock.exposed.connect(self._on_exposed)
            dock.panel.needs_changed.connect(self._on_needs_changed)
            self._forward(dock.panel)
        self.reset_layout()

    def view_actions(self) -> list[QAction]:
        """Return the actions that open and close each panel."""
        return [dock.toggleViewAction() for dock in self.docks]

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Let the panels that can be seen draw a snapshot."""
        self._latest = snapshot
        for dock in self.docks:
            if dock.can_be_seen:
                dock.draw(snapshot)

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Tell all panels about the text."""
        for panel in self.panels.values():
            panel.show_corpus(corpus, baselines)

    def show_task(self, task: TaskFacts) -> None:
        """Bring the view of a drawn task to the front, or where a text follows on one, samples."""
        before, self._drawn_task = self._drawn_task, bool(task.measure)
        if before != self._drawn_task:
            wanted = "task" if self._drawn_task else "samples"
            for dock in self.docks:
                if dock.panel.name == wanted and dock.toggleViewAction().isChecked():
                    dock.raise_()

    def clear(self) -> None:
        """Let all panels forget the run."""
        self._latest = None
        for dock in self.docks:
            dock.drawn = None
            dock.panel.clear()

    def set_theme(self, theme: Theme) -> None:
        """Let all panels follow the window's look."""
        for panel in self.panels.values():
            panel.set_theme(theme)

    def reset_layout(self) -> None:
        """Show all panels, two by two."""
        horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        for dock in self.docks:
            dock.setFloating(False)
            self.removeDockWidget(dock)
        free = [dock for dock in self.docks if not dock.panel.behind]
        for number, dock in enumerate(free):
            if number == 0:
                self.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, dock)
            elif number < COLUMNS:
                self.splitDockWidget(free[number - 1], dock, horizontal)
            elif number < CELLS:
                self.splitDockWidget(free[number - COLUMNS], dock, vertical)
            else:
                self.tabifyDockWidget(free[number % CELLS], dock)
            dock.show()
        for dock in self.docks:
            for front in free:
                if front.panel.name == dock.panel.behind:
                    self.tabifyDockWidget(front, dock)
                    dock.show()
        first = free[:CELLS]
        for dock in first:
            dock.raise_()
        self.resizeDocks(first[:COLUMNS], [1000] * len(first[:COLUMNS]), horizontal)
        for column in range(COLUMNS):
            stacked = first[column::COLUMNS]
            self.resizeDocks(stacked, [1000] * len(stacked), vertical)

    def arrangement(self) -> QByteArray:
        """Return where everything stands."""
        return self.saveState(VERSION)

    def arrange_as(self, arrangement: QByteArray) -> None:
        """Put everything where it stood; nothing happens if that cannot be read."""
        if not arrangement.isEmpty():
            self.restoreState(arrangement, VERSION)

    def requests(self) -> frozenset[Request]:
        """Return what the panels that can be seen want measured."""
        wanted = [dock.panel.needs() for dock in self.docks if dock.can_be_seen]
        return frozenset().union(*wanted)

    def _forward(self, panel: Panel) -> None:
        for name in ("change_requested", "sample_requested"):
            if hasattr(panel, name):
                getattr(panel, name).connect(getattr(self, name))

    def _on_exposed(self) -> None:
        if QApplication.closingDown():
            return
        if self._latest is not None:
            self.show_snapshot(self._latest)
        self._on_needs_changed()

    def _on_needs_changed(self) -> None:
        requests = self.requests()
        if requests != self._requests:
            self._requests = requests
            self.requests_changed.emit(requests)


def _order(kind: type[Panel]) -> int:
    return kind.order
