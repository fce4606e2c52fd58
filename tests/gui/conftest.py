"""The window with its real session and real training, closed when the test is over."""

import gc

import pytest
from PySide6.QtGui import QFontDatabase
from windows import PATIENCE, at_rest

from rnnviz.gui import app
from rnnviz.gui.appearance import theme
from rnnviz.gui.controls.transport import FULL
from rnnviz.gui.preferences import Preferences


@pytest.fixture
def qtbot(qtbot):
    """Keeps what is added until it is closed: garbage is collected while widgets are painted, too.

    The program itself collects it between two events alone, and pytest-qt holds nothing.
    """
    kept, add = [], qtbot.addWidget

    def add_and_keep(widget, **more):
        kept.append(widget)
        add(widget, **more)

    qtbot.addWidget = add_and_keep
    yield qtbot
    kept.clear()
    del qtbot.addWidget  # it knows the bot, and nothing would go before all that goes round does


@pytest.fixture
def preferences(tmp_path):
    return Preferences(tmp_path / "settings" / "rnnviz.ini")


@pytest.fixture
def open_window(qtbot, qapp, preferences):
    """A function that opens a window and waits until a network is ready to train."""
    gc.collect(1)  # what windows before leave stands in the young generations
    app.application()

    def make(corpus=None, preferences=preferences, size=(1366, 768), wait=True):
        window = app.open_window(qapp, preferences, *([corpus] if corpus else []))
        qtbot.addWidget(window)
        window.transport.speed.setValue(FULL)
        if size is not None:
            window.resize(*size)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        if wait:
            qtbot.waitUntil(lambda: window.session.state == "ready", timeout=PATIENCE)
        return window

    yield make
    theme.apply(qapp, theme.LIGHT)
    qapp.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))


@pytest.fixture
def window(open_window):
    return open_window()


@pytest.fixture
def train(qtbot):
    """A function that trains so many steps and waits for the window to know."""

    def run(window, steps):
        window.session.change(steps=steps)
        window.commands.run.trigger()

        def done():
            here = window.session.runs.focus.step == steps
            return window.session.state == "finished" and here and at_rest(window)

        qtbot.waitUntil(done, timeout=PATIENCE)

    return run
