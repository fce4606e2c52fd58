"""A ring around what the keyboard speaks to, the same for every part of every window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDockWidget, QMenu, QWidget
from shiboken6 import isValid

from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.live_plot import LivePlot

THICK = 2
FOLLOWED = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
}


class FocusRing(QObject):
    """Follows the keyboard from part to part, and stays around one that moves.

    After a click it is around pictures alone: there the arrow keys have begun to mean something.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._part: QWidget | None = None
        self._watched: list[QWidget] = []
        self._ring: Ring | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay around the part where it, or what it stands in, moves."""
        if event.type() in FOLLOWED:
            self._follow()
        return False

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        for part in self._watched:
            if isValid(part):
                part.removeEventFilter(self)
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        is_ringed = now is not None and is_ringable(now)
        if by_mouse and not isinstance(now, Canvas | LivePlot):
            is_ringed = False
        self._part = now if is_ringed else None
        self._watched = [] if self._part is None else up_to_window(self._part)
        for part in self._watched:
            part.installEventFilter(self)
        self._follow()

    def _follow(self) -> None:
        part = self._part
        if part is None or not isValid(part):
            if self._ring is not None and isValid(self._ring):
                self._ring.hide()
            return
        window = part.window()
        if self._ring is None or not isValid(self._ring) or self._ring.parent() is not window:
            if self._ring is not None and isValid(self._ring):
                self._ring.deleteLater()
            self._ring = Ring(window)
        self._ring.surround(visible_place(part), part.isVisible())


class Ring(QWidget):
    """Two lines around a place in a window, and nothing within them."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._home = window
        self.setObjectName("focus ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self, place: QRect, is_there: bool) -> None:
        """Stand around a place of the window."""
        around = place.adjusted(-THICK, -THICK, THICK, THICK).intersected(self._home.rect())
        if not is_there or place.isEmpty():
            self.hide()
            return
        self.setGeometry(around)
        inner = self.rect().adjusted(THICK, THICK, -THICK, -THICK)
        self.setMask(QRegion(self.rect()).subtracted(QRegion(inner)))
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ring, which is all of it that is not masked."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self.palette().accent().color()))


def is_ringable(part: QWidget) -> bool:
    """Whether a part is one of many: a window, a dock or a menu as a whole is not."""
    return not (part.isWindow() or isinstance(part, QDockWidget | QMenu))


def up_to_window(part: QWidget) -> list[QWidget]:
    """Return a part and all that it stands in."""
    found = [part]
    while not found[-1].isWindow() and (around := found[-1].parentWidget()) is not None:
        found.append(around)
    return found


def visible_place(part: QWidget) -> QRect:
    """Return the place of a part in its window, as far as nothing that scrolls cuts it off."""
    window = part.window()
    place = QRect(part.mapTo(window, QPoint()), part.size())
    for around in up_to_window(part)[1:]:
        if isinstance(around, QAbstractScrollArea):
            port = around.viewport()
            place = place.intersected(QRect(port.mapTo(window, QPoint()), port.size()))
    return place
