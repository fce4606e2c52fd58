"""Writes a file whole or not at all, and clears away what killed programs left of theirs."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LEFT = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)\.part")
"""The hidden folders that files are written in; they are there while they are written."""
STALE_SECONDS = 24 * 60 * 60
"""No file takes a day to write: what is older was left, whoever has its process number by now."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Where to write the file that takes the place of `path` when the block has ended well.

    A kill at any moment leaves the old file or the new one. The new one may be read by whom the
    process' umask allows to, as any file. Raises OSError where it cannot be written.
    """
    clear_away(path)
    folder = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        folder.mkdir()
        unfinished = folder / path.name
        yield unfinished
        unfinished.chmod(_usual_mode(folder))
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _usual_mode(folder: Path) -> int:
    """The mode of new files; asking for the umask itself would change it for all threads."""
    probe = folder / "mode"
    probe.touch()
    return probe.stat().st_mode & 0o777


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
    return process == os.getpid() or not _lives(process)


def _lives(process: int) -> bool:
    """Whether there is such a process; where that cannot be asked harmlessly, there may be."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _remove(found: Path) -> None:
    if found.is_dir():
        shutil.rmtree(found, ignore_errors=True)
    else:
        found.unlink()
