"""Fetches the newest snapshot when the panels have drawn the one before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, QTimer, Signal

from rnnviz.gui.faults import attempt

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Snapshot
    from rnnviz.session.session import Session

PERIOD = 50
"""Milliseconds from one frame to the next, if drawing takes less than half of that."""
SOON = 15
"""The same for the first PERIOD after somebody has asked for something: it is there soon."""
LONGEST = 1000
"""Milliseconds between two frames, however long drawing takes."""
GRACE = 1000
"""Milliseconds in which an answer of a session that does not train is waited for."""


Shown = Callable[["Snapshot"], "Snapshot"]
"""Makes of a snapshot what is to be shown of it."""


def _as_it_is(snapshot: Snapshot) -> Snapshot:
    return snapshot


class FrameClock(QObject):
    """Emits `frame` with every new snapshot, at most twenty times a second and after a `wake`.

    While nothing trains it stands still; `wake` makes it look for a while, as after a change of
    state or of what is measured. Drawing gets at most half of the time.
    """

    frame = Signal(object)

    def __init__(
        self, session: Session, parent: QObject | None = None, shown: Shown = _as_it_is
    ) -> None:
        super().__init__(parent)
        self._session, self._as_shown = session, shown
        self._shown: object = None
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._on_due)
        self._since_look = QElapsedTimer()
        self._since_wake = QElapsedTimer()
        session.state_changed.connect(self.wake)

    @property
    def standing(self) -> bool:
        """Whether the clock waits to be woken."""
        return not self._next.isActive()

    def wake(self) -> None:
        """Look for a snapshot now, and for a while after."""
        self._since_wake.start()
        self._next.start(0)

    def show_anew(self) -> None:
        """Show the newest snapshot once more: it is to be shown in another way."""
        self._shown = None
        self.wake()

    def show(self, snapshot: Snapshot) -> None:
        """Show a snapshot at once, whenever the next is due."""
        self._shown = snapshot
        with self._session.gate:
            self.frame.emit(self._as_shown(snapshot))
            # Painted at once: what the event loop would paint later, it would paint with the
            # gate open, and taking turns costs the training more than waiting does.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)

    def put_off(self) -> None:
        """Let whatever changes its size be painted first: it is drawn anew for that anyway."""
        if self._next.isActive() and self._since_look.isValid():
            waited = self._since_look.elapsed()
            self._next.start(max(self._next.remainingTime(), min(PERIOD, LONGEST - waited), 0))

    def stop(self) -> None:
        """Stand still."""
        self._next.stop()

    def _on_due(self) -> None:
        """Show what is new, and look again whatever comes of it."""
        self._since_look.start()
        attempt(self._show_newest)
        self._go_on()

    def _show_newest(self) -> None:
        snapshot = self._session.snapshot()
        if snapshot is not None and snapshot is not self._shown:
            self.show(snapshot)

    def _go_on(self) -> None:
        """Look again when it is time, if there may be something new."""
        spent, since = self._since_look.elapsed(), self._since_wake.elapsed()
        period = SOON if self._since_wake.isValid() and since < PERIOD else PERIOD
        if self._session.state == "running" or since < GRACE:
            self._next.start(min(max(period - spent, spent), LONGEST))
