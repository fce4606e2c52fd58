"""What a screen has room for, and windows that are to lie on it wholly."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle, QWidget


def screen_of(window: QWidget) -> QRect:
    """Return the part of the screen under the middle of a window that windows may take."""
    screen = QGuiApplication.screenAt(window.frameGeometry().center()) or window.screen()
    return screen.availableGeometry()


def moved_inside(place: QRect, room: QRect) -> QRect:
    """Return a place that is no larger than `room`, moved as little as can be into it."""
    inside = QRect(place.topLeft(), place.size().boundedTo(room.size()))
    inside.moveRight(min(inside.right(), room.right()))
    inside.moveBottom(min(inside.bottom(), room.bottom()))
    inside.moveLeft(max(inside.left(), room.left()))
    inside.moveTop(max(inside.top(), room.top()))
    return inside


def keep_inside(window: QWidget) -> None:
    """Have a window wholly on its screen, its title too; one that is larger becomes smaller."""
    if not window.isMaximized() and not window.isFullScreen():
        inside = moved_inside(window.geometry(), screen_of(window) - frame_of(window))
        if inside != window.geometry():
            window.setGeometry(inside)


def frame_of(window: QWidget) -> QMargins:
    """Return what stands around a window; of one that is not shown yet what is usual."""
    outer, inner = window.frameGeometry(), window.geometry()
    if outer == inner and not window.isVisible():
        return QMargins(0, title_height(window), 0, 0)
    left, top = inner.left() - outer.left(), inner.top() - outer.top()
    return QMargins(left, top, outer.right() - inner.right(), outer.bottom() - inner.bottom())


def title_height(window: QWidget) -> int:
    """Return how high the title of a window usually is."""
    return window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight, None, window)
