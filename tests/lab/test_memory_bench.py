"""The long-memory bench: its findings in small, its order, its honesty and its exits."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.memory_bench import JUDGED, SETTINGS, BenchRun, Plan
from rnnviz.lab.sweep.engine import Here, Processes
from rnnviz.lab.sweep.folder import SweepFolder
from rnnviz.lab.sweep.memory_row import bench_progress, result_of, rows_of
from rnnviz.lab.sweep.sweeping import Over, Progress, Sweep
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.first_element import FirstElement

TASK, HERE = FirstElement(), Here()
KEEPING = [name for name, cell in CELLS.items() if cell.keep_gate]
"""The cells that have a gate which keeps the past."""


def events_of(plan, engine=HERE, folder=None):
    return Sweep(rows_of(plan), lambda row: None, engine, folder).events()


def results_of(plan, engine=HERE, folder=None):
    over = [event for event in events_of(plan, engine, folder) if isinstance(event, Over)]
    return [result_of(event.record) for event in over]


def one(cell, length, max_steps, **changes):
    plan = Plan(TASK, (cell,), (length,), settings=SETTINGS.change(**changes), max_steps=max_steps)
    return results_of(plan)[0]


def test_a_vanilla_network_remembers_5_steps_and_not_100():
    short, long = one("vanilla", 5, 400), one("vanilla", 100, 400)
    assert short.solved
    assert short.score >= 0.97
    assert JUDGED <= short.steps < 400
    assert not long.solved
    assert long.steps == 400
    assert abs(long.score - 0.5) < 0.05


def test_a_second_layer_of_min_gru_learns_when_to_write_and_one_cannot():
    """The gate of one sees x and no time, so that it writes the last symbol as it did the first."""
    assert not one("min_gru", 10, 1000, forget_bias=2).solved
    assert one("min_gru", 10, 1000, forget_bias=2, layers=2).solved


@pytest.mark.parametrize("cell", [name for name in KEEPING if CELLS[name].has("W_hh")])
def test_the_keep_gates_bias_decides(cell):
    kept = one(cell, 20, 1000, forget_bias=4)
    assert kept.solved
    forgot = one(cell, 20, 2 * kept.steps, forget_bias=0)
    assert not forgot.solved
    assert forgot.score < 0.6


@pytest.mark.parametrize("cell", KEEPING)
def test_the_forget_bias_lands_in_the_keep_gate(cell):
    settings = SETTINGS.change(cell=cell, forget_bias=4, hidden=3)
    parameters = BenchRun(TASK, 5, settings).network.parameters
    bias = parameters["rnn.bias_ih_l0"] + parameters.get("rnn.bias_hh_l0", 0.0)
    gates, place = bias.reshape(-1, 3), CELLS[cell].gates.index(CELLS[cell].keep_gate)
    wanted = 4 * CELLS[cell].keep_sign
    assert (gates[place] == wanted).all()
    assert (np.delete(gates, place, axis=0) != wanted).all()


def test_short_sequences_come_first():
    plan = Plan(TASK, ("gru", "vanilla"), (4, 3), (0, 7), SETTINGS.change(hidden=4), max_steps=3)
    results = results_of(plan)
    assert [(r.length, r.cell, r.seed) for r in results] == list(plan.runs())
    assert [r.length for r in results] == [3] * 4 + [4] * 4


def test_how_far_a_run_is_can_be_seen():
    plan = Plan(TASK, ("gru",), (200,), (0, 7), max_steps=40)
    seen = [bench_progress(e) for e in events_of(plan) if isinstance(e, Progress) and e.working]
    assert {(p.cell, p.length, p.runs, p.at_a_time) for p in seen} == {("gru", 200, 2, 1)}
    assert [p.runs_done for p in seen] == sorted(p.runs_done for p in seen)
    first = [p.step for p in seen if p.seed == 0]
    assert first == sorted(first)
    assert 0 < max(first) <= 40
    assert all(0 < p.score < 1 for p in seen if p.step)


def test_it_can_be_left_between_two_steps_with_what_is_done():
    plan = Plan(TASK, ("vanilla",), (3, 1000), settings=SETTINGS.change(hidden=4), max_steps=3000)
    kept, bench = [], events_of(replace(plan, max_steps=100_000))
    for event in bench:
        if isinstance(event, Over):
            kept.append(event)
        elif event.working and event.working[0].row.length == 1000 and event.working[0].step:
            break
    bench.close()
    assert [result_of(over.record).length for over in kept] == [3]
    assert list(bench) == []


def test_processes_find_the_same_and_a_folder_keeps_it(tmp_path):
    """Also a score that is no number."""
    settings = SETTINGS.change(cell="vanilla", activation="relu", init="gaussian", init_scale=9.0)
    plan = Plan(TASK, ("gru", "vanilla"), (4, 90), (0, 1), settings, max_steps=20)
    here = [replace(result, seconds=0.0) for result in results_of(plan)]
    folder = tmp_path / "rows"
    results_of(plan, Processes(2), SweepFolder(folder, "memory"))
    there = results_of(plan, Here(), SweepFolder(folder, "memory"))
    assert list(map(repr, here)) == [repr(replace(result, seconds=0.0)) for result in there]


def test_runs_of_other_options_are_other_rows():
    names = set()
    for task in (DRAWN["noisy_sine"](), DRAWN["noisy_sine"](noise=0.5)):
        names |= {row.name for row in rows_of(Plan(task, ("gru",), (5,)))}
    names |= {row.name for row in rows_of(Plan(task, ("gru",), (5,), max_steps=10))}
    assert len(names) == 3


def test_a_run_depends_on_its_seed_and_not_on_the_other_runs():
    few = Plan(TASK, ("lstm",), (6,), (1,), max_steps=30)
    many = Plan(TASK, ("gru", "lstm"), (3, 6), (0, 1), max_steps=30)
    (alone,) = results_of(few)
    among = [r for r in results_of(many) if (r.cell, r.length) == ("lstm", 6)]
    assert replace(among[1], seconds=0.0) == replace(alone, seconds=0.0)
    assert among[0].score != alone.score


@pytest.mark.parametrize("name", list(DRAWN))
def test_a_batch_is_scored_by_the_task_before_it_is_learned_from(name):
    task, settings = DRAWN[name](), SETTINGS.change(cell="gru", hidden=5, batch=7, seed=3)
    run, twin = BenchRun(task, 4, settings), BenchRun(task, 4, settings)
    batch = task.batch(np.random.default_rng(3).spawn(2)[1], 4, 7)
    outputs = twin.network.forward(batch.inputs, twin.network.zero_state(7))
    assert np.isnan(run.score)
    run.learn()
    assert run.score == pytest.approx(task.score(outputs[-len(batch.targets) :], batch.targets))
    assert (run.network.flat != twin.network.flat).any()


class Told(FirstElement):
    """First element with scores that are told, not measured: some wrong ones, then right ones."""

    def __init__(self, wrong):
        super().__init__()
        self.wrong = wrong

    def score(self, outputs, targets):
        self.wrong -= 1
        return 0.0 if self.wrong >= 0 else 1.0


@pytest.mark.parametrize(("wrong", "solved_after"), [(0, 100), (3, 100), (4, 101), (20, 117)])
def test_the_last_hundred_batches_decide(wrong, solved_after):
    run = BenchRun(Told(wrong), 2, SETTINGS.change(hidden=4, batch=1))
    while not run.solved:
        run.learn()
    assert run.step == solved_after
    assert run.score >= 0.97


def test_a_run_that_diverges_is_a_failure_that_says_so():
    settings = SETTINGS.change(
        cell="vanilla", activation="relu", init="gaussian", init_scale=1.0, dtype="float32"
    )
    (result,) = results_of(Plan(TASK, ("vanilla",), (100,), settings=settings, max_steps=50))
    assert result.diverged
    assert not result.solved
    assert result.steps < 50


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cells": ("no-cell",)}, "no-cell"),
        ({"lengths": (5, 1)}, "Length must lie between 2 and 1,000"),
        ({"seeds": (-1,)}, "Seed must lie"),
    ],
)
def test_an_impossible_plan_is_refused_before_anything_runs(changes, words):
    plan = Plan(TASK, ("vanilla",), (5,))
    with pytest.raises(Refusal, match=words):
        replace(plan, **changes)
