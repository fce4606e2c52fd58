"""A file that appears whole: its mode, what a kill leaves, and who clears that away."""

import os
import stat
import subprocess
import sys
import time

import pytest
from trainers import make_trainer, train

from rnnviz.lab.runs.atomic_writing import STALE_SECONDS, whole_file
from rnnviz.lab.runs.checkpoint import is_run, save_run

posix = pytest.mark.skipif(os.name != "posix", reason="process numbers and modes are POSIX's")


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def ended_process():
    """The number of a process that has just ended."""
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        process.wait()
    return process.pid


@posix
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_saved_run_may_be_read_by_whom_the_umask_allows_to(tmp_path, umask, mode):
    path = tmp_path / "run.safetensors"
    before = os.umask(umask)
    try:
        save_run(train(make_trainer(), 2), path)
        save_run(train(make_trainer(), 2), path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_while_it_is_written_the_old_file_stands_and_after_an_error_too(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("old")

    def fail():
        with whole_file(path) as unfinished:
            unfinished.write_text("half")
            assert path.read_text() == "old"
            assert len(names_in(tmp_path)) == 2
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (path.read_text(), names_in(tmp_path)) == ("old", ["words.txt"])
    with whole_file(path) as unfinished:
        unfinished.write_text("new")
    assert (path.read_text(), names_in(tmp_path)) == ("new", ["words.txt"])


@posix
def test_what_dead_processes_left_is_cleared_by_the_next_save_to_the_folder(tmp_path):
    dead = ended_process()
    (tmp_path / f".run.safetensors.{dead}.part").write_bytes(b"of an earlier version")
    folder = tmp_path / f".other.safetensors.{dead}.part"
    folder.mkdir()
    (folder / "other.safetensors").write_bytes(b"half")
    save_run(train(make_trainer(), 2), tmp_path / "run.safetensors")
    assert names_in(tmp_path) == ["run.safetensors"]


@posix
def test_what_a_living_process_writes_is_left_alone_unless_it_is_a_day_old(tmp_path):
    alive = tmp_path / f".run.safetensors.{os.getppid()}.part"
    alive.mkdir()
    save_run(train(make_trainer(), 2), tmp_path / "run.safetensors")
    assert alive.is_dir()
    then = time.time() - STALE_SECONDS - 60
    os.utime(alive, (then, then))
    save_run(train(make_trainer(), 2), tmp_path / "run.safetensors")
    assert names_in(tmp_path) == ["run.safetensors"]


def test_what_is_not_ours_is_left_alone(tmp_path):
    others = (".song.mp3.99999999.part", "film.part", ".safetensors.part", "run.safetensors.part")
    for name in others:
        (tmp_path / name).write_bytes(b"kept")
    save_run(train(make_trainer(), 2), tmp_path / "run.safetensors")
    assert names_in(tmp_path) == sorted(("run.safetensors", *others))


KILLED = """
import os, signal, sys
from pathlib import Path
from rnnviz.lab.runs.atomic_writing import whole_file
with whole_file(Path(sys.argv[1])) as unfinished:
    unfinished.write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@posix
def test_a_kill_leaves_nothing_beyond_the_next_save(tmp_path):
    path = tmp_path / "run.safetensors"
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert len(names_in(tmp_path)) == 1
    assert not path.exists()
    save_run(train(make_trainer(), 2), path)
    assert names_in(tmp_path) == ["run.safetensors"]


def test_a_run_is_known_from_other_files(tmp_path):
    run, text = tmp_path / "run.safetensors", tmp_path / "text.safetensors"
    save_run(train(make_trainer(), 2), run)
    text.write_text("a text by another name " * 20)
    assert is_run(run)
    assert not is_run(text)
    assert not is_run(tmp_path / "missing.safetensors")
