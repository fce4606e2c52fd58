"""Numbered PNGs: their names, the step in each, and nothing is overwritten or half written."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from rnnviz.gui.recording.png_files import STEP, PngFiles


@pytest.fixture
def image():
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor(10, 20, 30))
    return image


def test_they_are_numbered_and_know_their_step(tmp_path, image):
    pngs = PngFiles(tmp_path / "new")
    for step in (0, 50, 100):
        pngs.add(image, step)
    pngs.end()
    files = sorted((tmp_path / "new").iterdir())
    assert [one.name for one in files] == [f"frame-0000{n}.png" for n in (1, 2, 3)]
    read = [QImage(str(one)) for one in files]
    assert [one.text(STEP) for one in read] == ["0", "50", "100"]
    assert all(one.convertToFormat(image.format()) == image for one in read)


def test_none_takes_the_place_of_another(tmp_path, image):
    (tmp_path / "frame-00001.png").write_bytes(b"somebody's")
    with pytest.raises(FileExistsError):
        PngFiles(tmp_path).add(image, 0)
    assert (tmp_path / "frame-00001.png").read_bytes() == b"somebody's"


def test_one_that_could_not_be_written_is_not_left_there(tmp_path, image, monkeypatch):
    pngs = PngFiles(tmp_path)
    pngs.add(image, 0)
    real = Path.open

    class Full:
        def __init__(self, file):
            self.file = file

        def __enter__(self):
            return self

        def __exit__(self, *error):
            self.file.close()

        def write(self, data):
            self.file.write(data[:10])
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", lambda path, mode: Full(real(path, mode)))
    with pytest.raises(OSError, match="No space"):
        pngs.add(image, 10)
    assert [one.name for one in tmp_path.iterdir()] == ["frame-00001.png"]
