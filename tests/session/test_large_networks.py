"""Closing and pausing answer soon, whatever a large network is being made for or busy with."""

import time

import numpy as np
import pytest

from rnnviz.lab.memory.available_memory import available_bytes
from rnnviz.lab.memory_bench import Plan
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Request, Wanted
from rnnviz.lab.sweep.engine import Here, Processes
from rnnviz.lab.sweep.memory_row import rows_of
from rnnviz.lab.sweep.sweeping import Sweep
from rnnviz.session.sweeping import SweepThread
from rnnviz.tasks.adding import Adding

SOON = 5.0
"""Seconds; on a machine that does nothing else it is 2."""
LARGE = {"hidden": 4096, "layers": 2, "window": 100, "batch": 16, "optimizer": "sgd"}
"""Takes some 10 s to be made and as long for a step."""
NEEDED = 3 * 10**9
WORDS = "the sea is old and grey and the moon goes over it again and again "

pytestmark = pytest.mark.skipif(
    (available_bytes() or NEEDED) < NEEDED, reason="a large network needs 3 GB"
)


def seconds_to_close(session):
    began = time.perf_counter()
    session.close()
    return time.perf_counter() - began


def seconds_until(watched, condition):
    began = time.perf_counter()
    watched.until(condition)
    return time.perf_counter() - began


def wait(watched, seconds):
    """Let Qt and the threads run on."""
    end = time.perf_counter() + seconds
    watched.until(lambda: time.perf_counter() > end)


def open_large(watched, **changes):
    """A large network that took no time to be made, on a text of some length."""
    session = watched.session
    session.change(**LARGE | {"init": "identity", "steps": 100_000} | changes)
    session.open_text(WORDS * 400, "sea")
    watched.until(lambda: session.state == "ready", 60)
    watched.until(lambda: watched.step == 0, 60)
    return session


@pytest.mark.parametrize("layers", [2, 8])
def test_closing_while_a_large_network_is_made(watched, layers):
    if layers == 8 and (available_bytes() or 0) < 20 * 10**9:
        pytest.skip("8 such layers need 16 GB")
    watched.session.change(**LARGE | {"layers": layers})
    watched.session.open_text(WORDS * 400, "sea")
    wait(watched, 1.0)
    assert watched.session.state == "empty"
    assert watched.notices == []
    assert seconds_to_close(watched.session) < SOON


def test_giving_up_a_large_network_leaves_the_present_run(watched):
    session = watched.open()
    session.change(**LARGE | {"batch": 1, "window": 25})
    wait(watched, 0.5)
    session.cancel_loading()
    session.run()
    assert seconds_until(watched, lambda: watched.step > 5) < SOON
    assert session.settings.hidden == 6


def test_closing_and_pausing_within_a_slow_step(watched):
    session = open_large(watched, validation=0.0)
    run = session.runs.focus
    weights = run.trainer.network.flat[:1000].copy()
    session.run()
    watched.until(lambda: session.state == "running")
    wait(watched, 1.0)
    session.pause()
    assert seconds_until(watched, lambda: session.state == "paused") < SOON
    assert run.step == run.trainer.feed.position == 0
    np.testing.assert_array_equal(run.trainer.network.flat[:1000], weights)
    session.run()
    wait(watched, 1.0)
    assert seconds_to_close(session) < SOON
    assert run.step == 0
    np.testing.assert_array_equal(run.trainer.network.flat[:1000], weights)


def test_pausing_and_closing_while_the_held_out_loss_is_measured(watched):
    session = open_large(watched, validation=0.4)
    session.run()
    watched.until(lambda: session.state == "running")
    wait(watched, 0.5)
    session.pause()
    assert seconds_until(watched, lambda: session.state == "paused") < SOON
    assert not session.snapshot().curves.validation_steps.size
    session.run()
    wait(watched, 0.5)
    assert seconds_to_close(session) < SOON


def test_closing_while_a_large_network_writes_or_is_measured(watched):
    session = open_large(watched, sample_length=10_000)
    session.sample_now()
    wait(watched, 0.5)
    session.set_requests(Wanted(frozenset({Request("gradient_flow"), Request("triangle")})))
    session.pause()
    wait(watched, 0.5)
    assert seconds_to_close(session) < SOON
    assert watched.notices == []


def test_closing_right_after_a_long_text_is_read(watched):
    symbols = np.random.default_rng(0).integers(97, 123, 3_000_000, np.uint8)
    watched.session.change(hidden=4)
    watched.session.open_text(symbols.tobytes().decode("ascii"), "noise")
    watched.until(lambda: watched.session.state == "ready", 60)
    assert seconds_to_close(watched.session) < SOON
    assert watched.session.baselines.losses == ()


@pytest.mark.parametrize("engine", [Here(), Processes(1)], ids=["here", "a process"])
def test_a_bench_is_cancelled_within_a_slow_step(qtbot, engine):
    settings = Settings().change(hidden=2048, batch=128, init="identity", optimizer="sgd")
    plan, heard = Plan(Adding(), ("lstm",), (200,), settings=settings), []
    bench = SweepThread(Sweep(rows_of(plan), lambda row: None, engine))
    for signal in (bench.failed, bench.refused):
        signal.connect(heard.append)
    bench.start()
    time.sleep(1.5)
    began = time.perf_counter()
    bench.cancel()
    assert bench.wait(60_000)
    assert time.perf_counter() - began < SOON
    assert heard == []


def test_the_bar_shows_how_far_a_large_network_is(watched):
    shares = []
    watched.session.loading.connect(lambda share, _label: shares.append(share))
    watched.session.change(hidden=2048, layers=4, optimizer="sgd", init="pytorch")
    watched.session.open_text(WORDS * 400, "sea")
    watched.until(lambda: watched.session.state == "ready", 60)
    assert len({share for share in shares if 0.0 < share < 1.0}) > 1
