"""Folds the column of settings away and brings it back; a lesson that needs it not folds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from rnnviz.gui.window.main_window import MainWindow
    from rnnviz.lessons.lesson import Lesson


class ColumnFold(QObject):
    """Shows the column as the user wants it, or a lesson until somebody wants it otherwise."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._before_lesson: bool | None = None
        """Whether the column was there before the lesson folded it."""

    @property
    def shown(self) -> bool:
        """Whether the column is shown."""
        return not self._window.left.isHidden()

    @property
    def wanted(self) -> bool:
        """Whether the column is to be shown at the next start."""
        return self.shown if self._before_lesson is None else self._before_lesson

    def show(self, shown: bool = True) -> None:
        """Show the column, or fold it away; its action follows."""
        left = self._window.left
        if left.isAncestorOf(self._window.focusWidget() or self._window) and not shown:
            self._window.setFocus()
        left.setVisible(shown)
        self._window.commands.column.setChecked(shown)

    def choose(self, shown: bool) -> None:
        """Do as the user wants, from now on."""
        self._before_lesson = None
        self.show(shown)

    def follow_lesson(self, lesson: Lesson) -> None:
        """Fold the column for a lesson that sets nothing there."""
        if self._window.panels.is_aside:
            return  # in front of a class it is away whatever is shown
        if self._before_lesson is None:
            self._before_lesson = self.shown
        self.show(lesson.sets_in_column and self._before_lesson)

    def end_lesson(self, lesson_shown: bool) -> None:
        """Bring the column back as it was before the lesson."""
        if not lesson_shown and self._window.lesson.isHidden() and self._before_lesson is not None:
            before, self._before_lesson = self._before_lesson, None
            self.show(before)
