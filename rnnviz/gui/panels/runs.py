"""All runs side by side in a table, and what can be done with each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from rnnviz.captions import run_columns
from rnnviz.captions.race import ONE_SEED, race_caption
from rnnviz.captions.runs import memory_caption, shared_caption
from rnnviz.gui.controls.copy_dialog import CopyDialog
from rnnviz.gui.controls.run_table import RunTable
from rnnviz.gui.controls.sort_menu import SortMenu
from rnnviz.gui.panels.base import Panel
from rnnviz.gui.plotting.tables import together
from rnnviz.gui.widgets.fitted_label import FittedLabel
from rnnviz.gui.widgets.flow_layout import FlowLayout
from rnnviz.gui.widgets.steady_label import GRACE, SteadyLabel
from rnnviz.gui.widgets.tool_button import tool_button
from rnnviz.lab.run_budget import RUNS_BUDGET

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.shown_data import ShownData
    from rnnviz.lab.snapshot import Row, RunId, Snapshot

PAUSE = 500
"""Milliseconds between two states of the numbers on the screen."""
ACTIONS = {
    "focus": ("&Focus", "Show this run in all panels that show one network (Enter)"),
    "show": ("Show its &curves", "Draw this run's curves beside the others'"),
    "train": ("&Train", "Go on training this run"),
    "rename": ("&Rename", "Give this run a name; an empty one brings back what it differs in (F2)"),
    "copy": ("&Copy with one change…", "A new run like this one but for one setting (Ctrl+D)"),
    "save": ("&Save…", "Save this run as a file"),
    "remove": ("Re&move", "Take this run off the list (Delete)"),
}
"""What can be done with a run, in the order of its menu: words and tooltip."""
KEYS = {"show": "Ctrl+H", "copy": "Ctrl+D", "remove": "Del"}
BUTTONS = {"train": "Train", "copy": "Copy…", "save": "Save…", "remove": "Remove"}
OF_ONE = ("copy", "save")
"""The buttons of a run that is alone."""
RACE_SHARE = 0.2
"""Of the panel's height, for the words about a race at most."""
LONGEST = "Best first: LSTM, 64 units 1.950 (1.900 to 2.000), " * 3 + ONE_SEED
LEAST_FOR_SHARED, LEAST_FOR_MEMORY = 12, 8
"""Lines of text below which the panel is too low to tell what is equal, and of the memory."""


