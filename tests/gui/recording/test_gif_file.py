"""The GIF, opened again with Pillow: pictures, steps, durations, and whole whatever happens."""

import io

import numpy as np
import pytest
from PIL import Image, ImageSequence
from PySide6.QtGui import QColor, QImage, QPainter

from rnnviz.gui.recording import gif_file
from rnnviz.gui.recording.gif_file import GifFile
from rnnviz.gui.recording.pixels import pixels_of
from rnnviz.gui.recording.recorder import fitted


def picture(number, size=(60, 40)):
    """A white picture with a square that wanders, in a colour of its own."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.fillRect(5 * number, 10, 8, 8, QColor(200, 10 * number, 40))
    painter.end()
    return image


def read(path):
    """The pictures as arrays, and of each its comment and how long it stands."""
    with Image.open(path) as gif:
        found = [
            (np.asarray(one.convert("RGB")), one.info["comment"], one.info["duration"])
            for one in ImageSequence.Iterator(gif)
        ]
        return [list(column) for column in zip(*found, strict=True)]


def rgb(image):
    pixels = pixels_of(image)
    return np.stack([pixels >> 16 & 255, pixels >> 8 & 255, pixels & 255], -1)


def test_every_picture_comes_back_with_its_step(tmp_path):
    gif = GifFile(tmp_path / "x.gif", stands=120)
    shown = [picture(number) for number in (1, 2, 2, 3)]
    for number, image in enumerate(shown):
        gif.add(image, 10 * number)
    gif.end()
    arrays, comments, durations = read(tmp_path / "x.gif")
    assert comments == [b"step 0", b"step 10", b"step 20", b"step 30"]
    assert durations == [120] * 4
    for array, image in zip(arrays, shown, strict=True):
        assert np.array_equal(array, rgb(image))


def test_many_colours_stay_close(tmp_path):
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (50, 50, 4), np.uint8)
    image = QImage(noise.tobytes(), 50, 50, QImage.Format.Format_RGB32)
    gif = GifFile(tmp_path / "x.gif", stands=100)
    gif.add(image, 0)
    gif.add(picture(1, (50, 50)), 1)
    gif.end()
    arrays, _, _ = read(tmp_path / "x.gif")
    assert np.abs(arrays[0].astype(int) - rgb(image)).mean() < 25
    assert np.array_equal(arrays[1], rgb(picture(1, (50, 50))))


def test_it_is_whole_after_each_picture(tmp_path):
    gif = GifFile(tmp_path / "x.gif", stands=100)
    for number in range(3):
        gif.add(picture(number), number)
        assert len(read(tmp_path / "x.gif")[0]) == number + 1
        assert (tmp_path / "x.gif").read_bytes().endswith(b"\0;")
    gif.end()


def test_it_stays_readable_when_the_disk_is_full(tmp_path, monkeypatch):
    class Full(io.FileIO):
        room = 10_000

        def write(self, data):
            if len(data) > self.room:
                super().write(data[:5])
                raise OSError(28, "No space left on device")
            return super().write(data)

    monkeypatch.setattr(gif_file, "FileIO", Full)
    gif = GifFile(tmp_path / "x.gif", stands=100)
    gif.add(picture(1), 1)
    gif.add(picture(2), 2)
    monkeypatch.setattr(Full, "room", 20)
    with pytest.raises(OSError, match="No space"):
        gif.add(picture(3), 3)
    gif.end()
    assert read(tmp_path / "x.gif")[1] == [b"step 1", b"step 2"]


def test_an_older_one_stays_until_there_is_a_picture(tmp_path):
    (tmp_path / "x.gif").write_bytes(b"GIF89a old")
    gif = GifFile(tmp_path / "x.gif", stands=100)
    gif.end()
    assert (tmp_path / "x.gif").read_bytes() == b"GIF89a old"


def test_what_is_larger_is_made_smaller_and_what_is_smaller_stays_sharp():
    size = picture(0).size()
    wide = QImage(200, 50, QImage.Format.Format_RGB32)
    wide.fill(QColor("red"))
    assert fitted(wide, size).size() == size
    assert fitted(wide, size).pixelColor(59, 14) == QColor("red")
    small = picture(2, (50, 30))
    there = fitted(small, size)
    assert (there.size(), there.copy(0, 0, 50, 30)) == (size, small)
