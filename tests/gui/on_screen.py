"""What is on the screen: what acts, how large it is, and which words have no room."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QToolButton,
)

from rnnviz.gui.controls.step_choice import StepChoice
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.gui.widgets.target import side_of

ACTING = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QAbstractSlider)
ROUNDED = 1
"""Pixels by which Qt's sizes differ."""


def parents(widget):
    while (widget := widget.parentWidget()) is not None:
        yield widget


def is_seen(widget):
    """Whether it is on the screen and is not a part of what Qt scrolls or keeps in the back."""
    if not is_in_front(widget):
        return False
    return not any(isinstance(one, QAbstractScrollArea | QTabBar) for one in parents(widget))


def is_in_front(widget):
    """Whether it is on the screen, or only scrolled away."""
    if not widget.isVisible() or isinstance(widget, QScrollBar):
        return False
    docks = [one for one in (widget, *parents(widget)) if isinstance(one, QDockWidget)]
    return all(not dock.visibleRegion().isEmpty() for dock in docks)


def acting(window, seen=is_seen):
    return [w for kind in ACTING for w in window.findChildren(kind) if seen(w)]


def place(widget, window):
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def name_of(widget):
    words = getattr(widget, "text", None)
    return widget.accessibleName() or (words() if callable(words) else "") or widget.objectName()


def small(window):
    """What is clicked and is smaller than a target is to be, by name and size."""
    found = []
    for widget in acting(window, is_in_front):
        if isinstance(widget.parentWidget(), QAbstractSpinBox) and isinstance(widget, QLineEdit):
            continue  # the field around it is the target
        if min(widget.width(), widget.height()) < side_of(widget):
            found.append((name_of(widget), widget.size().toTuple()))
    return found


def cut(window):
    """The words that have no room, with what they stand in."""
    found = []
    for kind, is_cut in CUT.items():
        parts = [part for part in window.findChildren(kind) if is_in_front(part)]
        found += [(type(part).__name__, name_of(part), words) for part in parts
                  if (words := is_cut(part))]  # fmt: skip
    return found


def _label(label):
    text = label.text()
    if not text or text.startswith("<"):
        return ""
    room = label.contentsRect()
    if label.wordWrap():
        return text if label.heightForWidth(label.width()) > label.height() + ROUNDED else ""
    widest = max(map(label.fontMetrics().horizontalAdvance, text.splitlines()))
    return text if widest > room.width() + ROUNDED or text.endswith("...") else ""


def _button(button):
    needed = button.sizeHint().width() - ROUNDED
    if isinstance(button, QToolButton) and button.icon().isNull():
        needed = button.fontMetrics().horizontalAdvance(button.text())
    return button.text() if needed > button.width() else ""


def _combo(combo):
    advance = combo.fontMetrics().horizontalAdvance
    if isinstance(combo, FittedCombo):
        return combo.shown_text if advance(combo.shown_text) > combo._room() + ROUNDED else ""
    words = combo.words if isinstance(combo, StepChoice) else combo.currentText()
    return words if advance(words) > combo.width() - ARROW else ""


ARROW = 24
"""Pixels of a chooser that are not for words."""


def _number(field):
    arrows = field.arrows.width if field.arrows is not None else 0
    room = field.width() - arrows - 6
    return field.text() if field.fontMetrics().horizontalAdvance(field.text()) > room else ""


def _hint(line):
    hint = line.placeholderText()
    return hint if line.fontMetrics().horizontalAdvance(hint) > line.width() - 8 else ""


def _header(header):
    sections = [n for n in range(header.count()) if not header.isSectionHidden(n)]
    words = {n: str(header.model().headerData(n, header.orientation())) for n in sections}
    advance = header.fontMetrics().horizontalAdvance
    return ", ".join(w for n, w in words.items() if advance(w) > header.sectionSize(n) - 4)


def _title(dock):
    buttons = [one for one in dock.findChildren(QAbstractButton) if one.parentWidget() is dock]
    left = min((one.x() for one in buttons if one.isVisible()), default=dock.width())
    words = getattr(dock, "shown_title", dock.windowTitle())
    return words if dock.fontMetrics().horizontalAdvance(words) > left else ""


CUT = {
    QLabel: _label,
    QAbstractButton: _button,
    QComboBox: _combo,
    QAbstractSpinBox: _number,
    QLineEdit: _hint,
    QHeaderView: _header,
    QDockWidget: _title,
}
"""For each kind of part what of its words is cut."""
