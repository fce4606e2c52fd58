"""Fetches the newest snapshot when the panels have drawn the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

if TYPE_CHECKING:
    from rnnviz.session.session import Session

PERIOD = 50
"""Milliseconds from one frame to the next, if drawing takes less than half of that."""
LONGEST = 1000
"""Milliseconds between two frames, however long drawing takes."""
GRACE = 1000
"""Milliseconds in which an answer of a session that does not train is waited for."""


class FrameClock(QObject):
    """Emits `frame` with every new snapshot, at most twenty times a second.

    While nothing trains it stands still; `wake` makes it look for a while, as after a change of
    state or of what is measured. Drawing gets at most half of the time.
    """

    frame = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: object = None
        self._next = self._timer(PERIOD, self._on_due)
        self._drawn = self._timer(0, self._on_drawn)
        self._since_look = QElapsedTimer()
        self._since_wake = QElapsedTimer()
        session.state_changed.connect(self.wake)

    @property
    def standing(self) -> bool:
        """Whether the clock waits to be woken."""
        return not (self._next.isActive() or self._drawn.isActive())

    def wake(self) -> None:
        """Look for a snapshot now, and for a while after."""
        self._since_wake.start()
        if not self._drawn.isActive():
            self._next.start(0)

    def stop(self) -> None:
        """Stand still."""
        self._next.stop()
        self._drawn.stop()

    def _timer(self, interval: int, due: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(due)
        return timer

    def _on_due(self) -> None:
        self._since_look.start()
        self._drawn.start()  # falls due behind the paint events that the frame asks for
        snapshot = self._session.snapshot()
        if snapshot is None or snapshot is self._shown:
            return
        self._shown = snapshot
        self.frame.emit(snapshot)

    def _on_drawn(self) -> None:
        spent = self._since_look.elapsed()
        if self._session.state == "running" or self._since_wake.elapsed() < GRACE:
            self._next.start(min(max(PERIOD - spent, spent), LONGEST))
