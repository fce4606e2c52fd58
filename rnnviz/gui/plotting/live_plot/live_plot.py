"""A plot for live curves: pyqtgraph's axes and mouse, and a sheet of our own that is repainted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.plotting.canvas import smaller
from rnnviz.gui.plotting.live_plot.axis import OVERHANG, Axis
from rnnviz.gui.plotting.live_plot.curve import Band, Curve, Nearest
from rnnviz.gui.plotting.live_plot.marks import Mark
from rnnviz.gui.plotting.live_plot.overlay import Overlay
from rnnviz.gui.plotting.live_plot.ranges import AutoRange, Range, within_sight
from rnnviz.gui.plotting.live_plot.references import Reference

MARGINS = (2, 8, OVERHANG, 2)
ZOOM_KEYS = {Qt.Key.Key_Plus: 0.8, Qt.Key.Key_Minus: 1.25}
KEYBOARD_REASONS = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}
FARTHEST = 1e15
FARTHEST_POWER = 307.0
CLOSEST = 1e-6


class LivePlot(pg.GraphicsView):  # type: ignore[misc]
    """Axes around an overlay that holds the curves.

    `add` says once which curves and bands there are; a frame is then new data for them, `fit`
    with the extremes of what is to be seen, and `refresh`. The ranges follow `fit` until the user
    pans or zooms, and again after a double click, the key A or the button in the corner.
    """

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
        self.is_auto = True
        self._wanted: tuple[Range, Range] | None = None
        self._fits = AutoRange(choose[0]), AutoRange(choose[1])
        self._build(labels, read_out)
        self._connect()
        self._set_ranges((0.0, 1.0), (0.0, 1.0))

    def add(self, *items: Curve | Band) -> None:
        """Have these painted, bands first and then the curves in this order."""
        self.overlay.content.bands += [item for item in items if isinstance(item, Band)]
        self.overlay.content.curves += [item for item in items if isinstance(item, Curve)]
        self.overlay.invalidate()

    def fit(self, x: Range, y: Range) -> None:
        """Let the axes follow data of these extremes (with `log_y` those of log10 y)."""
        if not all(map(math.isfinite, (*x, *y))):
            return
        x, y = within_sight(*x), within_sight(*y)
        self._wanted = x, y
        if not self.is_auto:
            return
        chosen = self._fits[0].fit(*x), self._fits[1].fit(*y)
        if chosen != (None, None):
            now = self.view.viewRange()
            self._set_ranges(chosen[0] or tuple(now[0]), chosen[1] or tuple(now[1]))

    def refresh(self) -> None:
        """Paint one frame."""
        self.overlay.refresh()

    def restore(self) -> None:
        """Let the axes follow the data again."""
        self.is_auto = True
        self.auto_button.hide()
        for fit in self._fits:
            fit.reset()
        if self._wanted is not None:
            self.fit(*self._wanted)

    def start_over(self) -> None:
        """Forget the data that was fitted: what comes next is something else."""
        self._wanted = None
        self.overlay.invalidate()
        self.restore()

    @property
    def references(self) -> tuple[Reference, ...]:
        """The lines for comparison."""
        return self.overlay.content.references

    def set_references(self, references: Sequence[Reference]) -> None:
        """Draw these lines for comparison."""
        if tuple(references) != self.references:
            self.overlay.content.references = tuple(references)
            self.overlay.invalidate()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Mark these moments."""
        if tuple(marks) != self.overlay.content.marks:
            self.overlay.content.marks = tuple(marks)
            self.overlay.invalidate()

    def set_message(self, message: str) -> None:
        """Show a sentence in place of the whole plot, or the plot if it is empty."""
        if message != self.overlay.content.message:
            self.overlay.content.message = message
            self.setAccessibleDescription(message)
            self._cover()
            self.overlay.invalidate()

    def set_labels(self, x: str, y: str) -> None:
        """Write these at the axes."""
        self.axes[0].setLabel(x)
        self.axes[1].setLabel(y)

    def set_log_y(self, log: bool) -> None:
        """Make the y axis logarithmic or linear; the next `fit` must speak accordingly."""
        self.log_y = log
        self.axes[1].set_log(log)
        self._limit_y(FARTHEST_POWER if log else FARTHEST)
        self.start_over()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.theme = theme
        self.setBackground(theme.base)
        for axis in self.axes:
            axis.set_theme(theme)
        self.overlay.set_theme(theme)

    def _build(self, labels: tuple[str, str], read_out: Callable[[Nearest], str]) -> None:
        font = smaller(self.font())
        self.view = pg.ViewBox(enableMenu=False, defaultPadding=0.0)
        self.view.disableAutoRange()
        self.view.setLimits(xMin=-FARTHEST, xMax=FARTHEST, minXRange=CLOSEST, minYRange=CLOSEST)
        self._limit_y(FARTHEST)
        self.axes = Axis("bottom", font, counts=True), Axis("left", font)
        grid = pg.GraphicsLayout()
        grid.layout.setContentsMargins(*MARGINS)
        grid.layout.setSpacing(0)
        grid.addItem(self.axes[1], 0, 0)
        grid.addItem(self.view, 0, 1)
        grid.addItem(self.axes[0], 1, 1)
        for axis in self.axes:
            axis.linkToView(self.view)
        self.setCentralItem(grid)
        self.set_labels(*labels)
        self.overlay = Overlay(self.viewport(), font, read_out)
        self._build_restoring()

    def _build_restoring(self) -> None:
        """Make the button in the corner and the menu under the right mouse button."""
        self.restore_action = QAction("Show everything (A)", self)
        self.menu = QMenu(self)
        self.menu.addAction(self.restore_action)
        self.auto_button = QToolButton(self.viewport())
        self.auto_button.setText("A")
        self.auto_button.setToolTip("Show everything and follow the data again (key A)")
        self.auto_button.setAccessibleName("Show everything")
        self.auto_button.hide()

    def _connect(self) -> None:
        self.view.sigRangeChanged.connect(self._note_ranges)
        self.view.sigRangeChangedManually.connect(self._on_moved_by_hand)
        self.view.geometryChanged.connect(self._cover)
        self.scene().sigMouseClicked.connect(self._on_clicked)
        self.restore_action.triggered.connect(self.restore)
        self.auto_button.clicked.connect(self.restore)

    def _limit_y(self, farthest: float) -> None:
        """Stop panning and zooming where numbers end."""
        self.view.setLimits(yMin=-farthest, yMax=farthest)

    def _set_ranges(self, x: Range, y: Range) -> None:
        self.view.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=False)

    def _note_ranges(self) -> None:
        """Hand the ranges and their ticks to the overlay."""
        x, y = (tuple(one) for one in self.view.viewRange())
        sizes = self.overlay.width(), self.overlay.height()
        self.overlay.content.ticks = (
            self.axes[0].positions(*x, sizes[0]),
            self.axes[1].positions(*y, sizes[1]),
        )
        self.overlay.set_ranges(x, y, self.log_y)

    def _on_moved_by_hand(self) -> None:
        self.is_auto = False
        self.auto_button.show()
        self.auto_button.raise_()

    def _on_clicked(self, event: object) -> None:
        if event.button() == Qt.MouseButton.RightButton:  # type: ignore[attr-defined]
            self.menu.popup(event.screenPos().toPoint())  # type: ignore[attr-defined]

    def _cover(self) -> None:
        """Lay the overlay over the inside of the axes, or over all of it to show a message."""
        inside = self.mapFromScene(self.view.sceneBoundingRect()).boundingRect()
        area = self.viewport().rect() if self.overlay.content.message else inside
        self.overlay.setGeometry(area)
        size = self.auto_button.sizeHint()
        corner = inside.bottomLeft()
        self.auto_button.setGeometry(
            QRect(corner.x() + 3, corner.y() - size.height() - 3, size.width(), size.height())
        )
        self._note_ranges()

    def close(self) -> bool:
        """Close as any widget does: pyqtgraph would take the viewport from under the overlay."""
        return QWidget.close(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the overlay in its place."""
        super().resizeEvent(event)
        if hasattr(self, "overlay"):  # pyqtgraph resizes before there is one
            self._cover()

    def changeEvent(self, event: QEvent) -> None:
        """Write in the size that other text has now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "overlay"):
            font = smaller(self.font())
            self.overlay.setFont(font)
            for axis in self.axes:
                axis.set_font(font)
            self.overlay.invalidate()

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
        self.overlay.pointer = self.overlay.mapFrom(self.viewport(), event.position().toPoint())
        self.overlay.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Put the readout away."""
        super().leaveEvent(event)
        self.overlay.pointer = None
        self.overlay.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard speaks to this plot."""
        super().focusInEvent(event)
        self._show_focus(event.reason() in KEYBOARD_REASONS)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it does no longer."""
        super().focusOutEvent(event)
        self._show_focus(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A shows everything, plus and minus zoom; all else is the window's."""
        if event.key() == Qt.Key.Key_A:
            self.restore()
        elif event.key() in ZOOM_KEYS:
            factor = ZOOM_KEYS[Qt.Key(event.key())]
            self.view.scaleBy((factor, factor))
            self._on_moved_by_hand()
        else:
            event.ignore()

    def _show_focus(self, focused: bool) -> None:
        self.overlay.focused = focused
        self.overlay.update()
