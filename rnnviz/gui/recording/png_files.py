"""Numbered PNGs in a folder, each with its step written into it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImageWriter

from rnnviz.lab.recording import name_of_frame

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QImage

STEP = "Step"
"""The key of a PNG's text that says after which step it was taken."""
QUICKLY = 80
"""Qt's "quality" of a PNG: a third less time than by default for a twentieth more bytes."""


class PngFiles:
    """Takes pictures; never puts one in the place of another (FileExistsError)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    def add(self, image: QImage, step: int) -> None:
        """Write the next picture, taken after so many steps; OSError leaves those before it."""
        data = _as_png(image, step)
        self._folder.mkdir(exist_ok=True)
        path = self._folder / name_of_frame(self._count + 1)
        with path.open("xb") as file:
            try:
                file.write(data)
                file.flush()
            except OSError:
                with suppress(OSError):
                    path.unlink()
                raise
        self._count += 1

    def end(self) -> None:
        """Do nothing more: each file is whole."""


def _as_png(image: QImage, step: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setQuality(QUICKLY)
    writer.setText(STEP, str(step))
    if not writer.write(image):
        raise OSError(writer.errorString())
    return bytes(buffer.data().data())
