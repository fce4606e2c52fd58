"""Records the window, or one panel of it, while it trains."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from rnnviz.gui.window.panel_dock import ALWAYS, IN_WINDOW
from rnnviz.gui.window.record_mark import RecordMark

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.gui.recording.recorder import Recorder
    from rnnviz.gui.window.main_window import MainWindow
    from rnnviz.gui.window.panel_dock import PanelDock
    from rnnviz.lab.recording import Recording
    from rnnviz.lab.snapshot import RunId, Snapshot

STOP = "Stop re&cording"
FAILED = "A picture failed because of a mistake in this program."
FAILED_RUN = "failed"
OVER = ("finished", "diverged", FAILED_RUN)
"""The states in which a run that was recorded has come to its end."""


class WindowRecording(QObject):
    """Asks what is wanted, takes a picture of every such step, and says in the end what is there.

    It follows the focus from run to run, and ends with the run, at its last picture, by the action
    or the mark, and with the window. Meanwhile training makes no step before the picture of the
    step before is taken.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._recorder: Recorder | None = None
        self._dock: PanelDock | None = None
        self._run: RunId | None = None
        """The run that the last picture is of."""
        self._is_last = False
        """Whether the run has ended, and only the picture of its last step is missing."""
        self._last: Recording | None = None
        self._begin_words = window.commands.record.text()
        self.marks = (RecordMark(), RecordMark())
        in_menus, in_line = self.marks
        window.menuBar().setCornerWidget(in_menus)
        window.presentation.line.addPermanentWidget(in_line)
        in_menus.hide()
        in_line.hide()

    @property
    def is_on(self) -> bool:
        """Whether pictures are taken."""
        return self._recorder is not None

    def toggle(self) -> None:
        """Ask what is to be recorded, or end what is."""
        if self.is_on:
            self.end()
        else:
            self.ask()

    def ask(self) -> None:
        """Ask what is to be recorded, and where to."""
        from rnnviz.gui.window.record_dialog import RecordDialog  # not at the window's start

        dialog = RecordDialog(self._folder(), self._last, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(self.begin)
        dialog.open()

    def begin(self, wanted: Recording) -> None:
        """Take pictures from now on, of the present step too if it is one of those wanted."""
        from rnnviz.gui.recording.recorder import Recorder  # not at the window's start

        self.end()
        window = self._window
        self._recorder, self._last, self._run = Recorder(wanted), wanted, None
        self._is_last = False
        docks = {dock.kind.name: dock for dock in window.panels.docks}
        self._dock = docks.get(wanted.panel)
        if self._dock is None:
            for dock in docks.values():
                dock.record(IN_WINDOW)
        else:
            self._bring(self._dock)
            self._dock.record(ALWAYS)
        window.notices.clear()  # as the first step would, and change the sizes of panels
        window.hint.hide()
        window.timeline.go_to_present()
        window.session.roster.look_back(None)
        window.session.recordings.begin(wanted.every)
        window.commands.record.setText(STOP)
        for mark in self.marks:
            mark.count(0)
            mark.show()
        window.clock.wake()

    def end(self) -> None:
        """Take no more pictures, and say what was recorded."""
        recorder, self._recorder = self._recorder, None
        if recorder is None:
            return
        window = self._window
        window.session.recordings.end()
        recorder.end()
        for dock in window.panels.docks:
            dock.record("")
        for mark in self.marks:
            mark.hide()
        window.commands.record.setText(self._begin_words)
        show = window.notices.show_problem if recorder.problem else window.notices.show_note
        show(recorder.words)

    def take(self, snapshot: Snapshot) -> None:
        """Take the picture of a step, and let training go on."""
        recorder = self._recorder
        try:
            if recorder is not None and self._is_wanted(recorder, snapshot):
                self._take(recorder, snapshot)
        except Exception:
            if recorder is not None:
                recorder.problem = FAILED
                self.end()
            raise
        finally:
            self._window.session.recordings.go_on()

    def follow(self, state: str) -> None:
        """End with the run that is recorded."""
        focus = self._window.session.runs.focus
        recorder = self._recorder
        if recorder is None or state not in OVER or focus is None or self._run is not focus.id:
            return
        is_there = focus.step % recorder.wanted.every or focus.step in recorder.steps[-1:]
        if is_there or state == FAILED_RUN:
            self.end()
        else:
            self._is_last = True  # something urgent came first; its picture is on its way

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        for mark in self.marks:
            mark.set_theme(theme)

    def _is_wanted(self, recorder: Recorder, snapshot: Snapshot) -> bool:
        """Whether it is not late: of another run, or of a recording that has just ended."""
        focus = self._window.session.runs.focus
        is_new = self._run is not snapshot.run or snapshot.step not in recorder.steps[-1:]
        fits = is_new and snapshot.step % recorder.wanted.every == 0
        return fits and focus is not None and snapshot.run is focus.id

    def _take(self, recorder: Recorder, snapshot: Snapshot) -> None:
        self._run = snapshot.run
        self._window.clock.show(snapshot)
        for mark in self.marks:
            mark.is_left_out = True
        try:
            recorder.add(self._picture(), snapshot.step)
        finally:
            for mark in self.marks:
                mark.is_left_out = False
                mark.count(len(recorder.steps))
        if recorder.is_over or self._is_last:
            self.end()

    def _picture(self) -> QImage:
        """Return a picture of the window, or of what a dock holds, which may have changed."""
        from rnnviz.gui.recording.recorder import image_of, picture_of, settle

        dock = self._dock
        if dock is None:
            return picture_of(self._window)
        settle(dock)
        subject = dock.subject()
        if subject is None:  # it has failed, and says so
            return picture_of(dock)
        theme = self._window.take_away.theme
        return image_of(subject, theme, max(1, round(dock.devicePixelRatio())))

    def _bring(self, dock: PanelDock) -> None:
        """Show the panel, so that it has a size; it may be put behind others afterwards."""
        if not dock.in_front:
            dock.show()
            dock.raise_()
        dock.panel  # noqa: B018 - made when it is first asked for

    def _folder(self) -> Path:
        if self._last is not None:
            return self._last.path.absolute().parent
        recent = self._window.preferences.recent
        return Path(recent[0][0]).parent if recent else Path.home()
