"""Fixtures for texts: files made of given bytes, and the shared texts where they exist."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.text import read_files

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shared_data() -> Callable[[str], Path]:
    """Finds a text in the folder RNNVIZ_DATA, or in shared/data beside the checkout, or skips."""
    default = CHECKOUT.parent / "shared" / "data"

    def find(name: str) -> Path:
        path = Path(os.environ.get("RNNVIZ_DATA", default)) / name
        if not path.is_file():
            pytest.skip(f"{path} is not there; RNNVIZ_DATA can name another folder")
        return path

    return find


@pytest.fixture(scope="session")
def read_bytes(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Corpus]:
    """Reads a file that consists of the given bytes."""
    folder = tmp_path_factory.mktemp("texts")

    def read(data: bytes, folding: Folding | None = None, name: str = "text.txt") -> Corpus:
        path = folder / name
        path.write_bytes(data)
        return read_files([path], folding)

    return read
