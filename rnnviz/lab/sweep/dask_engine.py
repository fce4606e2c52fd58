"""The machines of a Dask cluster, where one is too small: an executor like any other."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import urlsplit

from rnnviz.lab.sweep.engine import Engine, Started
from rnnviz.lab.sweep.watch import Watch
from rnnviz.refusal import Refusal

TALKATIVE = ("distributed", "tornado", "asyncio")
"""Whose loggers tell programmers of lost connections."""
PATIENCE_SECONDS = 10
"""How long an address may take to answer."""


@dataclass(frozen=True)
class Dask(Engine):
    """The workers of the scheduler at `address`, HOST:PORT; claims and files stay here."""

    address: str = ""
    local: ClassVar[bool] = False

    @contextmanager
    def start(self) -> Iterator[Started]:
        """Connect; refuses an address that does not answer, and a cluster without workers."""
        kind = _client_class()
        with quiet():
            yield from self._started(kind)

    def _started(self, kind: Any) -> Iterator[Started]:
        client = self._connected(kind)
        try:
            threads = sum(client.ncores().values())
            if not threads:
                raise Refusal(
                    f"The Dask scheduler at {self.address} has no workers; start some "
                    f"(dask worker {self.address}) and run the same line again."
                )
            watches = tuple(Watch() for _ in range(self.jobs or threads))
            executor = client.get_executor(pure=False)
            try:
                yield Started(executor, watches, lambda: self._lost(client))
            finally:
                executor.shutdown(wait=False)
        finally:
            with suppress(Exception):  # the scheduler may have gone
                client.close(timeout=PATIENCE_SECONDS)

    def _connected(self, kind: Any) -> Any:
        place, deadline = self._place(), time.monotonic() + PATIENCE_SECONDS
        _within(deadline, partial(_knock, place), self.address)
        connect = partial(kind, self.address, timeout=PATIENCE_SECONDS)
        return _within(deadline, connect, self.address)

    def _place(self) -> tuple[str, int]:
        """The host and the port."""
        try:
            parts = urlsplit(f"//{self.address}")
            if parts.hostname and parts.port:
                return parts.hostname, parts.port
        except ValueError:
            pass
        raise Refusal(f"{self.address!r} is no address; give dask://HOST:PORT.")

    def _lost(self, client: Any) -> str:
        if client.status == "running":
            return ""
        return (
            f"The Dask scheduler at {self.address} has gone; what is finished stays, and the same "
            "line goes on from there."
        )


def _client_class() -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise Refusal(
            "The engine dask:// needs Dask, which is not installed; install rnnviz[dask], as "
            "with pip install 'rnnviz[dask]'."
        ) from None
    return Client


@contextmanager
def quiet() -> Iterator[None]:
    """Have Dask log nothing meanwhile: what matters of a lost connection is said in a sentence."""
    names = [name for name in logging.root.manager.loggerDict if name.startswith(TALKATIVE)]
    loggers = [logging.getLogger(name) for name in (*TALKATIVE, *names)]
    before = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in before:
            logger.setLevel(level)


def _knock(place: tuple[str, int]) -> None:
    """Raise OSError where nothing listens."""
    with socket.create_connection(place, PATIENCE_SECONDS):
        pass


def _within(deadline: float, connect: Callable[[], Any], address: str) -> Any:
    """What `connect` returns, in time: names are looked up without a limit."""
    connected: Future[Any] = Future()

    def go() -> None:
        try:
            connected.set_result(connect())
        except Exception as error:
            connected.set_exception(error)

    Thread(target=go, name="rnnviz dask", daemon=True).start()
    try:
        return connected.result(deadline - time.monotonic())
    except ConnectionError as error:
        reason = f"Nothing answers at {address} ({error.strerror or error})"
    except (OSError, TooLate):
        reason = f"No Dask scheduler answered at {address} within {PATIENCE_SECONDS} seconds"
    raise Refusal(f"{reason}; give the HOST:PORT of a Dask scheduler that runs.")
