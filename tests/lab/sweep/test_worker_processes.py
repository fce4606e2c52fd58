"""Processes that compute rows: their threads, their signals, their end, and who outlives whom."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from programs import Program
from sweep_rows import ToldRow, told

from rnnviz.lab.living import lives, start_of
from rnnviz.lab.sweep.engine import Processes, cores, engine_named
from rnnviz.lab.sweep.processes import ProcessesExecutor, one_blas_thread
from rnnviz.lab.sweep.sweeping import ENDED, Over, Progress, Sweep
from rnnviz.refusal import Refusal

ROOT = Path(__file__).resolve().parents[3]
MANY = """
import os, sys, time
from rnnviz.lab.sweep.engine import Processes
from rnnviz.lab.sweep.sweeping import Sweep
from sweep_rows import ToldRow

if __name__ == "__main__":
    rows = [ToldRow(number, sys.argv[1], steps=10_000, pause=0.01) for number in range(2)]
    for event in Sweep(rows, lambda row: None, Processes(2)).events():
        if getattr(event, "working", ()) and all(one.step for one in event.working):
            print("begun", flush=True)
"""


def over(events):
    return [event for event in events if isinstance(event, Over)]


def swept(rows, jobs=2):
    return Sweep(rows, lambda row: None, Processes(jobs)).events()


def test_each_takes_one_blas_thread_and_ours_stay_as_they_are(tmp_path, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    (done,) = over(swept([ToldRow(1, str(tmp_path / "diary"))]))
    assert done.record.result["threads"] == "1"
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert "MKL_NUM_THREADS" not in os.environ


def test_the_environment_comes_back_after_an_error(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    with pytest.raises(ZeroDivisionError), one_blas_thread():
        raise ZeroDivisionError
    assert os.environ["OMP_NUM_THREADS"] == "7"


def test_a_process_that_is_killed_fails_its_row_alone(tmp_path):
    diary = str(tmp_path / "diary")
    rows = [ToldRow(1, diary, "die"), *(ToldRow(n, diary, pause=0.01) for n in range(2, 6))]
    found = {done.row.number: done.record.error for done in over(swept(rows))}
    assert found == {1: ENDED, 2: "", 3: "", 4: "", 5: ""}


def test_how_far_another_process_is_can_be_seen_and_it_stops_when_told(tmp_path):
    diary = str(tmp_path / "diary")
    events = swept([ToldRow(n, diary, steps=100_000, pause=0.001) for n in range(3)])
    seen = next(e for e in events if isinstance(e, Progress) and len(e.working) == 2
                and all(one.step > 1 for one in e.working))  # fmt: skip
    assert {one.value for one in seen.working} == {0.5}
    started = time.monotonic()
    events.close()
    assert time.monotonic() - started < 20
    assert sorted(told(diary)) == [0, 1]


def process_of(executor):
    return executor.submit(os.getpid).result()


def test_a_ctrl_c_is_their_parents_affair():
    with ProcessesExecutor(1) as executor:
        process = process_of(executor)
        for number in (signal.SIGINT, signal.SIGHUP):
            os.kill(process, number)
        assert process_of(executor) == process


def test_they_end_with_the_executor():
    with ProcessesExecutor(2) as executor:
        futures = [executor.submit(os.getpid) for _ in range(2)]
        processes = {future.result() for future in futures}
        assert all(map(lives, processes))
    assert not any(map(lives, processes))


def children_of(process):
    """The processes that it has started (Linux)."""
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(word) for word in path.read_text().split()]


@pytest.mark.skipif(not start_of(os.getpid()), reason="no /proc tells who started whom")
def test_they_end_when_their_parent_is_killed(tmp_path):
    program = tmp_path / "many.py"
    program.write_text(MANY)
    places = os.pathsep.join((str(ROOT), str(ROOT / "tests" / "lab")))
    with Program(
        [sys.executable, program, tmp_path / "diary"],
        env=os.environ | {"PYTHONPATH": places}, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout.readline() == "begun\n"
        children = {child: start_of(child) for child in children_of(process.pid)}
        assert len(children) >= 2
        process.kill()
    deadline = time.monotonic() + 20
    while alive(children) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(children)


def alive(children):
    return [child for child, started in children.items() if start_of(child) == started]


def test_engines_have_names():
    assert engine_named("local", 3) == Processes(3)
    assert engine_named("local", None) == Processes(cores())
    for name in ("dask", "dask://", "cloud", ""):
        with pytest.raises(Refusal, match="it is local, or dask://HOST:PORT"):
            engine_named(name, 1)
