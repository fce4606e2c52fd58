"""Eigenvalues on the complex plane, with circles around zero to compare them with."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent

from rnnviz.captions import spectrum
from rnnviz.captions.number_format import signed_number
from rnnviz.gui.plotting import ticks
from rnnviz.gui.plotting.dots import paint_mark, paint_marks, paint_squares
from rnnviz.gui.plotting.ranges import AutoRange, Range, nice_above
from rnnviz.gui.plotting.sheet import Sheet
from rnnviz.lab.shown_data import ShownData

Complex = NDArray[np.complexfloating]
Points = NDArray[np.float64]

LEAST_REACH = 1.2
ROOM_FOR_TICK = 34
LEAST_FOR_LABELS = 100
ZOOM_KEYS = {Qt.Key.Key_Plus: 1.25, Qt.Key.Key_Minus: 0.8}
MOST_ZOOM, LEAST_ZOOM = 1e4, 0.1
A_NOTCH = 120
MARKS = (2.0, 3.2)
"""Radius of an eigenvalue's mark in the smallest plane and in a large one."""
LARGE = 350
CLOUD_MARK = 2.2
CLOUD = "step Jacobians"
TITLES = ("real", "imaginary")


@dataclass(frozen=True)
class Spectra:
    """What there is to be seen: `values` (H,) of a matrix called `name`, and a `cloud` (n,)."""

    name: str
    values: Complex
    cloud: Complex
    ring: float


NOTHING = Spectra("", np.empty(0, complex), np.empty(0, complex), math.nan)


