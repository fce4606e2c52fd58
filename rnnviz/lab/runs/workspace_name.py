"""How a workspace is known by its names, for those who do not read it yet."""

from contextlib import suppress
from pathlib import Path

FILE = "workspace.toml"


def is_workspace(path: Path) -> bool:
    """Whether this is a workspace's folder or its TOML, as far as names tell."""
    with suppress(OSError, ValueError):  # no system could have a file of this name
        return (path if path.name == FILE else path / FILE).is_file()
    return False


def folder_of(path: Path) -> Path:
    """The folder of a workspace that is named by its folder or by its TOML."""
    return path.parent if path.name == FILE else path
