"""The clock that fetches snapshots: never twice the same, never faster than can be drawn."""

import gc
import time
import weakref

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rnnviz.gui.collector import GarbageCollector
from rnnviz.gui.frame_clock import GRACE, LONGEST, PERIOD, FrameClock
from rnnviz.session.frame_gate import FrameGate

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Training(QObject):
    """As much of a session as the clock knows."""

    state_changed = Signal(str)

    def __init__(self):
        super().__init__()
        self.state, self.newest, self.asked = "ready", None, 0
        self.gate = FrameGate()

    def snapshot(self):
        self.asked += 1
        return self.newest

    def become(self, state):
        self.state = state
        self.state_changed.emit(state)


class Endless(Training):
    """A session that has something new whenever it is asked."""

    def snapshot(self):
        self.newest = object()
        return super().snapshot()


@pytest.fixture
def frames():
    return []


@pytest.fixture
def start(qtbot, frames):
    clocks = []

    def make(training):
        clock = FrameClock(training)
        clock.frame.connect(frames.append)
        clocks.append(clock)
        return clock

    yield make
    for clock in clocks:
        clock.stop()


def test_a_snapshot_is_handed_out_once(qtbot, start, frames):
    training = Training()
    start(training)
    training.newest = first = object()
    training.become("running")
    qtbot.waitUntil(lambda: training.asked > 5)
    assert frames == [first]
    training.newest = second = object()
    qtbot.waitUntil(lambda: frames == [first, second])


def test_training_stands_aside_while_a_frame_is_drawn_and_no_longer(qtbot, start, frames):
    training, closed = Training(), []
    clock = start(training)
    clock.frame.connect(lambda _: closed.append(training.gate.closed))
    training.newest = object()
    training.become("running")
    qtbot.waitUntil(lambda: closed == [True])
    assert not training.gate.closed


def test_the_clock_stands_still_before_it_is_woken(qtbot, start):
    training = Training()
    clock = start(training)
    qtbot.wait(3 * PERIOD)
    assert clock.standing
    assert training.asked == 0


def test_the_clock_draws_after_the_end_and_then_stands_still(qtbot, start, frames):
    training = Training()
    clock = start(training)
    training.become("running")
    training.become("finished")
    training.newest = object()
    qtbot.waitUntil(lambda: frames == [training.newest])
    qtbot.waitUntil(lambda: clock.standing, timeout=3 * GRACE)


def test_the_clock_shows_at_most_twenty_frames_a_second(qtbot, start, frames):
    training = Endless()
    start(training)
    training.become("running")
    qtbot.wait(2 * PERIOD)  # at once it may be more: somebody waits for an answer
    before = len(frames)
    qtbot.wait(10 * PERIOD)
    assert 3 <= len(frames) - before <= 11


def test_what_is_asked_for_is_shown_sooner_than_the_next_frame(qtbot, start, frames):
    training = Endless()
    clock = start(training)
    training.become("running")

    def answered():
        qtbot.wait(2 * PERIOD)
        before, begun = len(frames), time.perf_counter()
        clock.wake()
        qtbot.waitUntil(lambda: len(frames) >= before + 2)
        return time.perf_counter() - begun

    assert any(answered() < 0.001 * PERIOD for _ in range(10))  # a busy machine may be late


def test_the_clock_slows_down_when_drawing_is_slow(qtbot, start, frames):
    training = Endless()
    clock = start(training)
    clock.frame.connect(_draw_slowly)
    training.become("running")
    qtbot.wait(1000)
    assert 2 <= len(frames) <= 6  # 100 ms of drawing, then at least as long for all the rest


def _draw_slowly(_snapshot):
    time.sleep(0.1)


def test_the_clock_goes_on_whatever_fails_in_a_frame(qtbot, start, frames):
    training, shows = Endless(), []

    class Painted(QWidget):
        def paintEvent(self, event):
            shows.append(True)
            raise ZeroDivisionError("a made-up mistake")

    widget = Painted()
    qtbot.addWidget(widget)
    clock = start(training)
    clock.frame.connect(lambda _: widget.update())
    with qtbot.captureExceptions() as told:
        widget.show()
        training.become("running")
        qtbot.waitUntil(lambda: len(frames) > 3 and len(shows) > 3)
        training.snapshot = None  # which cannot be called
        qtbot.waitUntil(lambda: any(kind is TypeError for kind, *_ in told))
        del training.snapshot
        before = len(frames)
        qtbot.waitUntil(lambda: len(frames) > before + 3)
        clock.stop()
        widget.hide()
    assert not training.gate.closed


def test_frames_wait_while_the_window_is_resized_but_not_for_ever(qtbot, start, frames):
    training = Endless()
    clock = start(training)
    training.become("running")
    qtbot.waitUntil(lambda: len(frames) >= 3)
    before, begun = len(frames), time.perf_counter()
    while time.perf_counter() - begun < 0.5 * LONGEST / 1000:
        clock.put_off()
        qtbot.wait(5)
    assert len(frames) <= before + 1
    while len(frames) <= before + 1:
        clock.put_off()
        qtbot.wait(5)
    assert time.perf_counter() - begun < 3 * LONGEST / 1000
    qtbot.waitUntil(lambda: len(frames) > before + 4)


def test_a_clock_that_stands_is_not_woken_by_a_new_size(qtbot, start):
    clock = start(Training())
    clock.put_off()
    assert clock.standing


def test_a_stopped_clock_asks_no_more(qtbot, start):
    training = Training()
    clock = start(training)
    training.become("running")
    qtbot.waitUntil(lambda: training.asked > 1)
    clock.stop()
    asked = training.asked
    qtbot.wait(3 * PERIOD)
    assert training.asked == asked


class Knot:
    """Garbage that only the cyclic collector finds."""

    def __init__(self):
        self.me = self


def test_garbage_is_collected_here_and_python_does_it_again_afterwards(qapp, request):
    collector = GarbageCollector()
    request.addfinalizer(gc.enable)
    collector.start()
    assert not gc.isenabled()
    gone = weakref.ref(Knot())
    knots = [Knot() for _ in range(gc.get_threshold()[0] + 10)]
    assert gone() is not None
    collector.check()
    assert gone() is None
    assert len(knots) > 1
    collector.stop()
    assert gc.isenabled()