class RunsPanel(Panel):
    """The list of runs; what somebody wants of one is told by signals and done elsewhere."""

    name = "runs"

    run_requested = Signal(str, object)
    """Emitted with what is to be done ("focus", "show", "hide", "train", "save" or "remove")."""
    rename_requested = Signal(object, str)
    """Emitted with a run and its name, "" for the one that it has by itself."""
    copy_requested = Signal(object, object)
    """Emitted with a run and {setting: value} of a copy of it."""

    table: RunTable
    deeds: dict[str, QAction]
    _coming: Snapshot | None
    _marks: object
    _compared: object
    _several: bool
    _races: bool
    _since: QElapsedTimer
    _timer: QTimer

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the list: at once what is another run or looks different, else in time."""
        marks = snapshot.run, tuple(map(_marks, snapshot.rows))
        self._coming = snapshot
        if marks != self._marks or not self._since.isValid() or self._since.hasExpired(PAUSE):
            self._marks = marks
            self._show_coming()
        elif not self._timer.isActive():
            self._timer.start(PAUSE + GRACE - self._since.elapsed())

    def catch_up(self) -> None:
        """Show the newest rows now."""
        self._timer.stop()
        self._show_coming()

    def data(self) -> tuple[ShownData, ...]:
        """Return all runs in the order of the list."""
        return together([run_columns.data(self.table.runs.rows, self.table.runs.columns)])

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.table.runs.set_theme(theme)
        self.table.leave_out(theme.stroke > 1)  # in front of a class nobody scrolls sideways

    def changeEvent(self, event: QEvent) -> None:
        """Follow the program's size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "table"):
            self.table.size_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the words, or for the table alone."""
        super().resizeEvent(event)
        self._make_room()

    def _build(self) -> None:
        self._coming, self._marks, self._compared = None, None, None
        self._several = self._races = False
        self._since, self._timer = QElapsedTimer(), QTimer(self)
        self._timer.setSingleShot(True)
        self.table = RunTable()
        self.sorting = SortMenu(self.table)
        self.deeds = {name: QAction(*words[:1], self) for name, words in ACTIONS.items()}
        for name, action in self.deeds.items():
            action.setIconText(BUTTONS.get(name, ""))
            action.setToolTip(ACTIONS[name][1])
            action.setShortcut(QKeySequence(KEYS.get(name, "")))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.deeds["show"].setCheckable(True)
        self.buttons = {name: tool_button("") for name in BUTTONS}
        self.race = FittedLabel("How the race stands")
        self.shared, self.memory = SteadyLabel(), SteadyLabel()
        self.shared.setAccessibleName("What is equal in all shown runs")
        self.memory.setAccessibleName("The runs' memory")

    def _arrange(self) -> None:
        self.table.addActions([*self.deeds.values(), self.sorting.menuAction()])
        self._row = QWidget()
        flow = FlowLayout(self._row)
        for name, button in self.buttons.items():
            button.setDefaultAction(self.deeds[name])
            flow.addWidget(button)
        column = self._set_out(self._row, picture=self.table)
        column.addWidget(self.race)
        column.addWidget(self.shared)
        column.addWidget(self.memory)
        self._allow()

    def _connect(self) -> None:
        self._timer.timeout.connect(self._show_coming)
        self.table.focus_requested.connect(partial(self.run_requested.emit, "focus"))
        self.table.runs.toggled.connect(self._on_toggled)
        self.table.runs.renamed.connect(self.rename_requested)
        self.table.selectionModel().selectionChanged.connect(self._allow)
        for name, action in self.deeds.items():
            action.triggered.connect(partial(self._on_triggered, name))

    def _show_coming(self) -> None:
        """Show the newest rows, unless somebody is writing in one."""
        if self._coming is None:
            return
        if self.table.is_edited:
            self._timer.start(PAUSE)
            return
        self._since.start()
        self._timer.stop()
        snapshot, self._coming = self._coming, None
        rows = snapshot.rows
        self.table.show_rows(rows, snapshot.run)
        self._several = len(rows) > 1
        shown = [row for row in rows if row.shown]
        compared = [(row.settings, row.run) for row in shown]
        if compared != self._compared:
            self._compared = compared
            self.shared.say(lambda: shared_caption(shown))
        self._races = any(row.entry for row in rows if row.run is snapshot.run)
        self.race.tell(race_caption(rows, snapshot.run))
        budget = snapshot.budget or RUNS_BUDGET
        self.memory.say(lambda: memory_caption(rows, budget) if rows else "")
        self._allow()
        self._make_room()

    def _make_room(self) -> None:
        lines = self.height() // self.fontMetrics().lineSpacing()
        races = self._races and lines >= LEAST_FOR_MEMORY
        self.race.make_room(self.width() - 8, int(RACE_SHARE * lines) if races else 0, LONGEST)
        shared = self._several and lines >= LEAST_FOR_SHARED
        for part, wanted in ((self.shared, shared), (self.memory, lines >= LEAST_FOR_MEMORY)):
            if part.isHidden() == wanted:
                part.setVisible(wanted)

    def _allow(self) -> None:
        """Offer what can be done with the chosen run."""
        row = self.table.chosen
        kept = row is not None and row.state == "kept"
        could = {
            "focus": row is not None and not self.table.runs.is_in_focus(row),
            "train": row is not None and row.state not in ("running", "diverged"),
            "remove": row is not None,
            "show": row is not None,
        }
        for name, action in self.deeds.items():
            action.setEnabled(could.get(name, row is not None and not kept))
        self.deeds["show"].setChecked(row is not None and row.shown)
        for name, button in self.buttons.items():
            wanted = self._several or name in OF_ONE
            if button.isHidden() == wanted:
                button.setVisible(wanted)

    def _on_toggled(self, run: RunId, shown: bool) -> None:
        self.run_requested.emit("show" if shown else "hide", run)

    def _on_triggered(self, name: str) -> None:
        row = self.table.chosen
        if row is None:
            return
        if name == "show":
            self._on_toggled(row.run, not row.shown)
        elif name == "rename":
            self.table.rename(row.run)
        elif name == "copy":
            self._ask_for_copy(row)
        else:
            self.run_requested.emit(name, row.run)

    def _ask_for_copy(self, row: Row) -> None:
        dialog = CopyDialog(row.name, row.settings, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(partial(self.copy_requested.emit, row.run))
        dialog.open()


def _marks(row: Row) -> tuple[object, ...]:
    """What of a run is shown at once when it changes."""
    return row.run, row.name, row.look, row.shown, row.state
