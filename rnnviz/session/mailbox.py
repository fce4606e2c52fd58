"""Hands the newest snapshot from the training's thread to the window's; older ones vanish."""

from threading import Lock

from rnnviz.lab.snapshot import Snapshot


class Mailbox:
    """One place for one snapshot; the newest wins, and taking it asks for the next.

    The only lock of the program; it is held for a pointer swap.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._newest: Snapshot | None = None
        self.wanted = True
        """Whether the reader has seen the newest one: only then is another worth making."""

    def put(self, snapshot: Snapshot | None) -> None:
        """Replace what is in the box."""
        with self._lock:
            self._newest = snapshot
            self.wanted = False

    def take(self) -> Snapshot | None:
        """The newest snapshot; the same one again if there is no newer."""
        with self._lock:
            self.wanted = True
            return self._newest

    def peek(self) -> Snapshot | None:
        """The newest snapshot, without asking for the next."""
        with self._lock:
            return self._newest
