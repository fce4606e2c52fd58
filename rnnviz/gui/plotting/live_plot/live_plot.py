"""A plot for live curves: pyqtgraph's axes and mouse, and a sheet of our own that is repainted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.plotting.canvas import FOR_A_WHILE, smaller
from rnnviz.gui.plotting.guarded_paint import guarded
from rnnviz.gui.plotting.live_plot.axis import Axis, around
from rnnviz.gui.plotting.live_plot.content import Content
from rnnviz.gui.plotting.live_plot.cursor import ENTER
from rnnviz.gui.plotting.live_plot.curve import Band, Curve, Nearest
from rnnviz.gui.plotting.live_plot.data import data_of
from rnnviz.gui.plotting.live_plot.marks import Mark
from rnnviz.gui.plotting.live_plot.overlay import Overlay
from rnnviz.gui.plotting.live_plot.references import Reference
from rnnviz.gui.plotting.live_plot.restoring import AutoButton
from rnnviz.gui.plotting.live_plot.view import View
from rnnviz.gui.plotting.ranges import Range
from rnnviz.lab.shown_data import ShownData

ZOOM_KEYS = {Qt.Key.Key_Plus: 0.8, Qt.Key.Key_Minus: 1.25}


class LivePlot(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """Axes around an overlay that holds the curves.

    `add` says once which curves and bands there are; a frame is then new data for them, `fit`
    with the extremes of what is to be seen, and `refresh`. The ranges follow `fit` until the user
    pans or zooms, and again after a double click, the key A or the button in the corner.
    `opened` carries the point of a curve, a `Nearest`, that was clicked.
    """

    opened = Signal(object)

    def __init__(
        self,
        name: str,
        labels: tuple[str, str],
        choose: tuple[Callable[[float, float], Range], Callable[[float, float], Range]],
        read_out: Callable[[Nearest], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, background=LIGHT.base)
        self.setAccessibleName(name)
        self.setMinimumSize(80, 60)
        self.theme = LIGHT
        self.log_y = False
        self.view = View(choose)
        self._content = Content()
        self._build(labels, read_out)
        self._connect()
        self.view.set_ranges((0.0, 1.0), (0.0, 1.0))

    def add(self, *items: Curve | Band, below: Curve | None = None) -> None:
        """Have these painted, bands first and then the curves in this order, or `below` one."""
        curves = self._content.curves
        place = len(curves) if below is None else curves.index(below)
        curves[place:place] = [item for item in items if isinstance(item, Curve)]
        self._content.bands += [item for item in items if isinstance(item, Band)]
        self._overlay.invalidate()

    def remove(self, item: Curve | Band) -> None:
        """Have a curve or a band no longer painted."""
        if isinstance(item, Band):
            self._content.bands.remove(item)
        else:
            self._content.curves.remove(item)
        self._overlay.invalidate()

    def fit(self, x: Range, y: Range) -> None:
        """Let the axes follow data of these extremes (with `log_y` those of log10 y)."""
        self.view.fit(x, y)

    def refresh(self) -> None:
        """Paint one frame: what the curves have grown by, and what moves."""
        self._overlay.refresh()

    def redraw(self) -> None:
        """Paint all of it anew, legend and labels too: a curve has another name or look."""
        self._overlay.invalidate()

    def restore(self) -> None:
        """Let the axes follow the data again."""
        self.auto_button.hide()
        self.view.restore()

    def start_over(self) -> None:
        """Forget the data that was fitted: what comes next is something else."""
        self.view.forget()
        self._overlay.invalidate()
        self.restore()

    @property
    def is_auto(self) -> bool:
        """Whether the axes follow the data: the user has not moved them."""
        return self.view.is_auto

    @property
    def inside(self) -> QRect:
        """The rectangle in pixels that the curves, or a message, are painted in."""
        return self._overlay.geometry()

    @property
    def letters(self) -> QFont:
        """The font of the legend and of what else is written inside."""
        return self._overlay.font()

    @property
    def references(self) -> tuple[Reference, ...]:
        """The lines for comparison."""
        return self._content.references

    def set_references(self, references: Sequence[Reference]) -> None:
        """Draw these lines for comparison."""
        if tuple(references) != self.references:
            self._content.references = tuple(references)
            self._overlay.invalidate()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The moments that are marked."""
        return self._content.marks

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Mark these moments."""
        if tuple(marks) != self.marks:
            self._content.marks = tuple(marks)
            self._overlay.invalidate()

    @property
    def message(self) -> str:
        """The sentence in place of the plot, empty while curves are shown."""
        return self._content.message

    def set_message(self, message: str) -> None:
        """Show a sentence in place of the whole plot, or the plot if it is empty."""
        if message != self.message:
            self._content.message = message
            self.setAccessibleDescription(message)
            self._cover()
            self._overlay.invalidate()

    def set_labels(self, x: str, y: str, *, counts: bool = True) -> None:
        """Write these at the axes; what x `counts` has whole numbers alone."""
        self.axes[0].counts = counts
        self.axes[0].set_title(x)
        self.axes[1].set_title(y)

    def data(self) -> ShownData:
        """Return all points of the curves, and the lines for comparison."""
        return data_of(self._content, *(axis.title for axis in self.axes))

    def set_log_y(self, log: bool) -> None:
        """Make the y axis logarithmic or linear; the next `fit` must speak accordingly."""
        self.log_y = log
        self.axes[1].set_log(log)
        self.view.limit_y(log)
        self.start_over()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.theme = theme
        self.setBackground(theme.base)
        for part in (*self.axes, self._overlay):
            part.set_theme(theme)

    def _build(self, labels: tuple[str, str], read_out: Callable[[Nearest], str]) -> None:
        self.setCacheMode(self.CacheModeFlag.CacheNone)  # one colour, also in a drawing
        font = smaller(self.font())
        self.axes = Axis("bottom", font, counts=True), Axis("left", font)
        self.setCentralItem(around(self.view, *self.axes))
        self.set_labels(*labels)
        self._overlay = Overlay(self.viewport(), self._content, font, read_out)
        self.auto_button = AutoButton(self.viewport(), self)

    def _connect(self) -> None:
        self.view.sigRangeChanged.connect(self._note_ranges)
        self.view.sigRangeChangedManually.connect(self._on_moved_by_hand)
        self.view.geometryChanged.connect(self._cover)
        self.scene().sigMouseClicked.connect(self._on_clicked)
        self.auto_button.asked.connect(self.restore)

    def _note_ranges(self) -> None:
        """Hand the ranges and their ticks to the overlay."""
        x, y = self.view.ranges
        self._content.ticks = (
            self.axes[0].positions(*x, self.inside.width()),
            self.axes[1].positions(*y, self.inside.height()),
        )
        self._overlay.set_ranges(x, y, self.log_y)

    def _on_moved_by_hand(self) -> None:
        self.view.is_auto = False
        self.auto_button.appear()

    def _on_clicked(self, event: MouseClickEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not event.double():
            self._open(self.mapFromScene(event.scenePos()))

    def _open(self, place: QPoint) -> None:
        point = self._overlay.clicked(self._overlay.mapFrom(self.viewport(), place))
        if point is not None:
            self.opened.emit(point)

    @property
    def has_cursor(self) -> bool:
        """Whether the arrow keys have chosen a point."""
        return self._overlay.chosen is not None

    def _cover(self) -> None:
        """Lay the overlay over the inside of the axes, or over all of it to show a message."""
        inside = self.mapFromScene(self.view.sceneBoundingRect()).boundingRect()
        area = self.viewport().rect() if self.message else inside
        self._overlay.setGeometry(area)
        self.auto_button.stand_in(inside)
        self._note_ranges()

    def close(self) -> bool:
        """Close as any widget does: pyqtgraph would take the viewport from under the overlay."""
        return QWidget.close(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the axes."""
        with guarded(self):
            super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the overlay in its place."""
        super().resizeEvent(event)
        if hasattr(self, "_overlay"):  # pyqtgraph resizes before there is one
            sides = float(self.width()), float(self.height())
            self.axes[0].take(*sides)
            self.axes[1].take(*reversed(sides))
            self._cover()

    def changeEvent(self, event: QEvent) -> None:
        """Write in the size that other text has now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_overlay"):
            font = smaller(self.font())
            self._overlay.setFont(font)
            for axis in self.axes:
                axis.set_font(font)
            self._overlay.invalidate()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan or zoom; the widgets around the plot need not know."""
        super().mousePressEvent(event)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End panning or zooming."""
        super().mouseReleaseEvent(event)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything and follow the data again."""
        self.restore()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read out the point nearest to the pointer."""
        super().mouseMoveEvent(event)
        self._overlay.point(self._overlay.mapFrom(self.viewport(), event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Put the readout away."""
        super().leaveEvent(event)
        self._overlay.point(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the cursor when the keyboard goes to another part."""
        super().focusOutEvent(event)
        if event.reason() not in FOR_A_WHILE:
            self._overlay.press(Qt.Key.Key_Escape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from point to point, Enter opens one; A shows all, plus and minus zoom."""
        if self._overlay.press(Qt.Key(event.key())):
            point = self._overlay.chosen
            self.setAccessibleDescription("" if point is None else self._overlay.read_out(point))
        elif event.key() in ENTER and self._overlay.chosen is not None:
            self.opened.emit(self._overlay.chosen)
        elif event.key() == Qt.Key.Key_A:
            self.restore()
        elif event.key() in ZOOM_KEYS:
            self.view.scaleBy((ZOOM_KEYS[Qt.Key(event.key())],) * 2)
            self._on_moved_by_hand()
        else:
            event.ignore()
