"""The palette: whatever there is in the program, found by typing a part of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.plain_text import plain_label, plain_tooltip
from rnnviz.gui.widgets.screen_dialog import ScreenDialog
from rnnviz.gui.window.palette_entries import Entry, entries, rank

if TYPE_CHECKING:
    from rnnviz.gui.window.main_window import MainWindow

MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Palette(ScreenDialog):
    """Return does what is chosen, Escape gives the keyboard back to where it was."""

    SIZE = (84, 20)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setWindowTitle("Find anything")
        self._before = window.focusWidget()
        self._entries = entries(window)
        self.line = HintedLine()
        self.line.setClearButtonEnabled(True)
        self.line.setPlaceholderText("Type a part of a name")
        self.line.setAccessibleName("Part of a name")
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName("What was found")
        self.list.setHeaderHidden(True)
        self.list.setColumnCount(3)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tip = plain_label()
        self.tip.setWordWrap(True)
        self.tip.setAccessibleName("What it is for")
        self._arrange()
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self.look_for)
        self.list.currentItemChanged.connect(self._tell)
        self.list.itemClicked.connect(self.do)
        self.look_for("")

    def look_for(self, typed: str) -> None:
        """List what fits, the best first."""
        ranks = [(rank(entry, typed), entry) for entry in self._entries]
        found = sorted(
            ((place, entry) for place, entry in ranks if place is not None),
            key=lambda one: (bool(one[1].reason), one[0]),
        )
        self.list.clear()
        self.list.addTopLevelItems([_item(entry) for _, entry in found])
        if found:
            self.list.setCurrentItem(self.list.topLevelItem(0) or QTreeWidgetItem())
        self._tell()

    def do(self) -> None:
        """Do what is chosen, unless it cannot be done at present, which is told."""
        entry = self.chosen
        if entry is None or entry.reason:
            return
        self.accept()
        QTimer.singleShot(0, entry.do)  # when the keyboard is the window's again

    @property
    def chosen(self) -> Entry | None:
        """What would be done."""
        item = self.list.currentItem()
        return item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list, and do what is chosen, while the line has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in MOVES:
                self.list.event(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.do()
                return True
        return False

    def done(self, result: int) -> None:
        """Close, and give the keyboard back."""
        super().done(result)
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        column.addWidget(self.tip)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place in (1, 2):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)

    def _tell(self) -> None:
        entry = self.chosen
        words = (entry.reason or entry.tip) if entry is not None else "There is nothing like that."
        self.tip.setText(words.splitlines()[0] if words else "")


def _item(entry: Entry) -> QTreeWidgetItem:
    item = QTreeWidgetItem([entry.name, entry.kind, entry.key])
    item.setData(0, Qt.ItemDataRole.UserRole, entry)
    item.setToolTip(0, plain_tooltip(entry.reason or entry.tip))
    if entry.reason:  # it can be chosen, to be told why
        for place in range(item.columnCount()):
            item.setForeground(place, QGuiApplication.palette().placeholderText())
    return item
