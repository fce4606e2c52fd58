"""`--out`: proven before training, saved each minute, and what happens where that fails."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from programs import RUNS, TELLS_WHEN_IT_TRAINS, Program, as_usual

from rnnviz.lab.run import Run
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.runs.kept_runs import KeptRuns, users_folder
from rnnviz.lab.runs.sources import find_text

ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="limits, owners and signals are POSIX's")
LONG = ("train", "verse", "--hidden", "16", "--window", "10", "--steps", "100000000")
EVERY = """
from rnnviz.lab.runs import rhythm
rhythm.EVERY, rhythm.SHARE = 0.2, 1.0
"""
PROGRAM = TELLS_WHEN_IT_TRAINS + EVERY + RUNS


def start(*arguments, folder, **more):
    """The program, in a process of its own."""
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    pipe = subprocess.PIPE
    return Program(
        command, stdout=pipe, stderr=pipe, text=True, env=environment, cwd=folder, **more
    )


def begun(*arguments, folder, **more):
    program = start(*arguments, folder=folder, **more)
    assert program.stdout.readline() == "begun\n", program.stderr.read()
    return program


def until(condition, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def refused(*arguments, folder, **more):
    """What was refused, on stderr, before training began."""
    with start(*arguments, folder=folder, **more) as program:
        out, err = program.communicate(timeout=60)
    assert program.returncode == 2, err
    assert "begun" not in out
    assert "Traceback" not in err
    return err


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@posix
def test_a_folder_that_may_not_be_written_is_found_before_training(rnnviz, here):
    folder = here / "theirs"
    folder.mkdir(mode=0o555)
    if os.geteuid() == 0:  # who may write everywhere but where the system itself stands
        folder = Path("/sys/kernel")
    if not folder.is_dir():
        pytest.skip("there is no folder that root may not write")
    answer = rnnviz(*LONG, "--out", folder / "run.safetensors")
    assert answer.code == 2
    assert f"{folder / 'run.safetensors'} cannot be written: " in answer.err
    assert any(word in answer.err for word in ("ermission denied", "not permitted", "ead-only"))


@posix
def test_a_disk_without_room_for_the_run_is_found_before_training(tmp_path):
    import resource

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))

    err = refused(*LONG, "--out", "run.safetensors", folder=tmp_path, preexec_fn=limit)
    assert "run.safetensors cannot be written: File too large" in err
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("name", ["x" * 245 + ".safetensors", "no/run.safetensors"])
def test_a_name_that_cannot_be_written_is_found_before_training(rnnviz, here, name):
    answer = rnnviz(*LONG, "--out", name)
    assert answer.code == 2
    assert "cannot be written" in answer.err
    assert names_in(here) == []


@posix
def test_a_pipe_by_the_name_of_a_run_is_refused_and_not_waited_for(rnnviz, here):
    os.mkfifo(here / "run.safetensors")
    answer = rnnviz(*LONG, "--out", "run.safetensors")
    assert answer.code == 2
    assert "no run" in answer.err


def test_proving_leaves_an_earlier_run_as_it_was(rnnviz, here, trained):
    before = trained.read_bytes()
    answer = rnnviz("train", "--resume", trained, "--hidden", 9, "--out", trained)
    assert answer.code == 2
    assert trained.read_bytes() == before


@posix
def test_a_killed_training_has_been_saved_shortly_before_and_leaves_no_litter(tmp_path, rnnviz):
    path = tmp_path / "run.safetensors"
    with begun(*LONG, "--out", path, folder=tmp_path) as program:
        until(path.exists)
        program.send_signal(signal.SIGKILL)
    step = load_run(path).progress["step"]
    assert step > 0
    report = rnnviz("train", "--resume", path, "--steps", 3, "--out", path, "--json").json
    assert report["steps"] == step + 3
    assert names_in(tmp_path) == ["run.safetensors"]


@posix
def test_where_saving_fails_in_the_end_the_loss_is_reported_and_the_run_kept(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    path = folder / "run.safetensors"
    with begun(*LONG, "--out", path, "--json", folder=tmp_path) as program:
        until(path.exists)
        folder.rename(tmp_path / "pulled")
        time.sleep(0.8)
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=90)
    assert program.returncode == 1
    assert "Traceback" not in err
    report = json.loads(out.splitlines()[-1])
    assert report["loss"] > 0
    [kept] = KeptRuns(users_folder()).earlier()
    assert str(kept.path) in err
    assert kept.step == report["steps"] > load_run(tmp_path / "pulled" / path.name).progress["step"]
    assert err.count("Training goes on") == 1


@posix
def test_where_it_can_be_kept_nowhere_that_is_said_and_the_loss_reported(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    users_folder().parent.parent.mkdir(parents=True, exist_ok=True)
    users_folder().parent.write_text("no folder")
    with begun(*LONG, "--out", folder / "run.safetensors", folder=tmp_path) as program:
        folder.rename(tmp_path / "pulled")
        time.sleep(0.5)
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=90)
    assert program.returncode == 1
    assert "loss" in out
    assert "The run is not saved." in err
    assert "Traceback" not in err


@posix
def test_signals_in_a_row_as_a_logout_sends_them_end_one_training_with_its_run(tmp_path):
    path = tmp_path / "run.safetensors"
    with begun(*LONG, "--out", path, "--json", folder=tmp_path) as program:
        time.sleep(0.3)
        for number in (signal.SIGHUP, signal.SIGHUP, signal.SIGTERM, signal.SIGTERM):
            program.send_signal(number)
        out, err = program.communicate(timeout=90)
    assert program.returncode == 0, err
    assert json.loads(out.splitlines()[-1])["steps"] == load_run(path).progress["step"] > 0


@posix
def test_a_training_that_was_started_with_nohup_outlives_its_terminal(tmp_path):
    path = tmp_path / "run.safetensors"

    def ignore():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    with begun(*LONG, "--out", path, folder=tmp_path, preexec_fn=ignore) as program:
        program.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        assert program.poll() is None
        program.send_signal(signal.SIGTERM)
        program.communicate(timeout=90)
    assert load_run(path).progress["step"] > 0


@posix
def test_a_closed_terminal_ends_a_training_with_its_run(tmp_path):
    import pty

    path = tmp_path / "run.safetensors"
    command = [sys.executable, "-c", PROGRAM, *LONG, "--out", str(path)]
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(tmp_path)
        os.environ["PYTHONPATH"] = str(ROOT)
        as_usual()
        os.execv(sys.executable, command)
    said = b""
    while b"begun" not in said:
        said += os.read(terminal, 1000)
    time.sleep(0.5)
    os.close(terminal)
    try:
        until(lambda: os.waitpid(process, os.WNOHANG)[0] == process)
    except AssertionError:
        os.kill(process, signal.SIGKILL)
        raise
    assert load_run(path).progress["step"] > 0
    assert names_in(tmp_path) == ["run.safetensors"]


def test_a_run_that_is_gone_on_with_keeps_the_past_in_its_file(rnnviz, here, trained):
    saved = load_run(trained)
    run = Run(saved.resume(find_text(saved, "")[1]))
    run.trainer.goal = 36
    for _ in run:
        pass
    save_run(run.trainer, trained, past=run.past.moments)
    answer = rnnviz("train", "--resume", trained, "--steps", 4, "--out", trained, "--lr", 0.01)
    assert answer.code == 0, answer.err
    found = load_run(trained, past=True)
    assert found.progress["step"] == 40
    assert [entry.step for entry in found.past] == [30, 32, 34, 36]
    assert found.moments(found.resume(run.corpus))[0].settings.lr == saved.settings.lr
