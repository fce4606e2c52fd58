"""How a long reading job says how far it is and learns that it should stop."""

from collections.abc import Callable

Callback = Callable[[float], bool]


class Cancelled(Exception):  # noqa: N818  (a wish that was granted, not an error)
    """The callback of a long job asked it to stop."""


class Progress:
    """Counts work done out of `total` and tells the callback a share from 0 to 1."""

    def __init__(self, callback: Callback | None, total: float) -> None:
        self._callback = callback
        self._total = max(total, 1)
        self._done = 0.0

    def advance(self, work: float) -> None:
        """Add `work`; raises Cancelled when the callback returns False."""
        self._done += work
        if self._callback is None:
            return
        if self._callback(min(self._done / self._total, 1.0)) is False:
            raise Cancelled
