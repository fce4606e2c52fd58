"""Lets the user say in which encoding a text is, where its bytes do not tell or tell wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from rnnviz.session.session import Session
    from rnnviz.tasks.decoding.question import UnclearEncoding


class ChooseEncoding(QObject):
    """Asks in a dialog; the training goes on meanwhile. `began` says that something is read."""

    began = Signal()

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._encodings, self._window = session.encodings, window
        session.encodings.asked.connect(self._on_asked)

    def read_as(self, codec: str) -> None:
        """Read the text that is open in this encoding."""
        self.began.emit()
        self._encodings.read_as(codec)

    def show_others(self) -> None:
        """Show how the text that is open reads in others."""
        self._encodings.ask()

    def _on_asked(self, question: UnclearEncoding) -> None:
        from rnnviz.gui.window.encoding_dialog import EncodingDialog  # not needed at the start

        dialog = EncodingDialog(self._window, question)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._on_chosen)
        dialog.rejected.connect(self._encodings.give_up)
        dialog.open()

    def _on_chosen(self, codec: str) -> None:
        self.began.emit()
        self._encodings.answer(codec)
