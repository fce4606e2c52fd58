"""Folds the column of settings away and brings it back; a lesson that needs it not folds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QTimer

from rnnviz.gui.window.standing import lay_out

if TYPE_CHECKING:
    from rnnviz.gui.window.main_window import MainWindow
    from rnnviz.lessons.lesson import Lesson

LEAST, GAPS = 200, 16
"""Pixels that the column has at least, and that stand between it and what is beside it."""

SOON = 30
"""Milliseconds after which all parts have the sizes of other letters."""


class ColumnFold(QObject):
    """Shows the column as the user wants it, or a lesson until somebody wants it otherwise."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._size = QSize()
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._settle)
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
        beside_lesson = self._window.lesson.isVisible()
        left.set_most(LEAST if beside_lesson else max(LEAST, self._room(beside_lesson)))
        left.setVisible(shown)
        self._window.split.refresh()  # or the window would make room for it once more
        self.widen()
        self._lay_out()
        self._window.commands.column.setChecked(shown)

    def _lay_out(self) -> None:
        """Have Qt look anew for how much room the parts of the window need."""
        self._window.split.refresh()
        self._window.split.updateGeometry()
        for part in (self._window.centralWidget(), self._window):
            if part is not None and (layout := part.layout()) is not None:
                layout.invalidate()
                layout.activate()

    def keep(self, size: QSize) -> None:
        """Have the window so large, also when all parts have taken the sizes of other letters."""
        self._size = size
        self._settle()
        self._soon.start()

    def _settle(self) -> None:
        if not self._window.presentation.is_on:
            self._lay_out()
            if self._window.size() != self._size:
                self._window.resize(self._size)

    def widen(self) -> None:
        """Give the column the width that its contents need, as far as a lesson leaves it that."""
        left, beside_lesson = self._window.left, self._window.lesson.isVisible()
        if beside_lesson and self.shown:
            width = min(left.whole_width, self._room(beside_lesson))
            if left.width() < width:
                self._take(width)

    def _room(self, beside_lesson: bool) -> int:
        """Pixels that the screen has for the column beside the panels and a lesson."""
        window = self._window
        lesson = (window.lesson,) if beside_lesson else ()
        parts = [part for part in (window.split.widget(1), *lesson) if part is not None]
        taken: int = sum(part.minimumSizeHint().width() for part in parts)
        across = max(window.width(), window.screen().availableGeometry().width())
        return across - taken - GAPS

    def _take(self, width: int) -> None:
        """Be so wide, but give way to others that need more of the window later."""
        self._window.split.setSizes([width, sum(self._window.split.sizes()) - width])

    def choose(self, shown: bool) -> None:
        """Do as the user wants, from now on."""
        self._before_lesson = None
        self.show(shown)

    def follow_lesson(self, lesson: Lesson) -> None:
        """Fold the column for a lesson that sets nothing there or leaves no room for it."""
        if self._window.panels.is_aside:
            return  # in front of a class it is away whatever is shown
        if self._before_lesson is None:
            self._before_lesson = self.shown
        fits = self._window.left.whole_width <= self._room(beside_lesson=True)
        self.show(lesson.sets_in_column and fits and self._before_lesson)

    def follow_text(self) -> None:
        """Leave the window as large as it was when text has another size, as far as that goes."""
        window = self._window
        if window.panels.is_aside:
            return
        size, lesson = window.size(), window.lesson.player.lesson
        lay_out()
        if self._before_lesson is not None and lesson is not None:
            self.follow_lesson(lesson)
        else:
            self.show(self.shown)
        if self.shown:
            self._take(min(window.left.whole_width, self._room(window.lesson.isVisible())))
        lay_out()
        self.keep(size)

    def end_lesson(self, lesson_shown: bool) -> None:
        """Bring the column back as it was before the lesson."""
        if self._window.panels.is_aside:
            return  # the lesson only makes room for a panel
        if not lesson_shown and self._window.lesson.isHidden():
            wanted, self._before_lesson = self.wanted, None
            self.show(wanted)
