"""Writes a file whole or not at all, and clears away what killed programs left of theirs."""

import errno
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from rnnviz.lab.living import lives

LEFT = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)\.part")
"""The hidden folders that files are written in; they are there while they are written."""
STALE_SECONDS = 24 * 60 * 60
"""No file takes a day to write: what is older was left, whoever has its process number by now."""

BLOCK = 1 << 20


@contextmanager
def whole_file(path: Path, writer: str = "") -> Iterator[Path]:
    """Where to write the file that takes the place of `path` when the block has ended well.

    A kill at any moment leaves the old file or the new one. The new one may be read by whom the
    process' umask allows to, as any file. Raises OSError where it cannot be written. In a folder
    that several machines share, `writer` names who writes, and nothing of others is cleared away.
    """
    with _unfinished(path, writer) as unfinished:
        yield unfinished
        unfinished.chmod(_usual_mode(unfinished.parent))
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)


def prove_writable(path: Path, size: int) -> None:
    """Do all that `whole_file` does, for so many bytes, but take the place of `path`.

    Raises OSError where that fails: for want of a folder, a permission, room, or a shorter name.
    """
    with _unfinished(path) as unfinished:
        with unfinished.open("wb") as file:
            _fill(file, size)
            os.fsync(file.fileno())
        if path.exists() and not _may_replace(path):
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


def _fill(file: BinaryIO, size: int) -> None:
    """Take so much room."""
    if size and hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(file.fileno(), 0, size)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.EOPNOTSUPP):
                raise
        else:
            return
    for start in range(0, size, BLOCK):
        file.write(bytes(min(BLOCK, size - start)))
    file.flush()


def _may_replace(path: Path) -> bool:
    """Whether this user may put another file in the place of this one."""
    if os.name != "posix":
        return os.access(path, os.W_OK)
    folder = path.absolute().parent.stat()
    owners = (0, folder.st_uid, path.lstat().st_uid)
    return not folder.st_mode & stat.S_ISVTX or os.geteuid() in owners


@contextmanager
def _unfinished(path: Path, writer: str = "") -> Iterator[Path]:
    """Where to write what is to be at `path`; nothing is there afterwards."""
    if not writer:
        clear_away(path)
    folder = path.with_name(f".{path.name}.{writer or os.getpid()}.part")
    try:
        folder.mkdir()
        unfinished = folder / path.name
        yield unfinished
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _usual_mode(folder: Path) -> int:
    """The mode of new files; asking for the umask itself would change it for all threads."""
    probe = folder / "mode"
    probe.touch()
    return probe.stat().st_mode & 0o777


def is_being_written(path: Path) -> bool:
    """Whether another living program is about to put this file in its place."""
    for found in path.parent.iterdir():
        match = LEFT.fullmatch(found.name)
        if match is not None and match["name"] == path.name:
            with suppress(OSError):  # it is gone by now
                if not _is_stale(found, int(match["process"])):
                    return True
    return False


def clear_away(path: Path) -> None:
    """Remove what was left beside `path`, of this file and of other runs."""
    with suppress(OSError):
        for found in path.parent.iterdir():
            match = LEFT.fullmatch(found.name)
            if match is None or not match["name"].endswith((path.name, path.suffix)):
                continue
            with suppress(OSError):
                if _is_stale(found, int(match["process"])):
                    _remove(found)


def _is_stale(found: Path, process: int) -> bool:
    if time.time() - found.stat().st_mtime > STALE_SECONDS:
        return True
    return process == os.getpid() or not lives(process)


def _remove(found: Path) -> None:
    if found.is_dir():
        shutil.rmtree(found, ignore_errors=True)
    else:
        found.unlink()
