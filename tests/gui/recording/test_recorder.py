"""One recording: its pictures are of what was told last, laid out, and none comes after its end."""

import pytest
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rnnviz.gui.recording.recorder import Recorder, picture_of
from rnnviz.gui.widgets.live_label import LiveLabel
from rnnviz.gui.widgets.steady_label import SteadyLabel
from rnnviz.lab.recording import Recording


@pytest.fixture
def bar(qtbot):
    """A live label and a steady one in a row."""
    bar = QWidget()
    qtbot.addWidget(bar)
    row = QHBoxLayout(bar)
    bar.live, bar.steady = LiveLabel("step 1"), SteadyLabel()
    row.addWidget(bar.live)
    row.addWidget(bar.steady, 1)
    bar.resize(400, 40)
    bar.show()
    bar.steady.say("of step 1")
    return bar


def test_words_that_wait_for_their_time_are_in_the_picture_with_room_for_all(bar):
    bar.steady.say("of step 1,000")
    bar.live.setText("step 1,000 of 100,000")
    assert bar.steady.text() == "of step 1"
    picture_of(bar)
    assert bar.steady.text() == "of step 1,000"
    assert bar.live.width() >= bar.live.sizeHint().width()


@pytest.mark.parametrize("name", ["x.gif", "frames"])
def test_no_picture_comes_after_the_end(bar, tmp_path, name):
    recorder = Recorder(Recording(tmp_path / name, every=1, most=3))
    recorder.add(picture_of(bar), 1)
    recorder.end()
    assert recorder.is_over
    before = [one.stat().st_size for one in tmp_path.rglob("*")]
    recorder.add(picture_of(bar), 2)
    assert recorder.steps == [1]
    assert [one.stat().st_size for one in tmp_path.rglob("*")] == before
