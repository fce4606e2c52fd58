"""Ways back to the whole of the data: a button in the corner of a plot, and an action for menus."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from rnnviz.gui.widgets.buttons import ToolButton

FROM_CORNER = 3


class AutoButton(ToolButton):
    """Stands in the lower left corner while the user has moved what a plot shows.

    `asked` says that it or the menu under the right mouse button was used.
    """

    asked = Signal()

    def __init__(self, viewport: QWidget, plot: QWidget) -> None:
        super().__init__(viewport)
        self.setText("A")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the plot has a key for it
        self.setToolTip("Show everything and follow the data again (key A)")
        self.setAccessibleName("Show everything")
        self.hide()
        self.action_in_menu = QAction("Show everything (A)", plot)
        plot.addAction(self.action_in_menu)
        self.clicked.connect(self.asked)
        self.action_in_menu.triggered.connect(self.asked)

    def appear(self) -> None:
        """Be there, above everything else."""
        self.show()
        self.raise_()

    def stand_in(self, inside: QRect) -> None:
        """Take the lower left corner."""
        size, corner = self.sizeHint(), inside.bottomLeft()
        left, top = corner.x() + FROM_CORNER, corner.y() - size.height() - FROM_CORNER
        self.setGeometry(left, top, size.width(), size.height())
