"""Runs, pauses, steps and starts over; says how far the training is and what it loses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from rnnviz.captions import losses, progress
from rnnviz.captions.help.names import fact
from rnnviz.gui.appearance.icons import icon
from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.widgets.buttons import ToolButton
from rnnviz.gui.widgets.explained import explained
from rnnviz.gui.widgets.key_slider import KeySlider
from rnnviz.gui.widgets.live_label import LiveLabel
from rnnviz.gui.widgets.plain_text import plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAction, QResizeEvent

    from rnnviz.lab.snapshot import Snapshot

TEXT_PERIOD = 500
"""Milliseconds between two texts while the training runs."""
FULL = 60
"""The slider's last position: full speed."""
STRIDE = 6
"""Positions that the actions for slower and faster move it."""
FASTEST = 1000.0
"""Steps a second one position before it."""
READOUTS = {
    "step": "Steps done",
    "rate": "Characters (or other inputs) per second",
    "loss": losses.HEADLINE,
    "held out": losses.HELD_OUT,
}
"""What each is, for tooltips and screen readers."""
DISPENSABLE = ("rate", "held out")
"""Those that are left out where there is no room, the first one first."""
GAP = 8
"""Pixels more between the mean loss and the held-out loss, two numbers of one kind."""
SPARE = 12
"""Pixels by which the bar changes its mind about what fits."""


