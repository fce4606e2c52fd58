"""Claims: one holder each, free when the holder is gone or silent, and never twice at once."""

import json
import multiprocessing
import os
import subprocess
import sys
import time
from dataclasses import asdict, replace
from threading import Barrier, Thread

import pytest

from rnnviz.lab import living
from rnnviz.lab.sweep import claim
from rnnviz.lab.sweep.claim import SILENCE_SECONDS, Claims, Holder

NAME = "0123456789abcdef01234567"


@pytest.fixture
def claims(tmp_path):
    with Claims(tmp_path) as held:
        yield held


def left(folder, **changes):
    """A claim of somebody else, as changed; its path."""
    path = folder / f"{NAME}.claim"
    path.write_text(json.dumps(asdict(replace(Holder.new(), word="another", **changes))))
    return path


def age(path, seconds):
    moment = time.time() - seconds
    os.utime(path, (moment, moment))


def ended_process():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_only_one_holds_a_claim_and_it_comes_back(claims, tmp_path):
    with Claims(tmp_path) as others:
        assert claims.take(NAME)
        assert claims.holds(NAME)
        assert not others.take(NAME)
        claims.release(NAME)
        assert not claims.holds(NAME)
        assert others.take(NAME)
    assert not list(tmp_path.glob("*.claim"))


def test_a_claim_of_a_living_process_is_left_alone(claims, tmp_path):
    left(tmp_path)
    assert not claims.take(NAME)


def test_a_claim_is_free_at_once_when_its_process_here_is_gone(claims, tmp_path):
    left(tmp_path, process=ended_process())
    assert claims.take(NAME)


@pytest.mark.skipif(not living.start_of(os.getpid()), reason="no /proc tells when processes began")
def test_a_process_number_that_was_reused_does_not_hold_a_claim(claims, tmp_path):
    left(tmp_path, started="1")
    assert claims.take(NAME)


def test_another_machines_process_is_not_looked_for_here(claims, tmp_path):
    left(tmp_path, machine="elsewhere", process=ended_process())
    assert not claims.take(NAME)


@pytest.mark.parametrize("machine", ["elsewhere", living.this_machine()])
def test_a_claim_is_free_after_a_minute_of_silence_and_not_before(claims, tmp_path, machine):
    path = left(tmp_path, machine=machine)
    age(path, SILENCE_SECONDS - 5)
    assert not claims.take(NAME)
    age(path, SILENCE_SECONDS + 1)
    assert claims.take(NAME)


def test_silence_is_measured_by_the_folders_clock(claims, tmp_path, monkeypatch):
    path = left(tmp_path, machine="elsewhere")
    monkeypatch.setattr(claim.time, "time", lambda: 0.0)  # this machine's clock is far off
    assert not claims.take(NAME)
    age_by_folder = (tmp_path / ".lock").stat().st_mtime - SILENCE_SECONDS - 1
    os.utime(path, (age_by_folder, age_by_folder))
    assert claims.take(NAME)


def test_a_claim_that_was_never_written_into_is_free_soon(claims, tmp_path):
    path = tmp_path / f"{NAME}.claim"
    path.touch()
    assert not claims.take(NAME)
    age(path, claim.UNWRITTEN_SECONDS + 1)
    assert claims.take(NAME)


def test_a_claim_shows_that_its_holder_lives(tmp_path, monkeypatch):
    monkeypatch.setattr(claim, "BEAT_SECONDS", 0.02)
    with Claims(tmp_path) as held:
        held.take(NAME)
        path = tmp_path / f"{NAME}.claim"
        age(path, 1000)
        deadline = time.monotonic() + 10
        while time.time() - path.stat().st_mtime > 500 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert time.time() - path.stat().st_mtime < 500


def test_a_claim_that_was_taken_over_is_neither_held_nor_kept_alive_nor_removed(claims, tmp_path):
    claims.take(NAME)
    path = left(tmp_path)
    assert not claims.holds(NAME)
    claims.release(NAME)
    assert path.exists()


def test_of_many_who_find_a_claim_free_one_gets_it(tmp_path):
    for _ in range(30):
        left(tmp_path, started="1", process=ended_process())
        everyone = [Claims(tmp_path) for _ in range(4)]
        start, won = Barrier(4), []

        def take(claims, start=start, won=won):
            start.wait()
            if claims.take(NAME):
                won.append(claims)

        threads = [Thread(target=take, args=(claims,)) for claims in everyone]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(won) == 1
        won[0].release(NAME)


def test_who_has_found_a_claim_free_looks_again_before_it_is_taken_away(claims, tmp_path):
    left(tmp_path, started="1", process=ended_process())
    seen = claims._is_free

    def overtaken(path):
        """Find it free, and be so slow that another takes it over meanwhile."""
        claims._is_free = seen
        found = seen(path)
        with_another = Claims(tmp_path)
        assert with_another.take(NAME)
        return found

    claims._is_free = overtaken
    assert not claims.take(NAME)


def test_processes_have_machines_and_starts_that_tell_them_apart():
    assert living.this_machine() == living.this_machine()
    assert not living.is_gone(os.getpid(), living.start_of(os.getpid()))
    assert living.is_gone(ended_process(), "")


@pytest.mark.skipif(not living.start_of(os.getpid()), reason="no /proc tells of processes")
def test_a_process_that_has_ended_is_gone_although_nobody_has_asked_for_it():
    child = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,))
    child.start()
    started = living.start_of(child.pid)
    child.kill()
    deadline = time.monotonic() + 20
    while not living.is_gone(child.pid, started) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert living.is_gone(child.pid, started)
    child.join()
    child.close()


def test_a_machine_without_proc_has_a_name_all_the_same(tmp_path):
    assert living.this_machine(tmp_path)
    assert living.start_of(os.getpid(), tmp_path) == ""
