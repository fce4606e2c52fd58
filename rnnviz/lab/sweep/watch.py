"""How far a row is, told by whoever computes it, and the wish that it stops, also to a process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from rnnviz.tasks.progress import Cancelled

STEP, VALUE, STOP = range(3)


class Watch:
    """Three numbers: steps done, a loss or score, and whether to stop.

    With a `path` they are in a file in memory that another process of this machine sees as well;
    a copy that is sent to another machine is nobody's.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        if path is not None:
            path.write_bytes(bytes(3 * 8))
        self._numbers = self._open()

    def _open(self) -> Any:
        if self._path is None:
            return np.zeros(3)
        return np.memmap(self._path, np.float64, "r+", shape=(3,))

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self._path,)

    @property
    def step(self) -> int:
        """The steps done."""
        return int(self._numbers[STEP])

    @property
    def value(self) -> float:
        """The smoothed loss, or the score, of the last steps."""
        return float(self._numbers[VALUE])

    def begin(self) -> None:
        """Another row begins."""
        self._numbers[:] = 0.0

    def note(self, step: int, value: float) -> None:
        """Tell how far it is; raises Cancelled where it is to stop."""
        self._numbers[STEP], self._numbers[VALUE] = step, value
        self.ask()

    def ask(self, _share: float = 0.0) -> None:
        """Raise Cancelled where it is to stop: for what takes long."""
        if self._numbers[STOP]:
            raise Cancelled

    def stop(self) -> None:
        """Have it stop."""
        self._numbers[STOP] = 1.0


def _again(path: Path | None) -> Watch:
    """The same numbers in another process."""
    watch = Watch.__new__(Watch)
    watch._path = path
    watch._numbers = watch._open()
    return watch
