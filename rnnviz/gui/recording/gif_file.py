"""A GIF that grows picture by picture, and is whole after each."""

from __future__ import annotations

from io import FileIO
from struct import pack
from typing import TYPE_CHECKING

import numpy as np
from PIL import GifImagePlugin, Image

from rnnviz.gui.recording.pixels import pixels_of

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

COLOURS = 255
"""Of one picture; the one that is left of 256 says that a pixel stays as it was."""
STAYS = 255
REPEATED = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
"""It begins again at its end, for ever."""
END = b";"
LEAVE = 1
"""What becomes of a picture when the next one comes: it stays below it."""


class GifFile:
    """Takes pictures of one size; `stands` is how many milliseconds each is to be seen.

    Every picture holds those pixels only that are others than in the one before, with up to 255
    colours of their own, and its step as a comment. The memory is that of two pictures, however
    many there are. What cannot be written (OSError) leaves the file with the pictures before it.
    """

    def __init__(self, path: Path, stands: int) -> None:
        self._path, self._stands = path, stands
        self._file: FileIO | None = None
        self._whole = 0
        """Bytes that the file has without its end."""
        self._before: NDArray[np.uint32] | None = None

    def add(self, image: QImage, step: int) -> None:
        """Write the next picture, taken after so many steps."""
        pixels = pixels_of(image)
        frame = self._header(pixels) if self._before is None else b""
        comment = f"step {step}".encode()
        frame += b"!\xfe" + bytes((len(comment),)) + comment + b"\0"
        frame += self._changes(pixels)
        self._write(frame)
        self._before = pixels

    def end(self) -> None:
        """Close the file, which has its end already."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, frame: bytes) -> None:
        if self._file is None:
            self._file = FileIO(self._path, "w")
        try:
            self._put(frame + END)
        except OSError:
            self._file.truncate(self._whole)
            self._file.seek(self._whole)
            if self._whole:
                self._put(END)  # there was room for it before
            raise
        self._whole += len(frame)
        self._file.seek(self._whole)

    def _put(self, piece: bytes) -> None:
        """Write all of it: a disk that gets full takes a part first."""
        assert self._file is not None
        while piece:
            piece = piece[self._file.write(piece) or 0 :]

    def _header(self, pixels: NDArray[np.uint32]) -> bytes:
        height, width = pixels.shape
        return b"GIF89a" + pack("<HHBBB", width, height, 0x70, 0, 0) + REPEATED

    def _changes(self, pixels: NDArray[np.uint32]) -> bytes:
        """Return the picture as what is new in it, within the rectangle that holds all of that."""
        before = self._before
        new = np.ones(pixels.shape, bool) if before is None else pixels != before
        rows, columns = np.flatnonzero(new.any(1)), np.flatnonzero(new.any(0))
        top, bottom = (rows[0], rows[-1] + 1) if rows.size else (0, 1)
        left, right = (columns[0], columns[-1] + 1) if columns.size else (0, 1)
        new, part = new[top:bottom, left:right], pixels[top:bottom, left:right]
        indices = np.full(part.shape, STAYS, np.uint8)
        palette = b""
        if new.any():
            indices[new], palette = _reduced(part[new])
        image = Image.frombytes("P", (part.shape[1], part.shape[0]), indices.tobytes())
        image.putpalette(palette.ljust(3 * (COLOURS + 1), b"\0"))
        return b"".join(
            GifImagePlugin.getdata(
                image,
                (int(left), int(top)),
                duration=self._stands,
                transparency=STAYS,
                disposal=LEAVE,
                include_color_table=True,
            )
        )


def _reduced(pixels: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], bytes]:
    """Return pixels as numbers of colours, and these colours, as bytes of red, green and blue."""
    colours = np.ascontiguousarray(pixels[:, None].view(np.uint8)[:, 2::-1])
    row = Image.frombytes("RGB", (pixels.size, 1), colours.tobytes())
    few = row.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    palette = bytes(few.getpalette() or ())[: 3 * COLOURS]
    return np.frombuffer(few.tobytes(), np.uint8), palette
