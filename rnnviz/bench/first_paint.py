"""Starts the window as the program does, tells when it is painted and when the text is there."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer

from rnnviz.gui.app import application, open_window
from rnnviz.gui.preferences import Preferences


class Painted(QObject):
    """Says so on stdout, and ends the program, when a widget was painted and all is handled."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the paint event."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._on_handled)
        return False

    def _on_handled(self) -> None:
        application().exit(0)


def start(said: str) -> None:
    """Open the window as at the very first start; say when it is up, and when there is a text."""
    app = application()
    with tempfile.TemporaryDirectory() as folder:
        window = open_window(app, Preferences(Path(folder) / "rnnviz.ini"))
        painted = Painted()
        window.panels.panels["gradient_flow"].installEventFilter(painted)
        window.show()
        app.exec()
        print(said, flush=True)  # noqa: T201 - the parent waits for it
        window.session.corpus_changed.connect(lambda _: app.exit(0))
        if window.session.corpus is None:
            app.exec()
        print("ready", flush=True)  # noqa: T201
        window.close()
