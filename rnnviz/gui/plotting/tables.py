"""What the pictures inside a widget show, each as a table of its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.live_plot import LivePlot

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rnnviz.lab.shown_data import ShownData


def pictures_in(part: QWidget) -> list[Canvas | LivePlot]:
    """Return the pictures inside a widget that are seen where it is seen, in reading order."""
    inside: list[Canvas | LivePlot] = [*part.findChildren(Canvas), *part.findChildren(LivePlot)]
    return sorted(
        (one for one in inside if one.isVisibleTo(part)), key=lambda one: _place(one, part)
    )


def tables_in(part: QWidget) -> tuple[ShownData, ...]:
    """Return the numbers of the pictures inside a widget; not of one with a message."""
    shown = [one for one in pictures_in(part) if not one.message]
    return tuple(one.data().named(one.accessibleName()) for one in shown)


def together(tables: Iterable[ShownData]) -> tuple[ShownData, ...]:
    """Return the tables that have a row; one that is alone needs no name."""
    found = [one for one in tables if one.rows]
    return tuple(found) if len(found) > 1 else tuple(one.named("") for one in found)


def _place(picture: QWidget, part: QWidget) -> tuple[int, int]:
    corner = picture.mapTo(part, QPoint(0, 0))
    return corner.y(), corner.x()
