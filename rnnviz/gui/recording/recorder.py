"""Takes what is to be seen as pictures of one size, and writes them where they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from rnnviz.captions.recorded import recorded_caption, stopped_caption
from rnnviz.gui.pictures.catching_up import catch_up
from rnnviz.gui.recording.png_files import PngFiles
from rnnviz.lab.recording import Recording, unwritable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.gui.pictures.subject import Subject


class Pictures(Protocol):
    """A file, or several, that pictures are written to."""

    def add(self, image: QImage, step: int) -> None:
        """Write the next picture; OSError leaves those before it."""

    def end(self) -> None:
        """Close what is open."""


def settle(widget: QWidget) -> None:
    """Let everything in a widget be of the step that it was told last, and have room for that."""
    catch_up(widget)
    # No other events: what has been told by signals meanwhile belongs after the picture.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def picture_of(widget: QWidget) -> QImage:
    """Return what a widget shows now, whether anybody sees it or not."""
    settle(widget)
    image = widget.grab().toImage()
    image.setDevicePixelRatio(1.0)
    return image


def image_of(subject: Subject, theme: Theme, scale: int = 1) -> QImage:
    """Return what panels show, under their title, the run and the step, without their controls."""
    image = subject.image(theme, scale)
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
        self._size, self._is_ended = QSize(), False
        self._pictures = _pictures_for(wanted)

    @property
    def is_over(self) -> bool:
        """Whether no more pictures are taken."""
        is_full = len(self.steps) >= self.wanted.most
        return is_full or self._is_ended or bool(self.problem)

    def add(self, image: QImage, step: int) -> None:
        """Write a picture of what is to be seen after so many steps."""
        if self.is_over:
            return
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
        self._is_ended = True
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
    """Return a picture of this size: a larger one is made smaller, a smaller one stays sharp."""
    if image.size() == size:
        return image
    ground = QImage(size, QImage.Format.Format_RGB32)
    ground.fill(image.pixelColor(0, 0))
    if not QRect(QPoint(), size).contains(image.rect()):
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    with QPainter(ground) as painter:
        painter.drawImage(QPoint(), image)
    return ground


def _pictures_for(wanted: Recording) -> Pictures:
    if wanted.is_gif:
        from rnnviz.gui.recording.gif_file import GifFile  # Pillow may not be there

        return GifFile(wanted.path, wanted.stands)
    return PngFiles(wanted.path)
