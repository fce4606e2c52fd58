"""Undo and Redo in the Edit menu: what they would take back, and the layout of the panels."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from rnnviz.captions.undoing import LAYOUT
from rnnviz.gui.window.lesson_layout import layout_of
from rnnviz.lessons.layout import TABS
from rnnviz.session.undoing import Deed

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QAction

    from rnnviz.gui.window.main_window import MainWindow
    from rnnviz.lessons.layout import Layout

STANDS = 300
"""Milliseconds after the last resizing when the sizes of panels are noted."""


class UndoActions(QObject):
    """Names what would be taken back in the actions, and does it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._undoing = window, window.session.undoing
        self.layout = LayoutWatch(window)
        actions = window.commands
        self._texts = {action: action.text() for action in (actions.undo, actions.redo)}
        self.show()

    def undo(self) -> None:
        """Take the latest deed back; a threshold that is still held counts as done."""
        self._window.change_settings.let_go()
        self._undoing.undo()
        self._window.clock.wake()

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._undoing.redo()
        self._window.clock.wake()

    def show(self) -> None:
        """Name what would be taken back, and done again."""
        actions, undoing = self._window.commands, self._undoing
        self._name(actions.undo, undoing.undo_words)
        self._name(actions.redo, undoing.redo_words)
        self._window.left.by_hand.show_undo(undoing.undo_words)

    def _name(self, action: QAction, words: str) -> None:
        shown = words.replace("&", "&&")
        action.setText(f"{self._texts[action]} {shown}" if words else self._texts[action])
        action.setEnabled(bool(words))


class LayoutWatch(QObject):
    """Records what the user does to the layout of the panels.

    A lesson arranges them by itself, and in front of a class they stand so for a while alone.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._panels = window, window.panels
        self._undoing = window.session.undoing
        self._known: tuple[object, ...] | None = None
        self._arrangement: QByteArray | None = None
        self._is_others = False
        """Whether what stands there is a lesson's layout."""
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._look)
        self._stands = QTimer(self, singleShot=True, interval=STANDS)
        self._stands.timeout.connect(self._note)
        self._panels.resized.connect(self._note_soon)
        for dock in self._panels.docks:
            dock.topLevelChanged.connect(self._look_soon)
            dock.dockLocationChanged.connect(self._look_soon)
            dock.toggleViewAction().triggered.connect(self._look_soon)

    def _look_soon(self) -> None:
        self._settled.start()  # a panel that is moved tells of it several times

    def _note_soon(self) -> None:
        self._stands.start()

    def _look(self) -> None:
        """See how the panels stand by now, and record it if the user has put them so."""
        now, before = _signature(self._window), self._known
        others = self._window.lesson.isVisible() or self._panels.is_aside
        is_users = not (others or self._is_others)
        old = self._arrangement
        self._is_others = others
        if now == before:
            return
        self._known, self._arrangement = now, self._panels.arrangement()
        if is_users and before is not None and old is not None:
            ways = partial(self._arrange, old), partial(self._arrange, self._arrangement)
            self._undoing.record(Deed(LAYOUT, *ways))

    def _note(self) -> None:
        """Note the sizes of panels, which are no deed of their own."""
        now = _signature(self._window)
        if self._known in (None, now):
            self._known, self._arrangement = now, self._panels.arrangement()

    def _arrange(self, arrangement: QByteArray) -> None:
        self._panels.arrange_as(arrangement)
        self._known, self._arrangement = _signature(self._window), arrangement


def _signature(window: MainWindow) -> tuple[object, ...]:
    """How the panels stand, whatever their sizes and whichever tab is in front."""
    floating = tuple(dock.kind.name for dock in window.panels.docks if dock.isFloating())
    return tuple(_sorted(part) for part in layout_of(window.panels)), floating


def _sorted(layout: Layout) -> object:
    if isinstance(layout, str):
        return tuple(sorted(layout.split(f" {TABS} ")))
    return tuple(_sorted(part) for part in layout)


def has_own_undo(part: QWidget) -> bool:
    """Whether a field has typed text of its own to take back before anything else."""
    if isinstance(part, QAbstractSpinBox):
        value, format_ = getattr(part, "value", None), getattr(part, "textFromValue", None)
        shown = getattr(part, "cleanText", part.text)()
        return value is not None and format_ is not None and shown != format_(value())
    if isinstance(part, QPlainTextEdit | QTextEdit):
        return not part.isReadOnly() and part.document().isUndoAvailable()
    return isinstance(part, QLineEdit) and part.isUndoAvailable()
