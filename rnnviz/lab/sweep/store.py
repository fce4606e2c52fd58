"""Where rows that are over are kept: a folder (see `folder.py`), or as here nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from rnnviz.lab.sweep.row import Outcome, Row


@dataclass(frozen=True)
class Record:
    """A row that is over: its numbers, or the `error` that it failed with.

    `values` are all settings by name; `run` is the file of the network, where there is one;
    `attempt` (seconds since the epoch) sets one failure apart from the next.
    """

    name: str
    values: Mapping[str, Any]
    result: Mapping[str, Any] | None = None
    error: str = ""
    run: Path | None = None
    attempt: float = 0.0


class Store:
    """Keeps nothing, and lets everyone compute everything."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def found(self, name: str) -> Record | None:
        """The row of this name, finished or failed; None if it is not over."""
        return None

    def check_room(self, size: int) -> None:
        """Refuse where so many bytes have no room."""

    def take(self, name: str) -> bool:
        """Claim a row; False while another holds it."""
        return True

    def holds(self, name: str) -> bool:
        """Whether a row that was claimed is still to be computed here."""
        return True

    def release(self, name: str) -> None:
        """Give a claim back."""

    def write(self, row: Row, outcome: Outcome) -> Record:
        """Keep what a row has come to."""
        return Record(row.name, dict(row.values), outcome.result, outcome.error)
