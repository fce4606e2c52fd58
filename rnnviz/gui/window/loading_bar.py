"""The progress of what takes long, over the panels, with a way to cancel it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from rnnviz.gui.widgets.buttons import PushButton
from rnnviz.gui.widgets.plain_text import plain_label

DELAY = 300
"""Milliseconds that a job may take before it shows."""
WIDTH = 420


class LoadingBar(QFrame):
    """Floats at the top of its parent while something is read, built or written at length."""

    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self.setObjectName("loading")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.label = plain_label()
        self.bar = QProgressBar(maximum=1000)
        self.bar.setAccessibleName("Progress")
        self.cancel = PushButton("Cancel")
        self.cancel.setToolTip("Give this up; the present run stays")
        row = QHBoxLayout(self)
        row.addWidget(self.label)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY)
        self._delay.timeout.connect(self._appear)
        self.cancel.clicked.connect(self.cancelled)
        parent.installEventFilter(self)
        self.hide()

    def show_progress(self, share: float, label: str) -> None:
        """Note how far a job is, `share` from 0 to 1; it appears if the job takes long."""
        self.label.setText(f"Preparing {label}")
        self.bar.setValue(round(1000 * share))
        if not self.isVisible() and not self._delay.isActive():
            self._delay.start()

    def end(self) -> None:
        """Disappear: the job is over."""
        self._delay.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the top of the parent when it is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _appear(self) -> None:
        self._place()
        self.raise_()
        self.show()

    def _place(self) -> None:
        around = self._covered.rect()
        wide = min(max(WIDTH, self.sizeHint().width()), around.width() - 16)
        self.setGeometry((around.width() - wide) // 2, 8, wide, self.sizeHint().height())
