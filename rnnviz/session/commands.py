"""What goes straight to the training's thread, between two steps."""

from functools import partial
from time import perf_counter

from PySide6.QtCore import QObject, Signal

from rnnviz.lab.snapshot import Request, Snapshot
from rnnviz.session.frame_gate import FrameGate
from rnnviz.session.mailbox import Mailbox
from rnnviz.session.worker import ASIDE, Worker


class Commands(QObject):
    """Owns the thread and the mailbox that its snapshots come in; every method returns at once."""

    changed_by_hand = Signal()
    """Emitted when an intervention, or its undo, has been done; a refused one is a notice."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox = Mailbox()
        self.gate = FrameGate()
        self._worker = Worker(self._mailbox, self.gate)
        self._aside_until = 0.0

    def set_speed(self, steps_per_second: float | None) -> None:
        """Slow motion, or full speed with None."""
        self._worker.post(partial(self._worker.set_speed, steps_per_second))

    def set_requests(self, requests: frozenset[Request]) -> None:
        """What the visible panels need measured."""
        self._worker.post(partial(self._worker.set_requests, requests))

    def sample_now(self) -> None:
        """Let the network write with the present sampling settings."""
        self._worker.post(self._worker.write)

    def stand_aside(self) -> None:
        """Have training wait a moment: the user moves or resizes something and looks at that."""
        now = perf_counter()
        if self._worker.is_training and now >= self._aside_until:
            self._aside_until = now + ASIDE
            self._worker.post(self._worker.stand_aside)

    def intervene(self, name: str, value: float | None = None) -> None:
        """Change the network by hand (see `lab.interventions`), between two steps."""
        self._worker.post(partial(self._worker.intervene, name, value))

    def undo(self) -> None:
        """Take the last intervention, or switch of the clipping, back."""
        self._worker.post(self._worker.undo)

    def snapshot(self) -> Snapshot | None:
        """The newest snapshot (the same object if nothing is new); asks for the next."""
        return self._mailbox.take()
