"""The moments that a run keeps, in a row: a slider through its past, and the way on from there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rnnviz.captions import progress
from rnnviz.gui.widgets.key_slider import KeySlider
from rnnviz.gui.widgets.live_label import LiveLabel
from rnnviz.gui.widgets.tool_button import tool_button

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from rnnviz.lab.snapshot import RunId, Snapshot

HINT = (
    "Look back: drag to an earlier moment, and all panels show what was there then. The right end "
    "is the present."
)
CONTINUE, SHORTER = "Continue from here", "Continue"
WIDEST = "step 88,888,888"
"""What there is always room for, so that the slider does not move under the pointer."""


class Timeline(QWidget):
    """A place for each kept moment, which lie closer the later they are, and the present's last.

    Arrow keys go from moment to moment, Home to the start and End to the present.
    """

    looked_back = Signal(object)
    """Emitted with the step of the moment to be seen, or None for the present."""
    continue_requested = Signal(int)
    """Emitted with the step from which a new run is to go on."""

    def __init__(self) -> None:
        super().__init__()
        self._run: RunId | None = None
        self._steps: tuple[int, ...] = ()
        self._step: int | None = None
        self._present = 0
        self._build()
        self._arrange()
        self._connect()
        self._show_place()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Offer the moments that are kept by now; those of another run from its present on."""
        self._present = snapshot.reached
        if snapshot.run is not self._run:
            self._run, self._step = snapshot.run, None
            self.slider.setSliderDown(False)
        steps = tuple(snapshot.moments[: bisect_left(snapshot.moments, self._present)])
        if steps != self._steps and not self.slider.isSliderDown():
            self._offer(steps)
            self.slider.setToolTip(f"{HINT} {progress.past_caption(snapshot)}".strip())

    def go_to_present(self) -> None:
        """Stand at the present, which is shown."""
        self._step = None
        self._offer(self._steps)

    def go_to(self, step: int) -> None:
        """Stand at the kept moment that is nearest to a step, or at the present."""
        places = (*self._steps, self._present)
        self.slider.setValue(min(range(len(places)), key=lambda place: abs(places[place] - step)))

    def minimumSizeHint(self) -> QSize:
        """Need no room for more than the shorter words of the button."""
        least = super().minimumSizeHint()
        return QSize(least.width() - self._words_to_spare(self.go_on.text()), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have all words on the button where there is room for them."""
        super().resizeEvent(event)
        room = self.width() - self.minimumSizeHint().width()
        fits = room >= self._words_to_spare(CONTINUE)
        self.go_on.setText(CONTINUE if fits else SHORTER)

    def _words_to_spare(self, words: str) -> int:
        advance = self.go_on.fontMetrics().horizontalAdvance
        return advance(words) - advance(SHORTER)

    def _build(self) -> None:
        self.slider = KeySlider(Qt.Orientation.Horizontal)
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider.setAccessibleName("Moment of the run")
        self.slider.setToolTip(HINT)
        self.slider.setPageStep(12)
        self.place = LiveLabel()
        self.place.setAccessibleName("The moment that is shown")
        self.place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.place.setMinimumWidth(self.fontMetrics().horizontalAdvance(WIDEST))
        self.go_on = tool_button(CONTINUE)
        self.go_on.setAccessibleName(CONTINUE)
        self.go_on.setToolTip(
            "Begin a run of its own that goes on from this moment; change its settings before it "
            "trains. The run that is shown stays as it is."
        )

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 2, 0)
        row.addWidget(self.slider, 1)
        row.addWidget(self.place)
        row.addWidget(self.go_on)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._on_moved)
        self.go_on.clicked.connect(self._on_go_on)

    def _offer(self, steps: tuple[int, ...]) -> None:
        """Have a place for each of these moments, and stand where it stood."""
        self._steps = steps
        self.slider.blockSignals(True)
        self.slider.setMaximum(len(steps))
        self.slider.setValue(self._place_of(self._step))
        self.slider.blockSignals(False)
        self._show_place()

    def _place_of(self, step: int | None) -> int:
        if step is None:
            return len(self._steps)
        return max(0, bisect_right(self._steps, step) - 1)

    def _on_moved(self, place: int) -> None:
        self._step = self._steps[place] if place < len(self._steps) else None
        self._show_place()
        self.looked_back.emit(self._step)

    def _on_go_on(self) -> None:
        if self._step is not None:
            self.continue_requested.emit(self._step)

    def _show_place(self) -> None:
        """Say where it stands, and offer what can be done there."""
        words = progress.moment_caption(self._step)
        self.place.setText(words)
        self.slider.setAccessibleDescription(words)
        self.slider.setEnabled(bool(self._steps))
        self.go_on.setEnabled(self._step is not None)
