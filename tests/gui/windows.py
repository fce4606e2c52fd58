"""What tests of the window share: reading its state, and answering its questions."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from rnnviz.gui.frame_clock import GRACE

PATIENCE = 20_000
"""Milliseconds that anything in the window may take."""
LINE = "how now brown cow, said the sheep to the plough.\n"


def state(window, *states):
    return lambda: window.session.state in states


def step(window):
    newest = window.session.snapshot()
    return newest.step if newest is not None else -1


def at_rest(window):
    """Whether the window shows the run in focus as it stands, with all that its panels ask for.

    The clock itself looks on for a second more before it stands.
    """
    run, clock = window.session.runs.focus, window.clock
    docks = [dock for dock in window.panels.docks if dock.can_be_seen]
    timers = [timer for timer in window.findChildren(QTimer) if timer.isSingleShot()]
    soon = [t for t in timers if t.isActive() and t.interval() <= GRACE and t.parent() is not clock]
    return not soon and all(shows_all(dock, run) for dock in docks)


def shows_all(dock, run):
    """Whether a panel has drawn its run as it stands, and what it asks for."""
    drawn = dock.drawn
    now = drawn is not None and (drawn.run, drawn.step) == (run.id, run.step)
    return now and dock.wanted().focus <= drawn.results.keys()


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
