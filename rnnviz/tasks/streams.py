"""Cuts a text into windows for training: B parallel streams, T characters at a time."""

from typing import Any

import numpy as np
import numpy.typing as npt

from rnnviz.counts import counted
from rnnviz.refusal import Refusal
from rnnviz.tasks.coding import Codes
from rnnviz.tasks.task import Batch


class TextStreams:
    """B streams through codes (N,), stream b from b * (N // B), each T characters further a batch.

    When the next window would leave a stream, all start over. `position` is the next window's
    offset within each stream; setting it to an earlier value resumes exactly there.
    """

    def __init__(self, codes: Codes, window: int, batch: int) -> None:
        length = len(codes) // batch
        if length < 2 * window:
            streams = counted(batch, "stream")
            raise Refusal(
                f"A text of {counted(len(codes), 'character')} is too short for {streams} of two "
                f"windows of {window:,}, which take {2 * window * batch:,}. Choose a longer text, "
                "a smaller batch or a shorter window."
            )
        self._streams: npt.NDArray[Any] = codes[: batch * length].reshape(batch, length).T
        self._window = window
        self._last = length - window - 1  # the largest position whose targets still fit
        self._position = 0

    @property
    def position(self) -> int:
        """The offset of the next window within each stream, in characters."""
        return self._position

    @position.setter
    def position(self, position: int) -> None:
        if not 0 <= position <= self._last:
            raise Refusal(
                f"Position {position:,} lies outside streams whose last window begins at "
                f"{self._last:,}; was this run made with another text?"
            )
        self._position = position

    def before(self, count: int, windows: int = 0) -> npt.NDArray[Any]:
        """Up to `count` characters (n, B) right before the next window, or one some windows ago.

        Fewer where that window stands near the beginning of the streams.
        """
        start = self._position
        for _ in range(windows):
            # The first window follows on the last one that fits; all begin so many windows in.
            start = (start or self._window * (self._last // self._window + 1)) - self._window
        return self._streams[max(0, start - count) : start]

    def next(self) -> Batch:
        """The next window of every stream; targets are the inputs one character later.

        It is `fresh` at the beginning of the text, where no earlier hidden state applies.
        """
        start = self._position
        following = start + self._window
        self._position = following if following <= self._last else 0
        block = self._streams[start : following + 1].astype(np.intp, order="C")
        return Batch(block[:-1], block[1:], start == 0)
