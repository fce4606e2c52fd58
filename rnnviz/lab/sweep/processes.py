"""Processes that compute rows: spawned, with one BLAS thread each, and gone with their parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from threading import Thread
from typing import Any, TypeVar

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
PARENTS = [s for n in ("SIGINT", "SIGHUP") if (s := getattr(signal, n, None)) is not None]
"""The signals that a terminal sends to the processes, too; what follows their parent decides."""
T = TypeVar("T")


class ProcessesExecutor(Executor):
    """So many pools of one process: one that is killed takes one row with it, and comes anew."""

    def __init__(self, count: int) -> None:
        self._pools = [_pool() for _ in range(count)]
        self._futures: list[list[Future[Any]]] = [[] for _ in range(count)]

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Have the process with the least to do call a function."""
        waiting = [[f for f in futures if not f.done()] for futures in self._futures]
        place = min(range(len(waiting)), key=lambda place: len(waiting[place]))
        with one_blas_thread(), signals_blocked():  # a process is started where one is missing
            try:
                future = self._pools[place].submit(fn, *args, **kwargs)
            except BrokenProcessPool:
                self._pools[place].shutdown()
                self._pools[place] = _pool()
                future = self._pools[place].submit(fn, *args, **kwargs)
        self._futures[place] = [*waiting[place], future]
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, after what they are at."""
        for pool in self._pools:
            pool.shutdown(wait, cancel_futures=cancel_futures)


def _pool() -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=begin)


def begin() -> None:
    """What a process does first: it leaves signals to its parent, and ends when that is gone."""
    for number in PARENTS:
        signal.signal(number, signal.SIG_IGN)
    Thread(target=_end_with_parent, name="rnnviz parent", daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Have processes that are started meanwhile take one BLAS thread: NumPy reads it once."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def signals_blocked() -> Iterator[None]:
    """Have processes that are started meanwhile never see a Ctrl-C, not while they start either."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, PARENTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
