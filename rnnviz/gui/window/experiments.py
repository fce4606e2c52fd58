"""Opens the windows of the menu Experiments, each once: they keep what they found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.gui.window.bench_dialog import BenchDialog
from rnnviz.gui.window.sweep_dialog import SweepDialog

if TYPE_CHECKING:
    from rnnviz.gui.window.main_window import MainWindow
    from rnnviz.gui.window.rows_dialog import RowsDialog


def show_memory_bench(window: MainWindow) -> None:
    """Open the long-memory bench, with what it found before."""
    dialog = window.findChild(BenchDialog)
    if dialog is None:
        dialog = BenchDialog(window, window.look.theme)
        window.look.changed.connect(dialog.set_theme)
        window.context_menus.watch(dialog)
    _bring_up(dialog)


def show_sweep(window: MainWindow) -> None:
    """Open the sweep, with what it found before; a row's run is opened as a file is."""
    dialog = window.findChild(SweepDialog)
    if dialog is None:
        dialog = SweepDialog(window, window.look.theme, window.session)
        window.look.changed.connect(dialog.set_theme)
        window.context_menus.watch(dialog)
        dialog.run_chosen.connect(window.open_and_save.open_paths)
    _bring_up(dialog)


def _bring_up(dialog: RowsDialog) -> None:
    dialog.show()
    dialog.activateWindow()
