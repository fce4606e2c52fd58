"""How far a lesson's step is, and the button that stops it, in a place of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from rnnviz.gui.widgets.buttons import PushButton


class LessonProgress(QWidget):
    """A bar and *Stop*: a place of its own, so that a second click on *Do it* never stops."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.goal = 0
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of this step")
        self.bar.setFormat("step %v of %m")
        self.stop = PushButton("Stop")
        self.stop.setToolTip("Leave off; the training pauses where it is")
        self.stop.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self.hide()

    def show_goal(self, playing: bool, goal: int) -> None:
        """Follow what is trained to; 0 while something is done that has no steps."""
        self.goal = goal
        self.setVisible(playing)
        self.bar.setRange(0, goal)
        self.bar.setValue(0)

    def show_reached(self, steps: int) -> None:
        """Show how many steps are done."""
        if self.goal:
            self.bar.setValue(min(steps, self.goal))
