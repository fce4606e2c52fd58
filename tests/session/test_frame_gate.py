"""The gate between drawing and training: training waits for a frame, but never for a stuck one."""

import time
from threading import Thread

import pytest

from rnnviz.session.command_queue import CommandQueue
from rnnviz.session.frame_gate import LONGEST, PATIENCE, FrameGate, Word


class Steps(Thread):
    """As much of a training as the gate knows: short steps, and a look at the gate after each."""

    def __init__(self, gate):
        super().__init__(daemon=True)
        self.gate, self.count, self.waits, self.going = gate, 0, 0, True

    def run(self):
        while self.going:
            time.sleep(PATIENCE / 20)
            self.count += 1
            if self.gate.closed:
                self.waits += 1
                self.gate.wait()


@pytest.fixture
def steps():
    thread = Steps(FrameGate())
    thread.gate.expected = True
    thread.start()
    yield thread
    thread.going = False
    thread.join(10 * LONGEST + 1)
    assert not thread.is_alive()


def seconds(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


@pytest.mark.timeout(60)
def test_a_wait_ends_although_its_time_was_over_before_it_began():
    """Of so many tiny waits some begin too late, and with a SimpleQueue one would hang."""
    word, commands, blink = Word(), CommandQueue(), 1e-7
    for _ in range(30_000):
        word.say()
        assert word.heard()
        assert not word.heard(blink)
        commands.give(list)
        assert commands.take(blink) is list
        assert commands.take(blink) is None


def test_no_step_is_made_while_a_frame_is_drawn(steps):
    held = []
    for _ in range(20):
        with steps.gate:
            before, met = steps.count, steps.waits
            time.sleep(LONGEST / 4)
            if met:  # on a busy machine a step may take longer than a frame waits
                held.append(steps.count - before)
        time.sleep(PATIENCE)
    assert held
    assert sorted(held)[len(held) // 2] == 0


def test_training_goes_on_as_soon_as_the_frame_is_drawn(steps):
    for _ in range(50):
        with steps.gate:
            pass
    before = steps.count
    assert not steps.gate.closed
    time.sleep(20 * PATIENCE)
    assert steps.count > before


def test_a_frame_that_takes_long_holds_training_up_once(steps):
    with steps.gate:
        time.sleep(LONGEST)
        while steps.gate.closed:
            time.sleep(PATIENCE)
        before = steps.count
        time.sleep(10 * LONGEST)
        assert steps.count - before > 10
    assert steps.waits == 1


def test_a_frame_waits_for_no_training_that_is_not_expected():
    gate = FrameGate()
    with gate:
        assert gate.closed
    assert not gate.closed
    gate.expected = True
    assert seconds(gate.__enter__) >= PATIENCE * 0.9  # nobody came
    gate.__exit__()


def test_an_error_while_drawing_opens_the_gate():
    gate = FrameGate()
    with pytest.raises(ZeroDivisionError), gate:
        _ = 1 / 0
    assert not gate.closed


def test_one_that_comes_when_the_frame_is_drawn_goes_straight_on():
    gate = FrameGate()
    with gate:
        pass
    assert seconds(gate.wait) < LONGEST
    with gate:  # and its word is not taken for that of a later frame
        assert gate.closed
    assert seconds(gate.wait) < LONGEST


def test_a_running_training_waits_once_for_each_frame(watched, monkeypatch):
    session, waits = watched.open(), []
    wait = session.gate.wait

    def note():
        waits.append(session.gate.closed)
        wait()

    monkeypatch.setattr(session.gate, "wait", note)
    session.set_speed(None)
    session.run()
    watched.until(lambda: watched.step > 30 and session.gate.expected)  # the rate is known
    assert waits == []
    for _ in range(5):
        with session.gate:
            time.sleep(LONGEST / 2)
    session.pause()
    watched.until_state("paused")
    assert 1 <= len(waits) <= 5


def test_a_training_in_slow_motion_is_not_waited_for(watched):
    session = watched.open()
    session.set_speed(20.0)
    session.run()
    watched.until_step(3)
    time.sleep(0.02)
    assert not session.gate.expected
