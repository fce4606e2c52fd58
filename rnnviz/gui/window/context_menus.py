"""What the right mouse button, or the menu key, offers about the part that it is used on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QTextEdit, QWidget

from rnnviz.gui.pictures.subject import Subject, single
from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.live_plot import LivePlot
from rnnviz.gui.window.panel_dock import PanelDock

if TYPE_CHECKING:
    from rnnviz.gui.window.main_window import MainWindow


class ContextMenus(QObject):
    """Makes a menu of what a part itself offers, of what can be taken of it, and of its help."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def watch(self, *parts: QWidget) -> None:
        """Answer for these, and for what stands in them."""
        for part in parts:
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open a menu where there is something to offer."""
        if isinstance(event, QContextMenuEvent):
            menu = self.menu_at(event.globalPos())
            if menu is not None:
                menu.popup(event.globalPos())
                return True
        return super().eventFilter(watched, event)

    def menu_at(self, at: QPoint) -> QMenu | None:
        """Return the menu for a place on the screen, None where there is nothing to offer."""
        part = QApplication.widgetAt(at)
        menu = _own_menu(part)
        subject = subject_of(part)
        if subject is not None:
            _set_off(menu)
            self._window.take_away.fill(menu, subject)
            _set_off(menu)
        self._window.what_is_this.offer(menu, part, at)
        if menu.isEmpty():
            menu.deleteLater()
            return None
        menu.setParent(self._window, menu.windowFlags())
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def copy_picture(self) -> None:
        """Copy the picture of the panel that somebody is at."""
        dock = self._window.going.here
        subject = None if dock is None else dock.subject()
        if subject is not None:
            self._window.take_away.copy_picture(subject)

    def fill_for_dock(self) -> None:
        """Fill the menu of a dock's title, which is about to be opened."""
        menu = self.sender()
        dock = menu.parent() if menu is not None else None
        if isinstance(menu, QMenu) and isinstance(dock, PanelDock):
            menu.clear()
            subject = dock.subject()
            if subject is not None:
                self._window.take_away.fill(menu, subject)


def _set_off(menu: QMenu) -> None:
    if not menu.isEmpty():
        menu.addSeparator()


def subject_of(part: QWidget | None) -> Subject | None:
    """Return what a picture can be taken of: the panel around a part, or the plot that it is in."""
    found: Canvas | LivePlot | None = None
    while part is not None and not isinstance(part, PanelDock):
        if isinstance(part, Canvas | LivePlot):
            found = part
        part = part.parentWidget()
    if isinstance(part, PanelDock):
        return part.subject()
    return None if found is None else single(found)


def _own_menu(part: QWidget | None) -> QMenu:
    """Return a menu of what a part and those around it offer by themselves."""
    around = part
    while around is not None and not isinstance(around, QPlainTextEdit | QTextEdit | PanelDock):
        around = around.parentWidget()
    menu = QMenu() if around is None or isinstance(around, PanelDock) else _of_text(around)
    while part is not None and not part.isWindow() and not isinstance(part, PanelDock):
        menu.addActions(part.actions())
        part = part.parentWidget()
    return menu


def _of_text(text: QWidget) -> QMenu:
    """Return what Qt offers for a text: to copy and to select it."""
    assert isinstance(text, QPlainTextEdit | QTextEdit)
    return text.createStandardContextMenu()
