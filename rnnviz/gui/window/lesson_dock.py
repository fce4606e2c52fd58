"""The lesson dock: opens lessons, has their steps done, and sets the panels as they want them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMainWindow

from rnnviz.gui.actions.questions import may_read_outside
from rnnviz.gui.controls.lesson import LessonView
from rnnviz.gui.widgets.explained import explained
from rnnviz.gui.window.dock_titles import TitledDock
from rnnviz.gui.window.help_button import HelpButton
from rnnviz.gui.window.lesson_layout import give_room, is_narrow, show_layout
from rnnviz.gui.window.scene import scene_of
from rnnviz.gui.window.spotlight import Spotlight
from rnnviz.lessons.files import SUFFIX, lesson_path
from rnnviz.refusal import Refusal
from rnnviz.session.lesson_player import LessonPlayer

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.gui.window.docks import PanelDocks
    from rnnviz.lab.run import Run
    from rnnviz.lab.snapshot import Snapshot
    from rnnviz.lessons.layout import Layout
    from rnnviz.lessons.lesson import Lesson
    from rnnviz.session.session import Session

FILES = f"Lessons (*{SUFFIX})"
STAYS = "The run before stays in the list of runs; it comes back when the lesson is closed."
BACK = (
    "The lesson is closed: the run before it is back ({name}, {where}), with its settings and the "
    "panels as they were."
)
TRAINED = " What the lesson has trained stays in the list of runs."
SAVED = "Saved the lesson {name}; write your words under its headings, your questions after ask."
WIDTH, LETTERS_WIDE, MOST_OF_WINDOW = 320, 32, 0.4


class LessonDock(TitledDock):
    """Stands at the right of the window while a lesson is open; closing it gives the panels back.

    `refused` says why a lesson cannot be opened or a step not be done, `told` what is good to
    know, `began` that a step is about to be done.
    """

    refused = Signal(str)
    told = Signal(str)
    began = Signal()
    opened = Signal(object)
    """Emitted with the lesson that is about to be shown."""
    laid_out = Signal()
    """Emitted when a lesson has put the panels where it wants them."""
    pointed = Signal()
    """Emitted when a step has pointed at a panel."""

    def __init__(self, session: Session, panels: PanelDocks, window: QMainWindow) -> None:
        super().__init__("Lesson", window)
        explained(self, "lesson").setObjectName("lesson")
        self.question = HelpButton(self)
        self._session, self._panels, self._window = session, panels, window
        self._before = QByteArray()
        self._chosen: Mapping[str, Mapping[str, str]] = {}
        self._following: Lesson | None = None
        self._pointed = 0
        """The step that has been pointed at."""
        self._is_narrow = False
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._layout: Layout = ()
        """How the panels were set out, as far as the lesson said it."""
        self._compared: set[str] = set()
        """The panels that show two runs because the lesson wants it."""
        self.player = LessonPlayer(session, self)
        self.view = LessonView()
        self.spotlight = Spotlight(self)
        self.setWidget(self.view)
        self.setAllowedAreas(
            Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
        )
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self)
        self.hide()
        self.toggleViewAction().setVisible(False)  # a lesson is opened, not shown
        self._connect()

    def open_builtin(self, name: str) -> None:
        """Open one of the lessons that come with the program."""
        self.open_path(str(lesson_path(name)))

    def open_path(self, path: str, outside: bool = False) -> None:
        """Open a lesson's file, or say with its line what is wrong in it.

        Texts that are not in its folder are asked for, unless it may read what is `outside`.
        """
        from rnnviz.lessons.reading import lesson_after, read_lesson  # not needed at the start
        from rnnviz.lessons.texts import OutsideText

        try:
            lesson = read_lesson(Path(path), outside)
        except OutsideText as wanted:
            if may_read_outside(self._window, Path(path).name, wanted.names):
                self.open_path(path, outside=True)
            return
        except Refusal as refusal:
            self.refused.emit(str(refusal))
            return
        self.began.emit()
        self.opened.emit(lesson)
        self._show_panels(lesson)
        self._following, self._pointed = lesson_after(lesson), 0
        self.view.show_lesson(lesson, self._following.title if self._following else "")
        self.player.open(lesson)
        self._choose(0, 0)

    def ask_for_lesson(self) -> None:
        """Let the user pick a lesson's file."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open lesson", "", FILES)
        if path:
            self.open_path(path)

    def ask_where_to_save(self) -> None:
        """Let the user say where the present state is to be saved as a lesson."""
        path, _ = QFileDialog.getSaveFileName(self._window, "Save as lesson", "", FILES)
        if path:
            self.save(path if path.endswith(SUFFIX) else path + SUFFIX)

    def save(self, path: str) -> None:
        """Save the present state as a lesson: settings, text, panels, step count."""
        snapshot = self._session.snapshot()
        from rnnviz.lessons.draft import draft
        from rnnviz.lessons.writing import write_lesson

        try:
            if snapshot is None:
                raise Refusal("There is nothing to save as a lesson yet; open a text first.")
            write_lesson(
                draft(snapshot, scene_of(self._session, self._panels), Path(path)), Path(path)
            )
        except Refusal as refusal:
            self.refused.emit(str(refusal))
            return
        self.told.emit(SAVED.format(name=Path(path).name))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show how far the training is."""
        self.view.show_snapshot(snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.view.set_theme(theme)

    def give_panels_back(self) -> None:
        """Put the panels where they were before the lesson."""
        self.spotlight.end()
        before, self._before = self._before, QByteArray()
        self._panels.arrange_as(before)
        for name, choices in self._chosen.items():
            for choice, value in choices.items():
                self._panels.choose(name, choice, value)
        self._chosen = {}
        self._end_comparisons()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the lesson, and bring back what was there before it."""
        self.player.close()
        self.give_panels_back()
        super().closeEvent(event)

    def point(self, index: int) -> None:
        """Bring the panel of a step to the front with the largest place, and frame it a moment."""
        lesson = self.player.lesson
        if lesson is None:
            return
        self._pointed = index
        name = lesson.steps[index].point
        for dock in self._panels.docks:
            if dock.kind.name == name:
                dock.show()
                dock.raise_()
                self.spotlight.point_at(dock.panel)
        if not self._panels.is_aside:
            give_room(self._panels, self._layout, lesson.room_at(index))
        self.pointed.emit()

    def _connect(self) -> None:
        self._fitting.timeout.connect(self._fit)
        self._panels.resized.connect(self._on_resized)
        self.view.do_requested.connect(self._on_do)
        self.view.stop_requested.connect(self.player.stop)
        self.view.next_lesson_requested.connect(self._on_next_lesson)
        self.view.turned.connect(self._on_turned)
        self.player.changed.connect(self._on_changed)
        self.view.text.refused.connect(self.told, Qt.ConnectionType.QueuedConnection)
        self.player.stopped.connect(self._on_stopped)
        self.player.replacing.connect(self._on_replacing)
        self._session.lesson_runs.went_back.connect(self._on_went_back)

    def _show_panels(self, lesson: Lesson) -> None:
        if self._before.isEmpty():
            self._before, self._chosen = self._panels.arrangement(), self._panels.chosen()
        self.show()
        self.raise_()
        wanted = max(WIDTH, LETTERS_WIDE * self.fontMetrics().averageCharWidth())
        width = min(wanted, int(MOST_OF_WINDOW * self._window.width()))
        self._window.resizeDocks([self], [width], Qt.Orientation.Horizontal)
        self._end_comparisons()
        self._set_out(lesson, 0)
        self.laid_out.emit()

    def _set_out(self, lesson: Lesson, index: int) -> None:
        self._is_narrow = is_narrow(self._panels)
        self._layout = show_layout(self._panels, lesson.panels, lesson.steps[index].point)
        give_room(self._panels, self._layout, lesson.room_at(index))
        self._fitting.start()  # once more when they stand: Qt keeps to their hints until then

    def _on_resized(self) -> None:
        if self.player.lesson is not None and is_narrow(self._panels) != self._is_narrow:
            self._fitting.start()

    def _fit(self) -> None:
        """Set the panels out anew where two have room beside each other now, or none any more."""
        lesson = self.player.lesson
        if lesson is None or self._panels.is_aside:
            return
        if is_narrow(self._panels) != self._is_narrow:
            self._set_out(lesson, self._pointed)
        else:
            give_room(self._panels, self._layout, lesson.room_at(self._pointed))

    def _choose(self, first: int, index: int) -> None:
        """Have the panels show what the steps from `first` to `index` want of them."""
        for step in self.player.lesson.steps[first : index + 1] if self.player.lesson else ():
            for name, choices in step.choose.items():
                for choice, value in choices.items():
                    self._panels.choose(name, choice, value)
            if step.beside:
                self._compared.add(step.point)
                self._panels.show_beside(step.point, step.beside)

    def _end_comparisons(self) -> None:
        """Let the panels that showed two runs have their places to themselves again."""
        for name in self._compared:
            self._panels.show_beside(name, "")
        self._compared.clear()

    def _on_do(self, index: int) -> None:
        self.began.emit()
        first = self.player.first(index)
        self._choose(first if first == index else 0, index)
        self.point(index)
        self.player.do(index)

    def _on_next_lesson(self) -> None:
        if self._following is not None:
            self.open_builtin(self._following.name)

    def _on_turned(self, index: int) -> None:
        """Show a step that does nothing at once: it is there to be looked at."""
        self.spotlight.end()
        lesson = self.player.lesson
        if lesson is not None and not lesson.steps[index].does:
            self.player.look(index)
            self._choose(index, index)
            self.point(index)
        self._on_changed()

    def _on_changed(self) -> None:
        player = self.player
        playing = player.playing and not player.opening
        self.view.show_progress(player.done, playing, player.goal)
        self.view.show_found(player.found, player.lines)

    def _on_stopped(self, sentence: str) -> None:
        if sentence:
            self.refused.emit(sentence)

    def _on_replacing(self) -> None:
        if self.player.done < 0:
            self.told.emit(STAYS)

    def _on_went_back(self, run: Run, trained: bool) -> None:
        where = f"at step {run.step:,}" if run.step else "not trained yet"
        more = TRAINED if trained else ""
        self.told.emit(f"{BACK.format(name=run.name, where=where)}{more}")
