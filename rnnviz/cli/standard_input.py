"""A text that comes in standard input: kept in a file for as long as it is read."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from rnnviz.refusal import Refusal
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.material import Material
from rnnviz.tasks.table.series import Series
from rnnviz.tasks.text import LARGEST

STANDARD_INPUT = "-"
"""What stands for it among the names of files."""
Found = TypeVar("Found", Corpus, Series, Material)
NAME = "standard input"
PIECE = 1 << 20


@contextmanager
def as_files(names: Sequence[str]) -> Iterator[list[str]]:
    """The names of files, with a file of its own for standard input while this lasts.

    Refuses it where there is none, or twice.
    """
    if STANDARD_INPUT not in names:
        yield list(names)
        return
    if names.count(STANDARD_INPUT) > 1:
        raise Refusal("Standard input (-) can be read only once; leave the second - out.")
    if sys.stdin is None:
        raise Refusal("There is no standard input to read; give the name of a file instead of -.")
    with TemporaryDirectory(prefix="rnnviz-") as folder:
        path = Path(folder) / NAME
        _keep(path)
        yield [str(path) if name == STANDARD_INPUT else name for name in names]


def from_nowhere(material: Found, names: Sequence[str]) -> Found:
    """The text as one that is in no file if part of it came in standard input."""
    if STANDARD_INPUT not in names:
        return material
    places = [NAME if Path(file).name == NAME else file for file in material.files]
    source = ", ".join(places)
    if isinstance(material, Corpus):
        return replace(material, source=source, files=(), encodings=())
    return replace(material, source=source, files=())


def _keep(path: Path) -> None:
    """Write standard input into a file, up to a little more than is taken of a text."""
    try:
        with path.open("wb") as file:
            while file.tell() <= LARGEST and (piece := sys.stdin.buffer.read(PIECE)):
                file.write(piece)
    except OSError as error:
        raise Refusal(
            f"Standard input cannot be kept while it is read ({error.strerror or error}); give the "
            "name of a file."
        ) from error
