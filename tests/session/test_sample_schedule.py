"""When the network writes by itself: by steps, and never for much of the time."""

import time
from itertools import pairwise

from rnnviz.session.sample_schedule import CREDIT, FIRST_SAMPLES, SampleSchedule


def test_the_first_samples_are_a_few_steps_apart_and_later_ones_a_tenth_of_the_steps():
    schedule = SampleSchedule()
    written = []
    for step in range(2000):
        if schedule.due(step):
            written.append(step)
            schedule.note(step, 0.0)
    assert written[:4] == [0, FIRST_SAMPLES, 2 * FIRST_SAMPLES, 3 * FIRST_SAMPLES]
    late = [step for step in written if step >= 10 * FIRST_SAMPLES]
    assert all(after - step == step // 10 for step, after in pairwise(late))


def test_slow_writing_is_put_off_and_not_forgotten():
    schedule = SampleSchedule()
    schedule.note(0, CREDIT + 0.0001)
    assert not schedule.due(FIRST_SAMPLES)
    time.sleep(0.05)
    assert schedule.due(FIRST_SAMPLES)


def test_time_in_which_nothing_trains_earns_no_samples():
    schedule = SampleSchedule()
    schedule.note(0, CREDIT + 0.0001)
    start = time.perf_counter()
    time.sleep(0.05)
    schedule.rested(start)
    assert not schedule.due(FIRST_SAMPLES)


def test_a_rest_before_a_run_costs_it_no_samples():
    schedule = SampleSchedule()
    start = time.perf_counter() - 3600.0
    schedule.begin(0)
    schedule.rested(start)
    assert schedule.due(0)
    schedule.note(0, CREDIT / 2)
    assert schedule.due(FIRST_SAMPLES)


def test_a_pause_earns_a_running_session_no_samples(watched, monkeypatch):
    rests = []
    rested = SampleSchedule.rested

    def note(self, start):
        rests.append(time.perf_counter() - start)
        rested(self, start)

    monkeypatch.setattr(SampleSchedule, "rested", note)
    watched.open()
    watched.run_to(30)
    rests.clear()
    time.sleep(0.2)
    watched.run_to(watched.step + 30)
    watched.until(lambda: sum(rests) >= 0.2)
    assert sum(rests) < 5.0


def test_another_run_is_written_in_at_once():
    schedule = SampleSchedule()
    schedule.note(0, 60.0)
    assert not schedule.due(500)
    schedule.begin(500)
    assert not schedule.due(499)
    assert schedule.due(500)
