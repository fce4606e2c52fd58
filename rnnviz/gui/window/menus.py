"""The menu bar, and the list of what was opened lately."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from rnnviz.counts import counted
from rnnviz.gui.widgets.plain_text import plain_tooltip

if TYPE_CHECKING:
    from rnnviz.gui.actions.actions import Actions
    from rnnviz.gui.preferences import Preferences


class RecentMenu(QMenu):
    """What was opened lately; filled when it is about to be seen."""

    chosen = Signal(object)
    """Emitted with a tuple of paths."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__("Open r&ecent")
        self._preferences = preferences
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)
        self.triggered.connect(self._on_triggered)

    def fill(self) -> None:
        """List what was opened lately."""
        self.clear()
        for paths in self._preferences.recent:
            more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
            action = self.addAction(Path(paths[0]).name.replace("&", "&&") + more)
            action.setToolTip(plain_tooltip("\n".join(paths)))
            action.setData(paths)
        if not self.actions():
            self.addAction("Nothing yet").setEnabled(False)
            return
        self.addSeparator()
        self.addAction("Forget these")

    def _on_triggered(self, action: QAction) -> None:
        if action.data():
            self.chosen.emit(tuple(action.data()))
        else:
            self._preferences.forget_recent()


class LessonsMenu(QMenu):
    """The lessons that come with the program; filled when it is about to be seen."""

    chosen = Signal(str)
    """Emitted with a lesson's name."""

    def __init__(self) -> None:
        super().__init__("&Lessons")
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)
        self.triggered.connect(self._on_triggered)

    def fill(self) -> None:
        """List the lessons by number and title."""
        if self.actions():
            return
        from rnnviz.lessons.reading import builtin_lessons

        for number, lesson in enumerate(builtin_lessons(), 1):
            key = "&" if number < 10 else ""  # a digit of two would be the key of another lesson
            action = self.addAction(f"{key}{number}. {lesson.title}")
            action.setToolTip(
                f"{counted(lesson.minutes, 'minute')}, {counted(len(lesson.steps), 'step')}"
            )
            action.setData(lesson.name)

    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(action.data())


def fill_menu_bar(
    bar: QMenuBar,
    actions: Actions,
    panels: list[QAction],
    lists: tuple[RecentMenu, LessonsMenu, QMenu],
) -> None:
    """Put all actions into the menus File, Edit, Run, Experiments, View, Lessons and Help."""
    recent, lessons, going = lists
    _fill_file(_menu(bar, "&File"), actions, recent)
    edit = _menu(bar, "&Edit")
    edit.addActions([actions.undo, actions.redo])
    edit.addSeparator()
    edit.addActions([actions.copy_settings, actions.paste_settings])
    edit.addSeparator()
    edit.addAction(actions.copy_picture)
    run = _menu(bar, "&Run")
    run.addActions([actions.run, actions.step, actions.restart])
    run.addSeparator()
    run.addActions([actions.slower, actions.faster])
    run.addSeparator()
    run.addAction(actions.memory)
    experiments = _menu(bar, "E&xperiments")
    experiments.addActions([actions.race, actions.sweep, actions.memory_bench])
    _fill_view(_menu(bar, "&View"), actions, panels, going)
    bar.addMenu(lessons)
    help_menu = _menu(bar, "&Help")
    help_menu.addActions([actions.palette, actions.point, actions.shortcuts])
    help_menu.addActions([actions.log, actions.about])


def _menu(bar: QMenuBar, title: str) -> QMenu:
    menu = bar.addMenu(title)
    menu.setToolTipsVisible(True)
    return menu


def _fill_file(file: QMenu, actions: Actions, recent: RecentMenu) -> None:
    file.addActions([actions.open, actions.paste])
    file.addMenu(recent)
    file.addSeparator()
    file.addActions([actions.open_run, actions.save_run, actions.save_past, actions.export])
    file.addActions([actions.record, actions.resume])
    file.addActions([actions.open_workspace, actions.save_workspace])
    file.addSeparator()
    file.addActions([actions.open_lesson, actions.save_lesson])
    file.addSeparator()
    file.addAction(actions.quit)


def _fill_view(view: QMenu, actions: Actions, panels: list[QAction], going: QMenu) -> None:
    view.addActions(panels)
    view.addActions([actions.reset_layout, actions.presentation])
    view.addMenu(going)
    view.addSeparator()
    view.addAction(actions.column)
    view.addActions([actions.larger, actions.smaller, actions.usual])
    view.addSeparator()
    view.addSection("Look")
    view.addActions(actions.looks.actions())
    view.addSection("Losses")
    view.addActions(actions.loss_units.actions())
