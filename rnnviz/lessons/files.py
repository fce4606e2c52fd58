"""Where lessons are, and which files are some, for those who do not read them yet."""

import errno
import os
import stat
from pathlib import Path

from rnnviz import resources
from rnnviz.refusal import Refusal

SUFFIX = ".md"
FENCE = "+++"
"""Stands alone on the line before and on the line after a lesson's front matter."""


AT_ONCE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
BEGINNING = 100
"""Bytes that are looked at to know a lesson."""


def builtin_names() -> tuple[str, ...]:
    """The names of the lessons that come with the program, in their order."""
    folder = resources.path("lessons")
    return tuple(sorted((path.stem for path in folder.glob(f"*{SUFFIX}")), key=_place))


def _place(name: str) -> tuple[int, str]:
    """Where a lesson stands among others: by the number before its name, those without one last."""
    number = name.partition("-")[0]
    return (int(number) if number.isdecimal() else 10**9, name)


def lesson_path(name: str) -> Path:
    """The file of a built-in lesson, or of one that is named by its path; refuses others.

    A built-in one is also known without the number before its name.
    """
    for known in builtin_names():
        if name in (known, known.lstrip("0123456789").lstrip("-")):
            return resources.path("lessons", known + SUFFIX)
    from rnnviz.tasks.file_kind import NOT_THERE, not_a_file  # the start need not wait for it

    path = Path(name)
    what = not_a_file(path)
    if not what:
        return path
    problem = f"There is no lesson {name!r}" if what == NOT_THERE else f"{name!r} {what}"
    raise Refusal(f"{problem}; give a lesson's file (.md) or one of: {', '.join(builtin_names())}.")


def is_lesson(path: Path) -> bool:
    """Whether a file begins as lessons do; other Markdown files are texts."""
    if path.suffix.lower() != SUFFIX:
        return False
    try:
        first = regular_bytes(path, BEGINNING).partition(b"\n")[0]
    except OSError:
        return False
    return first.removeprefix(b"\xef\xbb\xbf").strip() == FENCE.encode()


def regular_bytes(path: Path, most: int) -> bytes:
    """The first `most` bytes of a file; raises OSError for what is no regular file.

    Nothing is waited for: not a pipe that nobody writes to, nor a file that the system makes while
    it is read, whose size is said to be 0.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(errno.EINVAL, "it is a folder, a pipe or a device and no file")
        with os.fdopen(os.open(path, AT_ONCE), "rb") as file:
            return file.read(min(most, os.fstat(file.fileno()).st_size))
    except ValueError as error:  # no system could have a file of this name
        raise OSError(errno.EINVAL, str(error)) from None


def is_within(path: Path, folder: Path) -> bool:
    """Whether a path lies in a folder or below it, also when links are followed.

    It is compared as it is written first: to follow a link may ask another computer.
    """
    try:
        near, home = (Path(os.path.normpath(one.absolute())) for one in (path, folder))
        return near.is_relative_to(home) and path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # no system has such a file; links in a circle
        return False
