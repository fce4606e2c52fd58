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
SET = "The pasted settings are set now; Ctrl+Z takes them back."
AT_FIRST = "What they do not name is as at first."
THE_SAME = "The pasted settings are those that are set already."
NOT_LEARNED = "What was pasted looks like settings, so it was not learned as a text."
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
            self.told.emit(self.take(text))
        except Refusal as refusal:
            self.refused.emit(str(refusal))

    def take_found(self, text: str) -> None:
        """Take a text that was pasted to be learned, and is settings; offer to learn it."""
        try:
            words = self.take(text)
        except Refusal as refusal:
            words = f"{NOT_LEARNED} {refusal}"
        self.offered.emit(words, AS_TEXT, partial(self._open_and_save.open_text, text))

    def take(self, text: str) -> str:
        """Set what these lines say, and tell what is set. Raises Refusal where that cannot be."""
        from rnnviz.lab.setting_words import usual_texts
        from rnnviz.lab.settings_text import following, left_out, read_settings
        from rnnviz.lab.usual_settings import with_usual

        before, named = self._session.tables.wanted, read_settings(text)
        after = following(before, named)
        changes: dict[str, object] = {
            name: value
            for name, value in after.as_dict().items()
            if name not in before.rows() or value != before.value(name)
        }
        if "task" in changes:
            self._change_task.go_to(after)
        elif changes:
            self._session.change(**changes)
        others = AT_FIRST if "task" in named and changes else ""
        came = [name for name in with_usual(named) if name not in named and name in changes]
        usual = (sentence for _, sentence in usual_texts(after, came))
        words = (SET if changes else THE_SAME, others, *usual, left_out(after, named))
        return " ".join(filter(None, words))


def are_settings(text: str) -> bool:
    """Whether a text is settings, if perhaps with something that is wrong."""
    if "=" not in text:
        return False
    from rnnviz.lab.settings_text import seem_settings

    return seem_settings(text)
