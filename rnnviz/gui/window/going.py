"""Goes to a part of the window by key: to a panel, the settings, the lesson, the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDockWidget, QMenu

from rnnviz.gui.window.panel_dock import PanelDock
from rnnviz.gui.window.tab_order import can_stop, give, in_reading_order, place_of

if TYPE_CHECKING:
    from rnnviz.gui.window.main_window import MainWindow


class Going(QObject):
    """Does what the actions for going promise: it brings a part to the front and the keyboard."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.menu = QMenu("&Go to")
        self.menu.setToolTipsVisible(True)
        actions = window.commands
        self.menu.addActions([actions.to_settings, actions.to_lesson, actions.to_timeline])
        self.menu.addActions([actions.next_part, actions.part_before])
        self.menu.addSeparator()
        self.menu.addActions(list(actions.to_panels.values()))
        self.menu.addActions([actions.next_panel, actions.panel_before])

    def to_panel_of(self) -> None:
        """Go to the panel whose action was triggered."""
        action = self.sender()
        if isinstance(action, QAction):
            self.to_panel(str(action.data()))

    def to_panel(self, name: str) -> None:
        """Bring a panel to the front, open it where it is closed, and give it the keyboard."""
        if self._window.presentation.is_on:
            self._window.presentation.show_panel(name)
            return
        for dock in self._window.panels.docks:
            if dock.kind.name == name:
                self._to_dock(dock)

    def on(self) -> None:
        """Go to the next part of the window."""
        self._window.keyboard.go_on(1)

    def back(self) -> None:
        """Go to the part before."""
        self._window.keyboard.go_on(-1)

    def to_next_panel(self) -> None:
        """Go to the next panel, tabs behind others too."""
        self._to_panel_beside(1)

    def to_panel_before(self) -> None:
        """Go to the panel before."""
        self._to_panel_beside(-1)

    def to_settings(self) -> None:
        """Go to the column of settings, which comes where it is folded away."""
        self._window.presentation.end()
        self._window.column.choose(True)
        self._window.keyboard.go_to_part(self._window.left)

    def to_timeline(self) -> None:
        """Go to the moments of the run."""
        self._window.presentation.end()
        self._window.keyboard.go_to_part(self._window.timeline)

    def to_lesson(self) -> None:
        """Go to the lesson that is open, or where none is to the list of them."""
        window = self._window
        window.presentation.show_lesson()
        if window.lesson.isVisible():
            window.lesson.raise_()
            view = window.lesson.view
            first = next((one for one in (view.do, view.reveal) if can_stop(one)), view.text)
            give(first, Qt.FocusReason.ShortcutFocusReason)
        else:
            window.menuBar().setActiveAction(window.lessons.menuAction())

    @property
    def here(self) -> PanelDock | None:
        """The panel that has the keyboard, or else the first that is seen."""
        now, docks = QApplication.focusWidget(), self._in_order()
        return next(
            (dock for dock in docks if dock.isAncestorOf(now or dock)), next(iter(docks), None)
        )

    def _to_dock(self, dock: PanelDock) -> None:
        dock.show()
        dock.raise_()
        self._window.keyboard.go_to_part(dock)

    def _to_panel_beside(self, by: int) -> None:
        if self._window.presentation.is_on:
            self._window.presentation.show_beside(by)
            return
        docks = self._in_order()
        now = QApplication.focusWidget()
        here = next((n for n, dock in enumerate(docks) if dock.isAncestorOf(now or dock)), None)
        if docks:
            at = (-1 if by > 0 else 0) if here is None else here
            self._to_dock(docks[(at + by) % len(docks)])

    def _in_order(self) -> list[PanelDock]:
        """Return the open panels as the eye finds them, those behind others after these."""
        panels, found = self._window.panels, []
        docks = [dock for dock in panels.docks if not dock.isHidden()]
        fronts = [dock for dock in docks if dock.in_front]
        for front in in_reading_order(fronts, place_of):
            behind = [dock for dock in panels.tabifiedDockWidgets(front) if not dock.isHidden()]
            known: list[QDockWidget] = [front, *behind]
            found += [dock for dock in docks if dock in known]
        return found
