"""Starts the program with its window, and ends it cleanly."""

from __future__ import annotations

import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QLocale,
    QObject,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
    qWarning,
)
from PySide6.QtWidgets import QApplication, QWidget

from rnnviz import __version__
from rnnviz.gui.appearance.icons import window_icon
from rnnviz.gui.appearance.look import Look
from rnnviz.gui.collector import GarbageCollector
from rnnviz.gui.faults import SILENT, Faults, attempt
from rnnviz.gui.preferences import Preferences
from rnnviz.gui.window import wiring
from rnnviz.gui.window.main_window import MainWindow
from rnnviz.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from PySide6.QtCore import QMessageLogContext

SWITCH = 0.001
"""Seconds after which the training's thread lets the window's have its turn.

Python's own 5 ms are felt: a pointer that moves asks for many turns in a row.
"""
ENDING_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
UNPAINTED = 500
"""Milliseconds after which a window that is not painted, because it is minimized, goes on."""


def run_window(*corpus: str) -> int:
    """Open the window with a text (a file's path or a built-in's name); return the exit code.

    Without one it opens the last text, at the first start the built-in verse.
    """
    app = application()
    faults = Faults(app)
    faults.begin()
    try:
        window = open_window(app, Preferences(), *corpus)
        faults.tell_in(window.notices)
        _end_on_signals(window)
        attempt(window.show)
        return app.exec()
    finally:
        faults.end()


def application() -> QApplication:
    """Return the one QApplication, named and with English numbers."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = _begin_qt()
    app.setApplicationName("rnnviz")
    app.setApplicationDisplayName("rnnviz")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("rnnviz")
    app.setWindowIcon(window_icon())
    sys.setswitchinterval(SWITCH)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    return app


def _begin_qt() -> QApplication:
    """Make the application; where Qt cannot show a window, a sentence ends the program."""
    said: list[tuple[QtMsgType, str]] = []

    def listen(kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            from rnnviz.gui.no_window import end_without_window  # when it fails, not at the start

            end_without_window([words for _, words in said] or [message])
        elif kind != QtMsgType.QtDebugMsg:
            said.append((kind, message))

    before = qInstallMessageHandler(listen)
    try:
        return QApplication(sys.argv[:1])
    finally:
        qInstallMessageHandler(before)
        for kind, message in said:
            if kind not in SILENT:
                qWarning(message)


def open_window(app: QApplication, preferences: Preferences, *corpus: str) -> MainWindow:
    """Return the window, not shown yet, with everything as it was left and a text on its way."""
    collector = GarbageCollector()
    collector.start()  # before there is another thread that could destroy what belongs to Qt
    session = Session()
    session.change(**preferences.settings)
    window = MainWindow(session, preferences, Look(app, preferences))
    wiring.connect(window)
    window.restore()
    for part in (collector, session, window.look):
        part.setParent(window)
    window.closed.connect(collector.stop)
    WhenPainted(window, partial(window.open_and_save.start, *corpus))
    return window


class WhenPainted(QObject):
    """Begins something when a window was painted: which it is sooner while nothing else is done."""

    def __init__(self, window: QWidget, begin: Callable[[], None]) -> None:
        super().__init__(window)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(begin)
        self._timer.start(UNPAINTED)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first paint event."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            if self._timer.isActive():
                self._timer.start(0)  # falls due behind the paint events of the window's parts
        return False


def _end_on_signals(window: MainWindow) -> None:
    """Close the window at Ctrl-C, at a logout, and when its terminal has gone.

    Python notices it when the collector's timer comes round.
    """

    def close(_signal: int, _frame: FrameType | None) -> None:
        QTimer.singleShot(0, window.end)

    for name in ENDING_SIGNALS:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and not _is_ignored(number):
            signal.signal(number, close)


def _is_ignored(number: signal.Signals) -> bool:
    """Whether the program was started to outlive its terminal, as `nohup` does."""
    return number == getattr(signal, "SIGHUP", None) and signal.getsignal(number) == signal.SIG_IGN
