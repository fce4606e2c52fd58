"""A window whose run takes long to be written says so, stays alive, and can be told to leave it."""

import threading
import time

import pytest
from PySide6.QtCore import Qt, QTimer
from windows import PATIENCE, step

from rnnviz.gui.window.last_keep import GIVE_UP, KeepingBox
from rnnviz.lab.runs import checkpoint
from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.tasks.progress import Cancelled

SOON = 2.0
HELD = 20.0

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class SlowDisk:
    """Writes nothing until it is let go on, but asks all the time."""

    def __init__(self):
        self.begun, self.goes_on = threading.Event(), threading.Event()

    def write(self, path, arrays, metadata, report):
        path.write_bytes(b"half")
        self.begun.set()
        deadline = time.monotonic() + HELD
        while not self.goes_on.wait(0.01) and time.monotonic() < deadline:
            if not report(0.25):
                raise Cancelled
        write_arrays(path, arrays, metadata, report)


write_arrays = checkpoint.write_arrays


@pytest.fixture
def disk(monkeypatch):
    slow = SlowDisk()
    monkeypatch.setattr(checkpoint, "write_arrays", slow.write)
    yield slow
    slow.goes_on.set()


def trained(window, qtbot):
    window.commands.run.trigger()
    qtbot.waitUntil(lambda: step(window) > 30, timeout=PATIENCE)


class Visitor:
    """Looks at the box from within its own event loop, and does something with it."""

    def __init__(self, window, act):
        self._window, self._act = window, act
        self.began, self.seen = time.perf_counter(), []
        self._timer = QTimer(window, interval=20)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self):
        box = self._window.findChild(KeepingBox)
        if box is not None and box.isVisible() and box.bar.value() == 250:
            self.seen.append(time.perf_counter() - self.began)
            if len(self.seen) == 3:
                self._act(box)


@pytest.fixture
def visit():
    """A function that has a box visited."""
    visitors = []

    def begin(window, act):
        visitors.append(Visitor(window, act))
        return visitors[-1]

    return begin


def kept_in(folder):
    """The kept runs, and what is left of any that was begun."""
    return sorted(path for path in folder.rglob("*.*") if path.suffix in (".safetensors", ".part"))


def test_it_says_what_it_does_and_closes_when_the_run_is_kept(window, qtbot, visit, disk, tmp_path):
    trained(window, qtbot)
    visitor = visit(window, lambda _box: disk.goes_on.set())
    assert window.close()
    assert visitor.seen[0] < SOON
    assert not window.isVisible()
    [path] = kept_in(tmp_path)
    assert load_run(path).progress["step"] == window.session.runs.focus.step


def test_it_names_the_size_and_what_can_be_done(window, qtbot, visit, disk):
    trained(window, qtbot)
    said = []

    def look(box):
        said.extend((box.label.text(), box.give_up.text(), box.give_up.toolTip()))
        disk.goes_on.set()

    visit(window, look)
    window.close()
    assert "when the run is kept: about " in said[0]
    assert " MB are written" in said[0]
    assert said[1] == GIVE_UP
    assert "is lost" in said[2]


def test_closing_without_keeping_leaves_what_was_kept_before(window, qtbot, visit, disk, tmp_path):
    disk.goes_on.set()
    trained(window, qtbot)
    window.commands.run.trigger()
    qtbot.waitUntil(lambda: len(kept_in(tmp_path)) == 1, timeout=PATIENCE)
    [path] = kept_in(tmp_path)
    before = path.read_bytes()
    trained_to = load_run(path).progress["step"]
    disk.goes_on.clear()
    window.commands.run.trigger()
    qtbot.waitUntil(lambda: step(window) > trained_to + 10, timeout=PATIENCE)
    pressed = []

    def give_up(box):
        pressed.append(time.perf_counter())
        qtbot.mouseClick(box.give_up, Qt.MouseButton.LeftButton)

    visit(window, give_up)
    assert window.close()
    assert time.perf_counter() - pressed[0] < SOON
    assert kept_in(tmp_path) == [path]
    assert path.read_bytes() == before


def test_escape_and_closing_the_box_lose_nothing(window, qtbot, visit, disk, tmp_path):
    trained(window, qtbot)

    def escape(box):
        qtbot.keyClick(box, Qt.Key.Key_Escape)
        box.close()
        assert box.isVisible()
        disk.goes_on.set()

    visit(window, escape)
    assert window.close()
    assert len(kept_in(tmp_path)) == 1


def test_a_logout_waits_for_the_run_and_is_asked_twice(window, qtbot, visit, disk, tmp_path):
    trained(window, qtbot)

    def again(_box):
        window.end()
        assert window.isVisible()
        disk.goes_on.set()

    visit(window, again)
    window.end()
    assert not window.isVisible()
    assert len(kept_in(tmp_path)) == 1


def test_a_run_that_is_kept_at_once_needs_no_box(window, qtbot, tmp_path, monkeypatch):
    boxes = []
    monkeypatch.setattr(KeepingBox, "exec", lambda box: boxes.append(box))
    monkeypatch.setattr("rnnviz.gui.window.last_keep.AT_ONCE", 5.0)
    trained(window, qtbot)
    assert window.close()
    assert boxes == []
    assert len(kept_in(tmp_path)) == 1
