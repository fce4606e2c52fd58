"""What the training's thread is asked to do, in order; some of it does not wait for a sample."""

from collections import deque
from collections.abc import Callable
from queue import Empty, Queue

Command = Callable[[], None]


class CommandQueue:
    """A queue of commands that its reader can look through for one that is urgent.

    Any thread may `give`; the rest belongs to the one thread that obeys.
    """

    def __init__(self) -> None:
        self._given: Queue[tuple[Command, bool]] = Queue()  # no SimpleQueue: see frame_gate.Word
        self._waiting: deque[tuple[Command, bool]] = deque()

    def give(self, command: Command, urgent: bool = False) -> None:
        """Have `command` done after all that was given before."""
        self._given.put((command, urgent))

    def take(self, timeout: float | None) -> Command | None:
        """The next command, waited for so many seconds (None: for ever); None if there is none."""
        self._collect()
        if self._waiting:
            return self._waiting.popleft()[0]
        try:
            if timeout is None or timeout > 0.0:
                return self._given.get(timeout=timeout)[0]
            return self._given.get_nowait()[0]
        except Empty:
            return None

    def take_if(self, wanted: Callable[[Command], bool]) -> Command | None:
        """The next command if it is there and `wanted`; None, and it stays, if not."""
        self._collect()
        if self._waiting and wanted(self._waiting[0][0]):
            return self._waiting.popleft()[0]
        return None

    @property
    def idle(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting and self._given.empty()

    @property
    def urgent(self) -> bool:
        """Whether something waits that long work should be given up for."""
        self._collect()
        return any(urgent for _, urgent in self._waiting)

    def _collect(self) -> None:
        while not self._given.empty():
            self._waiting.append(self._given.get_nowait())
