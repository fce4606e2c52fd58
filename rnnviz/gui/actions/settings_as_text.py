"""Copies the settings as lines of TOML, and takes such lines as settings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from rnnviz.refusal import Refusal

if TYPE_CHECKING:
    from rnnviz.gui.actions.change_task import ChangeTask
    from rnnviz.gui.actions.open_and_save import OpenAndSave
    from rnnviz.session.session import Session

COPIED = "The settings are on the clipboard, as lines that Edit > Paste settings reads."
TAKEN = "What was pasted are settings, which are set now; Ctrl+Z takes them back."
NOTHING = "There are no settings on the clipboard; copy some with Edit > Copy settings."
AS_TEXT = "Learn it as a text"


class SettingsAsText(QObject):
    """`told` brings a sentence on what was done, `refused` one on why nothing was."""

    told = Signal(str)
    refused = Signal(str)
    offered = Signal(str, str, object)
    """Emitted with a sentence, what stands on a button, and what that does."""

    def __init__(
        self, session: Session, change_task: ChangeTask, open_and_save: OpenAndSave
    ) -> None:
        super().__init__(open_and_save)
        self._session, self._change_task = session, change_task
        self._open_and_save = open_and_save

    def copy(self) -> None:
        """Put the settings of the run in focus on the clipboard."""
        from rnnviz.lab.settings_text import settings_text  # when asked for, not at the start

        QGuiApplication.clipboard().setText(settings_text(self._session.settings))
        self.told.emit(COPIED)

    def paste(self) -> None:
        """Take the lines on the clipboard as settings; nothing changes where one is wrong."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.refused.emit(NOTHING)
            return
        try:
            self.take(text)
        except Refusal as refusal:
            self.refused.emit(str(refusal))

    def take_found(self, text: str) -> None:
        """Take a text that was pasted to be learned, and is settings; offer to learn it."""
        try:
            self.take(text)
        except Refusal as refusal:
            self.refused.emit(str(refusal))
        else:
            learn = partial(self._open_and_save.open_text, text)
            self.offered.emit(TAKEN, AS_TEXT, learn)

    def take(self, text: str) -> None:
        """Set what these lines say. Raises Refusal where that cannot be."""
        from rnnviz.lab.settings_text import following, read_settings

        before = self._session.tables.wanted
        after = following(before, read_settings(text))
        changes: dict[str, object] = {
            name: value
            for name, value in after.as_dict().items()
            if name not in before.rows() or value != before.value(name)
        }
        if "task" in changes:
            self._change_task.go_to(after)
        elif changes:
            self._session.change(**changes)


def are_settings(text: str) -> bool:
    """Whether a text is nothing but settings."""
    from rnnviz.lab.settings_text import LONGEST, read_settings

    if len(text) > LONGEST or "=" not in text:
        return False
    try:
        read_settings(text)
    except Refusal:
        return False
    return True
