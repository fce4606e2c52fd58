"""Horizontal lines for comparison, and a place for each of their labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from rnnviz.gui.plotting.live_plot.scale import Scale

GAP = 3.0
WIDEST_SHARE = 0.8
"""Share of the plot's width that a label shared by several lines may take."""
Wanted = tuple[str, tuple[float, ...]]
"""A label and the upper edges that it may have, best first."""
ABOVE, BELOW = "\N{UPWARDS ARROW}", "\N{DOWNWARDS ARROW}"


@dataclass(frozen=True)
class Reference:
    """A line at the height `value`, labelled with `name` and the value in words.

    With `shaded` everything above it is tinted. One that is `pinned` is pointed to from the edge
    beyond which it lies, where the axis does not reach it.
    """

    value: float
    name: str
    words: str
    shaded: bool = False
    pinned: bool = False

    @property
    def label(self) -> str:
        """What stands at the line."""
        return f"{self.name} {self.words}"


@dataclass(frozen=True)
class Placed:
    """A label and the rectangle in pixels that it fills."""

    text: str
    area: QRectF


@dataclass(frozen=True)
class _Group:
    """Lines too close for a label each, in the order in which they were given."""

    members: tuple[Reference, ...]
    rows: tuple[float, ...]

    @property
    def top(self) -> float:
        """The row of the highest line."""
        return min(self.rows)


def _nothing(area: QRectF) -> float:
    return 0.0


def place(
    references: Sequence[Reference],
    scale: Scale,
    width_of: Callable[[str], float],
    line_height: float,
    taken: Sequence[QRectF] = (),
    hidden: Callable[[QRectF], float] = _nothing,
) -> list[Placed]:
    """Return the labels at either end of their lines, above or below, none upon another.

    Lines too close for a label each share one, or of two the lower one has its own below it. A
    label stands where it hides least (`hidden`) of the curves, above and at the right if that is
    all the same, never on a `taken` rectangle, and is left out if all its places are.
    """
    placed: list[Placed] = []
    wanted = _pinned(references, scale, line_height)
    for group in _groups(references, scale, line_height):
        wanted += _labels(group, scale, width_of, line_height)
    for text, tops in wanted:
        busy = [*taken, *(label.area for label in placed)]
        width = width_of(text)
        lefts = (scale.width - width - GAP, GAP)
        areas = [QRectF(left, top, width, line_height) for top in tops for left in lefts]
        free = [
            area
            for area in areas
            if area.left() >= 0 and not any(area.intersects(other) for other in busy)
        ]
        if free:
            placed.append(Placed(text, _least(free, hidden)))
    return placed


def _least(areas: Sequence[QRectF], hidden: Callable[[QRectF], float]) -> QRectF:
    """Return the first area that hides nothing, or else the one that hides least."""
    seen: list[float] = []
    for area in areas:
        seen.append(hidden(area))
        if seen[-1] == 0:
            return area
    return areas[seen.index(min(seen))]


def _pinned(references: Sequence[Reference], scale: Scale, line_height: float) -> list[Wanted]:
    """Return labels with their upper edges for the pinned lines above or below what is shown."""
    labels: list[Wanted] = []
    for one in references:
        row = float(scale.rows(one.value))
        if one.pinned and row < 0:
            labels.append((f"{ABOVE} {one.label}", (0.0,)))
        elif one.pinned and row > scale.height:
            labels.append((f"{BELOW} {one.label}", (scale.height - line_height,)))
    return labels


def _groups(references: Sequence[Reference], scale: Scale, line_height: float) -> list[_Group]:
    """Return the visible references, from the lowest line up, those that share a label together."""
    rows = [float(scale.rows(one.value)) for one in references]
    visible = [place for place, row in enumerate(rows) if 0 <= row <= scale.height]
    groups: list[list[int]] = []
    top = float("inf")
    for number in sorted(visible, key=lambda number: -rows[number]):
        if groups and top - rows[number] < line_height:
            groups[-1].append(number)
        else:
            groups.append([number])
        top = rows[number]
    return [
        _Group(tuple(references[n] for n in sorted(group)), tuple(rows[n] for n in sorted(group)))
        for group in groups
    ]


def _labels(
    group: _Group, scale: Scale, width_of: Callable[[str], float], line_height: float
) -> list[Wanted]:
    """Return the fullest labels of a group that fit, each with the upper edges it may have."""
    members, room = group.members, scale.width - 2 * GAP
    below = max(group.rows) + 1
    tops = [max(group.top, line_height) - line_height]
    tops += [below] if below + line_height <= scale.height else []
    share = WIDEST_SHARE if len(members) > 1 else 1.0
    if len(members) == 2 and width_of(_whole(members)) > share * room:
        pair = _pair(group, scale.height, line_height)
        if pair and max(width_of(text) for text, _ in pair) <= room:
            return [(text, (top,)) for text, top in pair]
    texts = (_whole(members), *_shortened(members), _span(members))
    return [(text, tuple(tops)) for text in texts if width_of(text) <= share * room][:1]


def _pair(group: _Group, height: float, line_height: float) -> list[tuple[str, float]]:
    """Return a label above and one below two lines, or where there is no room both above."""
    top, bottom = group.top, max(group.rows)
    upper = group.members[group.rows.index(top)].label
    lower = group.members[len(group.rows) - 1 - group.rows[::-1].index(bottom)].label
    if top >= line_height and bottom < height - line_height - 1:
        return [(lower, bottom + 1), (upper, top - line_height)]
    if top >= 2 * line_height:
        return [(lower, top - line_height), (upper, top - 2 * line_height)]
    return []


def _whole(members: Sequence[Reference]) -> str:
    return ", ".join(one.label for one in members)


def _shortened(members: Sequence[Reference]) -> Iterator[str]:
    """Yield what fits into less room: what names have behind a hyphen said once, then names."""
    names = [one.name for one in members]
    endings = {name.partition("-")[2] for name in names}
    if len(endings) == 1 and endings != {""}:
        short = ", ".join(name.partition("-")[0] for name in names)
        yield f"{short}-{endings.pop()} {', '.join(one.words for one in members)}"
    yield ", ".join(names)


def _span(members: Sequence[Reference]) -> str:
    return f"{members[0].name} to {members[-1].name}"
