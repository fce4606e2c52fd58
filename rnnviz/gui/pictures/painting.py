"""Paints a part of the window anew, for an image or a drawing, as it paints itself on the screen.

A picture asks the painter what it paints on (`plotting.layer.Medium`), so that it is sharp in
images of any size, and strokes and letters in a drawing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, cast

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage, QPainter, QPalette, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from rnnviz.gui.appearance.theme import Theme, palette
from rnnviz.gui.plotting.layer import Medium
from rnnviz.gui.plotting.live_plot import LivePlot

SHARP = 4
"""Dots a pixel of what goes into a drawing as an image: tables, and pages that scroll."""
ALONE = QWidget.RenderFlag(0)


class Themed(Protocol):
    """Has a look of its own."""

    theme: Theme

    def set_theme(self, theme: Theme) -> None:
        """Take another one."""


@contextmanager
def dressed(widgets: list[QWidget], theme: Theme) -> Iterator[None]:
    """Have widgets another look for as long as they are painted; on the screen nothing changes."""
    before = {widget: cast(Themed, widget).theme for widget in widgets}
    changed = [widget for widget, worn in before.items() if worn != theme]
    try:
        for widget in changed:
            widget.setPalette(palette(theme))
            cast(Themed, widget).set_theme(theme)
        yield
    finally:
        for widget in changed:
            widget.setPalette(QPalette())  # that of what is around it
            cast(Themed, widget).set_theme(before[widget])


def paint_part(widget: QWidget, source: QRect, painter: QPainter, at: QPoint) -> None:
    """Paint what `source` has of a widget, all that stands in it too, with its corner at `at`."""
    with _without_buttons(widget):
        if Medium.of(painter).is_vector:
            _draw(widget, painter, at - source.topLeft(), QRect(at, source.size()))
        else:
            QWidget.render(widget, painter, at, QRegion(source), QWidget.RenderFlag.DrawChildren)


@contextmanager
def _without_buttons(widget: QWidget) -> Iterator[None]:
    """Leave out the buttons that stand in plots."""
    buttons = [plot.auto_button for plot in widget.findChildren(LivePlot)]
    if isinstance(widget, LivePlot):
        buttons.append(widget.auto_button)
    shown = [button for button in buttons if not button.isHidden()]
    for button in shown:
        button.hide()
    try:
        yield
    finally:
        for button in shown:
            button.show()


def _draw(widget: QWidget, painter: QPainter, at: QPoint, room: QRect) -> None:
    """Draw a widget, then what stands in it: a drawing knows no edges that all are cut off at."""
    seen = QRect(at, widget.size()).intersected(room)
    if seen.isEmpty():
        return
    if isinstance(widget, QAbstractScrollArea) and not isinstance(widget, LivePlot):
        painter.drawImage(seen, _image(widget, seen.translated(-at)))
        return
    QWidget.render(widget, painter, at, QRegion(), ALONE)
    for child in widget.children():
        if isinstance(child, QWidget) and not (child.isWindow() or child.isHidden()):
            _draw(child, painter, at + child.pos(), seen)


def _image(widget: QWidget, source: QRect) -> QImage:
    image = blank_image(source.size(), SHARP)
    with QPainter(image) as painter:
        flags = QWidget.RenderFlag.DrawChildren | QWidget.RenderFlag.DrawWindowBackground
        QWidget.render(widget, painter, QPoint(), QRegion(source), flags)
    return image


def blank_image(size: QSize, scale: int) -> QImage:
    """Return an image for so many pixels, with `scale` dots for each of them on either side."""
    image = QImage(size * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(0)
    return image
