"""What a picture is taken of: panels or single plots, with a heading that says what they show."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.pictures.painting import blank_image, dressed, paint_part
from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.live_plot import LivePlot
from rnnviz.lab.shown_data import ShownData, stem_of

MARGIN = 8
INCH = 0.0254
"""Metres."""
ENDLESS = 100_000
WRAPPED = int(Qt.TextFlag.TextWordWrap)
_MILLIMETRES = re.compile(rb'width="[0-9.]+mm" height="[0-9.]+mm"')
"""How large Qt says that a drawing is; who reads it may take other pixels for a millimetre."""
_WRITTEN = re.compile(rb'font-size="([0-9.]+)"')


@dataclass(frozen=True)
class Part:
    """A widget with a look of its own, what is taken of it, and a name where there are several."""

    widget: QWidget
    source: QRect
    name: str = ""


@dataclass(frozen=True)
class Subject:
    """Parts side by side, or with `down` one below the other, under a title and notes.

    `stem` is what a file with it is called; `numbers` returns those that it shows.
    """

    stem: str
    title: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
    down: bool = False
    numbers: Callable[[], tuple[ShownData, ...]] = tuple

    @property
    def size(self) -> QSize:
        """Return how many pixels it takes."""
        return _Plan(self).size

    def image(self, theme: Theme, scale: int = 1) -> QImage:
        """Return it as an image in a look, with `scale` dots for every pixel on either side."""
        plan = _Plan(self)
        image = blank_image(plan.size, scale)
        with QPainter(image) as painter:
            self._paint(painter, plan, theme)
        dots = round(scale * self.parts[0].widget.logicalDpiX() / INCH)
        image.setDotsPerMeterX(dots)
        image.setDotsPerMeterY(dots)
        image.setText("Title", self.title)
        image.setText("Description", " ".join(self.notes))
        return image

    def png(self, theme: Theme, scale: int = 1) -> bytes:
        """Return the bytes of a PNG file."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.image(theme, scale).save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def svg(self, theme: Theme) -> bytes:
        """Return the bytes of an SVG file."""
        plan, buffer = _Plan(self), QBuffer()
        drawing = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
        drawing.setOutputDevice(buffer)
        drawing.setResolution(self.parts[0].widget.logicalDpiX())
        drawing.setSize(plan.size)
        drawing.setViewBox(QRect(QPoint(), plan.size))
        drawing.setTitle(self.title)
        drawing.setDescription(" ".join(self.notes))
        with QPainter(drawing) as painter:
            self._paint(painter, plan, theme)
        written = _WRITTEN.sub(_whole, bytes(buffer.data().data()))
        pixels = b'width="%d" height="%d"' % plan.size.toTuple()
        return _MILLIMETRES.sub(pixels, written, count=1)

    def _paint(self, painter: QPainter, plan: _Plan, theme: Theme) -> None:
        painter.fillRect(QRect(QPoint(), plan.size), QColor(theme.window))
        for text, area, font, is_title in plan.lines:
            painter.setFont(font)
            painter.setPen(QColor(theme.text if is_title else theme.muted))
            painter.drawText(area, WRAPPED, text)
        with dressed([part.widget for part in self.parts], theme):
            for part, at in zip(self.parts, plan.corners, strict=True):
                paint_part(part.widget, part.source, painter, at)


class _Plan:
    """Where everything stands: `lines` of text with their areas and fonts, `corners` of parts."""

    def __init__(self, subject: Subject) -> None:
        self.lines: list[tuple[str, QRect, QFont, bool]] = []
        self.corners: list[QPoint] = []
        font = subject.parts[0].widget.font()
        bold = QFont(font)
        bold.setBold(True)
        sizes = [part.source.size() for part in subject.parts]
        widths = [size.width() for size in sizes]
        whole = max(widths) if subject.down else sum(widths) + MARGIN * (len(widths) - 1)
        foot = self._write(subject.title, QPoint(MARGIN, MARGIN), whole, bold)
        for note in subject.notes:
            foot = self._write(note, QPoint(MARGIN, foot), whole, font)
        corner = QPoint(MARGIN, foot + MARGIN // 2)
        for part, size in zip(subject.parts, sizes, strict=True):
            head = self._write(part.name, corner, size.width(), font)
            self.corners.append(QPoint(corner.x(), head))
            foot = max(foot, head + size.height())
            across = QPoint(corner.x() + size.width() + MARGIN, corner.y())
            corner = QPoint(corner.x(), foot + MARGIN) if subject.down else across
        self.size = QSize(whole + 2 * MARGIN, foot + MARGIN)

    def _write(self, text: str, at: QPoint, width: int, font: QFont) -> int:
        """Take room for a text, and return where it ends; none for no text."""
        if not text:
            return at.y()
        room = QRect(at, QSize(width, ENDLESS))
        height = QFontMetrics(font).boundingRect(room, WRAPPED, text).height()
        self.lines.append((text, QRect(at, QSize(width, height)), font, font.bold()))
        return at.y() + height


def single(picture: Canvas | LivePlot) -> Subject:
    """Return one plot or diagram by itself."""
    name = picture.accessibleName()
    part = Part(picture, picture.rect())
    return Subject(stem_of(name), name, (part,), numbers=partial(_numbers_of, picture))


def _numbers_of(picture: Canvas | LivePlot) -> tuple[ShownData, ...]:
    return () if picture.message else (picture.data(),)


def _whole(size: re.Match[bytes]) -> bytes:
    """Return a size of letters in whole pixels, as the screen has them and room was made for."""
    return b'font-size="%d"' % round(float(size[1]))
