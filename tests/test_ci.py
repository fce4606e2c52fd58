"""The check of the whole project runs in an environment that hides no fault."""

import os
import subprocess
from pathlib import Path

import pytest

RUN = Path(__file__).resolve().parent.parent / ".ci" / "run"
A_DEVELOPERS = {
    "PYTHONUNBUFFERED": "1",
    "PYTHONPATH": "elsewhere",
    "OPENBLAS_NUM_THREADS": "1",
    "VIRTUAL_ENV": "elsewhere",
    "QT_QPA_PLATFORM": "offscreen",
    "XDG_CONFIG_HOME": "elsewhere",
    "PIP_FIND_LINKS": "a folder; of 'packages'",
}
TELL = '#!/bin/sh\nenv --null >"{}"\nexit 1\n'


@pytest.mark.skipif(not RUN.is_file(), reason="a source archive has no .ci")
def test_it_leaves_a_developers_environment_behind(tmp_path):
    program, told = tmp_path / "mktemp", tmp_path / "environment"
    program.write_text(TELL.format(told))  # the first program that it starts ends it at once
    program.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [RUN], env={**os.environ, **A_DEVELOPERS, "PATH": path}, capture_output=True, timeout=30
    )
    assert done.returncode == 1, done.stderr
    seen = dict(line.split("=", 1) for line in told.read_text().split("\0") if line)
    assert {"PATH", "HOME", "LANG", "CI", "DEBIAN_FRONTEND"} <= set(seen)
    assert seen["PIP_FIND_LINKS"] == A_DEVELOPERS["PIP_FIND_LINKS"]
    assert not set(A_DEVELOPERS) & set(seen) - {"PIP_FIND_LINKS"}
