"""How much memory all runs may take is asked for, and remembered."""

from PySide6.QtWidgets import QInputDialog

PATIENCE = 20_000


def test_the_memory_is_asked_for_shown_and_remembered(window, qtbot, open_window):
    window.commands.memory.trigger()
    dialog = window.findChild(QInputDialog)
    assert dialog.intValue() == 512
    dialog.setIntValue(2000)
    dialog.accept()
    panel = window.panels.panels["runs"]
    window.panels.docks[list(window.panels.panels).index("runs")].raise_()
    qtbot.waitUntil(lambda: "of 2,000 MB" in panel.memory.text(), timeout=PATIENCE)
    window.close()
    assert open_window().preferences.memory == 2000
