"""Rows whose computation is told to a file, that fail, wait or die as they are told."""

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from rnnviz.lab.sweep.row import Outcome, Row
from rnnviz.refusal import Refusal


@dataclass(frozen=True)
class ToldRow(Row):
    """Appends its number to `diary` when it is computed; then does as `how` says."""

    kind: ClassVar[str] = "told"

    number: int
    diary: str
    how: str = ""
    steps: int = 1
    pause: float = 0.0

    @property
    def values(self) -> Mapping[str, object]:
        return {"number": self.number, "seed": 0}

    @property
    def data(self) -> str:
        return ""

    @property
    def most_steps(self) -> int:
        return self.steps

    @property
    def cost(self) -> float:
        return 1.0

    def work(self, data, watch):
        with Path(self.diary).open("a", encoding="utf-8") as file:
            file.write(f"{self.number}\n")
        if self.how == "refuse":
            raise Refusal("This row is refused.")
        if self.how == "mistake":
            raise ZeroDivisionError("a mistake")
        if self.how == "memory":
            raise MemoryError
        if self.how == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.how == "quiet":
            time.sleep(0.3)
        if self.how == "once" and not (seen := Path(f"{self.diary}.seen")).exists():
            seen.touch()
            raise Refusal("It fails once.")
        for step in range(self.steps):
            watch.note(step + 1, 0.5)
            time.sleep(self.pause)
        return Outcome({"square": self.number**2, "threads": os.environ.get("OMP_NUM_THREADS")})


def told(diary):
    """The numbers of the rows that were computed, in that order."""
    path = Path(diary)
    return [int(line) for line in path.read_text().split()] if path.exists() else []
