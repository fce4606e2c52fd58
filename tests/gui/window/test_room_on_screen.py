"""Nothing that acts lies outside a small screen, whatever the size of text."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QScrollBar,
    QTabBar,
)

SCREEN = QRect(0, 0, 1024, 768)
ACTING = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QAbstractSlider)
SIZES = (0, 4, 8, 12)
TARGET, THINNEST = 24, 20
"""Pixels of the buttons in titles, and of sliders."""


def parents(widget):
    while (widget := widget.parentWidget()) is not None:
        yield widget


def is_seen(widget):
    """Whether it is on the screen and is not a part of what Qt scrolls or keeps in the back."""
    if not widget.isVisible() or isinstance(widget, QScrollBar):
        return False
    around = list(parents(widget))
    if any(isinstance(one, QAbstractScrollArea | QTabBar) for one in around):
        return False
    docks = [one for one in around if isinstance(one, QDockWidget)]
    return all(not dock.visibleRegion().isEmpty() for dock in docks)


def acting(window):
    return [w for kind in ACTING for w in window.findChildren(kind) if is_seen(w)]


def place(widget, window):
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("lesson", [None, "9-hello", "14-attention"])
def test_what_acts_is_on_the_screen_and_is_hit_at_any_size_of_text(open_window, qtbot, lesson):
    window = open_window(size=(1024, 768))
    if lesson is not None:
        window.lesson.open_builtin(lesson)
        window.column.choose(True)  # beside it, as somebody wants it
        qtbot.wait(50)
    for points in SIZES:
        while window.look.enlargement < points:
            window.look.larger()
        qtbot.wait(50)
        assert window.size() == SCREEN.size(), points
        assert window.left.isVisible()
        found = acting(window)
        assert len(found) > 10
        outside = [(w, place(w, window)) for w in found if not SCREEN.contains(place(w, window))]
        assert (points, outside) == (points, [])
        least = window.minimumSizeHint()
        assert least == least.boundedTo(SCREEN.size()), points
        for button in found:
            side = min(button.width(), button.height())
            if isinstance(button, QAbstractSlider):
                assert side >= THINNEST, (points, button.accessibleName())
            elif isinstance(button.parent(), QDockWidget):
                assert side >= max(TARGET, button.fontMetrics().height()), (points, button)
        words = window.transport.speed_label
        assert words.isHidden() or words.width() >= words.sizeHint().width(), points
