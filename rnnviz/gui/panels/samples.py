"""What the network writes while it learns: the newest sample large, the earlier ones in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QToolButton

from rnnviz.captions import losses
from rnnviz.captions.samples import caption
from rnnviz.gui.controls.sample_list import SampleList
from rnnviz.gui.controls.sample_view import SampleView
from rnnviz.gui.controls.sampling import SamplingControls
from rnnviz.gui.panels.base import Panel
from rnnviz.gui.plotting.tables import together
from rnnviz.gui.widgets.buttons import ToolButton
from rnnviz.gui.widgets.steady_label import SteadyLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.shown_data import ShownData
    from rnnviz.lab.snapshot import Sample, Snapshot
    from rnnviz.tasks.text import Corpus

EMPTY = "Press Space to train. What the network writes stands here, from noise to words."
PAUSE = 500
"""Milliseconds between two samples on the screen."""


class SamplesPanel(Panel):
    """The newest sample or the one chosen from the list, and how the next ones are written."""

    name = "samples"

    change_requested = Signal(object)
    """Emitted with {setting: value} when sampling settings are to change."""
    sample_requested = Signal()
    """Emitted when the network is to write at once."""

    controls: SamplingControls
    list: SampleList
    _coming: Sequence[Sample] | None
    _awaited: bool
    _since: QElapsedTimer
    _timer: QTimer

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what was written since, at most twice a second."""
        self.controls.show_settings(snapshot.settings)
        self._follow(snapshot.task.unit)
        if self.list.samples.holds(snapshot.samples):
            return
        self._coming = snapshot.samples
        if self._awaited or not self._since.isValid() or self._since.hasExpired(PAUSE):
            self._show_coming()
        elif not self._timer.isActive():
            self._timer.start(PAUSE - self._since.elapsed())

    def catch_up(self) -> None:
        """Show the newest sample now."""
        self._timer.stop()
        self._show_coming()

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Check primes against the text's alphabet."""
        self.controls.show_corpus(corpus)

    def clear(self) -> None:
        """Show the sentence for a network that has not written yet."""
        self._timer.stop()
        self._coming, self._awaited = None, False
        self.list.samples.clear()
        self._show_newest()

    def data(self) -> tuple[ShownData, ...]:
        """Return every sample of the list, whole."""
        return together([self.list.samples.numbers()])

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.controls.set_theme(theme)
        self.view.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the program's size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "list"):
            self.view.resize_text()
            self.list.resize_text()

    def _build(self) -> None:
        self._coming = None
        self._picked = self._awaited = False
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self.controls = SamplingControls()
        self.heading = SteadyLabel()
        self.heading.setAccessibleName("About the sample")
        self.newest = _button("Back to the newest", "Show the newest sample again")
        self.newest.hide()
        self.copy = _button("Copy", "Copy this sample, its prime included")
        self.copy.setEnabled(False)
        self.view = SampleView(EMPTY)
        self.list = SampleList()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.newest)
        head.addWidget(self.copy)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.view)
        parts.addWidget(self.list)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        self._set_out(self.controls, head, picture=parts)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._show_coming)
        self.controls.change_requested.connect(self.change_requested)
        self.controls.sample_requested.connect(self._on_sample_requested)
        self.list.picked.connect(self._on_picked)
        self.newest.clicked.connect(self._show_newest)
        self.copy.clicked.connect(self._on_copy_clicked)

    def _on_sample_requested(self) -> None:
        self._awaited = True
        self._show_newest()
        self.sample_requested.emit()

    def _on_copy_clicked(self) -> None:
        sample = self.view.sample
        if sample is not None:
            QGuiApplication.clipboard().setText(sample.prime + sample.text)

    def _on_picked(self, row: int) -> None:
        self._stay()
        self._show(self.list.samples.sample(row))

    def _stay(self) -> None:
        """Keep what is shown although newer samples come."""
        self._picked = True
        self.newest.show()

    def _show_coming(self) -> None:
        samples, self._coming = self._coming, None
        if samples is None:
            return
        self._since.start()
        self._awaited = False
        if not self.list.samples.continues(samples):
            self._picked = False
        elif self.view.textCursor().hasSelection():
            self._stay()
        self.list.show_samples(samples)
        if not self._picked:
            self._show_newest()

    def _show_newest(self) -> None:
        self._picked = False
        self.newest.hide()
        self.list.clearSelection()
        self._show(self.list.samples.newest)

    def _show(self, sample: Sample | None) -> None:
        self.view.show_sample(sample)
        self.copy.setEnabled(sample is not None)
        self._tell(sample)

    def _tell(self, sample: Sample | None) -> None:
        self.heading.say_now("" if sample is None else caption(sample, self.list.samples.unit))

    def _follow(self, unit: str) -> None:
        """Offer to set how texts are written, where texts are written."""
        if unit != self.list.samples.unit:
            self.list.samples.write_in(unit)
            self._tell(self.view.sample)
        self.controls.setVisible(losses.of_characters(unit))


def _button(text: str, tooltip: str) -> QToolButton:
    button = ToolButton()
    button.setText(text)
    button.setToolTip(tooltip)
    return button
