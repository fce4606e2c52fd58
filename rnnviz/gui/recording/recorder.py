"""Takes what is to be seen as pictures of one size, and writes them where they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from rnnviz.captions.recorded import recorded_caption, stopped_caption
from rnnviz.gui.pictures.catching_up import catch_up
from rnnviz.gui.recording.png_files import PngFiles
from rnnviz.lab.recording import Recording, unwritable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Pictures(Protocol):
    """A file, or several, that pictures are written to."""

    def add(self, image: QImage, step: int) -> None:
        """Write the next picture; OSError leaves those before it."""

    def end(self) -> None:
        """Close what is open."""


def picture_of(widget: QWidget) -> QImage:
    """Return what a widget shows now, whether anybody sees it or not."""
    catch_up(widget)
    image = widget.grab().toImage()
    image.setDevicePixelRatio(1.0)
    return image


class Recorder:
    """One recording; `add` takes pictures until it `is_over`: all are there, or one failed.

    All pictures have the size of the first: what has another by then is made to fit.
    """

    def __init__(self, wanted: Recording) -> None:
        self.wanted = wanted
        self.steps: list[int] = []
        """The step of each picture."""
        self.problem = ""
        """Why it ended before its time, in a sentence."""
        self._size = QSize()
        self._pictures = _pictures_for(wanted)

    @property
    def is_over(self) -> bool:
        """Whether no more pictures are taken."""
        return bool(self.problem) or len(self.steps) >= self.wanted.most

    def add(self, widget: QWidget, step: int) -> None:
        """Take a picture of what a widget shows after so many steps."""
        if self.is_over:
            return
        image = picture_of(widget)
        if not self.steps:
            self._size = image.size()
        try:
            self._pictures.add(fitted(image, self._size), step)
        except OSError as error:
            self.problem = str(unwritable(self.wanted.path, error))
        else:
            self.steps.append(step)

    def end(self) -> None:
        """Close what is open."""
        try:
            self._pictures.end()
        except OSError as error:
            self.problem = self.problem or str(unwritable(self.wanted.path, error))

    @property
    def words(self) -> str:
        """What was recorded, in the end."""
        told = recorded_caption(self.wanted, self.steps)
        return stopped_caption(self.problem, told) if self.problem else told


def fitted(image: QImage, size: QSize) -> QImage:
    """Return a picture of this size: another one smaller or larger as a whole, in its middle."""
    if image.size() == size:
        return image
    smooth, keep = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.KeepAspectRatio
    scaled = image.scaled(size, keep, smooth)
    ground = QImage(size, QImage.Format.Format_RGB32)
    ground.fill(image.pixelColor(0, 0))
    place = QRect(scaled.rect())
    place.moveCenter(ground.rect().center())
    painter = QPainter(ground)
    painter.drawImage(place.topLeft(), scaled)
    painter.end()
    return ground


def _pictures_for(wanted: Recording) -> Pictures:
    if wanted.is_gif:
        from rnnviz.gui.recording.gif_file import GifFile  # Pillow may not be there

        return GifFile(wanted.path, wanted.stands)
    return PngFiles(wanted.path)
