"""Turns Ctrl-C, a logout and a lost terminal into a wish, granted between or within steps."""

import signal
from types import FrameType
from typing import Self

from rnnviz.tasks.progress import Cancelled

HANGUP = getattr(signal, "SIGHUP", None)
"""Sent when the terminal is closed or the connection drops; Windows has none."""


class Interruption:
    """While entered, a first Ctrl-C (SIGTERM, SIGHUP) only sets `wanted`; a further Ctrl-C ends.

    The others do not, as a logout sends several of them in a row. What was started to outlive its
    terminal, as `nohup` does, goes on.

    A step that was broken off anywhere would leave weights, state and text position that belong to
    different steps, and a saved run that no longer goes on exactly.
    """

    def __init__(self) -> None:
        self.wanted = self.hung_up = False
        """Whether it is to end; whether because nobody reads on."""

    def __enter__(self) -> Self:
        numbers = [signal.SIGINT, signal.SIGTERM]
        if HANGUP is not None and signal.getsignal(HANGUP) != signal.SIG_IGN:
            numbers.append(HANGUP)
        self._before = {number: signal.signal(number, self._note) for number in numbers}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def ask(self, _share: float = 0.0) -> None:
        """Raise Cancelled where it is wanted: for long steps, which undo what they began."""
        if self.wanted:
            raise Cancelled

    def asked(self) -> bool:
        """Whether it is to end by now."""
        return self.wanted

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.hung_up = self.hung_up or number == HANGUP
        if self.wanted and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.wanted = True
