"""Where the keyboard goes: by Tab, by F6, by arrows in a group; and which keys a part has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QDialog,
    QDockWidget,
    QPlainTextEdit,
    QTabBar,
    QTextBrowser,
    QTextEdit,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.live_plot import LivePlot
from rnnviz.gui.window.focus_ring import FocusRing
from rnnviz.gui.window.parts import Parts, picture_in
from rnnviz.gui.window.tab_order import (
    Stop,
    entry,
    give,
    go_among,
    go_within,
    is_choice,
    stops_beside,
)
from rnnviz.gui.window.undo_actions import has_own_undo

if TYPE_CHECKING:
    from rnnviz.gui.window.main_window import MainWindow

PICTURES = Canvas, LivePlot
MOVED_IN = (*PICTURES, QAbstractItemView, QAbstractSlider, QPlainTextEdit, QTextEdit, QTabBar)
"""What arrow keys move in; the window's shortcuts have the same keys."""
MOVES = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
}
BESIDE = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
AMONG_BUTTONS = {**BESIDE, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
TABS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class Keyboard(QObject):
    """Watches the part that has the keyboard, and knows which is next.

    A click gives the keyboard to the picture, field or list that was clicked, and all else gives
    it to the window: it never stays in a field that somebody has left.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.parts = Parts(window)
        self.ring = FocusRing(self)
        for one in (window, window.lesson, *window.panels.docks):
            one.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        window.setFocus(Qt.FocusReason.OtherFocusReason)  # or Qt chooses what can have it first
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def go(self, by: int) -> bool:
        """Go to the next stop, or the one before; from a part that is gone to the window."""
        now = QApplication.focusWidget()
        if now is not None and not (now.isVisible() and now.isEnabled()):
            self._window.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        stops = [stop for part in self.parts.all() for stop in self.parts.stops(part)]
        return go_among(stops, by, self._place_among(stops, by))

    def go_to_part(self, part: QWidget) -> None:
        """Give a part the keyboard: its picture, or the first stop in it."""
        stops = self.parts.stops(part)
        picture = picture_in(part) if isinstance(part, QDockWidget) else None
        if picture is not None:
            give(picture, Qt.FocusReason.ShortcutFocusReason)
        elif stops:
            give(entry(stops[0]), Qt.FocusReason.ShortcutFocusReason)
        elif isinstance(part, QDockWidget):
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_on(self, by: int) -> None:
        """Go to the next part of the window in which there is something, or the one before."""
        parts = [part for part in self.parts.all() if self.parts.stops(part)]
        here = self.parts.part_of(QApplication.focusWidget())
        at = parts.index(here) if here in parts else (-1 if by > 0 else 0)
        self.go_to_part(parts[(at + by) % len(parts)])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the part that has the keyboard have its keys before the window's shortcuts."""
        if not (isinstance(event, QKeyEvent) and isinstance(watched, QWidget)):
            return False
        is_here = watched.window() is self._window or in_dock(watched)
        is_key = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if is_key and is_here and self._window.presentation.take(watched, event):
            return True
        if event.type() == QEvent.Type.KeyPress:
            return self._press(watched, event) if is_here else self._press_beside(watched, event)
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and is_here and is_undo(event) and not has_own_undo(watched):
            event.ignore()  # fields would take the key although there is nothing in them to undo
            return True
        if is_asked and is_here and self._owns(watched, event):
            event.accept()
            return True
        return False

    def _press_beside(self, part: QWidget, event: QKeyEvent) -> bool:
        """Go through a window beside this one with Tab, as the eye does."""
        by = TABS.get(Qt.Key(event.key()), 0)
        if not by or event.modifiers() & Qt.KeyboardModifier.ControlModifier or needs_tab(part):
            return False
        return go_within(part.window(), by)

    def _owns(self, part: QWidget, event: QKeyEvent) -> bool:
        if event.modifiers() not in PLAIN:
            return False
        if isinstance(part, PICTURES) and event.key() == Qt.Key.Key_Escape:
            return part.has_cursor
        if isinstance(part, MOVED_IN):
            return event.key() in MOVES
        return event.key() in keys_of(part) and len(self._group_of(part)) > 1

    def _press(self, part: QWidget, event: QKeyEvent) -> bool:
        """Have Return press a button, since Space runs and pauses; go from one to the next."""
        if event.key() in ENTER and isinstance(part, QAbstractButton):
            press(part)
            return True
        if event.key() in TABS and in_dock(part):
            return self._press_beside(part, event)
        by = keys_of(part).get(Qt.Key(event.key()), 0)
        group = self._group_of(part) if by and event.modifiers() in PLAIN else []
        if len(group) < 2:
            return False
        at = group.index(part) + by
        give(group[max(0, min(at, len(group) - 1))], Qt.FocusReason.OtherFocusReason)
        return True

    def _group_of(self, part: QWidget) -> Stop:
        area = self.parts.part_of(part)
        stops = stops_beside(part.window()) if area is None else self.parts.stops(area)
        return next((stop for stop in stops if part in stop), [])

    def _place_among(self, stops: list[Stop], by: int) -> float:
        """Return where the keyboard is among stops; between two where it is at none of them."""
        now = QApplication.focusWidget()
        at = next((place for place, stop in enumerate(stops) if now in stop), None)
        if at is not None:
            return at
        here, parts = self.parts.part_of(now), self.parts.all()
        if here is None:
            return -1 if by > 0 else len(stops)
        before = sum(len(self.parts.stops(part)) for part in parts[: parts.index(here)])
        return before - 0.5

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        if now is not None and is_part_of(now, self._window):
            now.installEventFilter(self)
            if isinstance(now.window(), QDialog):  # a click beside its fields takes the keyboard
                now.window().setFocusPolicy(Qt.FocusPolicy.ClickFocus)


def keys_of(part: QWidget) -> dict[Qt.Key, int]:
    """Return the keys that go from a part to others of its group: a list needs up and down."""
    if isinstance(part, QAbstractButton):
        return AMONG_BUTTONS
    return BESIDE if is_choice(part) else {}


def is_undo(event: QKeyEvent) -> bool:
    """Whether a key is one of undo and redo."""
    keys = QKeySequence.StandardKey
    return event.matches(keys.Undo) or event.matches(keys.Redo)


def is_part_of(part: QWidget, window: QWidget) -> bool:
    """Whether a part stands in a window, or in one that belongs to that."""
    around: QWidget | None = part
    while around is not None and around is not window:
        around = around.parentWidget()
    return around is window


def in_dock(part: QWidget) -> bool:
    """Whether a part stands in a dock that floats."""
    return isinstance(part.window(), QDockWidget)


def needs_tab(part: QWidget) -> bool:
    """Whether Tab means something within a part: the next link, or a tab that is written."""
    if isinstance(part, QTextBrowser):
        return True
    return isinstance(part, QPlainTextEdit | QTextEdit) and not part.isReadOnly()


def press(button: QAbstractButton) -> None:
    """Click a button, or open the menu that a click on it opens."""
    at_once = QToolButton.ToolButtonPopupMode.InstantPopup
    if isinstance(button, QToolButton) and button.menu() and button.popupMode() == at_once:
        button.showMenu()
    else:
        button.click()
