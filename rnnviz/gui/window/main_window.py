"""The window: it puts everything in its place, and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from rnnviz.captions.help.names import fact
from rnnviz.captions.loss_units import note
from rnnviz.gui.actions.actions import Actions
from rnnviz.gui.actions.change_settings import ChangeSettings
from rnnviz.gui.actions.change_task import ChangeTask
from rnnviz.gui.actions.choose_encoding import ChooseEncoding
from rnnviz.gui.actions.list_of_runs import ListOfRuns
from rnnviz.gui.actions.open_and_save import OpenAndSave
from rnnviz.gui.actions.settings_as_text import SettingsAsText
from rnnviz.gui.actions.take_away import TakeAway
from rnnviz.gui.actions.workspace_files import WorkspaceFiles
from rnnviz.gui.appearance.icons import window_icon
from rnnviz.gui.appearance.loss_unit import LossUnit
from rnnviz.gui.controls.timeline import Timeline
from rnnviz.gui.controls.transport import Transport
from rnnviz.gui.frame_clock import FrameClock
from rnnviz.gui.widgets.explained import explained
from rnnviz.gui.window.closing import Closing
from rnnviz.gui.window.column_fold import ColumnFold
from rnnviz.gui.window.context_menus import ContextMenus
from rnnviz.gui.window.dialogs import MEGABYTE, Dialogs
from rnnviz.gui.window.dock_titles import letter_titles
from rnnviz.gui.window.docks import PanelDocks
from rnnviz.gui.window.drop_overlay import DropOverlay, DropTarget
from rnnviz.gui.window.floating import Floating
from rnnviz.gui.window.going import Going
from rnnviz.gui.window.hint import Hint
from rnnviz.gui.window.keyboard import Keyboard
from rnnviz.gui.window.left_column import LeftColumn
from rnnviz.gui.window.lesson_dock import LessonDock
from rnnviz.gui.window.loading_bar import LoadingBar
from rnnviz.gui.window.menus import LessonsMenu, RecentMenu, fill_menu_bar
from rnnviz.gui.window.notices import Notices
from rnnviz.gui.window.presentation import Presentation
from rnnviz.gui.window.recording import WindowRecording
from rnnviz.gui.window.undo_actions import UndoActions
from rnnviz.gui.window.what_is_this import WhatIsThis
from rnnviz.lab.panels import PANELS

if TYPE_CHECKING:
    from rnnviz.gui.appearance.look import Look
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.gui.preferences import Preferences
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import TaskFacts
    from rnnviz.session.session import Session
    from rnnviz.tasks.table.series import Series
    from rnnviz.tasks.text import Corpus

FIRST_SIZE = (1280, 720)
FIRST_SPLIT = (1, 979)  # the column is as narrow as it can be


class MainWindow(QMainWindow):
    """On top the transport, left the text and the settings, right the live panels."""

    closed = Signal()
    """Emitted when all threads have ended."""

    def __init__(self, session: Session, preferences: Preferences, look: Look) -> None:
        super().__init__()
        self.session, self.preferences, self.look = session, preferences, look
        session.keeper.keep_in(preferences.kept_runs)
        self.closing = Closing(self)
        self.setWindowTitle("rnnviz")
        self.setWindowIcon(window_icon())
        self._build()
        self._arrange()

    def restore(self) -> None:
        """Show settings, look and arrangement as they were left, once everything is connected."""
        self.set_theme(self.look.theme)
        self.show_settings(self.session.settings)
        self.show_state(self.session.state)
        self._write_losses_in(self.loss_unit.choice)
        self.transport.speed.setValue(self.preferences.speed)
        self.session.roster.set_budget(self.preferences.memory * MEGABYTE)
        self.restoreGeometry(self.preferences.arrangement("window/geometry"))
        self.split.restoreState(self.preferences.arrangement("window/split"))
        self.panels.arrange_as(self.preferences.arrangement("window/panels"))
        self.floating.keep_on_screen()
        self.left.show_more(self.preferences.more)
        self.column.choose(self.preferences.column)

    def show_state(self, state: str) -> None:
        """Follow the session's state."""
        self.transport.show_state(state)
        if state == "running":
            self.notices.clear()
        elif state == "finished":
            steps = self.session.settings.steps
            self.notices.show_note(f"The steps are done. Space trains {steps:,} more.")

    def show_corpus(self, corpus: Corpus) -> None:
        """Show another text everywhere."""
        source = self.session.source
        self._show_name()
        self.left.show_corpus(corpus, source.builtin if source else "")
        self.panels.clear()
        self.show_baselines(self.session.baselines.losses)

    def show_series(self, series: Series) -> None:
        """Show another table; its run is shown as those of all tasks are."""
        source = self.session.source
        self.left.table.show_series(series, source.builtin if source else "")

    def show_task(self, task: TaskFacts) -> None:
        """Show another task everywhere; a text is announced by itself."""
        self.left.show_task(task)
        if task.measure:
            self._show_name()
            self.panels.clear()
        self.panels.show_task(task)

    def _show_name(self) -> None:
        run = self.session.runs.focus
        name = run.name.replace("[*]", "[*][*]") if run else ""  # Qt's mark for what is unsaved
        self.setWindowTitle(f"{name} - rnnviz" if run else "rnnviz")

    def show_baselines(self, baselines: tuple[float, ...]) -> None:
        """Show a text that is written on in the panels, and what simple guessing would lose."""
        task, corpus = self.session.task, self.session.corpus
        if corpus is not None and task is not None and not task.measure:
            self.panels.show_corpus(corpus, baselines)

    def show_settings(self, settings: Settings) -> None:
        """Show settings in the forms."""
        self.left.show_settings(settings, self.session.corpus)

    def show_loss_unit(self, choice: str) -> None:
        """Show losses in the unit that was chosen, or say why it makes no difference here."""
        self._write_losses_in(choice)
        self.clock.show_anew()
        newest = self.session.snapshot()
        unit = newest.task.unit if newest is not None else ""
        if words := note(choice, unit, self.lesson.isVisible()):
            self.notices.show_note(words)

    def show_lesson(self, visible: bool) -> None:
        """Say which unit the words of a lesson are in, where it is another than the window's."""
        if visible and (words := note(self.loss_unit.choice, "", in_lesson=True)):
            self.notices.show_note(words)

    def _write_losses_in(self, choice: str) -> None:
        self.commands.check_loss_unit(choice)
        self.left.corpus.write_losses_in(choice)

    def letter_titles(self) -> None:
        """Write the titles of docks in the present size of text."""
        letter_titles(self.findChildren(QDockWidget), QApplication.font())

    def set_theme(self, theme: Theme) -> None:
        """Follow the look of the program."""
        parts = (self.transport, self.left, self.notices, self.panels, self.commands, self.lesson)
        for part in (*parts, self.recording):
            part.set_theme(theme)
        self.commands.check_look(self.look.choice)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep an unsaved run, or stay if that cannot be; then remember how everything stands."""
        if not self.closing.is_possible():
            event.ignore()
            return
        self.closing.end()
        super().closeEvent(event)
        self.closed.emit()

    def end(self) -> None:
        """Close without a question, as the system ends programs."""
        self.closing.forced = True
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keyboard back with Escape, and answers by letter, where no part has a use."""
        if event.key() == Qt.Key.Key_Escape and not self.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.lesson.view.take_key(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Follow the eye with Tab."""
        return self.keyboard.go(1 if forward else -1)

    def _build(self) -> None:
        self.commands = Actions(self)
        self.open_and_save = OpenAndSave(self.session, self.preferences, self)
        self.list_of_runs = ListOfRuns(self.session, self)
        self.choose_encoding = ChooseEncoding(self.session, self)
        self.change_settings = ChangeSettings(self.session, self)
        self.change_task = ChangeTask(self.session, self.change_settings, self.open_and_save)
        self.column = ColumnFold(self)
        self.settings_as_text = SettingsAsText(self.session, self.change_task, self.open_and_save)
        self.loss_unit = LossUnit(self.preferences, self)
        self.clock = FrameClock(self.session, self, self.loss_unit.shown)
        actions = self.commands
        self.transport = Transport(actions.run, actions.step, actions.restart, actions.column)
        self.timeline = explained(Timeline(), fact("timeline"))
        self.left = LeftColumn()
        self.hint = Hint()
        self.notices = Notices()
        self.panels = PanelDocks(PANELS)
        parts = self.session, self.preferences, self.panels.arrangement
        self.workspace_files = WorkspaceFiles(*parts, self)
        self.dialogs = Dialogs(self)
        self.what_is_this = WhatIsThis(self)
        self.take_away = TakeAway(self.session.exports, self.preferences, self.look, self)
        self.context_menus = ContextMenus(self)
        self.recent = RecentMenu(self.preferences)
        self.lessons = LessonsMenu()
        self.lesson = LessonDock(self.session, self.panels, self)
        self.presentation = Presentation(self)
        self.recording = WindowRecording(self)
        self.overlay = DropOverlay(self)
        self.drops = DropTarget(self.overlay, self)
        self.keyboard = Keyboard(self)
        self.going = Going(self)
        self.undo_actions = UndoActions(self)
        self.floating = Floating(self)

    def _arrange(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.left)
        self.split.addWidget(self._right())
        self.split.setStretchFactor(1, 1)
        self.split.setSizes(FIRST_SPLIT)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.transport)
        column.addWidget(self.split, 1)
        self.setCentralWidget(whole)
        self.setStatusBar(self.presentation.line)
        panels = self.panels.view_actions()
        lists = (self.recent, self.lessons, self.going.menu)
        fill_menu_bar(self.menuBar(), self.commands, panels, lists)
        self.resize(QSize(*FIRST_SIZE).boundedTo(self.screen().availableGeometry().size()))
        for window in (self, self.lesson, *self.panels.docks):
            self.drops.watch(window)

    def _right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 4, 4)
        column.setSpacing(2)
        column.addWidget(self.hint)
        column.addWidget(self.notices)
        column.addWidget(self.panels, 1)
        column.addWidget(self.timeline)
        self.loading = LoadingBar(right)
        return right
