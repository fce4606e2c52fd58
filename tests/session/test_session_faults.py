"""What fails beside the training is told, once, and the training goes on."""

import time

import numpy as np
import pytest

from rnnviz.lab import estimates, feeds
from rnnviz.lab.runs import checkpoint, rhythm
from rnnviz.lab.runs.kept_runs import KeptRuns
from rnnviz.lab.snapshot import Request, Wanted
from rnnviz.log_file import log_path
from rnnviz.probes import REGISTRY as PROBES


def break_(*_args, **_options):
    raise ZeroDivisionError("a made-up mistake")


def lack(*_args, **_options):
    raise MemoryError


@pytest.mark.parametrize("name", list(PROBES))
def test_a_probe_that_fails_becomes_a_sentence_and_the_training_goes_on(watched, monkeypatch, name):
    session = watched.open()
    broken, whole = Request(name), Request("updates")
    monkeypatch.setattr(type(PROBES[name]), "measure", break_)
    session.set_requests(Wanted(frozenset({broken, whole})))
    session.run()
    watched.until(lambda: session.snapshot() and broken in session.snapshot().results)
    watched.until_step(watched.step + 50)
    results = session.snapshot().results
    assert PROBES[name].label in results[broken]
    assert not isinstance(results[whole], str)
    assert session.state == "running"
    (notice,) = watched.notices
    assert notice.text == results[broken]
    assert "a made-up mistake" in notice.details
    assert notice.details in log_path().read_text(encoding="utf-8")


def test_a_probe_that_failed_once_is_tried_again(watched, monkeypatch):
    session, request = watched.open(), Request("spectrum")
    with monkeypatch.context() as patch:
        patch.setattr(type(PROBES["spectrum"]), "measure", break_)
        session.set_requests(Wanted(frozenset({request})))
        watched.until(lambda: isinstance(session.snapshot().results.get(request), str))
    session.run()
    watched.until(lambda: not isinstance(session.snapshot().results[request], str))


def test_too_little_memory_to_measure_is_no_mistake_of_the_program(watched, monkeypatch):
    session, request = watched.open(), Request("triangle")
    monkeypatch.setattr(type(PROBES["triangle"]), "measure", lack)
    session.set_requests(Wanted(frozenset({request})))
    watched.until(lambda: watched.notices)
    assert "not enough memory" in watched.notices[0].text


def test_a_sampler_that_fails_is_told_once_and_not_at_every_sample(watched, monkeypatch):
    session, tries = watched.open(), []

    def fail(*_):
        tries.append(None)
        break_()

    monkeypatch.setattr(session.runs.focus.trainer, "write", fail)
    session.run()
    watched.until(lambda: len(tries) > 3)
    assert session.state == "running"
    assert len(watched.notices) == 1
    assert "could not write" in watched.notices[0].text


def test_a_sample_that_is_asked_for_and_fails_is_told_every_time(watched, monkeypatch):
    session = watched.open()
    monkeypatch.setattr(session.runs.focus.trainer, "write", break_)
    for count in (1, 2):
        session.sample_now()
        watched.until(lambda n=count: len(watched.notices) == n)
    assert session.state == "ready"


def test_the_goal_is_reached_although_the_last_sample_fails(watched, monkeypatch):
    session = watched.open(steps=12)
    monkeypatch.setattr(session.runs.focus.trainer, "write", break_)
    session.run()
    watched.until_state("finished")
    watched.until(lambda: watched.step == 12)


def test_a_command_that_fails_stops_neither_the_training_nor_the_commands_after_it(
    watched, monkeypatch, tmp_path
):
    session, path = watched.open(), tmp_path / "run.safetensors"
    monkeypatch.setattr(session.runs.focus, "intervene", break_)
    session.run()
    session.intervene("forget")
    session.save(str(path))
    watched.until(path.exists)
    watched.until_step(watched.step + 20)
    assert session.state == "running"
    (notice,) = watched.notices
    assert "a made-up mistake" in notice.details


