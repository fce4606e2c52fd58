"""Which text has to be opened for a task, where what is there will not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.gui.actions.last_text import FIRST_TEXTS
from rnnviz.tasks import READING
from rnnviz.tasks.builtin import JOINED
from rnnviz.tasks.text_task import TextTask
from rnnviz.tasks.which_text import WhichText

if TYPE_CHECKING:
    from rnnviz.gui.actions.open_and_save import OpenAndSave
    from rnnviz.lab.runs.source import Source
    from rnnviz.session.session import Session


class TaskTexts:
    """Finds texts for tasks, and the one text again that stood back for several."""

    def __init__(self, session: Session, open_and_save: OpenAndSave) -> None:
        self._session, self._open_and_save = session, open_and_save
        self._stood_back: Source | None = None
        """The text that was there before texts to be told apart came by themselves."""

    def needed(self, task: str) -> Source | None:
        """Return what is to be opened for a task; None where what is there will do."""
        if task == WhichText.name:
            return self._several()
        if task not in (TextTask.name, *READING):
            return None
        source, before = self._session.source, self._stood_back
        came_alone = source is None or source is before or source.builtin == FIRST_TEXTS
        self._stood_back = None
        if before is not None and (came_alone or self._has_none):
            return before
        return self._open_and_save.last_text(task) if self._has_none else None

    def _several(self) -> Source | None:
        """Several texts, where there are none; what is there stands back for them."""
        source, corpus = self._session.source, self._session.corpus
        joined = source is not None and (len(source.files) > 1 or JOINED in source.builtin)
        are_several = joined if corpus is None else bool(corpus.parts)
        if are_several and not self._has_none:
            return None
        if self._stood_back is None:
            last = self._open_and_save.last_text(TextTask.name)
            self._stood_back = last if source is None or self._has_none else source
        return self._open_and_save.last_text(WhichText.name)

    @property
    def _has_none(self) -> bool:
        """Whether what is learned is no text, nor left one to go back to."""
        source = self._session.source
        return source is None or source.numbers is not None or self._session.tables.is_coming
