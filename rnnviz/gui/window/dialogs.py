"""Opens the windows beside the main window, each made when it is wanted first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

if TYPE_CHECKING:
    from rnnviz.gui.window.main_window import MainWindow


MEGABYTE = 1_000_000


class Dialogs(QObject):
    """What the menus Experiments and Help open; none of it is loaded at the start."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def show_race(self) -> None:
        """Ask who is to race."""
        from rnnviz.gui.window.race_dialog import RaceDialog

        dialog = RaceDialog(self._window.session, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_memory_bench(self) -> None:
        """Open the long-memory bench, beside the training, with what it found before."""
        from rnnviz.gui.window.experiments import show_memory_bench

        show_memory_bench(self._window)

    def show_sweep(self) -> None:
        """Open the sweep, beside the training, with what it found before."""
        from rnnviz.gui.window.experiments import show_sweep

        show_sweep(self._window)

    def ask_for_memory(self) -> None:
        """Ask how much memory all runs may take together."""
        from rnnviz.gui.window.memory_dialog import MemoryDialog

        dialog = MemoryDialog(self._window.preferences.memory, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._on_memory)
        dialog.open()

    def _on_memory(self, megabytes: int) -> None:
        self._window.preferences.memory = megabytes
        self._window.session.roster.set_budget(megabytes * MEGABYTE)
        self._window.clock.wake()

    def show_palette(self) -> None:
        """Let somebody find by its name whatever there is."""
        from rnnviz.gui.window.palette import Palette

        dialog = Palette(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_about(self) -> None:
        """Show versions and credits."""
        from rnnviz.gui.window.about import about

        about(self._window).show()

    def show_shortcuts(self) -> None:
        """Show what the keys do."""
        from rnnviz.gui.window.about import shortcuts

        shortcuts(self._window, self._window.commands).show()

    def show_log(self) -> None:
        """Open the log, or say where it is."""
        from rnnviz.gui.window.about import open_log

        if words := open_log():
            self._window.notices.show_note(words)