class Transport(QWidget):
    """The bar of a player: buttons for the window's actions, a speed slider, four readouts."""

    speed_changed = Signal(object)
    """Emitted with steps a second, or None for full speed."""

    def __init__(
        self, run: QAction, step: QAction, restart: QAction, column: QAction | None = None
    ) -> None:
        super().__init__()
        self._column = column
        self._run, self._step, self._restart = run, step, restart
        self._theme = LIGHT
        self._state = "empty"
        self._snapshot: Snapshot | None = None
        self._since_text = QElapsedTimer()
        self._row: QHBoxLayout | None = None
        self._build()
        self._arrange()
        self.speed.valueChanged.connect(self._on_speed_changed)
        self.set_theme(LIGHT)

    def show_state(self, state: str) -> None:
        """Follow the session's state."""
        self._state = state
        running = state == "running"
        self._run.setText("Pause" if running else "Run")
        self._run.setIcon(icon("pause" if running else "run", self._theme.accent))
        self._run.setEnabled(state not in ("empty", "diverged", "failed"))
        self._step.setEnabled(state in ("ready", "running", "paused", "finished"))
        self._restart.setEnabled(state not in ("empty", "ready"))
        self._write()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the training's numbers, at most twice a second while it runs."""
        before, self._snapshot = self._snapshot, snapshot
        moved = snapshot.present is not None and (before is None or snapshot.step != before.step)
        recent = self._since_text.isValid() and self._since_text.elapsed() < TEXT_PERIOD
        if self._state != "running" or not recent or moved or snapshot.step <= 1:
            self._write()

    def catch_up(self) -> None:
        """Show the numbers of the snapshot that came last."""
        self._write()

    def slower(self) -> None:
        """Move the slider towards slow motion."""
        self.speed.setValue(self.speed.value() - STRIDE)

    def faster(self) -> None:
        """Move the slider towards full speed."""
        self.speed.setValue(self.speed.value() + STRIDE)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self._theme = theme
        self._step.setIcon(icon("step", theme.text))
        self._restart.setIcon(icon("restart", theme.text))
        if self._column is not None:
            self._column.setIcon(icon("column", theme.text))
        for label, name in ((self._slow, "slow"), (self._fast, "speed")):
            label.setPixmap(icon(name, theme.muted).pixmap(16))
        self.show_state(self._state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what fits now."""
        super().resizeEvent(event)
        self._name_speed()
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._row is not None:
            self._measure()
            self._name_speed()

    def minimumSizeHint(self) -> QSize:
        """Need no room for the speed in words: the slider shows it too."""
        least = super().minimumSizeHint()
        words = 0 if self.speed_label.isHidden() else self._words_of_speed()
        return QSize(least.width() - words, least.height())

    def _build(self) -> None:
        self.run = _button(self._run, Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.step = _button(self._step, Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.restart = _button(self._restart, Qt.ToolButtonStyle.ToolButtonIconOnly)
        only_icon = Qt.ToolButtonStyle.ToolButtonIconOnly
        self._fold = (_button(self._column, only_icon),) if self._column is not None else ()
        self._slow, self._fast = plain_label(), plain_label()
        self.speed = KeySlider(Qt.Orientation.Horizontal)
        self.speed.setMaximum(FULL)
        self.speed.setValue(FULL)
        self.speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves Right to the training
        self.speed.setAccessibleName("Speed")
        self.speed.setToolTip("Speed: from one step a second to full speed")
        self.speed.setMinimumWidth(70)
        self.speed.setMaximumWidth(160)
        self.speed_label = plain_label("full speed")
        self._measure()
        self.readouts = {name: _readout(words) for name, words in READOUTS.items()}
        for name, readout in self.readouts.items():
            explained(readout, fact("steps" if name == "step" else name))
        for part in (self.speed, self.speed_label):
            explained(part, fact("speed"))
        for name in DISPENSABLE:
            self.readouts[name].least = ""

    def _arrange(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 4)
        for button in (*self._fold, self.run, self.step, self.restart):
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self._slow)
        row.addWidget(self.speed, 1)
        row.addWidget(self._fast)
        row.addWidget(self.speed_label)
        for readout in self.readouts.values():
            if readout is self.readouts["held out"]:
                row.addSpacing(GAP)
            else:
                row.addStretch(1)
            row.addWidget(readout)

    def _measure(self) -> None:
        """Keep buttons and numbers where they are while their words change."""
        advance = self.fontMetrics().horizontalAdvance
        self.run.setMinimumWidth(advance("Pause") + 48)
        self.speed_label.setMinimumWidth(advance("1,000 steps/s"))

    def _words_of_speed(self) -> int:
        return self.speed_label.minimumWidth() + (self._row.spacing() if self._row else 0)

    def _name_speed(self) -> None:
        """Write the speed in words where there is room for all of them."""
        room = self.width() - SPARE - self.minimumSizeHint().width()
        self.speed_label.setVisible(room >= self._words_of_speed())

    def _on_speed_changed(self, position: int) -> None:
        speed = speed_at(position)
        self.speed_label.setText(speed_label(speed))
        self.speed_changed.emit(speed)

    def _write(self) -> None:
        self._since_text.start()
        snapshot = self._snapshot
        if snapshot is None:
            return
        rate = snapshot.chars_per_second if self._state == "running" else 0.0
        texts = {
            "step": progress.step_caption(snapshot),
            "rate": progress.rate_caption(rate, snapshot.task.unit),
            "loss": losses.headline(snapshot),
            "held out": losses.held_out_caption(snapshot),
        }
        briefly = progress.moment_caption(snapshot.step)
        bare, number = losses.bare_headline(snapshot), losses.headline_number(snapshot)
        self.readouts["loss"].least, self.readouts["step"].least = number, briefly
        shorter = (*((name, "") for name in DISPENSABLE), ("loss", bare), ("step", briefly))
        self._fit(texts, (*shorter, ("loss", number)))
        for name, text in texts.items():
            self.readouts[name].setText(text)

    def _fit(self, texts: dict[str, str], shorter: Iterable[tuple[str, str]]) -> None:
        """Shorten what does not fit: a bar that asked for more room would widen the window."""
        labels = self.readouts
        others = sum(label.minimumSizeHint().width() for label in labels.values())
        room = self.width() - SPARE - (super().minimumSizeHint().width() - others)
        advance = self.fontMetrics().horizontalAdvance
        for name, text in shorter:
            if sum(map(advance, texts.values())) <= room:
                return
            texts[name] = text


def _button(action: QAction, style: Qt.ToolButtonStyle) -> QToolButton:
    button = ToolButton(autoRaise=False)
    button.setDefaultAction(action)
    button.setToolButtonStyle(style)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _readout(name: str) -> LiveLabel:
    label = LiveLabel()
    label.setAccessibleName(name)
    label.setToolTip(name)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


def speed_at(position: int) -> float | None:
    """Return steps a second at a position of the slider, None at its end."""
    if position >= FULL:
        return None
    return float(FASTEST ** (position / (FULL - 1)))


def speed_label(speed: float | None) -> str:
    """Return a speed as it stands beside the slider."""
    if speed is None:
        return "full speed"
    if speed < 1.05:
        return "1 step/s"
    return f"{speed:,.1f} steps/s" if speed < 10 else f"{speed:,.0f} steps/s"
