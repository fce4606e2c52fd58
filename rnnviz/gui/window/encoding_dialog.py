"""Asks in which encoding a file is, and shows how it reads in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from rnnviz.captions.corpus import all_encodings, encoding_name
from rnnviz.gui.appearance.fixed_font import fixed_font
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.screen_dialog import ScreenDialog

if TYPE_CHECKING:
    from rnnviz.tasks.decoding.question import UnclearEncoding

PREVIEW = 1500
"""Characters that are shown."""
HINT = "Choose the one in which the text reads as it should; the likeliest come first."


class EncodingDialog(ScreenDialog):
    """The likeliest encodings first, then all others; a preview of the one that is picked."""

    SIZE = (90, 30)

    chosen = Signal(str)
    """Emitted with a codec."""

    def __init__(self, parent: QWidget, question: UnclearEncoding) -> None:
        super().__init__(parent)
        self.setWindowTitle("In which encoding is this text?")
        self._question = question
        self._build()
        self._arrange()
        self._connect()
        self._fill()

    def _build(self) -> None:
        self.words = plain_label(f"{self._question.why} {HINT}")
        self.words.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Encodings, the likeliest first")
        self.preview = QPlainTextEdit(readOnly=True)
        self.preview.setAccessibleName("How the text reads in this encoding")
        self.preview.setFont(fixed_font())
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.buttons.button(buttons.Ok).setText("Read it so")

    def _arrange(self) -> None:
        both = QHBoxLayout()
        both.addWidget(self.list)
        both.addWidget(self.preview, 1)
        column = QVBoxLayout()
        column.addWidget(self.words)
        column.addLayout(both, 1)
        self.hold(column, self.buttons)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._on_picked)
        self.list.itemDoubleClicked.connect(self.accept)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(self._on_accepted)

    def _fill(self) -> None:
        likely = self._question.codecs
        for codec in (*likely, *(one for one in all_encodings() if one not in likely)):
            item = QListWidgetItem(encoding_name(codec))
            item.setData(Qt.ItemDataRole.UserRole, codec)
            if codec in likely:
                bold = item.font()
                bold.setBold(True)
                item.setFont(bold)
            self.list.addItem(item)
        bar = self.list.verticalScrollBar().sizeHint().width()
        self.list.setFixedWidth(self.list.sizeHintForColumn(0) + bar + 12)
        self.list.setCurrentRow(0)

    @property
    def codec(self) -> str:
        """The encoding that is picked."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    def _on_picked(self) -> None:
        self.preview.setPlainText(self._question.preview(self.codec)[:PREVIEW])

    def _on_accepted(self) -> None:
        self.chosen.emit(self.codec)
