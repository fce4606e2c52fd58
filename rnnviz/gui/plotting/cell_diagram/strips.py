"""Thin strips with the values of all units, one image for all that are equally wide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.cell_diagram.shapes import Rect
from rnnviz.gui.plotting.colour_scale import ColourScale
from rnnviz.gui.plotting.heat_map import strongest

Values = NDArray[Any]


def paint_strips(
    painter: QPainter,
    places: Mapping[str, Rect],
    values: Mapping[str, Values],
    scales: Mapping[str, ColourScale],
    theme: Theme,
) -> None:
    """Paint the values (n,) of every wire that has a place; of several per pixel the strongest.

    What is no number is hatched in the colour of errors.
    """
    groups: dict[tuple[int, int, ColourScale], list[str]] = {}
    for name, rect in places.items():
        if name in values and values[name].size:
            columns = min(values[name].size, max(1, round(rect.width)))
            key = values[name].size, columns, scales[name]
            groups.setdefault(key, []).append(name)
    for (_, columns, scale), names in groups.items():
        rows = np.stack([values[name] for name in names])
        image = scale.on(theme).image(strongest(rows, len(names), columns))
        for place, name in enumerate(names):
            target = QRectF(*places[name])
            if image.hasAlphaChannel():
                painter.fillRect(target, QBrush(QColor(theme.error), Qt.BrushStyle.BDiagPattern))
            painter.drawImage(target, image.copy(0, place, columns, 1))


def paint_marks(
    painter: QPainter, places: Mapping[str, Rect], sizes: Mapping[str, int], unit: int, ink: QColor
) -> None:
    """Mark a unit on the strips of so many values, above and below."""
    painter.setPen(ink)
    for name, rect in places.items():
        if (count := sizes.get(name, 0)) > unit:
            column = rect.x + (unit + 0.5) * rect.width / count
            painter.drawLine(*map(round, (column, rect.y - 2, column, rect.y)))
            painter.drawLine(*map(round, (column, rect.bottom - 1, column, rect.bottom + 1)))
