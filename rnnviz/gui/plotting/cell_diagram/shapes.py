"""What a laid-out cell is made of: rectangles, texts in them, and paths; all in pixels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Point = tuple[float, float]


class Rect(NamedTuple):
    """A rectangle by its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """The middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom

    def overlaps(self, other: Rect) -> bool:
        """Whether the two share an area."""
        across = min(self.right, other.right) - max(self.x, other.x)
        along = min(self.bottom, other.bottom) - max(self.y, other.y)
        return across > 1e-6 and along > 1e-6

    def grown(self, by: float) -> Rect:
        """The same with so many pixels more on every side."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True)
class Type:
    """The letters: the height of a line, and what gives the width of a text."""

    line: float
    width: Callable[[str], float]


class Label(NamedTuple):
    """A text and where it is written."""

    rect: Rect
    text: str


@dataclass(frozen=True)
class TermBox:
    """A parameter in a card, what it is multiplied by, its box, its size, the product's strip."""

    wire: str
    parameter: str
    operand: str
    box: Rect
    symbol: Label
    size: Label | None
    strip: Rect | None


@dataclass(frozen=True)
class Box:
    """A node as it stands: `glyph` says what is done, `strip` shows the values that leave it.

    `kind` is "sum", "entry", "valve", "round" (arithmetic) or "squash" (a function); `opening`
    the wire that says how far a valve is open.
    """

    name: str
    kind: str
    rect: Rect
    glyph: Rect | None
    sign: str
    strip: Rect
    label: Label | None
    number: Rect | None
    terms: tuple[TermBox, ...] = ()
    bias: Label | None = None
    opening: str = ""


@dataclass(frozen=True)
class Path:
    """The way of a value from the node that makes it to one that reads it, "" at the edge."""

    source: str
    target: str
    points: tuple[Point, ...]


def joints(paths: tuple[Path, ...]) -> tuple[tuple[str, Point], ...]:
    """Return where ways of one value part, with its name."""
    found: dict[tuple[str, Point], None] = {}
    for path in paths:
        others = [one for one in paths if one.source == path.source and one is not path]
        for corner in path.points[1:-1]:
            if any(_runs_through(other, corner) for other in others):
                found[path.source, corner] = None
    return tuple(found)


def _runs_through(path: Path, point: Point) -> bool:
    """Whether a point lies on a way and is none of its corners."""
    x, y = point
    for (x0, y0), (x1, y1) in zip(path.points, path.points[1:], strict=False):
        level = (
            abs(y0 - y) < 0.1 and abs(y1 - y) < 0.1 and min(x0, x1) + 0.1 < x < max(x0, x1) - 0.1
        )
        upright = (
            abs(x0 - x) < 0.1 and abs(x1 - x) < 0.1 and min(y0, y1) + 0.1 < y < max(y0, y1) - 0.1
        )
        if level or upright:
            return True
    return False


class Words(NamedTuple):
    """What stands at the readout: what the bars are, and how they come from the output.

    `back` is the title on the way back; `short` stands for `matrix` where there is little room.
    """

    title: str
    back: str
    matrix: str
    short: str
    size: str


@dataclass(frozen=True)
class Diagram:
    """A cell as it stands in so many pixels; `readout` is where the output goes from there.

    `small` says that small letters were taken, `fineness` of which width a gradient's way is that
    would be 1 wide; `homes` has the box of every wire.
    """

    size: tuple[float, float]
    boxes: Mapping[str, Box]
    paths: tuple[Path, ...]
    homes: Mapping[str, str]
    roads: Mapping[str, float]
    readout: Rect
    output: str
    small: bool
    fineness: float = 1.0

    def scale(self, width: float) -> float:
        """Return how much larger it is painted where there are so many pixels across."""
        return width / self.size[0]

    def strips(self) -> dict[str, Rect]:
        """Return the place of every wire's strip, as far as there is room for it."""
        found = {box.name: box.strip for box in self.boxes.values()}
        for box in self.boxes.values():
            found |= {t.wire: t.strip for t in box.terms if t.strip is not None and t.wire}
        return found

    def drawn(self, names: Sequence[str]) -> str:
        """Return the first of these wires and parameters that is drawn, as a wire; else ""."""
        by_parameter = {t.parameter: t.wire for box in self.boxes.values() for t in box.terms}
        for name in names:
            if name in self.homes:
                return name
            if name in by_parameter:
                return by_parameter[name]
        return ""

    def wires(self) -> list[str]:
        """Return every wire that can be pointed at, in the order in which values go."""
        found: dict[str, None] = {}
        for box in self.boxes.values():
            found |= dict.fromkeys(term.wire for term in box.terms if term.wire)
            found[box.name] = None
        return list(found)

    def at(self, x: float, y: float) -> str:
        """Return the wire that is drawn at a point, "" where there is none."""
        for box in self.boxes.values():
            if not box.rect.grown(1).contains(x, y):
                continue
            for term in box.terms:
                right = term.strip.right if term.strip is not None else term.box.right
                if term.wire and term.box.y <= y <= term.box.bottom and x <= right:
                    return term.wire
            return box.name
        return ""
