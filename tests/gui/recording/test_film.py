"""Every panel there is can be recorded without a window, and the network learns the same."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from rnnviz.gui.pictures.subject import MARGIN
from rnnviz.gui.recording import film as film_module
from rnnviz.gui.recording.film import SIZE, Film
from rnnviz.gui.recording.pixels import pixels_of
from rnnviz.gui.recording.png_files import STEP
from rnnviz.lab.panels import PANELS
from rnnviz.lab.recording import Recording
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.text import read_text

TEXT = "the sea is old and grey and the moon goes over it again and again\n" * 12
SMALL = Settings().change(hidden=6, window=6, steps=4, sample_length=10)


@pytest.fixture(scope="module")
def alone():
    trainer = Trainer(SMALL, read_text(TEXT, "sea"))
    for _ in trainer:
        pass
    return trainer


@pytest.mark.parametrize("name", list(PANELS))
def test_a_panel_is_recorded_at_every_step_wanted(name, tmp_path, qapp, alone):
    trainer = Trainer(SMALL, read_text(TEXT, "sea"))
    film = Film(Recording(tmp_path / "frames", name, every=2), trainer)
    assert list(film) == [1, 2, 3, 4]
    film.end()
    assert (film.recorder.problem, film.recorder.steps) == ("", [0, 2, 4])
    frames = [QImage(str(one)) for one in sorted((tmp_path / "frames").iterdir())]
    assert [one.text(STEP) for one in frames] == ["0", "2", "4"]
    assert {one.width() for one in frames} == {SIZE[0] + 2 * MARGIN}
    assert len({one.height() for one in frames}) == 1
    assert np.unique(pixels_of(frames[-1])).size > 10  # something is drawn
    assert np.array_equal(trainer.network.flat, alone.network.flat)
    assert np.array_equal(trainer.history.curves().loss, alone.history.curves().loss)


def test_a_picture_that_fails_ends_the_pictures_alone(tmp_path, qapp, monkeypatch):
    trainer = Trainer(SMALL, read_text(TEXT, "sea"))
    film = Film(Recording(tmp_path / "frames", "loss", every=1), trainer)
    monkeypatch.setattr(film._shown.panel, "show_snapshot", None)
    assert list(film) == [1, 2, 3, 4]
    film.end()
    assert film.recorder.problem == film_module.FAILED
    assert film.recorder.steps == []
