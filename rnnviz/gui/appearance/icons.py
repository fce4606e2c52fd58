"""The program's own icons, tinted in the colours of the look."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from rnnviz import resources

DRAWN_IN = "#808080"
"""The colour in the icon files, which is replaced."""
SIZES = (16, 24, 32, 48)
WINDOW_SIZES = (16, 24, 32, 48, 64, 128, 256)


def icon(name: str, colour: str) -> QIcon:
    """Return resources/icons/NAME.svg in `colour`, as "#rrggbb"."""
    result = QIcon()
    for size in SIZES:
        result.addPixmap(_picture(name, colour, size))
    return result


def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """Return an icon as a picture of `size` logical pixels."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    picture = _picture(name, colour, round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    return picture


def window_icon() -> QIcon:
    """Return the icon of the program."""
    result = QIcon()
    for size in WINDOW_SIZES:
        result.addFile(str(resources.path("icons", f"rnnviz-{size}.png")))
    return result


def _picture(name: str, colour: str, size: int) -> QPixmap:
    """Return an icon in device pixels; every row of a form has the same few."""
    key, picture = f"rnnviz {name} {colour} {size}", QPixmap()
    if not QPixmapCache.find(key, picture):
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        svg = resources.read_text("icons", f"{name}.svg").replace(DRAWN_IN, colour)
        with QPainter(picture) as painter:
            QSvgRenderer(QByteArray(svg.encode())).render(painter)
        QPixmapCache.insert(key, picture)
    return QPixmap(picture)
