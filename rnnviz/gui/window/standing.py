"""How the window stands, noted before a presentation and brought back after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from rnnviz.gui.window.main_window import MainWindow

ENDLESS = (1 << 24) - 1
"""Qt's greatest height of a widget."""
PATIENCE = 1000
"""Milliseconds within which a window manager gives the window its size."""
NOTHING = QDockWidget.DockWidgetFeature.NoDockWidgetFeatures


class Standing(QObject):
    """Clears the window of all but its docks; `bring_back` has everything stand as before."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._state, self._geometry = window.windowState(), window.geometry()
        self._docks, self._split = window.saveState(), window.split.saveState()
        self._bar = window.left.verticalScrollBar().value()
        self._focus = QApplication.focusWidget()
        self._had_lesson = window.lesson.isVisible()
        self._is_active = window.isActiveWindow()
        self._room = window.panels.size()
        fronts = [one for one in window.panels.docks if one.in_front and not one.isFloating()]
        self._sizes = {dock: dock.size() for dock in fronts}
        self._titled = [window.lesson, *window.panels.docks]
        self._features = [dock.features() for dock in self._titled]
        parts = (window.transport, window.split.widget(0), window.timeline)
        self._shown = [part for part in parts if part is not None and not part.isHidden()]
        self._waits = False
        """Whether the panels' room is still to come."""
        window.panels.set_aside()

    def clear(self) -> None:
        """Put away what is not for a class."""
        for part in self._shown:
            part.hide()
        self._window.menuBar().setFixedHeight(0)  # hidden, it would take its keys with it
        for dock in self._titled:
            dock.setFeatures(NOTHING)
        self._window.lesson.setTitleBarWidget(QWidget())

    def bring_back(self) -> None:
        """Have everything stand as before; at last the panels, when they have their room."""
        window = self._window
        bar = window.menuBar()
        bar.setMinimumHeight(0)
        bar.setMaximumHeight(ENDLESS)
        for dock, features in zip(self._titled, self._features, strict=True):
            dock.setFeatures(features)
        titled = window.lesson.titleBarWidget()
        window.lesson.setTitleBarWidget(None)  # type: ignore[arg-type]  # stubs: Qt's own again
        titled.deleteLater()
        for part in self._shown:
            part.show()
        window.setWindowState(self._state)
        self._take_size()
        lay_out()
        lesson_is_open = window.lesson.player.lesson is not None
        window.restoreState(self._docks)
        window.lesson.setVisible(lesson_is_open)
        window.split.restoreState(self._split)
        window.split.refresh()  # or the room of a column that is folded away is kept free
        lay_out()
        self._take_size()
        lay_out()
        window.panels.put_back()
        lay_out()
        self._size_exactly()
        window.left.verticalScrollBar().setValue(self._bar)
        if self._is_active:
            window.activateWindow()  # panels that float have come to the front
        if self._focus is not None and isValid(self._focus) and self._focus.isVisible():
            self._focus.setFocus()
        self._wait()
        if not window.isMaximized() and not window.isFullScreen():
            window.column.keep(self._geometry.size())

    def _take_size(self) -> None:
        """Have the window as large as it was, not as what was shown large would have it."""
        if self._window.size() != self._geometry.size():
            self._window.setGeometry(self._geometry)

    def _size_exactly(self) -> None:
        """Take back what Qt has rounded otherwise, a pixel here and there."""
        panels, sizes = self._window.panels, self._sizes
        if panels.size() == self._room and any(one.size() != sizes[one] for one in sizes):
            widths, heights = zip(*(size.toTuple() for size in sizes.values()), strict=True)
            panels.resizeDocks(list(sizes), list(widths), Qt.Orientation.Horizontal)
            panels.resizeDocks(list(sizes), list(heights), Qt.Orientation.Vertical)

    def _wait(self) -> None:
        """Put the panels back once more if their room comes later, as window managers do it."""
        is_other = self._had_lesson != self._window.lesson.isVisible()
        if is_other or self._window.panels.size() == self._room:
            self.deleteLater()
        else:
            self._window.panels.set_aside()
            self._window.panels.installEventFilter(self)
            self._waits = True
            self._window.lesson.opened.connect(self._put_back)  # before it sets them out itself
            QTimer.singleShot(PATIENCE, self, self._put_back)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See whether the panels have their room."""
        panels = self._window.panels
        if event.type() == QEvent.Type.Resize and panels.size() == self._room:
            self._put_back()
        return False

    def _put_back(self, _lesson: object = None) -> None:
        if not self._waits:
            return
        self._waits = False
        self._window.panels.removeEventFilter(self)
        self._window.lesson.opened.disconnect(self._put_back)
        if not self._window.presentation.is_on:  # again, by now
            self._window.panels.put_back()
        self.deleteLater()


def lay_out() -> None:
    """Give all parts their sizes now."""
    QCoreApplication.sendPostedEvents(None, 0)  # fonts and layouts, which wait for each other
