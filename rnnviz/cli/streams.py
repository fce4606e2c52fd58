"""The end of what was printed: readers that have gone, full disks, programs without a console."""

import os
import sys
from contextlib import suppress
from typing import TextIO

READER_GONE = 141
"""The exit code when nobody reads on, as shells have it for a program that a closed pipe ended."""
UNWRITTEN = 1
"""The exit code when what was printed had no room."""


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
            code = UNWRITTEN
    return code


def _replace(stream: TextIO) -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)
