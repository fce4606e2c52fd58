"""Marks which runs are open in a program, for as long as that program lives."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from rnnviz.lab.runs.file_lock import lock_file

ENDING = ".open"
FLAGS = os.O_RDWR | getattr(os, "O_CLOEXEC", 0)
SEPARATOR = "/"
"""Between two names: none of them has it."""
LONGEST = 1 << 20
"""Bytes of a mark that are read."""
FRESH_SECONDS = 60
"""An empty mark of this age may be one that its program is about to lock."""


class OpenMark:
    """A hidden file that holds the names of runs' files, and is locked by the living program.

    The system itself takes a lock away when its program ends, however that comes about.
    """

    def __init__(self, path: Path, file: int) -> None:
        self.path, self._file, self._names = path, file, ""

    @classmethod
    def create(cls, folder: Path) -> OpenMark | None:
        """A mark of this program in the folder; None where that cannot be written."""
        path = folder / f".{os.urandom(8).hex()}{ENDING}"
        try:
            file = os.open(path, FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            return None
        lock_file(file)
        return cls(path, file)

    def write(self, names: Iterable[str]) -> None:
        """Name the files of the runs that are open."""
        text = SEPARATOR.join(names)
        if text == self._names:
            return
        self._names = text
        with suppress(OSError):
            os.ftruncate(self._file, 0)
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, text.encode())

    def close(self) -> None:
        """Remove the mark."""
        os.close(self._file)
        with suppress(OSError):
            self.path.unlink()


def marks(folder: Path, clear: bool = False) -> Iterator[tuple[Path, list[str], bool]]:
    """Each mark in a folder, what it names, and whether its program lives; else it is cleared."""
    found = []
    with suppress(OSError):
        found = [path for path in folder.iterdir() if path.name.endswith(ENDING)]
    for path in found:
        with suppress(OSError):
            yield path, *_read(path, clear)


def _read(path: Path, clear: bool) -> tuple[list[str], bool]:
    file = os.open(path, FLAGS)
    try:
        alive = not lock_file(file)
        os.lseek(file, 0, os.SEEK_SET)
        text = os.read(file, LONGEST).decode(errors="replace")
        made = os.fstat(file).st_mtime
    finally:
        os.close(file)
    if clear and not alive and (text or time.time() - made > FRESH_SECONDS):
        path.unlink()  # raises where another program was faster, which then tells of it
    return text.split(SEPARATOR) if text else [], alive
