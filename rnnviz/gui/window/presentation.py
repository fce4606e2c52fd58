"""In front of a class: one panel or a lesson with its pair, large, and a clicker's keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.live_plot import LivePlot
from rnnviz.gui.window.lesson_layout import show_layout
from rnnviz.gui.window.presentation_line import PresentationLine
from rnnviz.gui.window.standing import Standing
from rnnviz.lessons.layout import names

if TYPE_CHECKING:
    from collections.abc import Callable

    from rnnviz.gui.window.main_window import MainWindow
    from rnnviz.gui.window.panel_dock import PanelDock

LEAST, OF_HEIGHT = 24, 32
"""Pixels of letters on a small screen, and which part of a larger one they are."""
LESSON = 0.4
"""The share of the window's width for a lesson's words."""
PAIR = (3, 2)
"""How a lesson's pair shares the height: more for what is pointed at."""
LINES = 24
"""Lines of text from which on there is room for a pair, else what is pointed at has it all."""
PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
BLANK = "B"
LETTERS = "ABCDEF"
DIGITS = "0123456789"
NEXT_PANEL, ENDS = "Ctrl+PgDn next panel", "Esc ends"


class Presentation(QObject):
    """Sets the window out for a class until `end`, which brings back exactly what was there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.line = PresentationLine()
        self.blank = Blank(window)
        self._before: Standing | None = None
        self._alone, self._shown = "", ()
        """The panel that was called for, "" for the lesson's; and those that are to be seen."""
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

    def toggle(self) -> None:
        """Begin, or end."""
        if self.is_on:
            self.end()
        else:
            self.begin()

    def begin(self) -> None:
        """Put all else away, and what is to be seen in large letters on the whole screen."""
        window = self._window
        self._alone = "" if self._has_lesson else self._foremost()
        self._before = Standing(window)
        self._before.clear()
        window.activateWindow()  # which a panel that floats may have been
        window.setFocus(Qt.FocusReason.OtherFocusReason)
        screen = window.screen().geometry()
        window.look.present(max(LEAST, min(screen.height(), 3 * screen.width() // 4) // OF_HEIGHT))
        self.line.show()
        window.commands.reset_layout.setEnabled(False)
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
        self._window.commands.reset_layout.setEnabled(True)
        self._window.look.end_presenting()
        before.bring_back()

    def show_panel(self, name: str) -> None:
        """Show one panel alone; the same once more goes back to the lesson."""
        self._alone = "" if self._has_lesson and name == self._alone else name
        self._place()

    def show_lesson(self) -> None:
        """Show the lesson with its pair, if one is open."""
        if self._has_lesson:
            self._alone = ""
            self._place()

    def show_beside(self, by: int) -> None:
        """Show the panel after this one, in the order of the menu View, or the one before."""
        kinds = self._names
        now = self._alone or (self._shown[0] if self._shown else kinds[0])
        self._alone = kinds[(kinds.index(now) + by) % len(kinds)]
        self._place()

    def take(self, part: QWidget, event: QKeyEvent) -> bool:
        """Do what a key does in front of a class; tells whether it does anything.

        What asks beforehand whether somebody has a use for the key is answered alone.
        """
        if not self.is_on or event.modifiers() not in PLAIN:
            return False
        does = self._deed_of(part, event)
        if does is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif not event.isAutoRepeat():
            does()
        return True

    def show_keys(self) -> None:
        """Say in the line what the keys do now."""
        if self.is_on:
            self.line.show_keys(self._words())

    def _deed_of(self, part: QWidget, event: QKeyEvent) -> Callable[[], object] | None:
        """Return what a key does here, or None: what is typed into a field is the field's."""
        key, text = Qt.Key(event.key()), event.text().upper()
        if key == Qt.Key.Key_Escape and not has_cursor(part):
            return self.blank.hide if self.blank.isVisible() else self.end
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            return self._go_on if key == Qt.Key.Key_PageDown else self._go_back
        if not text or is_written_in(part):
            return None
        view, back = self._window.lesson.view, event.modifiers() == PLAIN[2]
        if self._has_lesson and view.takes_votes and text in view.answers.buttons:
            return lambda: self._vote(text, -1 if back else 1)
        if text in (BLANK, "."):
            return self.blank.toggle
        if text in DIGITS and int(text) <= len(self._names):
            return lambda: self._call(int(text))
        return None

    def _call(self, digit: int) -> None:
        if digit:
            self.show_panel(self._names[digit - 1])
        else:
            self.show_lesson()

    def _vote(self, letter: str, by: int) -> None:
        self.blank.hide()
        self.show_lesson()
        self._window.lesson.view.vote(letter, by)

    def _go_on(self) -> None:
        self._go(self._window.lesson.view.go_on, 1)

    def _go_back(self) -> None:
        self._go(self._window.lesson.view.go_back, -1)

    def _go(self, move: Callable[[], None], by: int) -> None:
        """Go on in the lesson, which comes back where it was away; without one to a panel."""
        if self.blank.isVisible():
            self.blank.hide()
        elif not self._has_lesson:
            self.show_beside(by)
        elif self._alone:
            self.show_lesson()
        else:
            move()
            self.show_keys()

    def _words(self) -> list[str]:
        view = self._window.lesson.view
        if not self._has_lesson:
            return ["PgDn, PgUp, 1\N{EN DASH}9 panels", ENDS, "Space runs", "B blank"]
        if self._alone:
            return ["0 lesson", "1\N{EN DASH}9 panels", ENDS, "Space runs", "B blank"]
        votes = list(view.answers.buttons) if view.takes_votes else []
        move = view.next_move.split(":")[0]
        said = [f"PgDn {move}" if move else "", f"A\N{EN DASH}{votes[-1]} votes" if votes else ""]
        blank = ". blank" if BLANK in votes else "B blank"
        return [*filter(None, said), ENDS, "1\N{EN DASH}9 panels", "Space runs", blank, "PgUp back"]

    @property
    def _names(self) -> list[str]:
        return [dock.kind.name for dock in self._window.panels.docks]

    @property
    def _has_lesson(self) -> bool:
        return self._window.lesson.player.lesson is not None

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
            return (self._alone or self._foremost(),)
        there = names(lesson.panels)
        first = lesson.room_at(window.lesson.view.index) or self._foremost()
        fits = window.height() >= LINES * window.fontMetrics().lineSpacing()
        return (first, *[name for name in there if name != first][: int(fits)])

    def _place(self) -> None:
        """Put what is to be seen where it belongs."""
        window = self._window
        if not self.is_on:
            return
        self._is_placing = True
        has_words = self._has_lesson and not self._alone
        if window.lesson.isFloating():
            window.lesson.setFloating(False)
        window.lesson.setVisible(has_words)
        self._shown = self._pair() if has_words else (self._alone,)
        show_layout(window.panels, self._shown)
        if has_words:
            width = int(LESSON * window.width())
            window.resizeDocks([window.lesson], [width], Qt.Orientation.Horizontal)
            docks = [self._dock(name) for name in self._shown]
            shares = [1000 * share for share in PAIR[: len(docks)]]
            window.panels.resizeDocks(docks, shares, Qt.Orientation.Vertical)
        self._is_placing = False
        self.show_keys()

    def _on_exposed(self) -> None:
        """Show a panel alone that was brought to the front by something else than a key here."""
        dock = self.sender()
        if self.is_on and not self._is_placing and dock.in_front:
            if dock.kind.name not in self._shown:
                self._alone = dock.kind.name
                self._soon.start()

    def _on_laid_out(self) -> None:
        """Keep how a lesson wants the panels for later, and show its pair."""
        if self.is_on:
            self._window.panels.set_aside()
            self._on_pointed()

    def _on_pointed(self) -> None:
        if self.is_on:
            self._alone = ""
            self._soon.start()


class Blank(QWidget):
    """Covers the window with black, so that a class looks at the teacher; a click lifts it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("blank")
        self.setAccessibleName("Nothing is shown; the key B shows it again")
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), Qt.GlobalColor.black)
        self.setPalette(palette)
        window.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Cover everything, or show it again."""
        self.setGeometry(self.parentWidget().rect())
        self.setVisible(self.isHidden())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self.parentWidget().rect())
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show everything again."""
        self.hide()


def has_cursor(part: QWidget) -> bool:
    """Whether a picture has a cursor, which Escape lets go of first."""
    return isinstance(part, Canvas | LivePlot) and part.has_cursor


def is_written_in(part: QWidget) -> bool:
    """Whether letters and digits are typed into a part."""
    if isinstance(part, QPlainTextEdit | QTextEdit):
        return not part.isReadOnly()
    if isinstance(part, QComboBox):
        return part.isEditable()
    return isinstance(part, QLineEdit | QAbstractSpinBox)


def _area(dock: PanelDock) -> int:
    return dock.width() * dock.height()
