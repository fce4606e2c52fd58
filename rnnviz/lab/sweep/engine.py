"""What computes rows: an executor, how many rows at a time, and how they are watched."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from rnnviz.lab.sweep.watch import Watch
from rnnviz.refusal import Refusal

LOCAL, DASK = "local", "dask://"


@dataclass(frozen=True)
class Started:
    """An executor that is there, with a watch for each row that it computes at a time."""

    executor: Executor
    watches: tuple[Watch, ...]
    lost: Callable[[], str] = str
    """A sentence once the engine is gone, until then "", as `str()` is."""


@dataclass(frozen=True)
class Engine(ABC):
    """Computes `jobs` rows at a time, 0 for as many as there is room for."""

    jobs: int = 1
    local: ClassVar[bool] = True
    """Whether it takes this machine's memory, and its rows can be told to stop."""

    @property
    def jobs_here(self) -> int:
        """How many rows at a time take this machine's memory."""
        return self.jobs if self.local else 0

    @abstractmethod
    def start(self) -> AbstractContextManager[Started]:
        """Start it; it ends with the block."""


@dataclass(frozen=True)
class Processes(Engine):
    """Processes of this machine, one BLAS thread each."""

    @contextmanager
    def start(self) -> Iterator[Started]:
        """Start processes as rows come; they end with this one, however it ends."""
        from rnnviz.lab.sweep.processes import ProcessesExecutor

        with TemporaryDirectory(prefix="rnnviz-", ignore_cleanup_errors=True) as folder:
            paths = [Path(folder) / str(number) for number in range(self.jobs)]
            watches = tuple(Watch(path) for path in paths)
            with ProcessesExecutor(self.jobs) as executor:
                yield Started(executor, watches)


@dataclass(frozen=True)
class Here(Engine):
    """This very process, one row after the other."""

    @contextmanager
    def start(self) -> Iterator[Started]:
        """Start a thread."""
        with ThreadPoolExecutor(1) as executor:
            yield Started(executor, (Watch(),))


def engine_named(name: str, jobs: int | None) -> Engine:
    """The engine of the command line's words; refuses others."""
    if name == LOCAL:
        return Processes(jobs or cores())
    if name.startswith(DASK) and name != DASK:
        from rnnviz.lab.sweep.dask_engine import Dask

        return Dask(jobs or 0, name.removeprefix(DASK))
    raise Refusal(f"There is no engine {name!r}; it is {LOCAL}, or {DASK}HOST:PORT.")


def cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
