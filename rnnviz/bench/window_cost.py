"""Measures what the window costs the training, and how late the window answers beside it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

from rnnviz.gui.app import application, open_window
from rnnviz.gui.collector import GarbageCollector
from rnnviz.gui.preferences import Preferences
from rnnviz.lab.trainer import Trainer

if TYPE_CHECKING:
    from rnnviz.gui.window.main_window import MainWindow
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import Snapshot

SIZE = (1366, 768)
ROUNDS = 3
"""Headless and windowed training take turns at least this often."""
TURN, SHORT_TURN = 1.0, 0.3
"""Seconds: of longer measurements there are more turns, not longer ones."""
MANY_STEPS = 400
"""So many steps in a short turn make it long enough; machines change their speed all the time."""
SETTLING = 0.2
"""Seconds from the start of a turn with the window to its first count."""
TICK = 10
"""Milliseconds between two looks at how late the event loop is."""
TEXT = "verse"
ENDLESS = 100_000_000


@dataclass(frozen=True)
class WindowCost:
    """Steps per second without and with the window, frames per second, lateness in ms."""

    headless: float
    windowed: float
    ratio: float
    frames_per_second: float
    lateness_ms: dict[str, float]


class Lateness(QObject):
    """Records by how many milliseconds a timer of TICK ms comes too late."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.values: list[float] = []
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Begin to record."""
        self._due = perf_counter() + TICK / 1000
        self._timer.start(TICK)

    def stop(self) -> None:
        """Record no more."""
        self._timer.stop()

    def _on_tick(self) -> None:
        now = perf_counter()
        self.values.append(max(0.0, (now - self._due) * 1000))
        self._due = now + TICK / 1000
        self._timer.start(TICK)

    def summary(self) -> dict[str, float]:
        """Median, 99th percentile and maximum."""
        p50, p99, most = np.percentile(self.values or [0.0], (50, 99, 100))
        return {"p50": float(p50), "p99": float(p99), "max": float(most)}


class Frames(QObject):
    """Notes for each frame when it came and which step it shows."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.noted: list[tuple[float, int]] = []
        window.clock.frame.connect(self._on_frame)

    @property
    def rate(self) -> float:
        """Steps per second: the slope of the line through all frames, which come late by turns."""
        if len(self.noted) < 2:
            return 0.0
        came, steps = np.array(self.noted).T
        came, steps = came - came.mean(), steps - steps.mean()
        return float((came @ steps) / (came @ came))

    def _on_frame(self, snapshot: Snapshot) -> None:
        self.noted.append((perf_counter(), snapshot.step))


def window_cost(settings: Settings, seconds: float, runs: int = 1) -> WindowCost:
    """Train in turns without and with the window, every panel open, for `seconds` altogether.

    A third of the time is for the window's lateness. Of several `runs`, whose list is then open
    too and whose curves lie over each other, the last one trains.
    """
    settings = settings.change(steps=ENDLESS, schedule_length=ENDLESS)
    app = application()
    with tempfile.TemporaryDirectory() as folder:
        preferences = Preferences(Path(folder) / "rnnviz.ini")
        preferences.settings = settings.as_dict()
        window = open_window(app, preferences, TEXT)
        collector = GarbageCollector(window)
        try:
            collector.start()
            _open(window)
            _have_others(window, runs - 1)
            return _measure(window, seconds)
        finally:
            collector.stop()
            window.close()
            window.deleteLater()
            app.processEvents()


def _open(window: MainWindow) -> None:
    """Show the window, and wait until there is a network to train."""
    window.resize(*SIZE)
    window.show()
    window.panels.reset_layout()
    while window.session.corpus is None:
        _let_run(0.05)
    window.session.set_speed(None)


def _have_others(window: MainWindow, count: int) -> None:
    """Have so many runs that were trained a little, and beside them a new one in focus."""
    session = window.session
    for _ in range(count):
        session.run()
        _let_run(TURN)
        session.pause()
        before = session.runs.focus
        session.begin(session.settings.change(seed=session.settings.seed + 1))
        while session.runs.focus is before:
            _let_run(0.05)
    for dock in window.panels.docks:
        if dock.kind.name == "runs" and count:
            dock.show()
            dock.raise_()


def _measure(window: MainWindow, seconds: float) -> WindowCost:
    session = window.session
    headless = Trainer(session.settings, session.corpus)
    frames, lateness = Frames(window), Lateness(window)
    rate = _headless_rate(headless, min(seconds / 10, 0.5))
    _run(window, frames, min(seconds / 10, 1.0))
    turn = SHORT_TURN if rate * SHORT_TURN > MANY_STEPS else TURN
    rounds = max(ROUNDS, round(seconds / (3 * turn)))
    turn = seconds / (3 * rounds)
    alone, shown, counts = [_headless_rate(headless, turn)], [], 0
    for _ in range(rounds):
        rate, count = _run(window, frames, turn)
        alone.append(_headless_rate(headless, turn))
        shown.append(rate)
        counts += count
        # In a turn of its own: what measures lateness wakes the window a hundred times a second.
        _run(window, frames, turn, lateness)
    # Each turn with the window against those before and after: a machine's speed drifts.
    ratios = [2 * w / (a + b) for w, a, b in zip(shown, alone, alone[1:], strict=False)]
    fps = counts / (rounds * turn)
    return WindowCost(median(alone), median(shown), median(ratios), fps, lateness.summary())


def _headless_rate(trainer: Trainer, seconds: float) -> float:
    start, before = perf_counter(), trainer.step
    while perf_counter() - start < seconds:
        next(trainer)
    return (trainer.step - before) / (perf_counter() - start)


def _run(
    window: MainWindow, frames: Frames, seconds: float, lateness: Lateness | None = None
) -> tuple[float, int]:
    """Train with the window; return steps per second and the number of frames."""
    window.session.run()
    _let_run(SETTLING)
    frames.noted.clear()
    if lateness is not None:
        lateness.start()
    _let_run(seconds)
    found = frames.rate, len(frames.noted)
    if lateness is not None:
        lateness.stop()
    window.session.pause()
    while window.session.state == "running":
        _let_run(0.02)
    return found


def _let_run(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()
