"""Closes the window: the run is kept, threads end, and how everything stands is remembered."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from rnnviz.gui.actions.questions import may_lose_run
from rnnviz.gui.faults import attempt
from rnnviz.gui.window.last_keep import keep_last

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtCore import QByteArray

    from rnnviz.gui.window.main_window import MainWindow
    from rnnviz.lab.settings import Settings


class Closing:
    """What happens when the window is to be closed; `forced` as the system ends programs."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._keeping = False
        self.forced = False

    def is_possible(self) -> bool:
        """Keep an unsaved run; ask where that cannot be, unless the end is `forced`."""
        if self._keeping:
            return False  # it closes when the run is kept
        self._keeping = True
        problem = keep_last(self._window, self._window.session.keeper)
        self._keeping = False
        if not problem:
            return True
        if self.forced:
            if sys.stderr is not None:
                with suppress(OSError):  # a terminal that has gone
                    sys.stderr.write(f"rnnviz: {problem}\n")
            return True
        return may_lose_run(self._window, problem)

    def end(self) -> None:
        """End the threads and remember how everything stands, each whatever happens to others."""
        window, session = self._window, self._window.session
        settings = session.lesson_runs.settings or session.settings
        attempt(window.presentation.end)  # what is remembered is what stood before
        ends = (
            window.recording.end,
            session.close,
            window.lesson.close,
            window.loading.end,
            self._close_dialogs,
        )
        for part in (*ends, window.clock.stop, *self._memories(settings), window.preferences.write):
            attempt(part)

    def _close_dialogs(self) -> None:
        for dialog in self._window.findChildren(QDialog):
            dialog.close()  # the bench ends its thread

    def _memories(self, settings: Settings) -> Iterator[Callable[[], object]]:
        """What notes how a part of the window stands, for the next start."""
        window, preferences = self._window, self._window.preferences
        yield partial(self._remember, "window/geometry", window.saveGeometry)
        yield partial(self._remember, "window/split", window.split.saveState)
        yield partial(self._remember, "window/panels", window.panels.arrangement)
        yield partial(preferences.keep_settings, settings)
        yield partial(setattr, preferences, "speed", window.transport.speed.value())
        yield partial(setattr, preferences, "more", window.left.more)
        yield partial(setattr, preferences, "column", window.column.wanted)

    def _remember(self, key: str, stand: Callable[[], QByteArray]) -> None:
        self._window.preferences.set_arrangement(key, stand())
