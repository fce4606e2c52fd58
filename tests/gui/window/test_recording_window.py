"""Recording in the window: what is asked, exactly which steps, and how it ends."""

import os

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from windows import PATIENCE, at_rest, state

from rnnviz.gui.pictures.subject import MARGIN
from rnnviz.gui.recording import recorder as recorder_module
from rnnviz.gui.recording.pixels import pixels_of
from rnnviz.gui.recording.png_files import STEP
from rnnviz.gui.recording.recorder import image_of
from rnnviz.gui.window import record_dialog
from rnnviz.gui.window.race_dialog import RaceDialog
from rnnviz.gui.window.record_dialog import RecordDialog
from rnnviz.lab.panels import PANELS
from rnnviz.lab.recording import Recording


@pytest.fixture
def window(open_window):
    window = open_window()
    window.session.change(hidden=8, window=8, steps=20)
    window.session.set_speed(None)
    return window


def dock_of(window, name):
    return next(dock for dock in window.panels.docks if dock.kind.name == name)


def frames(folder):
    """The pictures in a folder, by their step."""
    read = [QImage(str(path)) for path in sorted(folder.iterdir())]
    return {int(image.text(STEP)): image for image in read}


def dialog_of(window, qtbot, kind=RecordDialog):
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(kind)))
    return next(one for one in window.findChildren(kind) if one.isVisible())


def over(window):
    return lambda: not window.recording.is_on


def text_of(window):
    return " ".join(window.notices.texts)


def test_a_panel_is_asked_for_recorded_and_told_of(window, qtbot, tmp_path):
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    menus = window.menuBar().height()
    qtbot.keyClick(window, Qt.Key.Key_R, keys)
    dialog = dialog_of(window, qtbot)
    assert dialog.start.isDefault()
    titles = [dialog.what.itemText(n) for n in range(dialog.what.count())]
    assert titles == ["The whole window", *(kind.title for kind in PANELS.values())]
    dialog.what.setCurrentIndex(titles.index("Gradients"))
    assert dialog.place.text().endswith("gradient_flow.gif")
    dialog.every.setValue(10)
    dialog.stands.setValue(250)
    assert "every step that 10 divides" in dialog.words.text()
    dialog.place.setText(str(tmp_path / "nowhere" / "x.gif"))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "is not there" in dialog.words.text()
    dialog.place.setText(str(tmp_path / "x.gif"))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert window.recording.is_on
    mark, _ = window.recording.marks
    qtbot.waitUntil(mark.isVisible)
    assert window.menuBar().height() == menus  # nothing below it has moved
    size = dock_of(window, "gradient_flow").widget().size()
    assert window.commands.record.text() == "Stop re&cording"
    window.commands.run.trigger()
    qtbot.waitUntil(over(window), timeout=PATIENCE)
    assert not mark.isVisible()
    assert window.commands.record.text() == "Re&cord…"
    told = f"Recorded: 3 pictures of steps 0 to 20, as x.gif in {tmp_path}."
    assert told in text_of(window)
    with Image.open(tmp_path / "x.gif") as gif:
        assert (gif.n_frames, gif.info["duration"]) == (3, 250)
        assert gif.size[0] == size.width() + 2 * MARGIN
    qtbot.waitUntil(lambda: menus == window.menuBar().height())


def test_pngs_show_exactly_the_step_also_of_a_panel_nobody_sees(window, qtbot, tmp_path):
    for name in ("loss", "decay"):
        window.recording.begin(Recording(tmp_path / name, name, every=5))
        dock = dock_of(window, name)
        assert dock.in_front
        dock_of(window, "triangle" if name == "loss" else "gradient_flow").show()
        dock_of(window, "triangle" if name == "loss" else "gradient_flow").raise_()
        qtbot.waitUntil(lambda dock=dock: not dock.in_front)
        window.session.run(10)
        qtbot.waitUntil(state(window, "paused"), timeout=PATIENCE)
        qtbot.waitUntil(lambda: at_rest(window), timeout=PATIENCE)
        now = pixels_of(image_of(dock.subject(), window.take_away.theme))
        assert np.array_equal(pixels_of(frames(tmp_path / name)[10]), now)
        window.showMinimized()
        window.session.run()
        qtbot.waitUntil(over(window), timeout=PATIENCE)
        window.showNormal()
        found = frames(tmp_path / name)
        assert list(found) == [0, 5, 10, 15, 20]
        images = {pixels_of(image).tobytes() for image in found.values()}
        assert len(images) == 5  # each is another one
        window.session.restart()
        qtbot.waitUntil(state(window, "ready"), timeout=PATIENCE)


