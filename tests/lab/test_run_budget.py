"""What all runs take together: pasts make room first, then the oldest hidden runs go to files."""

import pytest
from trainers import make_run

from rnnviz.lab import run_budget
from rnnviz.lab.past.rhythm import BUDGET
from rnnviz.lab.run_budget import beyond_budget, share_out
from rnnviz.lab.run_rows import RunRows


@pytest.fixture
def runs():
    made = [make_run(hidden=8, steps=1000) for _ in range(3)]
    for run in made:
        for _ in range(300):
            next(run)
    return made


def test_within_the_budget_nothing_goes_and_pasts_have_all_their_room(runs):
    memory = RunRows().memory
    share_out(runs, memory)
    assert [run.past.budget for run in runs] == [BUDGET] * 3
    assert beyond_budget(runs, memory, ()) == []


def test_pasts_make_room_before_a_run_has_to_go(runs, monkeypatch):
    memory = RunRows().memory
    pasts = sum(run.past.bytes for run in runs)
    before = sum(map(memory, runs))
    monkeypatch.setattr(run_budget, "RUNS_BUDGET", before - pasts // 2)
    share_out(runs, memory)
    assert sum(run.past.bytes for run in runs) <= pasts - pasts // 2 + 3
    assert all(len(run.past.steps) > 3 for run in runs)
    assert beyond_budget(runs, memory, ()) == []


def test_the_oldest_hidden_run_goes_first_and_none_that_is_spared(runs, monkeypatch):
    memory = RunRows().memory
    monkeypatch.setattr(run_budget, "RUNS_BUDGET", 1)
    share_out(runs, memory)
    runs[1].shown = False
    assert beyond_budget(runs, memory, ()) == [runs[1], runs[0], runs[2]]
    assert beyond_budget(runs, memory, (runs[1], runs[0])) == [runs[2]]
