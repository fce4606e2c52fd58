"""The thin line below what a class is shown: step, loss, and what key does what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStatusBar, QWidget

from rnnviz.captions import losses, progress
from rnnviz.captions.wordings import Worded
from rnnviz.gui.widgets.live_label import LiveLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnnviz.lab.snapshot import Snapshot

BETWEEN = "  \N{MIDDLE DOT}  "


class PresentationLine(QStatusBar):
    """Stands at the lower edge; where there is no room for all keys, the last are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.numbers = LiveLabel()
        self.numbers.setAccessibleName("Step and loss")
        self.numbers.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.keys = LiveLabel()
        self.keys.setAccessibleName("What the keys do")
        self.keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.keys.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(8, 0, 8, 2)
        row.addWidget(self.numbers)
        row.addSpacing(24)
        row.addWidget(self.keys, 1)
        self.addWidget(whole, 1)
        self.hide()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Say how far the training is and what it loses."""
        if self.isVisible():
            step = progress.step_caption(snapshot).split(" of ")[0]
            told = (step, losses.bare_headline(snapshot))
            self.numbers.setText(BETWEEN.join(filter(None, told)))

    def show_keys(self, keys: Sequence[str]) -> None:
        """Say what the keys do, those that matter most first."""
        counts = range(len(keys), 0, -1)
        whole, *shorter = (BETWEEN.join(keys[:count]) for count in counts)
        self.keys.setText(Worded(whole, *shorter))
