"""Controls in a row that first become narrower and then go on in the next line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLabel, QLayoutItem, QWidget

from rnnviz.gui.widgets.flow_layout import GAP, FlowLayout


class ChoiceRow(FlowLayout):
    """A flow of groups of controls, none narrower than it can be.

    Where all have the room that they like they stand in one line, else each group has its own
    lines. Those that are stretched take what a line has left.
    """

    def __init__(self, *groups: Sequence[QWidget], stretched: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self._groups, self._stretched = groups, frozenset(stretched)
        for group in groups:
            for widget in group:
                self.addWidget(widget)

    def sizeHint(self) -> QSize:
        """Return the size of all in one line."""
        hints = [_liked(item) for item in self._seen()]
        width = sum(hint.width() + GAP for hint in hints) - GAP
        return QSize(max(width, 0), max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Return the least size of the widest control."""
        size = QSize()
        for item in self._seen():
            size = size.expandedTo(item.minimumSize())
        return size

    def _flow(self, rect: QRect, move: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            widths = self._shared_out(line, rect.width())
            height = max(map(_height_at, line, widths))
            x = rect.x()
            for item, width in zip(line, widths, strict=True):
                if move:
                    item.setGeometry(QRect(QPoint(x, y), QSize(width, height)))
                x += width + GAP
            y += height + GAP
        return max(0, y - GAP - rect.y())

    def _seen(self, group: Sequence[QWidget] | None = None) -> list[QLayoutItem]:
        """Return the controls that are not hidden, or those of a group."""
        items = [item for item in self._items if not item.isEmpty()]
        return items if group is None else [item for item in items if item.widget() in group]

    def _lines(self, room: int) -> Iterator[list[QLayoutItem]]:
        """Yield the controls that stand in a line, as many as have room in it."""
        everything = self._seen()
        liked = sum(_liked(item).width() + GAP for item in everything) - GAP
        groups = [everything] if liked <= room else map(self._seen, self._groups)
        for group in groups:
            line: list[QLayoutItem] = []
            for item in group:
                least = sum(one.minimumSize().width() + GAP for one in (*line, item)) - GAP
                if line and least > room:
                    named = isinstance(line[-1].widget(), QLabel) and len(line) > 1
                    kept = [line.pop()] if named else []  # what names the next stands beside it
                    yield line
                    line = kept
                line.append(item)
            if line:
                yield line

    def _shared_out(self, line: Sequence[QLayoutItem], room: int) -> list[int]:
        """Return the widths of controls in a line: what they like, or less, or all there is."""
        widths = [min(_liked(item).width(), room) for item in line]
        left = room - sum(widths) - GAP * (len(line) - 1)
        if left >= 0:
            return self._stretch(line, widths, left)
        least = [min(item.minimumSize().width(), room) for item in line]
        give = [max(0, like - low) for like, low in zip(widths, least, strict=True)]
        share = min(1.0, -left / max(sum(give), 1))
        return [like - round(share * most) for like, most in zip(widths, give, strict=True)]

    def _stretch(self, line: Sequence[QLayoutItem], widths: list[int], left: int) -> list[int]:
        """Give what a line has left to those in it that are stretched."""
        takers = [place for place, item in enumerate(line) if item.widget() in self._stretched]
        for number, place in enumerate(takers):
            most = line[place].maximumSize().width() - widths[place]
            taken = min(left // (len(takers) - number), most)
            widths[place] += taken
            left -= taken
        return widths


def _liked(item: QLayoutItem) -> QSize:
    """Return the size that a control likes; one that ignores its hint has its least one."""
    return item.sizeHint().expandedTo(item.minimumSize())


def _height_at(item: QLayoutItem, width: int) -> int:
    """Return the height of a control, or of a row of its own, at a width."""
    if item.hasHeightForWidth():
        return item.heightForWidth(width)
    return item.sizeHint().height()
