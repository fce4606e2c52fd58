"""Where lessons are, and which files are some, for those who do not read them yet."""

from pathlib import Path

from rnnviz import resources
from rnnviz.refusal import Refusal

SUFFIX = ".md"
FENCE = "+++"
"""Stands alone on the line before and on the line after a lesson's front matter."""


def builtin_names() -> tuple[str, ...]:
    """The names of the lessons that come with the program, in their order."""
    folder = resources.path("lessons")
    return tuple(sorted(path.stem for path in folder.glob(f"*{SUFFIX}")))


def lesson_path(name: str) -> Path:
    """The file of a built-in lesson, or of one that is named by its path; refuses others.

    A built-in one is also known without the number before its name.
    """
    for known in builtin_names():
        if name in (known, known.lstrip("0123456789").lstrip("-")):
            return resources.path("lessons", known + SUFFIX)
    path = Path(name)
    if path.is_file():
        return path
    raise Refusal(
        f"There is no lesson {name!r}; give a lesson's file (.md) or one of: "
        f"{', '.join(builtin_names())}."
    )


def is_lesson(path: Path) -> bool:
    """Whether a file begins as lessons do; other Markdown files are texts."""
    if path.suffix.lower() != SUFFIX:
        return False
    try:
        with path.open("rb") as file:
            first = file.readline(100)
    except OSError:
        return False
    return first.removeprefix(b"\xef\xbb\xbf").strip() == FENCE.encode()
