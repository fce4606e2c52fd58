"""The README's commands: the two that everyone needs are there, and every example runs."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^<!-- (\w+) -->\n+```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(marker, text):
    """The shell blocks of `text` that follow the comment `<!-- marker -->`."""
    return [
        body for name, language, body in BLOCK.findall(text) if (name, language) == (marker, "sh")
    ]


def readme():
    path = ROOT / "README.md"
    assert path.is_file(), "README.md is missing."
    return path.read_text(encoding="utf-8")


@pytest.fixture
def reader(tmp_path):
    """Runs shell lines in an empty folder where `rnnviz` is this very program."""
    programs, folder = tmp_path / "programs", tmp_path / "folder"
    programs.mkdir()
    folder.mkdir()
    program = programs / "rnnviz"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m rnnviz "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}

    def run(lines):
        return subprocess.run(
            ["sh", "-e", "-c", lines],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=240,
        )

    return run


@pytest.mark.parametrize("marker", ["run", "tests"])
def test_the_readme_has_the_command_line(marker):
    found = blocks(marker, readme())
    assert len(found) == 1, f"README.md needs one sh block after <!-- {marker} -->."
    lines = [line for line in found[0].splitlines() if line.strip()]
    assert len(lines) == 1, f"The {marker} block of README.md is one command line, not {lines}."


def test_every_example_runs_as_a_reader_would_type_it(reader):
    for lines in blocks("example", readme()):
        assert "rnnviz" in lines
        result = reader(lines)
        assert result.returncode == 0, f"{lines}\n{result.stdout}\n{result.stderr}"


def test_a_marked_block_is_found():
    text = "a\n\n<!-- example -->\n```sh\nrnnviz list\n```\n\n<!-- other -->\n```sh\nno\n```\n"
    assert blocks("example", text) == ["rnnviz list\n"]
    assert blocks("run", text) == []
    assert blocks("example", "```sh\nrnnviz list\n```\n") == []


def test_an_example_that_fails_is_noticed(reader):
    assert reader("true\nfalse\ntrue").returncode != 0
    assert reader("rnnviz list nothing-of-the-kind").returncode != 0
