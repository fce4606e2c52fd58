"""A dead screen, a folder that is gone, a full disk: one sentence each, and an honest exit code."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import PySide6
import pytest
from programs import Program

from rnnviz.cli import screen, streams
from rnnviz.cli.screen import DISPLAY, PLATFORM, SCREENS, has_screen
from rnnviz.log_file import log_path

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X servers are Linux's")
X_PORT = 6000
"""Screen 0 listens here, the others behind it."""


def started(*arguments, folder=ROOT, **environment):
    """The program without a screen, or with one that is named."""
    known = {name: value for name, value in os.environ.items() if name not in SCREENS}
    return subprocess.run(
        [sys.executable, "-m", "rnnviz", *arguments], capture_output=True, text=True, timeout=100,
        check=False, cwd=folder, env=known | {"PYTHONPATH": str(ROOT)} | environment,
    )  # fmt: skip


def is_a_sentence(done, words):
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("rnnviz: ")
    assert done.stderr.count("\n") == 1
    assert words in done.stderr
    assert not done.stdout


@contextmanager
def a_screen():
    """An X server of its own, which chooses its number."""
    ours, theirs = os.pipe()
    command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "640x480x24", "-nolisten", "tcp"]
    with Program(command, pass_fds=[theirs], stderr=subprocess.DEVNULL) as server:
        os.close(theirs)
        try:
            with os.fdopen(ours) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.terminate()


@LINUX
@pytest.mark.parametrize("display", [":7654", "nowhere.invalid:0", "nonsense", "a:b:c", ":"])
def test_a_dead_screen_is_said_in_a_sentence(display):
    is_a_sentence(started("verse", DISPLAY=display), f"DISPLAY is {display}, which does not answer")


@LINUX
def test_a_dead_wayland_does_not_hide_a_dead_screen(tmp_path):
    names = {"DISPLAY": ":7654", "WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}
    is_a_sentence(started("verse", **names), "does not answer")


@LINUX
def test_a_screen_that_never_answers_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(screen, "PATIENCE", 0.3)
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        if port < X_PORT:
            pytest.skip("no port that a screen could have")
        monkeypatch.setenv(DISPLAY, f"127.0.0.1:{port - X_PORT}")
        started_at = time.perf_counter()
        assert not has_screen()
        assert time.perf_counter() - started_at < 5


@LINUX
def test_another_platform_needs_no_screen(monkeypatch):
    monkeypatch.setenv(DISPLAY, ":7654")
    monkeypatch.setenv(PLATFORM, "offscreen")
    assert has_screen()
    monkeypatch.setenv(PLATFORM, "xcb")
    assert not has_screen()


@LINUX
def test_where_there_is_no_screen_at_all_it_is_drawn_in_memory_too(monkeypatch):
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)
    assert not has_screen()
    screen.draw_in_memory()
    assert os.environ[PLATFORM] == "offscreen"
    assert has_screen()


@LINUX
@pytest.mark.parametrize("words", [(), ("--smoke-test",)])
@pytest.mark.parametrize(
    ("platform", "said"), [("nonsense", "Could not find"), ("wayland", "Could not load")]
)
def test_a_platform_that_is_not_there_is_said_in_a_sentence(tmp_path, platform, said, words):
    if platform == "wayland" and not list(PLUGINS.glob("libqwayland*")):
        pytest.skip("this Qt knows no Wayland")
    environment = {PLATFORM: platform, "XDG_RUNTIME_DIR": str(tmp_path)}
    done = started(*words, **environment)
    is_a_sentence(done, f'{said} the Qt platform plugin "{platform}"')
    assert f"{PLATFORM} is {platform}; leave it out" in done.stderr
    assert done.stderr[len("rnnviz: ") :] in log_path().read_text(encoding="utf-8")


@LINUX
@pytest.mark.skipif(not shutil.which("Xvfb"), reason="there is no X server here")
def test_a_library_that_is_missing_is_said_in_a_sentence(tmp_path):
    (tmp_path / "libxcb-cursor.so.0").write_bytes(b"")  # which is found, and is none
    with a_screen() as display:
        done = started(**{DISPLAY: display, "LD_LIBRARY_PATH": str(tmp_path)})
    is_a_sentence(done, "libxcb-cursor0 is needed")
    assert "Install what is missing" in done.stderr


@LINUX
def test_the_smoke_test_draws_in_memory_where_the_screen_is_dead():
    done = started("--smoke-test", DISPLAY=":7654")
    assert done.returncode == 0, done.stderr
    assert "ready" in done.stdout


@LINUX
@pytest.mark.parametrize(
    "words",
    [
        ("train", "missing.txt"),
        ("missing.txt",),
        ("train", "hello", "--steps", "2", "--hidden", "3", "--out", "run.safetensors"),
    ],
)
def test_a_folder_that_is_gone_is_said_in_a_sentence(tmp_path, words):
    code = (
        "import os, sys\n"
        f"os.chdir({str(tmp_path)!r}); os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone')\n"
        "from rnnviz.cli import main\n"
        f"sys.exit(main({list(words)!r}))"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False,
        env=environment,
    )  # fmt: skip
    is_a_sentence(done, "is not there any more")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "words", [("list", "cells"), ("train", "hello", "--steps", "2", "--hidden", "3", "--json")]
)
def test_what_has_no_room_is_said_once(words, unbuffered):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rnnviz", *words], stdout=full, stderr=subprocess.PIPE,
            text=True, timeout=60, check=False, env=environment,
        )  # fmt: skip
    assert done.returncode == streams.UNWRITTEN
    assert done.stderr == "rnnviz: Not all could be printed: No space left on device.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_refusal_that_nobody_can_read_is_one_by_its_code(tmp_path):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "rnnviz", "train", "missing.txt"], stdout=subprocess.PIPE,
            stderr=full, timeout=60, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    assert done.returncode == 2
