"""Reads a text in another encoding where the one that was taken may be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnviz.captions.corpus import short_encoding_name
from rnnviz.gui.widgets.flow_layout import FlowLayout
from rnnviz.gui.widgets.tool_button import tool_button

if TYPE_CHECKING:
    from rnnviz.tasks.text import Corpus


class EncodingRow(QWidget):
    """The second likeliest encoding a click away, and all others; hidden for texts in Unicode."""

    chosen = Signal(str)
    """Emitted with a codec."""
    asked = Signal()
    """Emitted when somebody wants to see how the text reads in others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codec = ""
        self.second = tool_button("")
        self.others = tool_button("Others…")
        self.others.setAccessibleName("Other encodings")
        self.others.setToolTip("Show how this text reads in other encodings, and choose one")
        self._flow = FlowLayout()
        self._flow.addWidget(self.second)
        self._flow.addWidget(self.others)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._flow)
        self.second.clicked.connect(self._on_second_clicked)
        self.others.clicked.connect(self.asked)
        self.hide()

    def show_corpus(self, corpus: Corpus) -> None:
        """Offer what this text may be in."""
        self._codec = corpus.could_be[1] if len(corpus.could_be) > 1 else ""
        self.second.setText(f"Read as {short_encoding_name(self._codec)}")
        self.second.setToolTip("This encoding fits second best")
        self.second.setVisible(bool(self._codec))
        self.setVisible(bool(corpus.national))

    def _on_second_clicked(self) -> None:
        self.chosen.emit(self._codec)
