"""A Dask cluster as the engine: the same numbers, files that stay here, refusals."""

import os
import socket
import subprocess
import sys
import time
import warnings
from contextlib import contextmanager
from pathlib import Path

import pytest
from programs import Program
from sweep_rows import ToldRow
from trainers import CORPUS

from rnnviz.lab.settings import Settings
from rnnviz.lab.sweep import dask_engine
from rnnviz.lab.sweep.dask_engine import Dask
from rnnviz.lab.sweep.engine import Processes, engine_named
from rnnviz.lab.sweep.folder import SweepFolder
from rnnviz.lab.sweep.plan import combinations, training_plan
from rnnviz.lab.sweep.sweeping import Over, Sweep
from rnnviz.refusal import Refusal

ROOT = Path(__file__).resolve().parents[3]
SECONDS = ("seconds", "chars_per_second", "seconds_per_epoch")
SMALL = {"hidden": 5, "window": 8, "steps": 20, "sample_length": 10}

needs_dask = pytest.mark.skipif(
    not any((Path(path) / "distributed").is_dir() for path in sys.path),
    reason="Dask is not installed (pip install 'rnnviz[dask]')",
)
pytestmark = pytest.mark.filterwarnings("ignore:::distributed", "ignore:::dask")


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def dask(*words):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]]
    return Program(command, env=environment, stderr=subprocess.DEVNULL)


@contextmanager
def cluster(folder, count):
    """A scheduler with workers: its address, and its process."""
    place = f"127.0.0.1:{free_port()}"
    port = place.partition(":")[2]
    processes = [dask("dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")]
    for _ in range(count):
        alone = ("--nthreads", "1", "--no-dashboard", "--no-nanny")
        processes.append(dask("dask_worker", place, *alone, "--local-directory", str(folder)))
    try:
        yield place, processes[0]
    finally:
        for process in processes:  # none has children, and some would wait for others to end
            process.kill()
        for process in processes:
            process.wait()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a scheduler with two workers."""
    with cluster(tmp_path_factory.mktemp("dask"), 2) as (place, _):
        yield place


def wait_for_workers(address, count):
    from distributed import Client

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Client(address, timeout=60) as client:
            if count:
                client.wait_for_workers(count, timeout=60)


def results(folder):
    """What was found, by row, without how long it took."""
    return {
        record.name: {k: v for k, v in record.result.items() if k not in SECONDS}
        for record in folder.records()
    }


@needs_dask
def test_a_cluster_finds_the_same_numbers_and_writes_no_files(address, tmp_path):
    wait_for_workers(address, 2)
    cells = {"cell": ("vanilla", "lstm")}
    settings = combinations(Settings(), SMALL, cells, range(2))
    plan = training_plan(settings, cells, lambda settings: CORPUS, 0)
    folders = []
    for name, engine in (
        ("here", Processes(2)),
        ("there", engine_named(f"dask://{address}", None)),
    ):
        folders.append(SweepFolder(tmp_path / name, "training"))
        list(Sweep(plan.rows, plan.text_of, engine, folders[-1]).events())
    here, there = (results(folder) for folder in folders)
    assert len(here) == 4
    assert here == there
    assert all(record.run.is_file() for record in folders[1].records())


@needs_dask
def test_a_row_that_no_worker_knows_fails_in_words(address):
    wait_for_workers(address, 2)
    sweep = Sweep([ToldRow(1, "")], lambda row: None, Dask(1, address))
    (done,) = [event for event in sweep.events() if isinstance(event, Over)]
    assert "The engine could not compute it (RuntimeError: Error " in done.record.error


@needs_dask
def test_a_scheduler_that_goes_ends_it_with_a_sentence_and_no_more(tmp_path, capfd):
    with cluster(tmp_path, 1) as (address, scheduler):
        wait_for_workers(address, 1)
        settings = Settings().change(**SMALL | {"steps": 1_000_000})
        rows = training_plan([settings], (), lambda settings: CORPUS, 0).rows
        folder = SweepFolder(tmp_path / "rows", "training")
        events = Sweep(rows, lambda row: CORPUS, Dask(1, address), folder).events()
        assert next(events).working or next(events).working
        scheduler.kill()
        with pytest.raises(Refusal, match="has gone; what is finished stays"):
            list(events)
    assert not list((tmp_path / "rows").glob("*.claim"))
    assert "Traceback" not in capfd.readouterr().err


@needs_dask
def test_a_cluster_without_workers_is_refused(tmp_path):
    with cluster(tmp_path, 0) as (address, _):
        wait_for_workers(address, 0)
        with pytest.raises(Refusal, match="has no workers"):
            started_at(address)


@needs_dask
def test_an_address_where_nothing_listens_is_refused():
    with pytest.raises(Refusal, match=r"Nothing answers at 127.0.0.1:\d+ \(Connection"):
        started_at(f"127.0.0.1:{free_port()}")


@needs_dask
def test_an_address_that_does_not_answer_is_refused_in_time(monkeypatch):
    monkeypatch.setattr(dask_engine, "PATIENCE_SECONDS", 1)
    monkeypatch.setattr(dask_engine, "_knock", lambda place: time.sleep(2))
    started = time.monotonic()
    with pytest.raises(Refusal, match=r"No Dask scheduler answered at .* within 1 seconds"):
        started_at("127.0.0.1:9")
    assert time.monotonic() - started < 1.9


@needs_dask
@pytest.mark.parametrize("address", ["nowhere", "host:", "host:port", ":1", "[::1"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(Refusal, match="is no address; give dask://HOST:PORT"):
        started_at(address)


def started_at(address):
    with Dask(1, address).start():
        pass


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Refusal, match=r"not installed; install rnnviz\[dask\]"):
        started_at("127.0.0.1:1")
