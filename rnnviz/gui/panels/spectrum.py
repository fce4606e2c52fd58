"""Where the eigenvalues lie, what they cannot tell, and how fast gradients really fade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtWidgets import QBoxLayout

from rnnviz.captions.help.names import fact
from rnnviz.captions.hidden_units import label
from rnnviz.captions.lyapunov import gauge_captions
from rnnviz.captions.spectrum import NOT_FINITE, caption
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.panels.captioned import FittedCaptionPanel
from rnnviz.gui.plotting.complex_plane import ComplexPlane, Spectra
from rnnviz.gui.plotting.needle_gauge import NeedleGauge
from rnnviz.gui.widgets.choice import Chooser, LayerChoice, side_by_side
from rnnviz.gui.widgets.explained import explained
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.lab.snapshot import Request

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.gui.panels.base import Panel
    from rnnviz.lab.snapshot import Snapshot
    from rnnviz.probes.spectrum import Spectrum

EMPTY = "Press Space to train. The eigenvalues of W_hh are drawn here."
COMING = "Measured with the next step."
LEAST_FOR_GAUGE = 170
LONGEST = (
    "σ₁ = 0.888 is below 1, which is enough: gradients must vanish, to at most 0.888 of their "
    "length at every step. The spectral radius 0.888 decides neither. Measured along 750 steps: "
    "gradients shrink to about 0.88 a step; memory 88 to 888 steps."
)
GAUGE_BESIDE, GAUGE_BELOW = (0.34, 230), (0.24, 130)
"""The gauge's share of the panel's width or height, and the pixels that it takes at most."""


class SpectrumPanel(FittedCaptionPanel):
    """Eigenvalues of W_hh and of the step Jacobians; the largest Lyapunov exponent as a needle."""

    name = "spectrum"
    caption_name = "The spectrum in words"
    caption_share = 0.28
    longest = LONGEST
    own = "axes"

    layer: LayerChoice
    _found: Spectrum | None

    def needs(self) -> frozenset[Request]:
        """Ask for the spectra of the chosen layer and gate: the others' would cost as much."""
        return frozenset({self._request()})

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return {"layer": self.layer}

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest spectra; those before stay until there are new ones."""
        if self.layer.offer_layers(*snapshot.settings.stack):
            self._on_chosen()
        self._offer_gates(CELLS[snapshot.settings.cell].gates)
        found = snapshot.results.get(self._request())
        if isinstance(found, str):
            self._say(found)
        elif found is None and self._found is None:
            self._say(COMING if snapshot.step else EMPTY)
        elif found is not None and found is not self._found:
            self._make_ranges_fit(len(snapshot.events))
            self._found = cast("Spectrum", found)
            self._draw()

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self.plane.start_over()
        self.gauge.start_over()
        self._say(EMPTY)

    def follow(self, other: Panel) -> None:
        """Choose what is chosen in another panel, the gate too where this cell has it."""
        super().follow(other)
        if isinstance(other, SpectrumPanel):
            place = self.gate.findData(other.gate.currentData())
            self.gate.setCurrentIndex(place if place >= 0 else self.gate.currentIndex())

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.plane.set_theme(theme)
        self.gauge.set_theme(theme)

    def _build(self) -> None:
        super()._build()
        self._events = 0
        self._found = None
        self.plane = ComplexPlane("Eigenvalues on the complex plane")
        self.plane.setToolTip(
            "Dots: eigenvalues. Full line: unit circle. Dashed ring: σ₁, the largest singular "
            "value. Wheel, + and − zoom, A shows everything, arrow keys go through the eigenvalues"
        )
        self.gauge = explained(NeedleGauge("Largest Lyapunov exponent"), fact("memory"))
        self.layer = LayerChoice("The layer whose recurrent weights are shown")
        self.gate = FittedCombo()
        self.gate.setAccessibleName("Gate")
        self.gate.setToolTip("The gate whose block of W_hh is shown")
        self.gate.addItem(label("a"), "a")
        self.gate.hide()
        self._say(EMPTY)

    def _arrange(self) -> None:
        row = side_by_side(self.gate, self.layer)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(4)
        self._box.addWidget(self.plane, 1)
        self._box.addWidget(self.gauge)
        self._set_out(row, picture=self._box)

    def _connect(self) -> None:
        self.gate.currentIndexChanged.connect(self._on_chosen)
        self.layer.currentIndexChanged.connect(self._on_chosen)

    def _on_chosen(self) -> None:
        self.plane.start_over()
        self.gauge.start_over()
        self.needs_changed.emit()
        if self._found is not None:
            self._say(COMING)

    def _request(self) -> Request:
        options = ("gate", self.gate.currentData()), ("layer", self.layer.currentData())
        return Request("spectrum", options)

    def _make_ranges_fit(self, events: int) -> None:
        """Choose the plane's anew after what was done by hand: it may be of another size."""
        if events != self._events:
            self._events = events
            self.plane.start_over()

    def _make_room(self) -> None:
        """Lay plane and gauge side by side or one above the other; make room for the words."""
        width, height = self.width(), self.height()
        beside = width > 1.15 * height
        direction = QBoxLayout.Direction
        self._box.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        share, most = GAUGE_BESIDE if beside else GAUGE_BELOW
        size = min(most, round(share * (width if beside else height)))
        self.gauge.want(*(size, 0) if beside else (0, size))
        self.gauge.setVisible(min(width, height) >= LEAST_FOR_GAUGE)
        super()._make_room()

    def _offer_gates(self, gates: tuple[str, ...]) -> None:
        """Let one of the cell's gates be chosen; at first its candidate, which is not squashed."""
        if gates == tuple(self.gate.itemData(row) for row in range(self.gate.count())):
            return
        self.gate.blockSignals(True)
        self.gate.clear()
        for gate in gates:
            self.gate.addItem(label(gate), gate)
        candidate = max(self.gate.findData("g"), self.gate.findData("n"), 0)
        self.gate.setCurrentIndex(candidate)
        self.gate.blockSignals(False)
        self.gate.setVisible(len(gates) > 1)
        self._on_chosen()

    def _draw(self) -> None:
        """Draw what was found last."""
        found = self._found
        if found is None:
            return
        values = found.eigenvalues[0]
        if not np.isfinite(values).all():
            self._say(NOT_FINITE)
            return
        name = "W_hh" if self.gate.count() == 1 else f"W_h{found.gates[0]}"
        cloud = found.cloud.ravel()
        self.plane.show_spectra(Spectra(name, values, cloud, float(found.sigma_1[0])))
        self.gauge.show_exponent(found.lyapunov.exponent, gauge_captions(found.lyapunov))
        self.words.tell(caption(found))

    def _say(self, sentence: str) -> None:
        self._found = None
        self.plane.set_message(sentence)
        self.gauge.set_message(" ")
        self.words.tell_now("")
