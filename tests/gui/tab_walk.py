"""A walk by Tab through a window: what it stops at, by name, and whether that can be seen."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

MOST = 200
"""Stops that a window may have; more are a circle that never comes back."""


def name_of(widget):
    """The name that a screen reader tells."""
    face = QAccessible.queryAccessibleInterface(widget)
    return widget.accessibleName() or (face.text(QAccessible.Text.Name) if face else "")


def walk(window, key=Qt.Key.Key_Tab):
    """Every part that has the keyboard in turn, until it is at the first one again."""
    found = []
    for _ in range(MOST):
        QTest.keyClick(QApplication.focusWidget() or window, key)
        now = QApplication.focusWidget()
        if now in found:
            return found
        found.append(now)
    raise AssertionError(f"no end after {[name_of(one) for one in found]}")


def has_ring(widget):
    """Whether the ring stands around a part: its colour is there in the picture of the window."""
    window = widget.window()
    ring = window.findChild(QWidget, "focus ring")
    if ring is None or not ring.isVisible():
        return False
    image = window.grab(QRect(ring.geometry())).toImage()
    accent = QColor(ring.palette().accent().color())
    edges = [QPoint(x, 0) for x in range(4, ring.width() - 4)]
    edges += [QPoint(0, y) for y in range(4, ring.height() - 4)]
    drawn = sum(image.pixelColor(place) == accent for place in edges)
    return drawn > 0.6 * len(edges)