class ComplexPlane(Sheet):
    """Real axis to the right, imaginary axis upwards, the same scale on both, zero in the middle.

    A full line is the unit circle, a dashed ring the largest singular value. Plus, minus and the
    wheel zoom; A and a double click show everything.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.shown = NOTHING
        self.zoom = 1.0
        self._reach = AutoRange(reach)

    def show_spectra(self, spectra: Spectra) -> None:
        """Paint these."""
        if spectra.name != self.shown.name:
            self.invalidate()
        self.shown = spectra
        known = np.abs(np.concatenate((spectra.values, spectra.cloud)))
        known = known[np.isfinite(known)]
        largest = float(known.max()) if known.size else 0.0
        if math.isfinite(spectra.ring):
            largest = max(largest, spectra.ring)
        self.set_message("")
        if self._reach.fit(0.0, largest) is not None:
            self.invalidate()
        self.refresh()

    def data(self) -> ShownData:
        """Return all eigenvalues, also those that lie outside, and the radius of the ring."""
        own, cloud = self.shown.values, self.shown.cloud
        values = np.concatenate((own, cloud))
        whose = [self.shown.name] * len(own) + [CLOUD] * len(cloud)
        return ShownData(
            (
                ("eigenvalue of", whose),
                *zip(TITLES, (values.real, values.imag), strict=True),
                ("modulus", np.abs(values)),
                (f"largest singular value of {self.shown.name}", [self.shown.ring] * len(values)),
            )
        )

    def start_over(self) -> None:
        """Forget what was shown: another network, gate or layer begins."""
        self.shown, self.zoom = NOTHING, 1.0
        self._reach.reset()
        self.invalidate()

    @property
    def per_unit(self) -> float:
        """Pixels that the number 1 takes."""
        whole = (self._reach.current or (0.0, LEAST_REACH))[1]
        return max(min(self.width(), self.height()), 2) / 2 / whole * self.zoom

    @property
    def mark(self) -> float:
        """The radius of an eigenvalue's mark: many in a small plane are to be told apart."""
        share = min(1.0, min(self.width(), self.height()) / LARGE)
        return MARKS[0] + share * (MARKS[1] - MARKS[0])

    def place(self, values: Complex) -> Points:
        """Return where complex numbers are, (n, 2) pixels."""
        values = values.astype(np.complex128)
        columns = self.width() / 2 + values.real * self.per_unit
        return np.column_stack((columns, self.height() / 2 - values.imag * self.per_unit))

    def spots(self) -> Points:
        """Return where the eigenvalues are, those of the cloud last."""
        return self.place(np.concatenate((self.shown.values, self.shown.cloud)))

    def accessible_text(self, spot: int) -> str:
        """Return an eigenvalue and its modulus."""
        own = len(self.shown.values)
        value = self.shown.values[spot] if spot < own else self.shown.cloud[spot - own]
        of = self.shown.name if spot < own else "a step Jacobian"
        return spectrum.accessible_text(of, complex(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus zoom, A shows everything, arrow keys go through the eigenvalues."""
        if event.key() == Qt.Key.Key_A:
            self.set_zoom(1.0)
        elif event.key() in ZOOM_KEYS:
            self.set_zoom(self.zoom * ZOOM_KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about zero."""
        self.set_zoom(self.zoom * 1.25 ** (event.angleDelta().y() / A_NOTCH))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything."""
        self.set_zoom(1.0)
        event.accept()

    def set_zoom(self, zoom: float) -> None:
        """Enlarge everything so many times."""
        self.zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        self.invalidate()

    def _paint(self, painter: QPainter) -> None:
        colours = [QColor(line) for line in self.theme.lines]
        cloud, values = self.place(self.shown.cloud), self.place(self.shown.values)
        paint_squares(painter, self._inside(cloud), CLOUD_MARK * self.theme.stroke, colours[1])
        dashed, ring = self.theme.pen(colours[2], 1.4, Qt.PenStyle.DashLine), self.shown.ring
        self._paint_ring(painter, ring, dashed, f"σ₁ {signed_number(ring)}", -3 * math.pi / 4)
        paint_marks(painter, self._inside(values), "circle", self.mark, colours[0])
        self._paint_ring(painter, 1.0, self.theme.pen(self.theme.text, 1.0), "1", -math.pi / 4)
        if self._is_labelled:
            self._paint_titles(painter)
            self._paint_legend(painter)

    def _inside(self, places: Points) -> Points:
        """Return the places that can be seen."""
        sizes = (self.width(), self.height())
        return places[((places >= -5) & (places <= np.add(sizes, 5))).all(axis=1)]

    def _paint_ground(self, painter: QPainter) -> None:
        """Draw lines at round numbers, and write these at the edges."""
        middle, unit = (self.width() / 2, self.height() / 2), self.per_unit
        room = max(ROOM_FOR_TICK, self.fontMetrics().horizontalAdvance("−0.5") + 6)
        most = max(2, int(min(self.width(), self.height()) / room))
        step = float(np.diff(ticks.linear(0.0, 2 * min(middle) / unit, most)[:2])[0])
        line, muted = QColor(self.theme.grid), QColor(self.theme.muted)
        for axis, half in enumerate(middle):
            reach = math.floor(half / unit / step)
            for value in step * np.arange(-reach, reach + 1):
                at = round(half + (-value if axis else value) * unit)
                painter.setPen(muted if abs(value) < step / 2 else line)
                ends = (
                    ((at, 0), (at, self.height())) if axis == 0 else ((0, at), (self.width(), at))
                )
                painter.drawLine(*ends[0], *ends[1])
                if self._is_labelled and abs(value) >= step / 2:
                    self._paint_tick(painter, axis, at, ticks.linear_label(value, step))

    @property
    def _is_labelled(self) -> bool:
        """Whether there is room for words."""
        return min(self.width(), self.height()) >= LEAST_FOR_LABELS

    def _paint_tick(self, painter: QPainter, axis: int, at: int, label: str) -> None:
        """Write a number at the lower or left edge, but not into the corner or the legend."""
        metrics, label = self.fontMetrics(), label.replace("-", "−")
        width, height = metrics.horizontalAdvance(label) + 2, metrics.height()
        painter.setPen(QColor(self.theme.muted))
        if axis == 0 and width * 1.5 < at < self.width() - width:
            area = QRectF(at - width / 2, self.height() - height, width, height)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, label)
        elif axis == 1 and 3 * height + 1 < at < self.height() - 1.5 * height:
            painter.drawText(
                QRectF(3, at - height, width, height), Qt.AlignmentFlag.AlignLeft, label
            )

    def _paint_titles(self, painter: QPainter) -> None:
        """Name the axes at their positive ends."""
        painter.setPen(QColor(self.theme.muted))
        height = self.fontMetrics().height()
        real, imaginary = (self.fontMetrics().horizontalAdvance(t) + 2 for t in TITLES)
        right = QRectF(self.width() - real - 3, self.height() / 2 - height, real, height)
        top = QRectF(self.width() / 2 + 3, 1, imaginary, height)
        legend = self._legend_area()
        for area, title in zip((right, top), TITLES, strict=True):
            if area.intersects(legend) or area.right() > self.width():
                continue
            painter.fillRect(area, QColor(self.theme.base))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, title)

    def _paint_ring(
        self, painter: QPainter, radius: float, pen: QPen, label: str, angle: float
    ) -> None:
        """Draw a circle around zero with its label at an angle, if it can be seen."""
        size = radius * self.per_unit
        if not 1.0 <= size <= 2 * (self.width() + self.height()):
            return
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle = QPointF(self.width() / 2, self.height() / 2)
        painter.drawEllipse(middle, size, size)
        metrics = self.fontMetrics()
        width, height = metrics.horizontalAdvance(label) + 4, metrics.height()
        at = middle + QPointF(math.cos(angle), -math.sin(angle)) * size
        area = QRectF(at.x() - width / 2, at.y() - height / 2, width, height)
        if QRectF(self.rect()).contains(area):
            painter.fillRect(area, QColor(self.theme.base))
            painter.setPen(QColor(self.theme.text))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, label)

    @property
    def _marks(self) -> list[tuple[float, int, str]]:
        """What the legend names: the sizes of marks, their colours, and whose they are."""
        narrow = self.fontMetrics().horizontalAdvance(CLOUD) + 16 > self.width()
        cloud = CLOUD.split(" ")[0] + "s" if narrow else CLOUD
        marks = [(self.mark, 0, self.shown.name), (CLOUD_MARK / 2, 1, cloud)]
        return marks[: 2 if self.shown.cloud.size else 1]

    def _legend_area(self) -> QRectF:
        metrics = self.fontMetrics()
        width = max(metrics.horizontalAdvance(text) for _, _, text in self._marks)
        return QRectF(1, 1, width + 16, metrics.height() * len(self._marks))

    def _paint_legend(self, painter: QPainter) -> None:
        """Say in the corner which marks are which, over whatever runs there."""
        height, width = self.fontMetrics().height(), self._legend_area().width()
        for row, (radius, colour, text) in enumerate(self._marks):
            area = QRectF(1, 1 + row * height, width, height)
            painter.fillRect(area, QColor(self.theme.base))
            painter.save()
            painter.translate(8, area.center().y())
            paint_mark(painter, "circle", radius, QColor(self.theme.lines[colour]))
            painter.restore()
            painter.setPen(QColor(self.theme.text))
            painter.drawText(area.adjusted(15, 0, 0, 0), Qt.AlignmentFlag.AlignLeft, text)


def reach(low: float, high: float) -> Range:
    """Return zero to a round number that leaves a little room around the largest modulus."""
    return 0.0, nice_above(max(LEAST_REACH, 1.08 * high))
