"""The live panels in docks that can be moved, tabbed, closed, and come back as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QTabBar, QWidget

from rnnviz.gui.window.dock_tabs import DockTabs
from rnnviz.gui.window.panel_dock import PanelDock
from rnnviz.gui.window.panels_by_name import Panels
from rnnviz.lab.snapshot import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QAction

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.gui.panels.base import Panel
    from rnnviz.lab.panels import PanelKind
    from rnnviz.lab.place import Place
    from rnnviz.lab.snapshot import Request, RunId, Snapshot, TaskFacts
    from rnnviz.tasks.text import Corpus

COLUMNS, CELLS = 2, 4
"""The first layout is a square of four; further panels are tabs behind these."""
VERSION = 1
"""Of the saved arrangement."""
OF_RUNS = ("run_requested", "rename_requested", "copy_requested")
CELL = "cell"
"""The panel that shows what was clicked in another."""
PAGE = "reading"
"""The panel that shows a unit along a page of text."""
FORWARDED = ("change_requested", "sample_requested", *OF_RUNS)
"""The signals of panels that are those of all docks."""


class PanelDocks(QMainWindow):
    """Gives snapshots to the panels that can be seen, and knows what these want measured."""

    requests_changed = Signal(object)
    """Emitted with what all visible panels want measured, a `Wanted`."""
    change_requested = Signal(object)
    """Emitted with {setting: value} for panels that have settings of their own."""
    sample_requested = Signal()
    run_requested = Signal(str, object)
    """Emitted with what is to be done with a run of the list, and the run."""
    rename_requested = Signal(object, str)
    copy_requested = Signal(object, object)
    looked_back = Signal(int)
    """Emitted with the training step that is to be looked at."""
    made = Signal(str)
    """Emitted with the name of a panel that is there from now on."""
    resized = Signal()
    """Emitted when a panel gets another size."""

    def __init__(self, kinds: Mapping[str, PanelKind], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Widget)
        self.setObjectName("panels")
        self.tabs = DockTabs(self)
        self.setDockNestingEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._latest: Snapshot | None = None
        self._run: RunId | None = None
        self._text: tuple[Corpus, tuple[float, ...]] | None = None
        self._theme: Theme | None = None
        self._drawn_task = False
        self._wanted = Wanted()
        self._aside, self._away = QByteArray(), list[PanelDock]()
        self.docks = [PanelDock(kind, self) for kind in kinds.values()]
        self.panels = Panels(self.docks)
        for dock in self.docks:
            self.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, dock)
            dock.made.connect(self._on_made)
            dock.second_made.connect(self._on_second_made)
            dock.compared.connect(self._on_needs_changed)
            dock.exposed.connect(self._on_exposed)
            dock.resized.connect(self.resized)
        self.reset_layout()

    def explanation_at(self, at: QPoint | None) -> str:
        """Return the help text of the panel whose tab is at a place on the screen."""
        if at is None:
            return ""
        for bar in self.findChildren(QTabBar):
            title = bar.tabText(bar.tabAt(bar.mapFromGlobal(at)))
            named = [dock.kind.name for dock in self.docks if dock.kind.title == title]
            if named and bar.isVisible():
                return named[0]
        return ""

    def view_actions(self) -> list[QAction]:
        """Return the actions that open and close each panel."""
        return [dock.toggleViewAction() for dock in self.docks]

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Let the panels that can be seen draw a snapshot; with another run all start over."""
        if snapshot.run is not self._run:
            self._run = snapshot.run
            self.clear()
        self._latest = snapshot
        for dock in self.docks:
            if dock.can_be_seen:
                dock.draw(snapshot)

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Tell all panels about the text."""
        self._text = corpus, baselines
        for dock in self._made_docks():
            dock.attempt_both(lambda panel: panel.show_corpus(corpus, baselines))

    def show_task(self, task: TaskFacts) -> None:
        """Bring the view of a drawn task to the front, or where a text follows on one, samples."""
        before, self._drawn_task = self._drawn_task, bool(task.measure)
        if before != self._drawn_task:
            wanted = "task" if self._drawn_task else "samples"
            for dock in self.docks:
                if dock.kind.name == wanted and dock.toggleViewAction().isChecked():
                    dock.raise_()

    def clear(self) -> None:
        """Let all panels forget the run."""
        self._latest = None
        for dock in self.docks:
            dock.drawn = None
        for dock in self._made_docks():
            dock.attempt_both(lambda panel: panel.clear())

    def set_theme(self, theme: Theme) -> None:
        """Let all panels follow the window's look."""
        self._theme = theme
        for dock in self._made_docks():
            dock.set_theme(theme)

    def choose(self, name: str, choice: str, value: str) -> None:
        """Have a panel show what a lesson wants."""
        for dock in self.docks:
            if dock.kind.name == name:
                dock.attempt(lambda panel: panel.choose(choice, value))

    def show_beside(self, name: str, contestant: str) -> None:
        """Have a panel show a contestant beside the run in focus; "" for none."""
        for dock in self.docks:
            if dock.kind.name == name:
                dock.show_beside(contestant)

    def chosen(self) -> dict[str, Mapping[str, str]]:
        """Return what the panels that were made are told to show, by panel and choice."""
        made = {dock.kind.name: dock.attempt(lambda p: p.chosen()) for dock in self._made_docks()}
        return {name: choices for name, choices in made.items() if choices}

    def reset_layout(self) -> None:
        """Show all panels, two by two."""
        horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        for dock in self.docks:
            if dock.isFloating():
                dock.setFloating(False)
            self.removeDockWidget(dock)
        names = {dock.kind.name for dock in self.docks}
        free = [dock for dock in self.docks if dock.kind.behind not in names]
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
        self._put_behind()
        first = free[:CELLS]
        for dock in first:
            dock.raise_()
        self.resizeDocks(first[:COLUMNS], [1000] * len(first[:COLUMNS]), horizontal)
        for column in range(COLUMNS):
            stacked = first[column::COLUMNS]
            self.resizeDocks(stacked, [1000] * len(stacked), vertical)

    def _put_behind(self) -> None:
        """Make tabs of the panels that belong to others."""
        for dock in self.docks:
            for front in self.docks:
                if front.kind.name == dock.kind.behind:
                    self.tabifyDockWidget(front, dock)
                    dock.show()

    def arrangement(self) -> QByteArray:
        """Return where everything stands, or is to stand again when it is put back."""
        return self._aside if self.is_aside else self.saveState(VERSION)

    @property
    def is_aside(self) -> bool:
        """Whether what stands here does so for as long as a class sees it."""
        return not self._aside.isEmpty()

    def set_aside(self) -> None:
        """Keep how everything stands, until `put_back`."""
        self._aside = self.saveState(VERSION)
        nowhere, area = Qt.DockWidgetArea.NoDockWidgetArea, self.dockWidgetArea
        self._away = [dock for dock in self.docks if area(dock) == nowhere]

    def put_back(self) -> None:
        """Put everything where it stood, or where it was put meanwhile."""
        before, self._aside = self._aside, QByteArray()
        self.arrange_as(before)
        for dock in self._away:  # Qt brings back what a lesson had taken out
            self.removeDockWidget(dock)

    def arrange_as(self, arrangement: QByteArray) -> None:
        """Put everything where it stood; nothing happens if that cannot be read."""
        if arrangement.isEmpty():
            return
        if self.is_aside:
            self._aside, self._away = arrangement, []
        else:
            self.restoreState(arrangement, VERSION)

    def wanted(self) -> Wanted:
        """Return what the panels that can be seen want measured."""
        seen = [dock for dock in self.docks if dock.can_be_seen]
        wanted = [dock.wanted() for dock in seen]
        of: dict[RunId, frozenset[Request]] = {}
        for one in wanted:
            for run, requests in one.of.items():
                of[run] = of.get(run, frozenset()) | requests
        focus, beside = [one.focus for one in wanted], [one.beside for one in wanted]
        return Wanted(frozenset().union(*focus), frozenset().union(*beside), of)

    def _made_docks(self) -> list[PanelDock]:
        return [dock for dock in self.docks if dock.is_made]

    def _on_made(self, dock: PanelDock) -> None:
        """Connect a new panel and tell it what the others know."""
        self._forward(dock.panel)
        dock.panel.look_into.connect(self._on_look_into)
        dock.panel.page_wanted.connect(self._on_page_wanted)
        if self._theme is not None:
            dock.set_theme(self._theme)
        dock.attempt(self._tell)
        self.made.emit(dock.kind.name)

    def _on_second_made(self, panel: Panel) -> None:
        """Tell the same to a panel that shows another run."""
        if self._theme is not None:
            panel.set_theme(self._theme)
        self._tell(panel)

    def _tell(self, panel: Panel) -> None:
        panel.needs_changed.connect(self._on_needs_changed)
        if self._text is not None:
            panel.show_corpus(*self._text)

    def _forward(self, panel: Panel) -> None:
        for name in FORWARDED:
            if hasattr(panel, name):
                getattr(panel, name).connect(getattr(self, name))

    def _on_look_into(self, place: Place) -> None:
        """Bring the cell to the front and have it show what was clicked."""
        self._bring(CELL, place)
        if place.moment is not None:
            self.looked_back.emit(place.moment)

    def _on_page_wanted(self, place: Place) -> None:
        """Bring the page of text to the front and have it show a unit."""
        self._bring(PAGE, place)

    def _bring(self, name: str, place: Place) -> None:
        for dock in self.docks:
            if dock.kind.name == name:
                dock.show()
                dock.raise_()
                dock.attempt(lambda panel: panel.look_at(place))

    def _on_exposed(self) -> None:
        if QApplication.closingDown():
            return
        if self._latest is not None:
            self.show_snapshot(self._latest)
        self._on_needs_changed()

    def _on_needs_changed(self) -> None:
        wanted = self.wanted()
        if wanted != self._wanted:
            self._wanted = wanted
            self.requests_changed.emit(wanted)
