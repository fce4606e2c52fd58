"""What is printed into a closed pipe, onto a full disk or nowhere: no message, an honest code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rnnviz import cli
from rnnviz.cli.streams import READER_GONE

ROOT = Path(__file__).resolve().parents[2]
PLAIN = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
"""What everybody's environment has; above all no PYTHONUNBUFFERED, which hides the fault."""
FULL = Path("/dev/full")


def started(*arguments, **more):
    """The program, which ends as it does at a prompt."""
    return subprocess.run(
        [sys.executable, "-m", "rnnviz", *map(str, arguments)],
        cwd=ROOT, env=PLAIN, text=True, stdin=subprocess.DEVNULL, timeout=120, check=False, **more,
    )  # fmt: skip


@pytest.fixture
def closed():
    """The end of a pipe that nobody reads any more."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        yield pipe


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A folder with a run and a text."""
    folder = tmp_path_factory.mktemp("files")
    run = folder / "run.safetensors"
    flags = ("--hidden", 4, "--steps", 5, "--out", run)
    assert started("train", "hello", *flags, stdout=subprocess.DEVNULL).returncode == 0
    (folder / "text.txt").write_text("hello hello hello")
    return folder


SMALL = ("--hidden", 4, "--steps", 5)
PRINTING = [
    ("--version",),
    ("--help",),
    ("train", "--help"),
    ("list", "cells", "--json"),
    ("list", "cells"),
    ("train", "hello", *SMALL),
    ("train", "hello", *SMALL, "--json"),
    ("sample", "run.safetensors"),
    ("sample", "run.safetensors", "--length", 30_000),
    ("evaluate", "run.safetensors", "text.txt", "--json"),
    ("gradients", "run.safetensors", "hello"),
    ("lesson", "1-spell"),
    ("bench", "core", "--cells", "vanilla", "--grid", "4x1x5", "--seconds", 0.01),
]


@pytest.mark.parametrize("words", PRINTING, ids=lambda words: " ".join(map(str, words)))
def test_a_reader_that_goes_away_ends_the_program_as_it_ends_others(closed, files, words):
    words = [files / word if (files / str(word)).is_file() else word for word in words]
    done = started(*words, stdout=closed, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (READER_GONE, "")


@pytest.mark.parametrize("words", [("train", "missing"), ("list", "nonsense")], ids=str)
def test_a_refusal_that_nobody_reads(closed, words):
    done = started(*words, stdout=subprocess.PIPE, stderr=closed)
    assert (done.returncode, done.stdout) == (READER_GONE, "")


def test_both_streams_in_one_closed_pipe(closed):
    assert started("list", "cells", stdout=closed, stderr=closed).returncode == READER_GONE


def test_a_run_is_saved_though_nobody_reads_the_report(closed, tmp_path):
    path = tmp_path / "run.safetensors"
    done = started("train", "hello", *SMALL, "--out", path, stdout=closed)
    assert (done.returncode, path.is_file()) == (READER_GONE, True)


@pytest.mark.skipif(not FULL.exists(), reason="there is no full disk to try here")
def test_a_full_disk_is_told_and_a_failure():
    with FULL.open("w") as disk:
        done = started("list", "cells", stdout=disk, stderr=subprocess.PIPE)
        assert started("list", "cells", stdout=disk, stderr=disk).returncode == 1
    assert done.returncode == 1
    assert done.stderr == "rnnviz: Not all could be printed: No space left on device.\n"


def test_a_program_without_a_console_prints_nowhere():
    code = "import sys; sys.stdout = sys.stderr = None\nfrom rnnviz.cli import main\n"
    code += f"sys.exit(main({['train', 'hello', *map(str, SMALL)]}) or main(['list', 'cells']))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=PLAIN, timeout=60)
    assert done.returncode == 0


def test_without_a_console_the_window_opens_and_tells_of_a_missing_file(monkeypatch):
    opened = []
    monkeypatch.setattr(cli, "open_window", lambda parsed: opened.append(parsed.corpus) or 0)
    assert cli.main(["missing.txt"]) == 2
    monkeypatch.setattr(sys, "stderr", None)
    assert cli.main(["missing.txt"]) == 0
    assert opened == [["missing.txt"]]
