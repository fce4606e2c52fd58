"""Workspaces: the folder that all runs are saved in together, chosen, saved and opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from rnnviz.gui.actions.questions import may_fill_folder, may_replace_workspace
from rnnviz.lab.runs.workspace_name import folder_of, is_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from rnnviz.gui.preferences import Preferences
    from rnnviz.session.session import Session


class WorkspaceFiles(QObject):
    """Asks for folders, and hands them to the session; `layout` tells how the window stands."""

    began = Signal()
    """Emitted when a workspace is about to be read."""
    layout_found = Signal(QByteArray)
    """Emitted with the layout that came with a workspace."""

    def __init__(
        self,
        session: Session,
        preferences: Preferences,
        layout: Callable[[], QByteArray],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._preferences = session, preferences
        self._layout, self._window = layout, window
        session.workspaces.saved.connect(self._on_saved)
        session.workspaces.opened.connect(self._on_opened)

    def ask_for_folder(self) -> None:
        """Let the user pick a workspace."""
        folder = self._ask("Open workspace")
        if folder:
            self.open(folder)

    def ask_where_to_save(self) -> None:
        """Let the user say where the runs are to be saved; ask before others' files are touched."""
        chosen = self._ask("Save workspace in a folder of its own")
        if chosen and self._may_be(Path(chosen)):
            self._session.workspaces.save(Path(chosen), bytes(self._layout().data()))

    def open(self, path: str) -> None:
        """Read the workspace of a folder or of its TOML."""
        self.began.emit()
        folder = folder_of(Path(path))
        self._preferences.add_recent((str(folder),))
        self._session.workspaces.open(folder)

    def _ask(self, title: str) -> str:
        present = self._session.workspaces.folder
        recent = self._preferences.recent
        start = present or (Path(recent[0][0]).parent if recent else Path.home())
        return QFileDialog.getExistingDirectory(self._window, title, str(start))

    def _may_be(self, folder: Path) -> bool:
        """Whether the runs may go there: the present workspace, an empty folder, or with a yes."""
        if folder == self._session.workspaces.folder:
            return True
        if is_workspace(folder):
            return may_replace_workspace(self._window, folder.name)
        try:
            is_empty = not any(folder.iterdir())
        except OSError:
            return True  # the session says what is wrong with it
        return is_empty or may_fill_folder(self._window, folder.name)

    def _on_saved(self, folder: str) -> None:
        self._preferences.add_recent((folder,))

    def _on_opened(self, layout: bytes) -> None:
        self.layout_found.emit(QByteArray(layout))