def test_the_window_keeps_the_first_size_and_leaves_the_mark_out(window, qtbot, tmp_path):
    window.recording.begin(Recording(tmp_path / "w", every=5))
    window.session.run(5)
    qtbot.waitUntil(state(window, "paused"), timeout=PATIENCE)
    size = window.size()
    window.resize(1024, 700)
    window.session.run(10)
    qtbot.waitUntil(state(window, "paused"), timeout=PATIENCE)
    window.showMinimized()
    window.session.run(15)
    qtbot.waitUntil(lambda: len(list((tmp_path / "w").iterdir())) == 4, timeout=PATIENCE)
    assert dock_of(window, "loss").drawn.step == 15  # the panels go on in the minimized window
    window.showNormal()
    mark, _ = window.recording.marks
    assert mark.text() == "4 pictures"
    qtbot.mouseClick(mark, Qt.MouseButton.LeftButton)
    assert not window.recording.is_on
    assert "4 pictures of steps 0 to 15" in text_of(window)
    found = frames(tmp_path / "w")
    assert {image.size() for image in found.values()} == {size}
    corner = pixels_of(found[0].copy(mark.geometry()))
    assert np.unique(corner[:-1]).size == 1  # the menus' ground, above the line below it


def test_it_stops_by_itself_at_the_last_picture(window, qtbot, tmp_path):
    window.recording.begin(Recording(tmp_path / "x.gif", "loss", every=2, most=3))
    window.session.run()
    qtbot.waitUntil(state(window, "finished"), timeout=PATIENCE)
    assert "3 pictures of steps 0 to 4" in text_of(window)
    assert "there were to be no more" in text_of(window)


def test_it_ends_with_a_run_that_diverges(window, qtbot, tmp_path):
    lost = {"activation": "relu", "optimizer": "sgd", "lr": 10.0, "clip": "none", "layers": 3}
    window.session.change(schedule="constant", window=40, steps=1000, **lost)
    qtbot.waitUntil(state(window, "ready"), timeout=PATIENCE)
    window.recording.begin(Recording(tmp_path / "x", "loss", every=1))
    window.session.run()
    qtbot.waitUntil(state(window, "diverged"), timeout=PATIENCE)
    qtbot.waitUntil(over(window), timeout=PATIENCE)
    last = window.session.runs.focus.step
    assert list(frames(tmp_path / "x")) == list(range(last + 1))


def test_a_disk_that_is_full_is_told_and_training_goes_on(window, qtbot, tmp_path, monkeypatch):
    class Full(recorder_module.PngFiles):
        def add(self, image, step):
            if step >= 10:
                raise OSError(28, os.strerror(28))
            super().add(image, step)

    monkeypatch.setattr(recorder_module, "PngFiles", Full)
    window.recording.begin(Recording(tmp_path / "x", "loss", every=5))
    window.session.run()
    qtbot.waitUntil(state(window, "finished"), timeout=PATIENCE)
    said = text_of(window)
    assert "Recording has stopped, and training goes on" in said
    assert "No space left on device. Make room" in said
    assert "2 pictures of steps 0 to 5" in said
    assert not window.recording.is_on
    assert window.session.runs.focus.step == 20


def test_closing_in_the_middle_leaves_a_whole_file(window, qtbot, tmp_path):
    window.session.change(steps=100_000)
    window.recording.begin(Recording(tmp_path / "x.gif", every=1, most=10_000))
    window.session.run()
    qtbot.waitUntil(lambda: int(window.recording.marks[0].text().split()[0]) > 3, timeout=PATIENCE)
    window.close()
    with Image.open(tmp_path / "x.gif") as gif:
        assert gif.n_frames > 3
        gif.seek(gif.n_frames - 1)
        gif.load()


def test_without_pillow_pngs_alone_are_offered_and_it_is_said_why(window, qtbot, monkeypatch):
    monkeypatch.setattr(record_dialog, "can_be_gif", lambda: False)
    window.commands.record.trigger()
    dialog = dialog_of(window, qtbot)
    assert [dialog.form.itemText(n) for n in range(dialog.form.count())] == [
        "Numbered PNGs in a folder"
    ]
    assert 'pip install "rnnviz[gif]"' in dialog.words.text()
    assert not dialog.stands.isVisible()
    dialog.place.setText("~nobody-of-this-name")
    dialog.place.textEdited.emit("")
    dialog.reject()


def test_return_begins_what_a_dialog_is_for(window, qtbot):
    for action, kind in (
        (window.commands.record, RecordDialog),
        (window.commands.race, RaceDialog),
    ):
        action.trigger()
        dialog = dialog_of(window, qtbot, kind)
        assert dialog.start.isDefault()
        dialog.reject()
