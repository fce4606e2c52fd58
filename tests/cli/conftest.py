"""The command line inside the test: exit code, what it printed, and what it left in the folder."""

import json
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytorch_weights import TEXT
from safetensors.numpy import save_file

from rnnviz.cli import main

WORDS = "the sea is old and grey and the moon goes over it again and again\n"
SIGNALS = [getattr(signal, n) for n in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, n)]
SMALL = ("--hidden", "6", "--window", "6")


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The object on the last line."""
        return json.loads(self.out.splitlines()[-1])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def rnnviz(here: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Answer]]:
    """Runs `rnnviz ARGUMENTS`."""
    handlers = {number: signal.getsignal(number) for number in SIGNALS}

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:  # how argparse ends after --help
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    yield run
    after = {number: signal.getsignal(number) for number in handlers}
    for number, handler in handlers.items():
        signal.signal(number, handler)
    assert after == handlers, "a command left its signal handlers behind"


@pytest.fixture
def text_file(here: Path) -> Path:
    path = here / "sea.txt"
    path.write_text(WORDS * 20, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def run_of_30(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What a run of 30 steps on the text of `text_file` leaves."""
    folder = tmp_path_factory.mktemp("trained")
    text, out = folder / "sea.txt", folder / "run.safetensors"
    text.write_text(WORDS * 20, encoding="utf-8")
    assert main(["train", str(text), *SMALL, "--steps", "30", "--out", str(out)]) == 0
    return out.read_bytes()


@pytest.fixture
def trained(here: Path, text_file: Path, run_of_30: bytes) -> Path:
    """The file of that run, beside its text."""
    path = here / "run.safetensors"
    path.write_bytes(run_of_30)
    return path


@pytest.fixture
def sea(here: Path) -> str:
    """A text whose distinct characters are the symbols."""
    (here / "sea.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    return "sea.txt"


@pytest.fixture
def bring(here: Path, rnnviz: Callable[..., Answer], sea: str) -> Callable[..., Answer]:
    """Imports these arrays, with the text as the vocabulary unless told otherwise."""

    def run(
        arrays: Any, *flags: object, metadata: Any = None, vocabulary: str | None = sea
    ) -> Answer:
        save_file(arrays, here / "weights.safetensors", metadata)
        named = () if vocabulary is None else ("--vocabulary", vocabulary)
        return rnnviz("import", "weights.safetensors", *named, *flags, "--out", "run.safetensors")

    return run
