"""Lets a training of short steps stand aside while a frame is drawn."""

from __future__ import annotations

from queue import Empty, SimpleQueue

PATIENCE = 0.002
"""Seconds that a frame waits for the step before it to end."""
LONGEST = 0.02
"""Seconds that training waits for a frame at most, whatever the window may be doing."""


class FrameGate:
    """Closed while the window's thread draws; the training's thread then waits between two steps.

    Only one thread at a time runs Python. Two that both want to take some thirty turns within a
    frame, each a sleep and an awakening of the thread that trains: more than the whole frame
    costs. So it waits once, at a moment of its own. Both send each other word; nothing is locked.
    """

    def __init__(self) -> None:
        self._here: SimpleQueue[None] = SimpleQueue()
        self._go_on: SimpleQueue[None] = SimpleQueue()
        self._met = False
        self.closed = False
        self.expected = False
        """Whether the training's thread will be here within `PATIENCE`; said by that thread."""

    def __enter__(self) -> None:
        """The window's thread begins to draw."""
        _received(self._here)
        _received(self._go_on)
        self.closed = True
        self._met = self.expected and _received(self._here, PATIENCE)

    def __exit__(self, *error: object) -> None:
        """It has drawn."""
        self.closed = False
        if _received(self._here) or self._met:
            self._go_on.put(None)

    def wait(self) -> None:
        """The training's thread is between two steps: let the frame be drawn."""
        self._here.put(None)
        if self.closed and not _received(self._go_on, LONGEST):
            self.closed = False  # this frame takes too long to wait for it again at every step


def _received(words: SimpleQueue[None], timeout: float = 0.0) -> bool:
    """Take a word that was sent, or is sent in so many seconds; return whether there was one."""
    try:
        words.get(timeout > 0.0, timeout)
    except Empty:
        return False
    return True
