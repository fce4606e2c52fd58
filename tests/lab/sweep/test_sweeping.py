"""Going through rows: all is computed once, failures hold nothing up, stopping keeps."""

import threading
import time
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sweep_rows import ToldRow, told

from rnnviz.lab.sweep import sweeping
from rnnviz.lab.sweep.engine import Here, Processes, Started
from rnnviz.lab.sweep.folder import SweepFolder
from rnnviz.lab.sweep.row import Outcome
from rnnviz.lab.sweep.sweeping import GIVEN_UP, Over, Progress, Sweep
from rnnviz.lab.sweep.watch import Watch
from rnnviz.log_file import log_path
from rnnviz.refusal import Refusal


@pytest.fixture
def diary(tmp_path):
    return str(tmp_path / "diary")


@pytest.fixture
def at(tmp_path):
    """Opens the same folder anew."""
    return lambda: SweepFolder(tmp_path / "rows", "told")


def rows(diary, *numbers, **more):
    return [ToldRow(number, diary, **more) for number in numbers]


def begun(rows, folder=None, engine=None):
    return Sweep(rows, lambda row: None, engine or Here(), folder).events()


def went(rows, folder=None, engine=None):
    """(row's number, its square or error, computed now) of every row that is over."""
    return [
        (e.row.number, e.record.error or e.record.result["square"], e.computed)
        for e in begun(rows, folder, engine)
        if isinstance(e, Over)
    ]


def test_rows_are_computed_in_their_order(diary):
    assert went(rows(diary, 3, 1, 2)) == [(3, 9, True), (1, 1, True), (2, 4, True)]
    assert told(diary) == [3, 1, 2]


def test_equal_rows_are_one(diary):
    assert went(rows(diary, 3, 3)) == [(3, 9, True)]


def test_only_what_is_missing_is_computed(diary, at):
    went(rows(diary, 1, 2), at())
    assert went(rows(diary, 1, 2, 3), at()) == [(1, 1, False), (2, 4, False), (3, 9, True)]
    assert told(diary) == [1, 2, 3]


def test_nothing_is_started_where_nothing_is_missing(diary, at):
    class Unstarted(Here):
        def start(self):
            raise AssertionError("it was started")

    went(rows(diary, 1), at())
    assert went(rows(diary, 1), at(), Unstarted()) == [(1, 1, False)]


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("refuse", "This row is refused."),
        ("mistake", "because of a mistake in this program (ZeroDivisionError: a mistake)."),
        ("memory", "because this machine has not enough memory for it."),
    ],
)
def test_a_row_that_fails_says_why_and_holds_nothing_up(diary, at, how, why):
    found = went([ToldRow(1, diary, how), ToldRow(2, diary)], at())
    assert found[0][1].endswith(why)
    assert found[1] == (2, 4, True)
    assert at().found(ToldRow(1, diary).name).error.endswith(why)


def test_the_details_of_a_mistake_are_logged(diary):
    went([ToldRow(1, diary, "mistake")])
    assert "ZeroDivisionError: a mistake" in log_path().read_text()


class Unwilling(Here):
    """An engine that gives up what it was asked for, though it is there itself."""

    @contextmanager
    def start(self):
        class GivingUp(Executor):
            def submit(self, *_):
                future = Future()
                future.cancel()
                future.set_running_or_notify_cancel()
                return future

        yield Started(GivingUp(), (Watch(),))


def test_what_an_engine_gives_up_has_failed(diary):
    assert went(rows(diary, 1, 2), engine=Unwilling()) == [(1, GIVEN_UP, True), (2, GIVEN_UP, True)]


def test_what_had_failed_is_tried_again_by_the_next_run(diary, at):
    once = [ToldRow(1, diary, "once"), ToldRow(2, diary)]
    assert went(once, at())[0] == (1, "It fails once.", True)
    assert went(once, at()) == [(2, 4, False), (1, 1, True)]
    assert went(once, at()) == [(1, 1, False), (2, 4, False)]
    assert told(diary) == [1, 2, 1]


def test_a_failure_of_another_process_meanwhile_is_taken_as_it_is(diary, at):
    events = begun(rows(diary, 1, 2, pause=0.3), at())
    next(e for e in events if isinstance(e, Progress))
    with at() as other:
        other.write(ToldRow(2, diary), Outcome(error="It failed elsewhere."))
    over = [e for e in events if isinstance(e, Over)]
    assert [(e.row.number, e.record.error) for e in over] == [(1, ""), (2, "It failed elsewhere.")]
    assert told(diary) == [1]


