"""The end of what was printed: readers that have gone, full disks, programs without a console."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

READER_GONE = 141
"""The exit code when nobody reads on, as shells have it for a program that a closed pipe ended."""
UNWRITTEN = 1
"""The exit code when what was printed had no room."""
NO_ROOM = {getattr(errno, name) for name in ("ENOSPC", "EFBIG", "EDQUOT") if hasattr(errno, name)}
"""What full disks and quotas say."""


def open_output() -> None:
    """Let nothing that is printed fail for want of a character: a question mark stands for it.

    Error messages have replacements already, unless somebody has told Python otherwise.
    """
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper) and stream.errors != errors:
            stream.reconfigure(errors=errors)


def finish(code: int) -> int:
    """Write what still waits in standard output and error; `code`, or another if that fails.

    Python would try again at its very end, complain and end with 120; so the null device takes
    the place of a stream that cannot be written. A program without a console has no streams.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except BrokenPipeError:
            _replace(stream)
            code = READER_GONE
        except OSError as problem:
            _replace(stream)
            with suppress(OSError):  # the next turn sees to stderr
                print(f"rnnviz: Not all could be printed: {problem.strerror}.", file=sys.stderr)
            code = code or UNWRITTEN  # what was refused stays refused
    return code


def is_full(problem: OSError) -> bool:
    """Whether what was printed had no room."""
    return problem.errno in NO_ROOM and problem.filename is None


def unwritten(problem: OSError) -> int:
    """Say that what was printed had no room; the exit code."""
    if sys.stdout is not None:
        _replace(sys.stdout)  # what still waits in it has no room either
    tell(f"Not all could be printed: {problem.strerror}.")
    return UNWRITTEN


def tell(sentence: str) -> None:
    """Say something on stderr if there is room for it; the exit code says the most of it, too."""
    with suppress_full():
        print(f"rnnviz: {sentence}", file=sys.stderr)


@contextmanager
def suppress_full() -> Iterator[None]:
    """Go on where what is printed has no room."""
    try:
        yield
    except OSError as problem:
        if problem.errno not in NO_ROOM:
            raise


def _replace(stream: TextIO) -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)


def is_gone() -> bool:
    """Whether the working folder has been removed."""
    try:
        Path.cwd()
    except OSError:
        return True
    return False
