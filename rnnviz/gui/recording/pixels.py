"""The pixels of a picture as an array."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from numpy.typing import NDArray


def pixels_of(image: QImage) -> NDArray[np.uint32]:
    """Return a copy (height, width) of 0xffRRGGBB, in the order of bytes blue, green, red, 0xff."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    lines = np.frombuffer(plain.constBits(), np.uint32)
    pixels = lines.reshape(plain.height(), plain.bytesPerLine() // 4)[:, : plain.width()].copy()
    return pixels if sys.byteorder == "little" else pixels.byteswap()
