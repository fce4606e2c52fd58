"""How much memory all runs may take is asked for, and remembered."""

from rnnviz.gui.window.memory_dialog import MemoryDialog

PATIENCE = 20_000


def test_the_memory_is_asked_for_shown_and_remembered(window, qtbot, open_window):
    window.commands.memory.trigger()
    dialog = window.findChild(MemoryDialog)
    assert dialog.field.value() == 512
    dialog.field.setValue(2000)
    dialog.accept()
    panel = window.panels.panels["runs"]
    window.panels.docks[list(window.panels.panels).index("runs")].raise_()
    qtbot.waitUntil(lambda: "of 2,000 MB" in panel.memory.text(), timeout=PATIENCE)
    window.close()
    assert open_window().preferences.memory == 2000