def test_a_step_that_fails_ends_in_failed_and_what_is_there_can_be_saved(
    watched, monkeypatch, tmp_path
):
    session, path = watched.open(), tmp_path / "run.safetensors"
    session.run()
    watched.until_step(10)
    monkeypatch.setattr(type(session.runs.focus.trainer), "_learn", break_)
    watched.until_state("failed")
    time.sleep(0.05)
    assert watched.states.count("failed") == 1
    (notice,) = watched.notices
    assert "a made-up mistake" in notice.details
    assert notice.details in log_path().read_text(encoding="utf-8")
    session.save(str(path))
    watched.until(path.exists)


@pytest.mark.parametrize("fault", [break_, lack])
def test_a_held_out_loss_that_fails_is_told_once_and_the_training_goes_on(
    watched, monkeypatch, fault
):
    session = watched.open()
    feed = session.runs.focus.trainer.feed
    with monkeypatch.context() as patch:
        patch.setattr(feed, "estimate", fault)
        patch.setattr(feed, "every", 10)
        watched.run_to(50)
        assert session.snapshot().curves.validation_steps.tolist() == [0]  # when it was opened
        (notice,) = watched.notices
        assert notice.text.startswith("The loss on data not learned from")
        assert notice.details in log_path().read_text(encoding="utf-8")
        patch.undo()
        patch.setattr(feed, "every", 10)
        watched.run_to(session.runs.focus.step + 50)
    assert session.snapshot().curves.validation_steps.size > 1
    assert len(watched.notices) == 1


@pytest.mark.parametrize("fault", [break_, lack])
@pytest.mark.parametrize("what", ["window_loss", "estimate"])
def test_a_first_look_that_fails_is_told_once_and_costs_no_step(watched, monkeypatch, fault, what):
    owner = estimates if what == "window_loss" else feeds.TextFeed
    with monkeypatch.context() as patch:
        patch.setattr(owner, what, fault)
        session = watched.open()
        watched.until(lambda: watched.notices)
        (notice,) = watched.notices
        assert notice.text.startswith("The loss ")
        assert session.state == "ready"
        session.step_once()
        watched.until(lambda: watched.step == 1)
    assert len(watched.notices) == 1
    watched.run_to(20)
    assert np.isfinite(session.snapshot().smoothed)


@pytest.mark.parametrize("fault", [break_, lack])
def test_an_early_network_that_cannot_be_kept_costs_no_step(watched, monkeypatch, fault):
    session = watched.open()
    monkeypatch.setattr(session.runs.focus.past, "keep", fault)
    session.run()
    watched.until_step(50)
    assert session.state == "running"
    assert [notice.text[:11] for notice in watched.notices] == ["The network"]


@pytest.mark.parametrize("fault", [break_, lack])
def test_a_run_whose_copy_fails_trains_on_and_that_is_told_once(
    watched, monkeypatch, tmp_path, fault
):
    monkeypatch.setattr(rhythm, "EVERY", 0.02)
    monkeypatch.setattr(checkpoint, "arrays_of", fault)
    session, told = watched.open(), []
    session.keeper.keep_in(tmp_path / "earlier-runs")
    session.keeper.unkept.connect(told.append)
    session.run()
    watched.until(lambda: told)
    watched.until_step(watched.step + 50)
    assert session.state == "running"
    assert len(told) == 1
    assert "File > Save run" in told[0]
    keep = session.keeper.last()
    watched.until(keep.over)
    assert "could not be kept because" in keep.problem
    assert watched.notices == []
    run = session.runs.focus
    session.open_builtin("hello")
    watched.until(lambda: session.corpus.name == "hello" and watched.step == 0)
    assert run in session.runs  # it is there as before
    assert "Traceback" in log_path().read_text(encoding="utf-8")


def test_a_run_goes_although_the_earlier_ones_cannot_be_sorted_out(watched, monkeypatch, tmp_path):
    session = watched.open()
    session.keeper.keep_in(tmp_path / "earlier-runs")
    watched.run_to(10)
    first = session.runs.focus
    session.open_builtin("hello")
    watched.until(lambda: session.corpus.name == "hello" and watched.step == 0)
    monkeypatch.setattr(KeptRuns, "let_go", break_)
    session.roster.remove(first.id)
    watched.until(lambda: log_path().exists())
    assert list(session.runs) == [session.runs.focus]
    watched.run_to(10)
    assert "a made-up mistake" in log_path().read_text(encoding="utf-8")
