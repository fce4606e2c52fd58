"""Runs that are kept whole, with their pasts, until they come back in the same window."""

import os

from test_kept_runs import keep_all, unsaved

from rnnviz.lab.run import Run
from rnnviz.lab.runs import surplus
from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.lab.runs.kept_runs import KeptRuns


def test_a_past_that_is_in_the_file_is_not_written_again(tmp_path):
    kept, run = KeptRuns(tmp_path), unsaved(1)
    for _ in range(4):
        next(run)
    assert kept.keep(run)
    assert len(load_run(run.kept.path, past=True).past) == 0
    kept.keep(run, whole=True)
    path, file = run.kept.path, run.kept.path.stat().st_ino
    assert len(load_run(path, past=True).past) == len(run.past.steps) > 2
    os.utime(path, (1, 1))
    kept.keep(run, whole=True)
    kept.keep(run)  # takes nothing away either
    assert path.stat().st_mtime > 1
    assert path.stat().st_ino == file
    next(run)
    kept.keep(run, whole=True)
    assert load_run(path, past=True).progress["step"] == 6
    kept.close()


def test_what_is_parked_in_another_window_is_no_earlier_run_and_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(surplus, "AT_MOST", 2)
    monkeypatch.setattr(surplus, "BYTES", 0)
    here, other, run = KeptRuns(tmp_path), KeptRuns(tmp_path), unsaved()
    here.keep(run, whole=True)
    here.park(run)
    here.let_go(run)
    path = run.kept.path
    os.utime(path, (1, 1))
    keep_all(tmp_path, [1, 2, 3])
    other.let_go(unsaved())
    assert path.is_file()
    assert path not in [one.path for one in other.earlier()]
    assert path in [one.path for one in here.earlier()]  # it comes back from there
    read = Run(load_run(path).resume(run.corpus))
    here.take(read, path)
    assert read.kept.own
    here.let_go(read)  # for good
    monkeypatch.undo()
    assert path in [one.path for one in other.earlier()]
    here.close()
    other.close()