def test_what_another_has_claimed_is_waited_for_and_not_computed(diary, at, monkeypatch):
    monkeypatch.setattr(sweeping, "LOOK_SECONDS", 0.05)
    with at() as other:
        other.take(ToldRow(1, diary).name)
        events = begun(rows(diary, 1, 2), at())
        over = next(e for e in events if isinstance(e, Over))
        assert over.row.number == 2
        assert next(e for e in events if isinstance(e, Progress)).elsewhere == 1
        other.write(ToldRow(1, diary), Outcome({"square": "theirs"}))
        other.release(ToldRow(1, diary).name)
        (over,) = [e for e in events if isinstance(e, Over)]
    assert (over.row.number, over.record.result["square"], over.computed) == (1, "theirs", False)
    assert told(diary) == [2]


def test_what_another_gives_back_is_computed_here(diary, at, monkeypatch):
    monkeypatch.setattr(sweeping, "LOOK_SECONDS", 0.05)
    with at() as other:
        other.take(ToldRow(1, diary).name)
        events = begun(rows(diary, 1), at())
        assert next(e for e in events if isinstance(e, Progress)).elsewhere == 1
        other.release(ToldRow(1, diary).name)
        assert [e.computed for e in events if isinstance(e, Over)] == [True]


def test_stopping_keeps_what_is_done_and_gives_the_rest_back(diary, at, tmp_path):
    events = begun(rows(diary, 1, 2, 3, steps=1000, pause=0.001), at())
    assert next(e for e in events if isinstance(e, Over)).row.number == 1
    next(e for e in events if isinstance(e, Progress) and e.working)
    events.close()
    assert not list((tmp_path / "rows").glob("*.claim"))
    assert [record.values["number"] for record in at().records()] == [1]
    assert [n for n, _, now in went(rows(diary, 1, 2, 3), at()) if now] == [2, 3]


def test_what_was_done_when_it_is_stopped_is_written_down(diary, at):
    sweep = begun(rows(diary, 1, 2), at())
    next(e for e in sweep if isinstance(e, Progress) and e.over == 1)
    time.sleep(0.2)  # the second may be begun, and then is done by now
    sweep.close()
    found = sorted(record.values["number"] for record in at().records())
    assert found == sorted(set(told(diary)))


def test_no_room_ends_it_with_a_sentence_and_what_is_done_stays(diary, at, monkeypatch):
    folder = at()
    write = folder.write

    def full(row, outcome):
        if row.number == 2:
            raise Refusal("No space left.")
        return write(row, outcome)

    monkeypatch.setattr(folder, "write", full)
    with pytest.raises(Refusal, match="No space"):
        went(rows(diary, 1, 2, 3), folder)
    assert [record.values["number"] for record in at().records()] == [1]
    assert not list(folder.path.glob("*.claim"))


def test_how_far_it_is_and_how_long_it_will_take_is_told(diary):
    slow = rows(diary, 1, 2, steps=50, pause=0.01, how="quiet")
    told_of = [event for event in begun(slow) if isinstance(event, Progress)]
    assert told_of[0].seconds_left is None
    (working,) = next(p for p in told_of if p.over == 0 and p.working and p.working[0].step).working
    assert 1 <= working.step <= 50
    assert working.value == 0.5
    half = next(p for p in told_of if p.over == 1 and p.working and p.working[0].step)
    assert 0 < half.seconds_left < 3
    assert (told_of[-1].over, told_of[-1].rows, told_of[-1].seconds_left) == (2, 2, 0.0)


class Gone(Here):
    """An engine that is lost as soon as it has started."""

    @contextmanager
    def start(self):
        with super().start() as started:
            yield replace(started, lost=lambda: "The cluster has gone.")


def test_an_engine_that_is_gone_ends_it_with_a_sentence(diary, at, tmp_path):
    with pytest.raises(Refusal, match="The cluster has gone"):
        went(rows(diary, 1, 2), at(), Gone())
    assert not list((tmp_path / "rows").glob("*.claim"))


def test_processes_share_a_folder_and_compute_everything_once(diary, at):
    all_rows, found = rows(diary, *range(12), steps=5, pause=0.01), []

    def go():
        found.append(went(all_rows, at(), Processes(2)))

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told(diary)) == list(range(12))
    assert [sorted(n for n, _, _ in one) for one in found] == [list(range(12))] * 2
    assert sum(now for one in found for _, _, now in one) == 12
