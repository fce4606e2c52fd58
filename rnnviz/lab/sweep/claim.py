"""Claims on rows: who computes which, so that of all who share a folder only one does."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Lock, Thread

from rnnviz.lab.living import is_gone, start_of, this_machine
from rnnviz.lab.runs.file_lock import lock_file

ENDING = ".claim"
LOCK = ".lock"
BEAT_SECONDS = 5.0
"""How often a claim shows that its holder lives."""
SILENCE_SECONDS = 60.0
"""A claim that has not done so for so long is free."""
PATIENCE_SECONDS = 5.0
"""How long a claim that is given back waits for the folder's lock, which is held for moments."""
UNWRITTEN_SECONDS = 2.0
"""So long nobody of this machine takes to write into a claim that he has made."""


@dataclass(frozen=True)
class Holder:
    """Who holds a claim: a process by its machine, number and start, and a word only it knows."""

    machine: str
    process: int
    started: str
    word: str

    @classmethod
    def new(cls) -> Holder:
        """This process, once more."""
        return cls(this_machine(), os.getpid(), start_of(os.getpid()), secrets.token_hex(8))

    @property
    def writer(self) -> str:
        """What its unfinished files are called by."""
        return self.word


class Claims:
    """The claims of one holder in a folder; while they are entered, they show that it lives.

    A claim is a file that only one can create. It is free once its process, on this machine, is
    gone, or after a minute of silence. Who takes a free one away holds the folder's lock meanwhile
    and has looked again: of two who found it free, the second finds it held.
    """

    def __init__(self, folder: Path) -> None:
        self.holder, self._folder = Holder.new(), folder
        self._held: set[str] = set()
        self._mutex, self._ended = Lock(), Event()
        self._thread = Thread(target=self._beat, name="rnnviz claims", daemon=True)

    def __enter__(self) -> Claims:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        for name in list(self._held):
            self.release(name)

    def take(self, name: str) -> bool:
        """Claim a row; False while another holds it."""
        path = self._path(name)
        if path.exists():
            self.clear(name)
        try:
            file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        except FileExistsError:
            return False
        try:
            os.write(file, json.dumps(asdict(self.holder)).encode())
        except OSError:
            with suppress(OSError):
                path.unlink()
            raise
        finally:
            os.close(file)
        with self._mutex:
            self._held.add(name)
        return self.holds(name)  # whoever found it empty for long may have taken it away

    def holds(self, name: str) -> bool:
        """Whether a claim is still this holder's: after a minute of silence it may be another's."""
        return name in self._held and _holder_of(self._path(name)) == self.holder

    def release(self, name: str) -> None:
        """Give a claim back."""
        with self._mutex:
            self._held.discard(name)
        with suppress(OSError), self._locked(patient=True) as alone:
            if alone and _holder_of(self._path(name)) == self.holder:
                self._path(name).unlink()

    def clear(self, name: str) -> None:
        """Remove a claim that is free."""
        path = self._path(name)
        if not self._is_free(path):
            return
        with suppress(OSError), self._locked() as alone:
            if alone and self._is_free(path):  # as it is now that nobody else can remove it
                path.unlink()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{ENDING}"

    def _is_free(self, path: Path) -> bool:
        try:
            silent = self._now() - path.stat().st_mtime
        except OSError:
            return False  # there is none any more: creating it decides
        holder = _holder_of(path)
        if holder is None:
            return silent > UNWRITTEN_SECONDS
        if holder.machine == self.holder.machine and is_gone(holder.process, holder.started):
            return True
        return silent > SILENCE_SECONDS

    def _now(self) -> float:
        """The time by the clock that dates this folder's files: a server's may be another."""
        lock = self._folder / LOCK
        lock.touch()
        return lock.stat().st_mtime

    @contextmanager
    def _locked(self, patient: bool = False) -> Iterator[bool]:
        """Hold the folder's lock; False where another does, for long if this is to be `patient`."""
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
        file = os.open(self._folder / LOCK, flags, 0o666)
        deadline = time.monotonic() + (PATIENCE_SECONDS if patient else 0.0)
        try:
            while not (alone := lock_file(file)) and time.monotonic() < deadline:
                time.sleep(0.01)
            yield alone
        finally:
            os.close(file)

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            with self._mutex:
                held = list(self._held)
            for name in held:
                if self.holds(name):
                    with suppress(OSError):
                        os.utime(self._path(name))


def _holder_of(path: Path) -> Holder | None:
    """Who holds a claim; None where there is none, or nothing is written in it yet."""
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
