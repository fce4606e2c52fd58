"""Finds the files of resources/ from a checkout, an installed wheel or a frozen program."""

import sys
from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """The folder that holds corpora, lessons, icons and help."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parent
    checkout = package.parent / "resources"
    return checkout if checkout.is_dir() else package / "_resources"


def path(*parts: str) -> Path:
    """The path of one resource, as in `path("corpora", "verse.txt")`."""
    return root().joinpath(*parts)


def read_text(*parts: str) -> str:
    """The text of one resource."""
    return path(*parts).read_text(encoding="utf-8")
