"""Where rows are computed, and where they are kept: processes at a time, and a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QWidget,
)

from rnnviz.gui.widgets.buttons import PushButton
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.number_fields import SpinBox
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.lab.sweep.engine import Engine, Processes, cores
from rnnviz.lab.sweep.folder import SweepFolder
from rnnviz.settings_folder import settings_folder

if TYPE_CHECKING:
    from collections.abc import Callable

NOWHERE = "nowhere; name a folder to go on another time"
MOST = 64


def usual_folder() -> Path:
    """Where this user's rows are kept unless another folder is named: beside the settings."""
    return settings_folder() / "sweeps"


class SweepPlace(QWidget):
    """One line; `jobs` leaves a processor to the window where there are several."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.engine_of: Callable[[int], Engine] = Processes
        self.jobs = SpinBox(minimum=1, maximum=MOST)
        self.jobs.setValue(max(1, cores() - 1))
        self.jobs.setAccessibleName("At a time")
        self.jobs.setToolTip("Rows that are computed at a time, each by a process of its own")
        self.folder = HintedLine()
        self.folder.setPlaceholderText(NOWHERE)
        self.folder.setAccessibleName("Folder")
        self.folder.setToolTip("Rows that are there already are not computed again")
        self.choose = PushButton("Choose…")
        self.choose.clicked.connect(self._on_choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(plain_label("At a time"))
        row.addWidget(self.jobs)
        row.addSpacing(16)
        row.addWidget(plain_label("Kept in"))
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)

    @property
    def engine(self) -> Engine:
        """What computes the rows."""
        return self.engine_of(self.jobs.value())

    @property
    def path(self) -> Path | None:
        """The folder that is named; None where there is none."""
        text = self.folder.text().strip()
        return Path(text).expanduser() if text else None

    def store(self, kind: str) -> SweepFolder | None:
        """The folder for rows of a kind, made if need be; refuses one that is no such folder."""
        if self.path == usual_folder():
            self.path.parent.mkdir(parents=True, exist_ok=True)
        return None if self.path is None else SweepFolder(self.path, kind)

    def _on_choose(self) -> None:
        """Ask for a folder, which may be a new one."""
        found = QFileDialog.getExistingDirectory(self, "A folder for the rows", self.folder.text())
        if found:
            self.folder.setText(found)
