"""What keys do in front of a class: a clicker's, digits for panels, letters for votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.live_plot import LivePlot

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from rnnviz.gui.controls.lesson import LessonView
    from rnnviz.gui.window.presentation import Presentation

SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, SHIFT)
BLANK, ALWAYS_BLANK = "B", "."
"""B may be an answer; the other key, which clickers have, is none."""
ENDS = "Esc ends"


class ClickerKeys:
    """Does in a `Presentation` what keys say."""

    def __init__(self, shown: Presentation, view: LessonView) -> None:
        self._shown, self._view = shown, view

    def take(self, part: QWidget, event: QKeyEvent) -> bool:
        """Do what a key does in front of a class; tells whether it does anything.

        What asks beforehand whether somebody has a use for the key is answered alone.
        """
        if event.modifiers() not in PLAIN:
            return False
        does = self._deed_of(part, event)
        if does is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif not event.isAutoRepeat():
            does()
        return True

    def _deed_of(self, part: QWidget, event: QKeyEvent) -> Callable[[], object] | None:
        """Return what a key does here, or None: what is typed into a field is the field's."""
        key, text = Qt.Key(event.key()), event.text().upper()
        if key == Qt.Key.Key_Escape and not has_cursor(part):
            return self._shown.blank.hide if self._shown.blank.isVisible() else self._shown.end
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            return self._go_on if key == Qt.Key.Key_PageDown else self._go_back
        if not text or is_written_in(part):
            return None
        view, back = self._view, event.modifiers() == SHIFT
        if self._shown.has_lesson and view.takes_votes and text in view.answers.buttons:
            return lambda: self._vote(text, -1 if back else 1)
        if text in (BLANK, ALWAYS_BLANK):
            return self._shown.blank.toggle
        if text.isdecimal() and int(text) <= len(self._shown.names):
            return lambda: self._call(int(text))
        return None

    def _call(self, digit: int) -> None:
        if digit:
            self._shown.show_panel(self._shown.names[digit - 1])
        else:
            self._shown.show_lesson()

    def _vote(self, letter: str, by: int) -> None:
        self._shown.blank.hide()
        self._shown.show_lesson()
        self._view.vote(letter, by)

    def _go_on(self) -> None:
        self._go(self._view.go_on, 1)

    def _go_back(self) -> None:
        self._go(self._view.go_back, -1)

    def _go(self, move: Callable[[], None], by: int) -> None:
        """Go on in the lesson, which comes back where it was away; without one to a panel."""
        if self._shown.blank.isVisible():
            self._shown.blank.hide()
        elif not self._shown.has_lesson:
            self._shown.show_beside(by)
        elif self._shown.alone:
            self._shown.show_lesson()
        else:
            move()
            self._shown.show_keys()

    def words(self) -> list[str]:
        """Return what the keys do now, those that matter most first."""
        view = self._view
        if not self._shown.has_lesson:
            return ["PgDn, PgUp, 1\N{EN DASH}9 panels", ENDS, "Space runs", "B blank"]
        if self._shown.alone:
            return ["0 lesson", "1\N{EN DASH}9 panels", ENDS, "Space runs", "B blank"]
        votes = list(view.answers.buttons) if view.takes_votes else []
        move = view.next_move.split(":")[0]
        said = [f"PgDn {move}" if move else "", f"A\N{EN DASH}{votes[-1]} votes" if votes else ""]
        blank = ". blank" if BLANK in votes else "B blank"
        return [*filter(None, said), ENDS, "1\N{EN DASH}9 panels", "Space runs", blank, "PgUp back"]


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
