"""A row of a sweep: one network to train, named by all that its numbers depend on."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from rnnviz.declare import Value
from rnnviz.lab.sweep.watch import Watch
from rnnviz.refusal import MISTAKE, Refusal, why
from rnnviz.tasks.progress import Cancelled

LAYOUT = 1
"""Of a folder and its files; another number where the same settings give other numbers."""
NAME_LENGTH = 24
"""Hexadecimal digits of a row's name: 96 bits."""


SMALL = 1 << 12
"""Bytes of numbers and settings in words."""


class Row(ABC):
    """What is computed once; it is sent to the process that computes it."""

    kind: ClassVar[str]
    """What folders of such rows hold; one folder has one kind."""

    @property
    @abstractmethod
    def values(self) -> Mapping[str, Value]:
        """All settings by name, the seed among them."""

    @property
    @abstractmethod
    def data(self) -> str:
        """The fingerprint of the text that is learned; "" where sequences are drawn."""

    @property
    @abstractmethod
    def most_steps(self) -> int:
        """After so many steps it is over."""

    @property
    @abstractmethod
    def cost(self) -> float:
        """About how much is computed, in operations, for guesses at the time that is left."""

    @property
    def size(self) -> int:
        """About how many bytes its files take."""
        return SMALL

    @abstractmethod
    def work(self, data: Any, watch: Watch) -> Outcome:
        """Train; `data` is the text. Raises Refusal, or Cancelled where the watch says so."""

    @property
    def identity(self) -> dict[str, Any]:
        """All that its numbers depend on."""
        return {"kind": self.kind, "settings": dict(self.values), "data": self.data}

    @property
    def name(self) -> str:
        """A hash of its identity."""
        return name_of(self.identity)


@dataclass(frozen=True)
class Outcome:
    """What a row has come to: its numbers, and the run's file where there is one.

    Without a result `error` says why; `stopped` that it was to stop.
    """

    result: Mapping[str, Any] | None = None
    run: bytes | None = None
    error: str = ""
    details: str = ""
    stopped: bool = False


def name_of(identity: Mapping[str, Any]) -> str:
    """The name of the row with this identity."""
    text = json.dumps({"layout": LAYOUT, **identity}, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:NAME_LENGTH]


def compute(row: Row, data: Any, watch: Watch) -> Outcome:
    """Compute a row, wherever that is; what fails is an outcome in words, too."""
    try:
        return row.work(data, watch)
    except Cancelled:
        return Outcome(stopped=True)
    except Refusal as refusal:
        return Outcome(error=str(refusal))
    except Exception as error:
        return failed(error)


def failed(error: BaseException) -> Outcome:
    """The outcome of a row whose computation ended with an error that nobody meant for people."""
    import traceback

    words = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(".: ")
    if isinstance(error, OSError):
        reason = f"something could not be read or written ({error.strerror or error})"
    elif isinstance(error, MemoryError):
        reason = why(error)
    else:
        reason = f"{MISTAKE} ({words})"
    details = "".join(traceback.format_exception(error))
    return Outcome(error=f"It failed because {reason}.", details=details)
