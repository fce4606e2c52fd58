"""Finds the files of resources/ from an installed wheel, a frozen program or a checkout."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rnnviz.refusal import Refusal

INSTALLED = "_resources"
"""What the folder is called inside the package, where the wheel and the frozen program have it."""
ALWAYS_THERE = "corpora"


@cache
def root() -> Path:
    """The folder that holds corpora, lessons, icons and help."""
    return find(Path(__file__).resolve().parent, getattr(sys, "_MEIPASS", None))


def find(package: Path, bundle: str | None) -> Path:
    """The first of the places for `package`, the folder of this file, that holds the resources.

    `bundle` is the folder that a frozen program unpacks itself to.
    """
    for place in _places(package, bundle):
        if (place / ALWAYS_THERE).is_dir():
            return place
    raise Refusal(f"The texts and lessons of rnnviz are not in {package}; install it again.")


def _places(package: Path, bundle: str | None) -> Iterator[Path]:
    if bundle is not None:
        yield Path(bundle, package.name, INSTALLED)
    yield package / INSTALLED
    # Beside an installed package there may be somebody else's package of that name.
    if (package.parent / "pyproject.toml").is_file():
        yield package.parent / "resources"


def path(*parts: str) -> Path:
    """The path of one resource, as in `path("corpora", "verse.txt")`."""
    return root().joinpath(*parts)


def read_text(*parts: str) -> str:
    """The text of one resource."""
    return path(*parts).read_text(encoding="utf-8")
