"""What the gradient-flow simulator is set with: one weight, or a random matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rnnviz.captions.simulator import matrices_caption, weight_caption
from rnnviz.gui.widgets.buttons import PushButton
from rnnviz.gui.widgets.choice import side_by_side
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.gui.widgets.value_slider import ValueSlider
from rnnviz.probes.simulator import ACTIVATIONS, KINDS, scalar_gradient, simulate

KIND_LABELS = {
    "gaussian": "random, N(0, s²/H)",
    "spectral_radius": "spectral radius s",
    "sigma_1": "largest singular value s",
    "orthogonal": "orthogonal × s",
}
SHORT = {
    "gaussian": "random",
    "spectral_radius": "radius",
    "sigma_1": "σ₁",
    "orthogonal": "orthogonal",
}
"""The kinds in a legend."""
H = 32
DRAWS = 5
MOST_STEPS = 200
SMALLEST_POWER = -300.0
"""What is left of a gradient below this power of ten counts as nothing."""


@dataclass(frozen=True)
class Outcome:
    """What is left of a gradient of 1 after 0 .. d steps: a curve, and the band around it.

    `left`, `lower` and `upper` are (d+1,); `label` names the setting, `caption` tells the result.
    """

    left: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    label: str
    caption: str


class ScalarControls(QWidget):
    """Sliders for a weight w, the slope phi' and the steps d."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = ValueSlider("w", "The recurrent weight", (-2.0, 2.0), 0.01, 0.9)
        self.slope = ValueSlider("φ′", "The slope of the activation", (0.0, 1.0), 0.01, 1.0)
        self.steps = ValueSlider("d", "Steps back in time", (1, MOST_STEPS), 1, 50)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for slider in (self.w, self.slope, self.steps):
            row.addWidget(slider, 1)
            slider.moved.connect(self.changed)

    def outcome(self) -> Outcome:
        """Return |w phi'|^d."""
        w, slope, depth = self.w.value, self.slope.value, int(self.steps.value)
        left = np.abs(scalar_gradient(w, slope, depth))
        caption = weight_caption(w, slope, depth, float(left[-1]))
        return Outcome(left, left, left, f"w {w:g}, φ′ {slope:g}", caption)


class VectorControls(QWidget):
    """The kind and size of a random W_hh, the activation, the steps, and a new draw."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seed = 0
        self.kind = FittedCombo()
        for kind in KINDS:
            self.kind.addItem(KIND_LABELS[kind], kind)
        self.kind.setAccessibleName("Kind of W_hh")
        self.kind.setToolTip(f"How the recurrent matrix ({H} x {H}) is drawn")
        self.activation = FittedCombo()
        for activation in ACTIVATIONS:
            self.activation.addItem(activation, activation)
        self.activation.setCurrentIndex(ACTIVATIONS.index("tanh"))
        self.activation.setAccessibleName("Activation")
        self.activation.setToolTip("What the units do with their sums; its slope acts on the way")
        self.scale = ValueSlider("s", "Size of W_hh", (0.1, 3.0), 0.05, 1.0)
        self.steps = ValueSlider("d", "Steps back in time", (1, MOST_STEPS), 1, 50)
        self.draw = PushButton("New draw")
        self.draw.setToolTip("Draw other random matrices, inputs and gradients")
        self._arrange()
        self._connect()

    def outcome(self) -> Outcome:
        """Return the median and extremes of the gradient's norm over several draws."""
        kind, activation = self.kind.currentData(), self.activation.currentData()
        size, depth = self.scale.value, int(self.steps.value)
        rng = np.random.default_rng(self._seed)
        found = simulate(rng, H, depth, kind, size, activation, draws=DRAWS)
        logs = found.log10_norms
        middle, low, high = np.median(logs, axis=0), logs.min(axis=0), logs.max(axis=0)
        left = _powers(middle)
        caption = matrices_caption(found, float(left[-1]))
        label = f"{SHORT[kind]} {size:g}, {activation}"
        return Outcome(left, _powers(low), _powers(high), label, caption)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(side_by_side(self.kind, self.activation, self.draw))
        row = QHBoxLayout()
        for slider in (self.scale, self.steps):
            row.addWidget(slider, 1)
        column.addLayout(row)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self.changed)
        self.activation.currentIndexChanged.connect(self.changed)
        self.scale.moved.connect(self.changed)
        self.steps.moved.connect(self.changed)
        self.draw.clicked.connect(self._on_draw_clicked)

    def _on_draw_clicked(self) -> None:
        self._seed += 1
        self.changed.emit()


def _powers(logs: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return 10^logs; 0 for what is too small to be drawn."""
    return np.where(logs < SMALLEST_POWER, 0.0, 10.0 ** np.maximum(logs, SMALLEST_POWER))
