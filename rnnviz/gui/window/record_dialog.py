"""Asks what is to be recorded, how often, as what, and where to."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from rnnviz.captions.recorded import NO_GIF, planned_caption
from rnnviz.gui.widgets.buttons import PushButton
from rnnviz.gui.widgets.combo_box import ComboBox
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.number_fields import IntField
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.screen_dialog import ScreenDialog
from rnnviz.lab.panels import PANELS
from rnnviz.lab.recording import (
    EVERY,
    GIF,
    MOST,
    STANDS,
    Recording,
    can_be_gif,
    free_place,
    is_gif,
)
from rnnviz.refusal import Refusal

if TYPE_CHECKING:
    from rnnviz.declare import Declaration

WHOLE = "The whole window"
FORMS = {GIF: "One GIF", "": "Numbered PNGs in a folder"}
"""By what the name ends in."""
GIF_FILES = f"GIFs (*{GIF})"
TIPS = {
    "What": "A panel is recorded whether it is to be seen or behind others",
    "As": "A GIF moves on slides and web pages; PNGs are for programs that make films",
    "To": "Where the recording goes",
}


class RecordDialog(ScreenDialog):
    """Begins with a free name in a `folder`, or as the `last` recording was; `wanted` brings it."""

    SIZE = (66, 0)

    wanted = Signal(object)

    def __init__(self, folder: Path, last: Recording | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder = folder
        self._proposed = ""
        self.setWindowTitle("Record")
        self._build()
        self._arrange()
        if last is not None:
            self._show(last)
        self._connect()
        self._propose()
        self._tell()
        self.what.setFocus()

    def recording(self) -> Recording:
        """What is asked for now."""
        place = Path(self.place.text().strip())
        with suppress(RuntimeError):  # nobody is called so, or has no home
            place = place.expanduser()
        return Recording(
            place,
            self.what.currentData(),
            self.every.value(),
            self.most.value(),
            self.stands.value(),
        )

    def _build(self) -> None:
        self.what, self.form = ComboBox(), ComboBox()
        self.what.addItem(WHOLE, "")
        for kind in PANELS.values():
            self.what.addItem(kind.title, kind.name)
        for ending, words in FORMS.items():
            if ending != GIF or can_be_gif():
                self.form.addItem(words, ending)
        self.every, self.most, self.stands = (_field(one) for one in (EVERY, MOST, STANDS))
        self.place = HintedLine()
        self.choose = PushButton("Choose…")
        self.choose.setAutoDefault(False)
        self.words = plain_label()
        self.words.setWordWrap(True)
        self.words.setAccessibleName("What will be recorded")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.start = PushButton("Record")
        self.buttons.addButton(self.start, QDialogButtonBox.ButtonRole.AcceptRole)

    def _arrange(self) -> None:
        place = QHBoxLayout()
        place.addWidget(self.place, 1)
        place.addWidget(self.choose)
        self._rows = QFormLayout()
        named = {"What": self.what, "As": self.form, "To": self.place}
        for name, editor in named.items():
            editor.setAccessibleName(name)
            editor.setToolTip(TIPS[name])
        self._rows.addRow("What", self.what)
        self._rows.addRow(EVERY.label, self.every)
        self._rows.addRow(MOST.label, self.most)
        self._rows.addRow("As", self.form)
        self._rows.addRow(STANDS.label, self.stands)
        self._rows.addRow("To", place)
        column = QVBoxLayout()
        column.addLayout(self._rows)
        column.addWidget(self.words)
        column.addStretch(1)
        self.hold(column, self.buttons)
        self.start.setDefault(True)  # before it had a place it would be default of nothing

    def _connect(self) -> None:
        for combo in (self.what, self.form):
            combo.currentIndexChanged.connect(self._propose)
            combo.currentIndexChanged.connect(self._tell)
        for number in (self.every, self.most, self.stands):
            number.valueChanged.connect(self._tell)
        self.place.textEdited.connect(self._tell)
        self.choose.clicked.connect(self._on_choose)
        self.buttons.accepted.connect(self._on_start)
        self.buttons.rejected.connect(self.reject)

    def _show(self, last: Recording) -> None:
        """Ask for the same again."""
        self.what.setCurrentIndex(self.what.findData(last.panel))
        self.form.setCurrentIndex(max(0, self.form.findData(GIF if last.is_gif else "")))
        numbers = (last.every, last.most, last.stands)
        for field, number in zip((self.every, self.most, self.stands), numbers, strict=True):
            field.show_value(number)

    def _propose(self) -> None:
        """Name a place where nothing is yet, unless somebody has named one."""
        ending = self.form.currentData()
        self._rows.setRowVisible(self.stands, bool(ending))
        if self.place.text() == self._proposed:
            stem = self.what.currentData() or "rnnviz"
            stem = stem if ending else f"{stem}-frames"
            self._proposed = str(free_place(self._folder, stem, ending))
            self.place.setText(self._proposed)

    def _tell(self) -> None:
        """Say what would be recorded."""
        told = planned_caption(self.recording(), self._is_there())
        self.words.setText(told if can_be_gif() else f"{told} {NO_GIF}")

    def _is_there(self) -> bool:
        """Whether there is a GIF already that would be replaced."""
        path = self.recording().path
        try:
            return is_gif(path) and path.is_file()
        except (OSError, ValueError):
            return False

    def _on_choose(self) -> None:
        if self.form.currentData():
            now = self.place.text()
            found, _ = QFileDialog.getSaveFileName(self, "Record as", now, GIF_FILES)
            found = found if not found or is_gif(Path(found)) else found + GIF
        else:
            title = "A folder for the pictures"
            found = QFileDialog.getExistingDirectory(self, title, str(self._folder))
        if found:
            self.place.setText(found)
            self._tell()

    def _on_start(self) -> None:
        """Begin, or say why that cannot be."""
        try:
            wanted = self._checked()
        except Refusal as refusal:
            self.words.setText(str(refusal))
            self.place.setFocus()
            return
        self.accept()
        self.wanted.emit(wanted)

    def _checked(self) -> Recording:
        """What is asked for; Refusal where it cannot be, or its name tells something else."""
        wanted = self.recording()
        if not self.place.text().strip():
            raise Refusal("Say where to: the name of a GIF, or of a folder.")
        if wanted.is_gif != bool(self.form.currentData()):
            ending = f"ends in {GIF}" if self.form.currentData() else f"does not end in {GIF}"
            raise Refusal(f"{wanted.path.name} is no name for that; give one that {ending}.")
        wanted.check()
        return wanted


def _field(declared: Declaration) -> IntField:
    field = IntField(declared)
    field.show_value(declared.default)
    field.setAccessibleName(declared.label)
    field.setToolTip(declared.tooltip)
    return field
