"""What pictures write, and on which ground: read while they are painted."""

from collections import Counter
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget


class Written:
    """All texts that were painted: what, in which colour, on which ground."""

    def __init__(self):
        self.found = []
        self._later = []

    def take(self, painter, area, text):
        """Note a text that is about to be painted somewhere."""
        ink = painter.pen().color()
        if ink.alpha() == 0 or not text.strip():
            return
        where = painter.combinedTransform().mapRect(area).toAlignedRect()
        device = painter.device()
        if isinstance(device, QPixmap):
            self._note(text, ink.name(), device.toImage(), where)
        else:
            self._later.append((text, ink.name(), where, device))

    def look(self, widget):
        """Paint a widget, and look what the texts stand on that it painted itself."""
        image = widget.grab().toImage()
        for text, ink, where, device in self._later:
            if not isinstance(device, QWidget):  # an axis, which draws on the plain ground
                self.found.append((text, ink, widget.theme.base))
                continue
            aside = QPoint() if device is widget else device.mapTo(widget, QPoint())
            self._note(text, ink, image, where.translated(aside))
        self._later.clear()

    def _note(self, text, ink, image, where):
        ground = most_common(image, where, ink)
        if ground is not None:
            self.found.append((text, ink, ground))


def most_common(image, where, ink):
    """Return the most common colour, but for the ink, of an area; None where nothing is seen."""
    where = where.intersected(image.rect())
    seen = Counter(
        colour.name()
        for y in range(where.top(), where.bottom() + 1, 2)
        for x in range(where.left(), where.right() + 1, 2)
        if (colour := image.pixelColor(x, y)).alpha() > 128
    )
    seen.pop(ink, None)
    return seen.most_common(1)[0][0] if seen else None


def area_of(painter, arguments):
    """Return the area and the text of a call of `drawText`."""
    metrics, first = painter.fontMetrics(), arguments[0]
    text = next(one for one in arguments if isinstance(one, str))
    if isinstance(first, QRect | QRectF):
        flags = next((int(one) for one in arguments[1:] if not isinstance(one, str)), 0)
        return QRectF(painter.boundingRect(QRectF(first), flags, text)), text
    x, y = (first.x(), first.y()) if isinstance(first, QPoint | QPointF) else arguments[:2]
    return QRectF(x, y - metrics.ascent(), metrics.horizontalAdvance(text), metrics.height()), text


@contextmanager
def reading(monkeypatch):
    """Note what is written until the end."""
    written = Written()
    draw, draw_static = QPainter.drawText, QPainter.drawStaticText

    def draw_text(painter, *arguments):
        written.take(painter, *area_of(painter, arguments))
        return draw(painter, *arguments)

    def draw_static_text(painter, at, text):
        written.take(painter, QRectF(QPointF(at), text.size()), text.text())
        return draw_static(painter, at, text)

    with monkeypatch.context() as patch:
        patch.setattr(QPainter, "drawText", draw_text)
        patch.setattr(QPainter, "drawStaticText", draw_static_text)
        yield written
