"""Lets a training of short steps stand aside while a frame is drawn."""

from __future__ import annotations

from threading import Lock

PATIENCE = 0.002
"""Seconds that a frame waits for the step before it to end."""
LONGEST = 0.02
"""Seconds that training waits for a frame at most, whatever the window may be doing."""


class Word:
    """What one thread tells another; told twice before it is heard, it is heard once.

    No SimpleQueue: its `get` with a timeout waits for ever if the thread is held up until the
    timeout is over, right after it began to wait (Python 3.7 to 3.13 at least).
    """

    def __init__(self) -> None:
        self._unsaid = Lock()
        self._unsaid.acquire()

    def say(self) -> None:
        """Say it; only one thread may."""
        if self._unsaid.locked():
            self._unsaid.release()

    def heard(self, timeout: float = 0.0) -> bool:
        """Whether it was said, or is within so many seconds; then it is as if unsaid again."""
        return self._unsaid.acquire(timeout=timeout)


class FrameGate:
    """Closed while the window's thread draws; the training's thread then waits between two steps.

    Only one thread at a time runs Python. Two that both want to take some thirty turns within a
    frame, each a sleep and an awakening of the thread that trains: more than the whole frame
    costs. So it waits once, at a moment of its own. Both send each other word; nothing is locked.
    """

    def __init__(self) -> None:
        self._here, self._go_on = Word(), Word()
        self._met = False
        self.closed = False
        self.expected = False
        """Whether the training's thread will be here within `PATIENCE`; said by that thread."""

    def __enter__(self) -> None:
        """The window's thread begins to draw."""
        self._here.heard()
        self._go_on.heard()
        self.closed = True
        self._met = self.expected and self._here.heard(PATIENCE)

    def __exit__(self, *error: object) -> None:
        """It has drawn."""
        self.closed = False
        if self._here.heard() or self._met:
            self._go_on.say()

    def wait(self) -> None:
        """The training's thread is between two steps: let the frame be drawn."""
        self._here.say()
        if self.closed and not self._go_on.heard(LONGEST):
            self.closed = False  # this frame takes too long to wait for it again at every step
