"""Opens each of the dialogs, as people do it."""

from PySide6.QtWidgets import QDialog
from windows import PATIENCE

IN_MAC_ROMAN = "L'été où la rivière gela, le maître prêta sa charrette.\n" * 12


class Opener:
    """Opens a dialog by name, and returns it when it has the keyboard."""

    def __init__(self, window, qtbot, folder):
        self.window, self.qtbot, self.folder = window, qtbot, folder
        actions = window.commands
        self.ways = {
            "race": actions.race.trigger,
            "record": actions.record.trigger,
            "sweep": actions.sweep.trigger,
            "memory bench": actions.memory_bench.trigger,
            "memory": actions.memory.trigger,
            "keys": actions.shortcuts.trigger,
            "about": actions.about.trigger,
            "encoding": self._ask_for_encoding,
            "copy": self._copy_a_run,
            "help": lambda: window.what_is_this.explain("loss"),
            "palette": actions.palette.trigger,
        }

    def __call__(self, name):
        before = set(self._shown())
        self.ways[name]()
        self.qtbot.waitUntil(lambda: bool(set(self._shown()) - before), timeout=PATIENCE)
        (dialog,) = set(self._shown()) - before
        dialog.activateWindow()
        self.qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    def _shown(self):
        return [one for one in self.window.findChildren(QDialog) if one.isVisible()]

    def _ask_for_encoding(self):
        path = self.folder / "gel.txt"
        path.write_bytes(IN_MAC_ROMAN.encode("mac-roman"))
        self.window.open_and_save.open_paths((str(path),))

    def _copy_a_run(self):
        self.window.going.to_panel("runs")
        copy = self.window.panels.panels["runs"].buttons["copy"]
        self.qtbot.waitUntil(copy.isEnabled, timeout=PATIENCE)
        copy.click()
