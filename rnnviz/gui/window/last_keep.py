"""Keeps the run before the window closes, and says so where that takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from rnnviz.gui.widgets.buttons import PushButton
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.screen_dialog import ScreenDialog

if TYPE_CHECKING:
    from rnnviz.session.keeper import Keeper, LastKeep

AT_ONCE = 0.4
"""Seconds that keeping a run may take before the window says what it does."""
LOOK = 50
"""Milliseconds between two looks how far it is."""
WORDS = "The window closes when the run is kept: about {size} are written."
GIVE_UP = "Close without keeping"
LOST = "What the run has learned since it was last saved or kept is lost"


def keep_last(window: QWidget, keeper: Keeper) -> str:
    """Wait until the run is kept, or is not wanted any more; "" or why it could not be kept."""
    keep = keeper.last()
    if not keep.over(AT_ONCE):
        box = KeepingBox(window, keep)
        box.exec()
        box.deleteLater()
    return keep.problem


class KeepingBox(ScreenDialog):
    """Tells how much is written, and ends when all is; only its button gives that up."""

    def __init__(self, parent: QWidget, keep: LastKeep) -> None:
        super().__init__(parent)
        self._keep = keep
        self.setWindowTitle("rnnviz")
        self._build()
        self._arrange()
        self.give_up.clicked.connect(self._on_give_up)
        self._look = QTimer(self, interval=LOOK)
        self._look.timeout.connect(self._on_look)
        self._look.start()

    def reject(self) -> None:
        """Stay: Escape loses no run."""

    def _build(self) -> None:
        from rnnviz.lab.memory.memory_need import size_text

        self.label = plain_label(WORDS.format(size=size_text(self._keep.size)))
        self.label.setWordWrap(True)
        self.bar = QProgressBar(maximum=1000)
        self.bar.setAccessibleName("Progress")
        self.give_up = PushButton(GIVE_UP)
        self.give_up.setToolTip(LOST)
        self.give_up.setAutoDefault(False)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.give_up)
        column = QVBoxLayout()
        column.addWidget(self.label)
        column.addWidget(self.bar)
        column.addLayout(row)
        self.hold(column)

    def _on_look(self) -> None:
        self.bar.setValue(round(1000 * self._keep.share))
        if self._keep.over():
            self._look.stop()
            self.accept()

    def _on_give_up(self) -> None:
        self.give_up.setEnabled(False)
        self._keep.give_up()
