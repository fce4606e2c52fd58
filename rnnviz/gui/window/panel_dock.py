"""A dock with one live panel, which is made when it is first seen and replaced where it fails."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from rnnviz.gui.panels import panel_class
from rnnviz.gui.widgets.explained import explained
from rnnviz.gui.window.comparison import Comparison
from rnnviz.gui.window.dock_titles import TitledDock
from rnnviz.gui.window.help_button import HelpButton, TitleMenu
from rnnviz.lab.snapshot import Wanted

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.gui.panels.base import Panel
    from rnnviz.gui.pictures.subject import Subject
    from rnnviz.lab.panels import PanelKind
    from rnnviz.lab.snapshot import Snapshot

Result = TypeVar("Result")
Recorded = Literal["", "window", "panel"]
IN_WINDOW: Recorded = "window"
ALWAYS: Recorded = "panel"
"""What pictures are taken of: a panel also where nobody sees it."""


class PanelDock(TitledDock):
    """Holds one panel and knows whether it can be seen, which a tab in the back cannot.

    The panel is made when it is first seen or asked for: what nobody looks at costs nothing. In
    the place of one that failed stands another that says so, and offers to make it anew.
    """

    made = Signal(object)
    """Emitted with the dock when there is a panel, or another one."""
    second_made = Signal(object)
    """Emitted with a second panel, which shows another run beside the first."""
    compared = Signal()
    """Emitted when another run is compared with, or none."""
    exposed = Signal()
    resized = Signal()

    def __init__(self, kind: PanelKind, parent: QWidget) -> None:
        super().__init__(kind.title, parent)
        explained(self, kind.name).setObjectName(kind.name)
        self.menu = TitleMenu(self)
        self.question = HelpButton(self, self.menu)
        self.kind = kind
        self.in_front = False
        self.recorded: Recorded = ""
        self.drawn: Snapshot | None = None
        self.has_failed = False
        self._panel: Panel | None = None
        self._comparison: Comparison | None = None
        self.toggleViewAction().setToolTip(kind.tooltip)
        self.visibilityChanged.connect(self._on_visibility_changed)

    @property
    def is_made(self) -> bool:
        """Whether there is a panel yet."""
        return self._panel is not None

    @property
    def panel(self) -> Panel:
        """The panel, which is made now if need be."""
        if self._panel is None:
            try:
                self._put(panel_class(self.kind.name)())
            except Exception as error:
                self.fail(error)
        assert self._panel is not None
        return self._panel

    @property
    def second(self) -> Panel | None:
        """The panel that shows another run beside the first, if somebody compares."""
        return self._comparison.second if self._comparison else None

    def show_beside(self, name: str) -> None:
        """Show the contestant of this name beside the run in focus; "" for none."""
        self.attempt(lambda _panel: None)  # there is one now, if there can be
        if self._comparison is not None:
            self._comparison.wish(name)

    def wanted(self) -> Wanted:
        """Return what is to be measured for the panel, and for the one beside it."""
        return self.attempt(self._wanted) or Wanted()

    def _wanted(self, panel: Panel) -> Wanted:
        second, run = self.second, self._comparison.run if self._comparison else None
        of = {run: second.needs()} if second is not None and run is not None else {}
        return Wanted(panel.needs(), panel.needs_beside(), of)

    def subject(self) -> Subject | None:
        """Return what a picture can be taken of: the panel, and the one beside it."""
        return None if self.has_failed else self.attempt(self._subject)

    def _subject(self, panel: Panel) -> Subject:
        from rnnviz.gui.pictures.of_panels import of_panels  # when asked for, not at the start

        if self._comparison is None or self.second is None:
            return of_panels([panel], self.drawn)
        names, down = self._comparison.names, self._comparison.is_down
        return of_panels([panel, self.second], self.drawn, names, down)

    @property
    def can_be_seen(self) -> bool:
        """Whether the panel is on the screen, or in pictures that are taken of it."""
        if self._panel is None or self.recorded == ALWAYS:
            return self._panel is not None
        if self.recorded == IN_WINDOW and self.window().isMinimized():
            return self.geometry().right() >= 0  # tabs behind others are moved away
        return self.in_front and self._panel.isVisible() and not self.window().isMinimized()

    def record(self, how: Recorded) -> None:
        """Have pictures taken of the panel, or of what is to be seen of it in the window."""
        self.recorded = how
        self.exposed.emit()

    def draw(self, snapshot: Snapshot) -> None:
        """Show a snapshot that is new to this panel."""
        if snapshot is not self.drawn:
            self.drawn = snapshot
            self.attempt(lambda panel: self._draw(panel, snapshot))

    def _draw(self, panel: Panel, snapshot: Snapshot) -> None:
        panel.show_snapshot(snapshot)
        if self._comparison is not None:
            self._comparison.show_others(snapshot)

    def attempt_both(self, do: Callable[[Panel], object]) -> None:
        """Have the panel do something, and the one beside it too."""
        self.attempt(do)
        if self.second is not None:
            second = self.second
            self.attempt(lambda _panel: do(second))

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.attempt_both(lambda panel: panel.set_theme(theme))
        if self._comparison is not None:
            self._comparison.set_theme(theme)

    def attempt(self, do: Callable[[Panel], Result]) -> Result | None:
        """Have the panel do something; if it fails, it says so in its place and this is None."""
        try:
            return do(self.panel)
        except Exception as error:
            self.fail(error)
            return None

    def fail(self, error: Exception) -> None:
        """Put in the panel's place what says that it failed, and log why."""
        if self.has_failed:
            return
        self.has_failed = True
        from rnnviz.gui.window.failed_panel import FailedPanel  # when one fails, not at the start
        from rnnviz.log_file import log

        details = "".join(traceback.format_exception(error))
        log(f"The panel {self.kind.title} failed.", details)
        stand_in = FailedPanel(self.kind, error, details)
        stand_in.again_requested.connect(self._on_again_requested)
        self._put(stand_in)
        self.exposed.emit()

    def fail_soon(self, error: Exception) -> None:
        """The same when nothing is painted any more: what is being painted must stay there."""
        QTimer.singleShot(0, self, lambda: self.fail(error))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell of it."""
        super().resizeEvent(event)
        self.resized.emit()

    def _put(self, panel: Panel) -> None:
        """Let this be the panel; the one before is destroyed when nothing of it runs any more."""
        before, self._panel, self._comparison = self.widget(), panel, None
        if self.kind.comparable and not self.has_failed:
            self._comparison = Comparison(panel)
            self._comparison.made.connect(self.second_made)
            self._comparison.changed.connect(self.compared)
        self.setWidget(self._comparison or panel)
        if before is not None:
            before.hide()
            before.deleteLater()
        for part in panel.findChildren(QWidget):
            part.setAcceptDrops(False)  # drops are the window's
        self.made.emit(self)
        panel.show()

    def _on_again_requested(self) -> None:
        self.has_failed, self.drawn = False, None
        try:
            self._put(panel_class(self.kind.name)())
        except Exception as error:
            self.fail(error)
        self.exposed.emit()

    def _on_visibility_changed(self, in_front: bool) -> None:
        self.in_front = in_front
        if in_front and not QApplication.closingDown():
            self.panel  # noqa: B018 - made when it is first seen
        self.exposed.emit()
