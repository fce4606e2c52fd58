"""In front of a class: one panel or a lesson with its pair, large, and a clicker's keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from rnnviz.gui.window.blank import Blank
from rnnviz.gui.window.clicker_keys import ClickerKeys
from rnnviz.gui.window.lesson_layout import show_layout
from rnnviz.gui.window.panel_dock import PanelDock
from rnnviz.gui.window.presentation_line import PresentationLine
from rnnviz.gui.window.standing import Standing
from rnnviz.lab.panels import PANELS
from rnnviz.lessons.layout import names

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from rnnviz.gui.window.main_window import MainWindow

LEAST, OF_HEIGHT = 24, 32
"""Pixels of letters on a small screen, and which part of a larger one they are."""
LESSON, BESIDE_CELL = 0.4, 0.3
"""The share of the window's width for a lesson's words, and beside what needs most room."""
CELL = "cell"
"""The panel that needs most room: its diagram has letters and wires in all of it."""
PAIR = (3, 2)
"""How a lesson's pair shares the height: more for what is pointed at."""
LINES = 24
"""Lines of text from which on there is room for a pair, else what is pointed at has it all."""


class Presentation(QObject):
    """Sets the window out for a class until `end`, which brings back exactly what was there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._keys = ClickerKeys(self, window.lesson.view)
        self.line = PresentationLine()
        self.blank = Blank(window)
        self._before: Standing | None = None
        self.alone = ""
        """The panel that was called for, "" for the lesson's."""
        self._shown: tuple[str, ...] = ()
        """The panels that are to be seen."""
        self._is_placing = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._place)
        for dock in window.panels.docks:
            dock.exposed.connect(self._on_exposed)
        window.lesson.laid_out.connect(self._on_laid_out)
        window.lesson.pointed.connect(self._on_pointed)
        window.lesson.player.changed.connect(self.show_keys)
        window.lesson.view.turned.connect(self.show_keys)

    @property
    def is_on(self) -> bool:
        """Whether a class is shown something."""
        return self._before is not None

    @property
    def names(self) -> list[str]:
        """The panels in the order of the menu View."""
        return [dock.kind.name for dock in self._window.panels.docks]

    @property
    def has_lesson(self) -> bool:
        """Whether a lesson is open."""
        return self._window.lesson.player.lesson is not None

    def toggle(self) -> None:
        """Begin, or end."""
        if self.is_on:
            self.end()
        else:
            self.begin()

    def begin(self) -> None:
        """Put all else away, and what is to be seen in large letters on the whole screen."""
        window = self._window
        self.alone = "" if self.has_lesson else self._foremost()
        self._before = Standing(window)
        self._before.clear()
        window.activateWindow()  # which a panel that floats may have been
        window.setFocus(Qt.FocusReason.OtherFocusReason)
        screen = window.screen().geometry()
        window.look.present(max(LEAST, min(screen.height(), 3 * screen.width() // 4) // OF_HEIGHT))
        self.line.show()
        self._allow(False)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        self._place()
        window.clock.show_anew()

    def end(self) -> None:
        """Bring back what was there before."""
        before, self._before = self._before, None
        if before is None:
            return
        self._soon.stop()
        self.blank.hide()
        self.line.hide()
        self._allow(True)
        self._window.look.end_presenting()
        before.bring_back()

    def show_panel(self, name: str) -> None:
        """Show one panel alone; the same once more goes back to the lesson."""
        self.alone = "" if self.has_lesson and name == self.alone else name
        self._place()

    def show_lesson(self) -> None:
        """Show the lesson with its pair, if one is open."""
        if self.has_lesson:
            self.alone = ""
            self._place()

    def show_beside(self, by: int) -> None:
        """Show the panel after this one, in the order of the menu View, or the one before."""
        kinds = self.names
        now = self.alone or (self._shown[0] if self._shown else kinds[0])
        self.alone = kinds[(kinds.index(now) + by) % len(kinds)]
        self._place()

    def take(self, part: QWidget, event: QKeyEvent) -> bool:
        """Do what a key does in front of a class; tells whether it does anything."""
        return self.is_on and self._keys.take(part, event)

    def show_keys(self) -> None:
        """Say in the line what the keys do now."""
        if self.is_on:
            self.line.show_keys(self._keys.words())

    def _allow(self, arranging: bool) -> None:
        """Let actions arrange the window, or not while all else is put away."""
        actions = self._window.commands
        for action in (actions.reset_layout, actions.column):
            action.setEnabled(arranging)

    def _dock(self, name: str) -> PanelDock:
        return next(dock for dock in self._window.panels.docks if dock.kind.name == name)

    def _foremost(self) -> str:
        """Return the panel that has the keyboard, or else the largest one that is seen."""
        now = QApplication.focusWidget()
        docks = self._window.panels.docks
        seen = [dock for dock in docks if dock.in_front and dock.isVisible()] or docks
        here = (dock for dock in seen if now is not None and dock.isAncestorOf(now))
        return next(here, max(seen, key=_area)).kind.name

    def _pair(self) -> tuple[str, ...]:
        """Return what a lesson points at, and what it shows beside that."""
        window = self._window
        lesson = window.lesson.player.lesson
        if lesson is None:
            return (self.alone or self._foremost(),)
        there = names(lesson.panels)
        first = lesson.room_at(window.lesson.view.index) or self._foremost()
        fits = window.height() >= LINES * window.fontMetrics().lineSpacing()
        others = [name for name in there if name != first and not PANELS[name].alone]
        fits = fits and not PANELS[first].alone
        return (first, *others[: int(fits)])

    def _place(self) -> None:
        """Put what is to be seen where it belongs."""
        window = self._window
        if not self.is_on:
            return
        self._is_placing = True
        has_words = self.has_lesson and not self.alone
        if window.lesson.isFloating():
            window.lesson.setFloating(False)
        window.lesson.setVisible(has_words)
        self._shown = self._pair() if has_words else (self.alone,)
        show_layout(window.panels, self._shown)
        if has_words:
            share = BESIDE_CELL if CELL in self._shown else LESSON
            width = int(share * window.width())
            window.resizeDocks([window.lesson], [width], Qt.Orientation.Horizontal)
            docks = [self._dock(name) for name in self._shown]
            shares = [1000 * share for share in PAIR[: len(docks)]]
            window.panels.resizeDocks(docks, shares, Qt.Orientation.Vertical)
        self._is_placing = False
        self.show_keys()

    def _on_exposed(self) -> None:
        """Show a panel alone that was brought to the front by something else than a key here."""
        dock = self.sender()
        if not (self.is_on and isinstance(dock, PanelDock)) or self._is_placing:
            return
        if dock.in_front and dock.kind.name not in self._shown:
            self.alone = dock.kind.name
            self._soon.start()

    def _on_laid_out(self) -> None:
        """Keep how a lesson wants the panels for later, and show its pair."""
        if self.is_on:
            self._window.panels.set_aside()
            self._on_pointed()

    def _on_pointed(self) -> None:
        if self.is_on:
            self.alone = ""
            self._soon.start()


def _area(dock: PanelDock) -> int:
    return dock.width() * dock.height()
