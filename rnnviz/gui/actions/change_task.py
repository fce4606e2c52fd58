"""Goes from one task to another, each with the settings that it is usually learned with."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rnnviz.gui.actions.task_texts import TaskTexts
from rnnviz.lab.runs.source import from_builtin, from_files
from rnnviz.lab.settings import Settings
from rnnviz.tasks import READING, REGISTRY, SCORED
from rnnviz.tasks.numbers import Numbers
from rnnviz.tasks.reading import printable
from rnnviz.tasks.which_text import WhichText

if TYPE_CHECKING:
    from rnnviz.gui.actions.change_settings import ChangeSettings
    from rnnviz.gui.actions.open_and_save import OpenAndSave
    from rnnviz.lab.runs.source import Source
    from rnnviz.session.session import Session

USUAL: dict[str, object] = {
    "batch": 64,
    "hidden": 32,
    "init": "pytorch",
    "optimizer": "adam",
    "lr": 3e-3,
    "schedule": "constant",
    "clip": "norm",
    "clip_threshold": 1.0,
}
"""What tasks that draw their sequences are usually learned with."""
PROPOSED = (
    "{task} is usually learned with batches of 64, 32 hidden units, PyTorch's initial weights, "
    "Adam at a constant 0.003 and the norm clipped at 1: these are set now."
)
FOUND = (
    "{name} is a table of numbers, so the task is Numbers now: forecast the next one. The column "
    "is chosen on the left."
)
SEVERAL = (
    "The {count} files are joined to one text. A network can also learn to tell from which of them "
    "a passage comes."
)
TELL_APART = "Tell them apart"
AS_TEXT = "Learn it as a text"
FIRST_TABLE = "tides"
OWN_AGAIN = "{task} has its own settings again."


class ChangeTask(QObject):
    """Picks tasks. Texts and drawn tasks have settings of their own, kept for the way back.

    `proposed` says which settings came along.
    """

    proposed = Signal(str)
    began = Signal()
    """Emitted when a table is about to be read."""

    def __init__(
        self, session: Session, change_settings: ChangeSettings, open_and_save: OpenAndSave
    ) -> None:
        super().__init__(change_settings)
        self._session = session
        self._change_settings, self._open_and_save = change_settings, open_and_save
        defaults = Settings()
        self._kept: dict[bool, dict[str, object]] = {
            False: {name: defaults.value(name) for name in USUAL},
            True: dict(USUAL),
        }
        self._known = {False}
        self._texts = TaskTexts(session, open_and_save)

    def pick(self, name: str) -> None:
        """Learn this task from now on."""
        before = self._session.tables.wanted
        drawn, was_drawn = name in SCORED, before.task in SCORED
        if name == before.task:
            return
        source = self._session.source
        if name == Numbers.name and not _has_numbers(source):
            self.open_builtin_table(FIRST_TABLE)
            return
        changes = {} if drawn == was_drawn else dict(self._kept[drawn])
        other = self._texts.needed(name)
        if other is not None:
            self._session.begin(before.change(task=name, **changes), other)
        else:
            self._change_settings.change_together({"task": name, **changes})
        if changes:
            self._tell_of(changes, before, name)

    def go_to(self, wanted: Settings) -> None:
        """Learn another task from now on, with exactly these settings."""
        if wanted.task == Numbers.name and not _has_numbers(self._session.source):
            self.open_builtin_table(FIRST_TABLE)
            taken = {n: v for n, v in wanted.as_dict().items() if n not in ("task", "column")}
            self._session.change(**taken)
            return
        self._keep(self._session.tables.wanted)
        self._session.begin(wanted, self._texts.needed(wanted.task))

    def offer_to_tell_apart(self, paths: tuple[str, ...]) -> None:
        """Say that several files become one text, and offer to tell them apart instead."""
        if self._session.tables.wanted.task == WhichText.name:
            return
        words = SEVERAL.format(count=len(paths))
        self._open_and_save.offered.emit(words, TELL_APART, partial(self.tell_apart, paths))

    def tell_apart(self, paths: tuple[str, ...]) -> None:
        """Learn to tell from now on which of these files a passage comes from."""
        self._open_and_save.begin()
        before = self._session.tables.wanted
        changes = {} if before.task in SCORED else dict(self._kept[True])
        wanted = before.change(task=WhichText.name, **changes)
        self._session.begin(wanted, from_files(list(paths)))
        if changes:
            self._tell_of(changes, before, WhichText.name)

    def _tell_of(self, changes: dict[str, object], before: Settings, name: str) -> None:
        """Say that settings came along with a task; those of before are kept for the way back."""
        self._keep(before)
        drawn = name in SCORED
        words = OWN_AGAIN if drawn in self._known else PROPOSED
        self._known.add(drawn)
        self.proposed.emit(words.format(task=REGISTRY[name].label))

    def open_table(self, source: Source, column: str = "") -> None:
        """Learn the numbers of a table from now on, with the settings for that."""
        before = self._session.settings
        changes = {} if before.task in SCORED else dict(self._kept[True])
        if changes:
            self._keep(before)
        self._session.tables.open(source, {**changes, "column": column})
        if changes and True not in self._known:
            self._known.add(True)
            self.proposed.emit(PROPOSED.format(task=Numbers.label))

    def take_file(self, path: str) -> None:
        """Learn the numbers of a file that was opened, and offer to read it as a text."""
        self.began.emit()
        self.open_table(from_files([path]))
        as_text = partial(self._open_and_save.open_as_text, path)
        words = FOUND.format(name=printable(Path(path).name))
        self._open_and_save.offered.emit(words, AS_TEXT, as_text)

    def take_last(self, path: str) -> None:
        """Go on with the table that was open last, "" for a built-in one, and its column."""
        if path:
            self.open_table(from_files([path]), self._session.settings.column)
        else:
            self.open_table(from_builtin(FIRST_TABLE))

    def open_builtin_table(self, name: str) -> None:
        """Learn the numbers of a built-in table."""
        self.began.emit()
        self.open_table(from_builtin(name))

    def prepare_for_text(self) -> None:
        """Let a text that is about to be opened have the settings of texts, if it ends a task."""
        before = self._session.settings
        if before.task in SCORED and before.task not in READING:
            self._keep(before)
            self._session.change(**self._kept[False])

    def _keep(self, settings: Settings) -> None:
        self._kept[settings.task in SCORED] = {name: settings.value(name) for name in USUAL}


def _has_numbers(source: Source | None) -> bool:
    """Whether a source is a table of numbers."""
    if source is None or len(source.files) != 1:
        return source is not None and source.numbers is not None
    from rnnviz.tasks.table.reading import looks_like_numbers  # for which the start need not wait

    return looks_like_numbers(source.files[0])
