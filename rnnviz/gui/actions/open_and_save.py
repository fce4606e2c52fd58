"""Everything that brings a text or a run into the program, or takes a run out of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from rnnviz.gui.actions.last_text import FIRST_TEXT, FIRST_TEXTS, is_file, last_text
from rnnviz.gui.actions.settings_as_text import are_settings
from rnnviz.gui.window.drop_overlay import RUN, local_files
from rnnviz.lab.runs.workspace_name import is_workspace
from rnnviz.lessons.files import is_lesson

if TYPE_CHECKING:
    from rnnviz.gui.preferences import Preferences
    from rnnviz.lab.runs.source import Source
    from rnnviz.lab.snapshot import RunId
    from rnnviz.session.session import Session
    from rnnviz.tasks.decoding import Wish

TEXT_FILES = "All files (*);;Text files (*.txt *.md *.csv *.py)"
RUN_FILES = f"Runs of rnnviz (*{RUN})"
TABLE_FILES = "Tables (*.csv *.tsv *.tab *.txt);;All files (*)"
TABLES = (".csv", ".tsv", ".tab")


class OpenAndSave(QObject):
    """Hands files, pasted texts, built-in texts and runs to the session.

    What is refused here, before the session sees it, is told by `refused`; `began` says that
    something is about to be read.
    `offered` brings a sentence, what stands on a button, and what that does.
    """

    began = Signal()
    refused = Signal(str)
    offered = Signal(str, str, object)
    lesson_found = Signal(str)
    """Emitted with the path of a file that is a lesson and no text."""
    table_found = Signal(str)
    """Emitted with the path of a file that is a table of numbers."""
    several_found = Signal(object)
    """Emitted with the paths of several text files that are being opened as one text."""
    last_table_found = Signal(str)
    """Emitted at the start with the table that was open last, "" for a built-in one."""
    settings_found = Signal(str)
    """Emitted with a pasted text that is settings."""
    workspace_found = Signal(str)
    """Emitted with the path of a folder, or its TOML, that several runs were saved in."""

    def __init__(self, session: Session, preferences: Preferences, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._preferences, self._window = session, preferences, window
        session.corpus_changed.connect(self._on_corpus_changed)
        session.tables.changed.connect(self._on_table_changed)
        session.saved.connect(self._on_saved)

    def start(self, *corpus: str) -> None:
        """Open what the command line names (files or a built-in text), else what was there last.

        A task that draws its sequences needs no text, and is on its way with the settings.
        """
        from rnnviz.tasks import DRAWN
        from rnnviz.tasks.builtin import BUILTIN
        from rnnviz.tasks.numbers import Numbers
        from rnnviz.tasks.text_task import TextTask
        from rnnviz.tasks.which_text import WhichText

        if len(corpus) == 1 and self._preferences.settings.get("task") == WhichText.name:
            self._session.change(task=TextTask.name)  # one text alone cannot be told apart
        if len(corpus) == 1 and corpus[0] in BUILTIN:
            self.open_builtin(corpus[0])
        elif corpus:
            self.open_paths(tuple(str(Path(path).absolute()) for path in corpus))
        elif self._preferences.settings.get("task") == Numbers.name:
            self._open_last_table()
        elif self._preferences.settings.get("task") not in DRAWN:
            self.open_last_text()
        self._offer_what_was_left()

    def open_last_text(self) -> None:
        """Open the text that was open last, or else the first one."""
        source = self.last_text(str(self._preferences.settings.get("task")))
        if source.files:
            self.open_paths(source.files, source.wish)
        else:
            self.open_builtin(source.builtin)

    def last_text(self, task: str) -> Source:
        """The text that was open last, or else the first one; several where the task needs them."""
        return last_text(self._preferences.corpus, task)

    def pick_builtin(self, name: str) -> None:
        """Open a built-in text; where texts are told apart it comes to them, or leaves them."""
        from rnnviz.tasks.builtin import BUILTIN, JOINED, builtins_of
        from rnnviz.tasks.which_text import WhichText

        source = self._session.source
        if self._session.settings.task != WhichText.name or source is None:
            self.open_builtin(name)
            return
        others = builtins_of(source.builtin) or (BUILTIN[FIRST_TEXT],)
        there = {text.name for text in others} ^ {name}
        if len(there) < 2:
            self.refused.emit("Two texts at least are told apart; choose another one first.")
            return
        self.open_builtin(JOINED.join(one for one in BUILTIN if one in there))

    def _open_last_table(self) -> None:
        """Open the table that was open last, or else a built-in one."""
        files = self._preferences.corpus.get("files", ())
        is_there = len(files) == 1 and is_file(files[0]) and _is_table(files[0])
        self.last_table_found.emit(files[0] if is_there else "")

    def open_paths(self, paths: tuple[str, ...], wish: Wish | None = None) -> None:
        """Read text files, joined in this order, or a run; others are handed on.

        The `wish` is what is known of the files' encodings.
        """
        if len(paths) == 1 and is_lesson(Path(paths[0])):
            self.lesson_found.emit(paths[0])
            return
        if len(paths) == 1 and is_workspace(Path(paths[0])):
            self.workspace_found.emit(paths[0])
            return
        if len(paths) > 1 and any(path.endswith(RUN) for path in paths):
            self.refused.emit("A run is opened alone; drop one .safetensors file at a time.")
            return
        if len(paths) == 1 and wish is None and _is_table(paths[0]):
            self.table_found.emit(paths[0])
            return
        self.begin()
        if paths[0].endswith(RUN):
            self._preferences.add_recent(paths)
        self._session.open_files(list(paths), *(() if wish is None else (wish,)))
        if len(paths) > 1 and wish is None:
            self.several_found.emit(paths)

    def open_as_text(self, path: str) -> None:
        """Read a file as a text, whatever it holds."""
        self.begin()
        self._session.open_files([path])

    def ask_for_table(self) -> None:
        """Let the user pick a table of numbers."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open table", self._folder, TABLE_FILES)
        if path:
            self.table_found.emit(path)

    def open_builtin(self, name: str) -> None:
        """Get a built-in text ready."""
        self.begin()
        self._session.open_builtin(name)

    def open_text(self, text: str, name: str = "dropped text") -> None:
        """Get a text ready that comes without a file."""
        self.begin()
        self._session.open_text(text, name)

    def ask_for_files(self) -> None:
        """Let the user pick text files."""
        paths, _ = QFileDialog.getOpenFileNames(self._window, "Open text", self._folder, TEXT_FILES)
        if paths:
            self.open_paths(tuple(paths))

    def ask_for_run(self) -> None:
        """Let the user pick a saved run."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open run", self._folder, RUN_FILES)
        if path:
            self.open_paths((path,))

    def ask_where_to_save(self) -> None:
        """Let the user say where the run in focus is to be saved."""
        self._ask_where_to_save_focus(past=False)

    def ask_where_to_save_past(self) -> None:
        """Let the user say where it is to be saved together with its past."""
        self._ask_where_to_save_focus(past=True)

    def _ask_where_to_save_focus(self, past: bool) -> None:
        focus = self._session.runs.focus
        self.ask_where_to_save_run(focus.id if focus is not None else None, past)

    def ask_where_to_save_run(self, run_id: RunId | None, past: bool = False) -> None:
        """Let the user say where a run of the list is to be saved."""
        run = self._session.runs.named(run_id)
        present = run.path if run is not None else None
        title = "Save run with its past" if past else "Save run"
        if present is None:
            corpus = run.corpus if run is not None else None
            stem = Path(corpus.name).stem if corpus is not None else self._session.settings.task
            present = Path(self._folder) / f"{stem}{RUN}"
        path, _ = QFileDialog.getSaveFileName(self._window, title, str(present), RUN_FILES)
        if path:
            self._session.save(path if path.endswith(RUN) else path + RUN, run_id, past)

    def ask_where_to_export(self) -> None:
        """Let the user say which folder the run in focus is to be exported into, for PyTorch."""
        title = "Export for PyTorch into a folder"
        folder = QFileDialog.getExistingDirectory(self._window, title, self._folder)
        if folder:
            self._session.exports.export(Path(folder))

    def paste(self) -> None:
        """Read the text, or the files, that were copied elsewhere."""
        data = QGuiApplication.clipboard().mimeData()  # None where nothing was ever copied
        paths = local_files(data)
        text = data.text() if data is not None and data.hasText() else ""
        if paths:
            self.open_paths(paths)
        elif are_settings(text):
            self.settings_found.emit(text)
        elif text.strip():
            self.open_text(text, "pasted text")
        else:
            self.refused.emit("There is no text on the clipboard; copy one first.")

    def resume_last_run(self) -> None:
        """Bring back the latest run that was kept when it ended unsaved."""
        earlier = self._session.keeper.earlier()
        if earlier:
            self.open_kept(earlier[0].path)
        else:
            self.refused.emit("There is no last run yet; unsaved runs are kept when they end.")

    def open_kept(self, path: Path) -> None:
        """Go on with a run that was kept, whose file stays as it is."""
        self.begin()
        self._session.load_run(str(path))

    def _offer_what_was_left(self) -> None:
        """Offer the run that was open when the program was killed."""
        left = self._session.keeper.left_behind()
        if left is not None:
            from rnnviz.captions.kept import left_behind_caption  # not needed at the start

            go_on = partial(self.open_kept, left.path)
            self.offered.emit(left_behind_caption(left), "Go on with it", go_on)

    def begin(self) -> None:
        """Tell that another text or run is about to be read."""
        self.began.emit()

    @property
    def _folder(self) -> str:
        """The folder of what was opened last."""
        recent = self._preferences.recent
        return str(Path(recent[0][0]).parent) if recent else str(Path.home())

    def _on_corpus_changed(self, _corpus: object) -> None:
        source = self._session.source
        if source is None or self._session.lesson_runs.settings is not None:
            return  # a lesson's text is not what the next start begins with
        if source.builtin == FIRST_TEXTS:
            return  # these came by themselves, and will again
        if source.builtin:
            self._preferences.corpus = {"builtin": source.builtin}
        elif source.files:
            known = {"files": list(source.files)}
            if set(source.wish.by_file) - {"utf-8"}:
                known["encodings"] = list(source.wish.by_file)
            self._preferences.corpus = known
            self._preferences.add_recent(tuple(source.files))

    def _on_table_changed(self, _series: object) -> None:
        source = self._session.source
        if source is None or self._session.lesson_runs.settings is not None:
            return
        if source.builtin:
            self._preferences.corpus = {"builtin": source.builtin}
        elif source.files:
            self._preferences.corpus = {"files": list(source.files)}
            self._preferences.add_recent(tuple(source.files))

    def _on_saved(self, path: str) -> None:
        self._preferences.add_recent((path,))


def _is_table(path: str) -> bool:
    """Whether a file is called like a table, and holds numbers."""
    if not path.lower().endswith(TABLES):
        return False
    from rnnviz.tasks.table.reading import looks_like_numbers  # for which the start need not wait

    return looks_like_numbers(path)
