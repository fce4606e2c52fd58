"""Early moments of a run: kept at almost no cost, measured when asked for, in nobody's way."""

import time

import numpy as np
import pytest
from trainers import assert_same, make_run, through_a_file, train

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.past.moment import bytes_of
from rnnviz.lab.past.past import Past
from rnnviz.lab.run import Run
from rnnviz.lab.snapshot import Request
from rnnviz.probes import REGISTRY as PROBES

DECAY = (("layer", 0), ("state", "c"), ("stream", 0))
EARLIER = Request("earlier", (("of", "decay"), *DECAY))
NOW = Request("decay", DECAY)


def earlier(run, request=EARLIER):
    return run.measure([request])[request]


def resumed_run(run, folder):
    return Run(through_a_file(run.trainer, folder / "run.safetensors"))


@pytest.mark.parametrize("cell", list(CELLS))
@pytest.mark.parametrize("task", ["text", "adding"])
def test_a_moment_shows_what_was_there_then(task, cell):
    drawn = {"length": 12} if task != "text" else {}
    settings = {"task": task, "cell": cell, "layers": 2, "steps": 130, **drawn}
    run = make_run(**settings) if task == "text" else make_run(None, **settings)
    assert earlier(run) == ()
    start = run.measure([NOW])[NOW]
    train(run, 100)
    hundred = run.measure([NOW])[NOW]
    train(run)
    found = earlier(run)
    assert [moment.step for moment in found] == [0, 100]
    for moment, then in zip(found, (start, hundred), strict=True):
        np.testing.assert_array_equal(moment.found.mean, then.mean)
        np.testing.assert_array_equal(moment.found.upper, then.upper)
        assert (moment.found.layer, moment.found.state) == (then.layer, then.state)


def test_every_layer_and_state_can_be_asked_for_later():
    run = train(make_run(cell="lstm", layers=2), 3)
    for layer in (0, 1):
        for state in ("h", "c"):
            options = (("of", "decay"), ("layer", layer), ("state", state))
            (moment,) = earlier(run, Request("earlier", options))
            assert (moment.found.layer, moment.found.state) == (layer, state)


def test_nothing_that_is_learned_depends_on_moments():
    looked_at, alone = make_run(steps=120), make_run(steps=120)
    for _ in looked_at:
        earlier(looked_at)
    alone.past.set_budget(0)
    train(alone)
    assert earlier(alone) == ()
    assert_same(looked_at.trainer, alone.trainer)


def test_each_moment_is_measured_once(monkeypatch):
    run, measured = train(make_run(steps=120), 5), []
    whole = type(PROBES["decay"]).measure
    monkeypatch.setattr(
        type(PROBES["decay"]),
        "measure",
        lambda self, *what: measured.append(what) or whole(self, *what),
    )
    first = earlier(run)
    assert earlier(run) == first
    train(run)
    assert earlier(run)[0] is first[0]
    assert len(measured) == 2


def test_a_network_too_large_for_copies_is_not_kept():
    run = make_run()
    run.past.set_budget(bytes_of(run.trainer) - 1)
    assert earlier(train(run, 2)) == ()


def test_a_resumed_run_goes_on_without_the_moments_before_the_file(tmp_path):
    resumed = resumed_run(train(make_run(steps=120), 50), tmp_path)
    assert earlier(resumed) == ()
    train(resumed)
    assert [moment.step for moment in earlier(resumed)] == [100]


def test_keeping_a_moment_costs_less_than_a_step_does():
    run = train(make_run(hidden=64, window=25), 20)
    steps, copies, kept = [], [], Past()
    for _ in range(20):
        began = time.perf_counter()
        next(run)
        between = time.perf_counter()
        kept.keep(run.trainer)
        steps.append(between - began)
        copies.append(time.perf_counter() - between)
    assert sorted(copies)[10] < sorted(steps)[10]


def test_the_snapshots_of_one_run_name_it_and_no_other(tmp_path):
    run = make_run()
    first = run.snapshot().run
    train(run, 3)
    assert run.snapshot().run is first
    resumed = resumed_run(run, tmp_path)
    again = make_run()
    assert len({one.snapshot().run for one in (run, resumed, again)}) == 3
