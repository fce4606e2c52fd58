"""Horizontal lines for comparison, and a place for each of their labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from rnnviz.gui.plotting.scale import Scale

GAP = 3.0
WIDEST_SHARE = 0.6
"""Share of the plot's width that a label shared by several lines may take."""


@dataclass(frozen=True)
class Reference:
    """A line at the height `value`, labelled with `name` and the value in words.

    With `shaded` everything above it is tinted.
    """

    value: float
    name: str
    words: str
    shaded: bool = False

    @property
    def label(self) -> str:
        """What stands at the line."""
        return f"{self.name} {self.words}"


@dataclass(frozen=True)
class Placed:
    """A label and the rectangle in pixels that it fills."""

    text: str
    area: QRectF


def place(
    references: Sequence[Reference],
    scale: Scale,
    width_of: Callable[[str], float],
    line_height: float,
    taken: Sequence[QRectF] = (),
) -> list[Placed]:
    """Return the labels, right-aligned just above their lines, none upon another.

    Lines too close for a label each share one. A label that would stand on a `taken` rectangle
    moves to the left end of its line, and is left out if that is taken as well.
    """
    placed: list[Placed] = []
    for group in _groups(references, scale, line_height):
        top = min(float(scale.rows(one.value)) for one in group)
        room = scale.width - 2 * GAP
        text = _shared_label(group, width_of, room * (WIDEST_SHARE if len(group) > 1 else 1.0))
        if text is None:
            continue
        bottom = max(top, line_height)
        busy = [*taken, *(label.area for label in placed)]
        width = width_of(text)
        for left in (scale.width - width - GAP, GAP):
            area = QRectF(left, bottom - line_height, width, line_height)
            if not any(area.intersects(other) for other in busy):
                placed.append(Placed(text, area))
                break
    return placed


def _groups(
    references: Sequence[Reference], scale: Scale, line_height: float
) -> list[list[Reference]]:
    """Return the visible references, from the lowest line up, those that share a label together."""
    rows = [(float(scale.rows(one.value)), one) for one in references]
    visible = sorted((r for r in rows if 0 <= r[0] <= scale.height), key=lambda r: -r[0])
    groups: list[list[Reference]] = []
    top = float("inf")
    for row, one in visible:
        if groups and top - row < line_height:
            groups[-1].append(one)
        else:
            groups.append([one])
        top = row
    return groups


def _shared_label(
    group: Sequence[Reference], width_of: Callable[[str], float], room: float
) -> str | None:
    """Return the fullest text for a group that fits, from the highest line to the lowest."""
    highest_first = group[::-1]
    texts = (
        ", ".join(one.label for one in highest_first),
        ", ".join(one.name for one in highest_first),
        f"{highest_first[0].name} to {highest_first[-1].name}",
    )
    return next((text for text in texts if width_of(text) <= room), None)
