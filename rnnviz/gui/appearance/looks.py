"""Which colour and dash a run has, everywhere the same: in plots, legends and the list of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme

Stripes = tuple[int, ...]
"""Pixels along a line that are drawn and left out in turn; none for an unbroken line."""

LINES = (0, 1, 4, 2, 3)
"""The theme's line colours in the order of the looks: neighbours differ in lightness too."""
STRIPES: tuple[Stripes, ...] = (
    (),
    (9, 5),
    (2, 3),
    (10, 3, 2, 3),
    (4, 4),
    (8, 2, 2, 2, 2, 2),
)
"""The dashes in the order of the looks; as colours repeat sooner, 30 looks differ."""
SAMPLE = 28, 16
"""The width and height of a sample in a list, in pixels."""
THICKNESS = 2


def line_of(look: int) -> int:
    """Return the number of a look's colour among `Theme.lines`."""
    return LINES[look % len(LINES)]


def stripes_of(look: int) -> Stripes:
    """Return a look's dash."""
    return STRIPES[look % len(STRIPES)]


def colour_of(look: int, theme: Theme) -> str:
    """Return a look's colour, as "#rrggbb"."""
    return theme.lines[line_of(look)]


def drawn_pieces(stripes: Stripes, length: int) -> list[tuple[int, int]]:
    """Return where a line of a length in pixels is drawn: the start and the end of each piece."""
    if not stripes:
        return [(0, length)]
    pieces, start, place = [], 0, 0
    while start < length:
        end = start + stripes[place % len(stripes)]
        if place % 2 == 0:
            pieces.append((start, min(end, length)))
        start, place = end, place + 1
    return pieces


def paint_look(painter: QPainter, area: QRectF, look: int, theme: Theme) -> None:
    """Paint a piece of a look's line across the middle of an area."""
    top = round(area.center().y() - THICKNESS / 2)
    for start, end in drawn_pieces(stripes_of(look), int(area.width())):
        piece = QRectF(area.left() + start, top, end - start, THICKNESS)
        painter.fillRect(piece, QColor(colour_of(look, theme)))


def look_icon(look: int, theme: Theme) -> QIcon:
    """Return a piece of a look's line for lists, of the size `SAMPLE`."""
    width, height = SAMPLE
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        paint_look(painter, QRectF(0, 0, width, height), look, theme)
    return QIcon(pixmap)
