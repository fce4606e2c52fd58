"""Where docks stand that float: beside the window; docked again they are in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDockWidget

from rnnviz.gui.widgets.screen_room import keep_inside, screen_of, title_height
from rnnviz.gui.window.help_window import beside

if TYPE_CHECKING:
    from rnnviz.gui.window.main_window import MainWindow

FLOAT_BUTTON = "qt_dockwidget_floatbutton"
"""The name is Qt's, as in `help_button`."""
LEAST = (60, 28)
"""Widths of a digit and lines of text that a dock has at least when it begins to float."""
SHARE = 0.8
"""Of the screen's width and height, at most."""
LOOK = 50
"""Milliseconds between two looks whether a dock that was taken is let go."""


class Floating(QObject):
    """Finds a place for what somebody has float by its button, or by a double click on its title.

    What is dragged stays where it is put, and what has floated before comes back to where it was.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._placed: set[QDockWidget] = set()
        self._held: tuple[QDockWidget, QPoint] | None = None
        self._look = QTimer(self, interval=LOOK)
        self._look.timeout.connect(self._see_whether_let_go)
        for dock in (window.lesson, *window.panels.docks):
            button = dock.findChild(QAbstractButton, FLOAT_BUTTON)
            if button is not None:
                button.clicked.connect(self._on_clicked)
            dock.topLevelChanged.connect(self._on_changed)

    def keep_on_screen(self) -> None:
        """Have the window and all that floats on the screen that there is now."""
        keep_inside(self._window)
        for dock in self._window.panels.docks:
            if dock.isFloating():
                keep_inside(dock)

    def _on_clicked(self) -> None:
        """Follow the button, whose click Qt has heard before."""
        button = self.sender()
        dock = button.parent() if button is not None else None
        if isinstance(dock, QDockWidget):
            self._settle(dock)

    def _on_changed(self, floats: bool) -> None:
        """Follow the pointer: as long as it holds a dock, that is dragged."""
        dock = self.sender()
        held = bool(QApplication.mouseButtons() & Qt.MouseButton.LeftButton)
        if not (isinstance(dock, QDockWidget) and held):
            return  # by the button, or by what arranges the window
        if floats:
            self._held = dock, dock.pos()
            self._look.start()
        else:
            dock.raise_()

    def _see_whether_let_go(self) -> None:
        if self._held is None or QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return
        self._look.stop()
        (dock, at), self._held = self._held, None
        if dock.isFloating() and dock.pos() == at:  # clicked twice, not dragged
            self._settle(dock)

    def _settle(self, dock: QDockWidget) -> None:
        if not dock.isFloating():
            dock.raise_()
        elif dock in self._placed:
            keep_inside(dock)
        else:
            self._placed.add(dock)
            self._place(dock)

    def _place(self, dock: QDockWidget) -> None:
        """Put a dock beside the window, below the titles of others that stand there."""
        room, title = screen_of(self._window), title_height(dock)
        metrics = dock.fontMetrics()
        most = QSize(int(SHARE * room.width()), int(SHARE * room.height()))
        least = QSize(LEAST[0] * metrics.horizontalAdvance("0"), LEAST[1] * metrics.lineSpacing())
        dock.resize(dock.size().expandedTo(least).boundedTo(most))
        at = beside(self._window.frameGeometry(), dock.size(), room)
        others = [one.pos() for one in self._placed if one is not dock and one.isFloating()]
        while any((at - one).manhattanLength() < title for one in others):
            at += QPoint(title, title)
        dock.move(at)
        keep_inside(dock)
