"""In which order Tab goes through a window: as the eye does, by where things stand now."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDockWidget,
    QGraphicsView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

Stop = list[QWidget]
"""What Tab stops at: a part, or several of which the arrow keys choose one."""
Part = TypeVar("Part", bound=QWidget)
INSIDE_OTHERS = (QTabBar, QAbstractItemView, QLineEdit, QGraphicsView, QComboBox)
"""What has buttons of its own that are not for the keyboard."""
TEXTS = (QPlainTextEdit, QTextEdit)


def place_of(part: QWidget) -> QRect:
    """Return where on the screen a part is."""
    return QRect(part.mapToGlobal(QPoint()), part.size())


def in_reading_order(parts: Iterable[Part], place: Callable[[Part], QRect]) -> list[Part]:
    """Sort parts row by row, each row from left to right."""
    rest = sorted(parts, key=lambda part: (place(part).top(), place(part).left()))
    found: list[Part] = []
    while rest:
        middle = place(rest[0]).center().y()
        row = [part for part in rest if place(part).top() <= middle]
        found += sorted(row, key=lambda part: (place(part).left(), place(part).top()))
        rest = [part for part in rest if part not in row]
    return found


def stops_in(area: QWidget, grouped: bool) -> list[Stop]:
    """Return what Tab stops at within an area, the title of a dock first.

    Where they are `grouped`, all buttons and lists are one stop; else buttons are that follow each
    other in one place. Those in a title always are.
    """
    parts = [part for part in area.findChildren(QWidget) if can_stop(part)]
    parts = in_reading_order(parts, place_of)
    title = [part for part in parts if in_title(part)]
    parts = [part for part in parts if not in_title(part)]
    found = [title] if title else []
    choices: list[QWidget] = []
    for part in parts:
        last = found[-1] if found and found[-1] is not title else []
        if grouped and is_choice(part):
            found += [] if choices else [choices]
            choices.append(part)
        elif not grouped and last and are_neighbours(last[-1], part):
            last.append(part)
        else:
            found.append([part])
    return found


def are_neighbours(one: QWidget, other: QWidget) -> bool:
    """Whether two buttons stand in one place; check boxes are settings, each for itself."""
    buttons = QToolButton, QPushButton
    together = one.parentWidget() is other.parentWidget()
    return isinstance(one, buttons) and isinstance(other, buttons) and together


def entry(stop: Stop) -> QWidget:
    """Return where the keyboard comes to in a group: at what is chosen, or the first."""
    exclusive = [one for one in stop if isinstance(one, QAbstractButton) and by_group(one)]
    return next((one for one in exclusive if one.isChecked()), stop[0])


def go_among(stops: Sequence[Stop], by: int, at: float) -> bool:
    """Give the keyboard to the next stop, or the one before; say whether there is one.

    `at` is where it is now, or between which two.
    """
    if not stops:
        return False
    place = math.floor(at + by) if by > 0 else math.ceil(at + by)
    reason = Qt.FocusReason.TabFocusReason if by > 0 else Qt.FocusReason.BacktabFocusReason
    give(entry(stops[place % len(stops)]), reason)
    return True


def go_within(window: QWidget, by: int) -> bool:
    """Do so in a window beside the main one: a dialog, or a dock that floats."""
    stops, now = stops_beside(window), QApplication.focusWidget()
    at = next((place for place, stop in enumerate(stops) if now in stop), -1 if by > 0 else 0)
    return go_among(stops, by, at)


def stops_beside(window: QWidget) -> list[Stop]:
    """Return what Tab stops at in a window beside the main one."""
    return stops_in(window, grouped=isinstance(window, QDockWidget))


def give(part: QWidget, reason: Qt.FocusReason) -> None:
    """Give a part the keyboard, its window before all others, and scroll to it."""
    if not part.isActiveWindow():
        part.activateWindow()
    part.setFocus(reason)
    around = part.parentWidget()
    while around is not None and not around.isWindow():
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(part)
        around = around.parentWidget()


def is_choice(part: QWidget) -> bool:
    """Whether the arrow keys for left and right are free in a part, to go to others."""
    return isinstance(part, QAbstractButton | QComboBox)


def in_title(part: QWidget) -> bool:
    """Whether a part is a button in the title of a dock."""
    return isinstance(part, QAbstractButton) and isinstance(part.parentWidget(), QDockWidget)


def can_stop(part: QWidget) -> bool:
    """Whether the keyboard can do something in a part that is to be seen."""
    if not (part.isVisible() and part.isEnabled() and part.width() and part.height()):
        return False
    if part.focusProxy() is not None or is_inside_other(part):
        return False
    if isinstance(part, QAbstractButton):
        return is_reached(part)
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and not is_empty(part)


def is_reached(button: QAbstractButton) -> bool:
    """Whether Tab, or the arrow keys of a group, may reach a button."""
    return (
        in_title(button) or by_group(button) or bool(button.focusPolicy() & Qt.FocusPolicy.TabFocus)
    )


def by_group(button: QAbstractButton) -> bool:
    """Whether of several buttons one is chosen, of which Qt offers that alone to Tab."""
    return button.autoExclusive() or button.group() is not None


def is_inside_other(part: QWidget) -> bool:
    """Whether a part belongs to another that has the keyboard itself."""
    around = part.parentWidget()
    while around is not None and not around.isWindow():
        if isinstance(around, INSIDE_OTHERS):
            return True
        around = around.parentWidget()
    return False


def is_empty(part: QWidget) -> bool:
    """Whether there is nothing in a part to point at, to choose or to read."""
    if isinstance(part, QAbstractItemView):
        model = part.model()
        return model is None or model.rowCount() == 0
    if isinstance(part, TEXTS):
        return part.isReadOnly() and part.document().isEmpty()
    if isinstance(part, QTabBar):
        return part.count() < 2
    if isinstance(part, QScrollArea):
        inside = part.viewport().findChildren(QWidget)
        return not _scrolls(part) or any(map(can_stop, inside))
    return bool(getattr(part, "message", ""))


def _scrolls(area: QAbstractScrollArea) -> bool:
    return any(bar.maximum() for bar in (area.verticalScrollBar(), area.horizontalScrollBar()))
