"""Answers "What is this?" about what is pointed at, or what the keyboard is at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from rnnviz.gui.widgets.explained import explanation_of
from rnnviz.gui.window.asked_numbers import AskedNumbers
from rnnviz.gui.window.pointing import Pointing

if TYPE_CHECKING:
    from rnnviz.gui.window.help_window import HelpWindow
    from rnnviz.gui.window.main_window import MainWindow
    from rnnviz.lab.snapshot import Snapshot

WINDOW = "window"
"""The text about the window as a whole, and how to ask about its parts."""


class WhatIsThis(QObject):
    """Finds the text about a part of the window, and shows it with the present numbers.

    Asked by a key, it is about what the keyboard is at if that was used last, else about what is
    pointed at. `lesson_wanted` brings the name of a lesson that a text leads to.
    """

    lesson_wanted = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._name = window, WINDOW
        self.numbers = AskedNumbers(self)
        self.numbers.arrived.connect(self._on_arrived)
        self._pointer_then = QCursor.pos()
        self.pointing = Pointing(self)
        self.pointing.pointed.connect(self.ask_about_place)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def ask(self) -> None:
        """Explain what is pointed at or, where the keyboard was used last, what has the focus."""
        pointer = QCursor.pos()
        pointed, focus = QApplication.widgetAt(pointer), self._window.focusWidget()
        if pointed is not None and not self._window.isAncestorOf(pointed):
            pointed = None
        by_pointer = explanation_of(pointed, pointer), pointed
        by_focus = explanation_of(focus), focus
        order = (by_pointer, by_focus) if pointer != self._pointer_then else (by_focus, by_pointer)
        name, part = next(((n, p) for n, p in order if n), (WINDOW, None))
        self.explain(name, part)

    def ask_about_place(self, at: QPoint) -> None:
        """Explain what is at a place on the screen, or the window where that is nothing."""
        part = QApplication.widgetAt(at)
        name = explanation_of(part, at)
        self.explain(name or WINDOW, part if name else None)

    def offer(self, menu: QMenu, part: QWidget | None, at: QPoint) -> None:
        """Put the question into a menu for a place on the screen, where there is an answer."""
        name = explanation_of(part, at)
        if name:
            menu.addAction("What is this?").triggered.connect(lambda: self.explain(name, part))

    def ask_about_dock(self) -> None:
        """Explain the dock whose question mark was pressed."""
        button = self.sender()
        if isinstance(button, QWidget):
            self.explain(explanation_of(button), button.parentWidget())

    def explain(self, name: str, part: QWidget | None = None) -> None:
        """Show a text beside the part that it is about."""
        from rnnviz.gui.window.help_answers import answer, missing  # not needed at the start

        session, self._name = self._window.session, name
        snapshot = session.snapshot()
        self._help_window().say(*answer(name, session, snapshot), _place_of(part))
        self.numbers.ask(missing(name, session, snapshot))

    def _on_arrived(self, snapshot: Snapshot) -> None:
        """Put in what was measured for the text that is open."""
        from rnnviz.gui.window.help_answers import answer

        self._help_window().write(answer(self._name, self._window.session, snapshot)[1])

    def _help_window(self) -> HelpWindow:
        from rnnviz.gui.window.help_window import HelpWindow

        found = self._window.findChild(HelpWindow)
        if found is None:
            found = HelpWindow(self._window)
            found.followed.connect(self.explain)
            found.lesson_wanted.connect(self.lesson_wanted)
            found.finished.connect(self.numbers.stop)
        return found

    def _on_focus_changed(self) -> None:
        self._pointer_then = QCursor.pos()


def _place_of(part: QWidget | None) -> QRect:
    """Return where on the screen a part is."""
    return QRect() if part is None else QRect(part.mapToGlobal(QPoint()), part.size())
