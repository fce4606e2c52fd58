"""What tests of the window share: reading its state, and answering its questions."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

PATIENCE = 20_000
LINE = "how now brown cow, said the sheep to the plough.\n"


def state(window, *states):
    return lambda: window.session.state in states


def step(window):
    newest = window.session.snapshot()
    return newest.step if newest is not None else -1


def answer(qtbot, button):
    """Press a button of the question that comes next; says what was asked."""
    asked = []

    def press():
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            timer.stop()
            next(b for b in box.buttons() if b.text().replace("&", "") == button).click()

    timer = QTimer()
    timer.timeout.connect(press)
    timer.start(20)
    return asked, timer


def choose_view(panel, view):
    """Choose in a panel's list of views the one with this name, or the first."""
    panel.view.setCurrentIndex(max(0, panel.view.findData(view)))
