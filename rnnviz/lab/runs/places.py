"""Names of files as other systems write them, and where else such files may be."""

from __future__ import annotations

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath


def foreign(files: list[str]) -> list[str]:
    """The names that only another system can make sense of."""
    return [path for path in files if _is_foreign(path)]


def _is_foreign(path: str) -> bool:
    absolute = PureWindowsPath(path).is_absolute() or PurePosixPath(path).is_absolute()
    return absolute and not Path(path).is_absolute()


def beside(folder: Path, files: list[str]) -> list[list[str]]:
    """The same names in a folder, as this system reads them, and as the others do.

    A backslash parts names on Windows and belongs to them elsewhere; a slash parts them everywhere.
    """
    places = []
    for kind in (PureWindowsPath,) if any(map(_is_foreign, files)) else (PurePath, PureWindowsPath):
        paths = [kind(path) for path in files]
        if not any(path.anchor for path in paths):
            places.append([str(folder.joinpath(*path.parts)) for path in paths])
        places.append([str(folder / path.name) for path in paths])
    return places


def is_there(path: str) -> bool:
    """Whether there is a file or a folder of that name."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):  # no system could have a file of this name
        return False
