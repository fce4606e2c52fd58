"""Which units and gates stand at their ends, and how long their gates keep a state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rnnviz.captions import direct_path
from rnnviz.captions.help.names import fact
from rnnviz.captions.saturation import LONGEST, NOTHING_TO_DRAW, gates_caption, units_caption
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.panels.captioned import FittedCaptionPanel
from rnnviz.gui.plotting.gate_scatter import GateScatter
from rnnviz.gui.plotting.horizon_strip import HorizonStrip
from rnnviz.gui.plotting.path_plot import PathPlot
from rnnviz.gui.plotting.share_bars import ShareBars
from rnnviz.gui.widgets.choice import Chooser, LayerChoice, side_by_side
from rnnviz.gui.widgets.explained import explained
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.lab.place import Place
from rnnviz.lab.snapshot import Request
from rnnviz.probes.direct_path import DirectPath
from rnnviz.probes.saturation import Saturation, squashed_name, tanh_gates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import Snapshot

    Shares = NDArray[np.floating]

EMPTY = "Press Space to train. How often units and gates stand at their ends is drawn here."
COMING = "Measured with the next step."
GATES, PATH, SILENT = "gates", "path", "silent"
TITLES = {GATES: "gates shut or open", PATH: "direct path", SILENT: "silent units"}
AT_ZERO = "at zero"
LEAST_HEIGHT_FOR_STRIP = 200


class SaturationPanel(FittedCaptionPanel):
    """Shares of time at the ends, by unit; for gates shut against open, and what passes them."""

    name = "saturation"
    caption_name = "The saturation in words"
    longest = LONGEST

    layer: LayerChoice
    _found: Saturation | DirectPath | None

    def needs(self) -> frozenset[Request]:
        """Ask for what the chosen view of the chosen layer shows."""
        return frozenset({self._request()})

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return {"layer": self.layer}

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest measurement; the one before stays until there is one."""
        self._waiting = COMING if snapshot.step else EMPTY
        if self.layer.offer_layers(*snapshot.settings.stack):
            self._on_layer_chosen()
        self._offer_views(views_of(snapshot.settings))
        found = snapshot.results.get(self._request())
        if isinstance(found, str):
            self._say(found)
        elif found is None and self._found is None:
            self._say(self._waiting)
        elif isinstance(found, Saturation | DirectPath) and found is not self._found:
            self._found = found
            self._draw(found)

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._waiting = EMPTY
        self._start_over()
        self._say(EMPTY)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        for one in (self.bars, self.scatter, self.strip, self.paths):
            one.set_theme(theme)

    def _build(self) -> None:
        super()._build()
        self._waiting = EMPTY
        self._found = None
        self.bars = ShareBars("Share of time by unit")
        self.bars.setToolTip("A bar for every unit; arrow keys go through them")
        self.scatter = GateScatter("Gates shut against gates open")
        self.scatter.setToolTip(
            "A mark for every unit: to the right, its gate is often shut; upwards, often open. "
            "Arrow keys go through the marks"
        )
        self.strip = explained(HorizonStrip("Horizon of every unit"), fact("horizon"))
        self.strip.setToolTip("1 / (1 − mean of the keep gate): steps for which it keeps a state")
        self.paths = PathPlot()
        self.view = FittedCombo()
        self.view.setAccessibleName("What to show")
        self.view.setToolTip("Units or gates at their ends, or what passes through the gates")
        self.layer = LayerChoice("The layer whose units are shown")
        self._offer_views(("h",))
        self._say(EMPTY)

    def _arrange(self) -> None:
        row = side_by_side(self.view, self.layer)
        gates = QWidget()
        inner = QVBoxLayout(gates)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self.scatter, 1)
        inner.addWidget(self.strip)
        self.stack = QStackedWidget()
        for page in (self.bars, gates, self.paths):
            self.stack.addWidget(page)
        self._set_out(row, picture=self.stack)

    def _connect(self) -> None:
        self.view.currentIndexChanged.connect(self._on_view_chosen)
        self.layer.currentIndexChanged.connect(self._on_layer_chosen)
        self.bars.opened.connect(self._on_bar_opened)
        self.scatter.opened.connect(self._on_mark_opened)
        self.strip.opened.connect(self._look_into)

    def _make_room(self) -> None:
        self.strip.setVisible(self.height() >= LEAST_HEIGHT_FOR_STRIP)
        super()._make_room()

    def _on_bar_opened(self, spot: int) -> None:
        self._look_into(self.bars.unit(spot))

    def _on_mark_opened(self, spot: int) -> None:
        self._look_into(self.scatter.heaps[spot].units[0])

    def _look_into(self, unit: int) -> None:
        self.look_into.emit(Place(unit=unit, layer=self._found.layer if self._found else None))

    def _on_view_chosen(self) -> None:
        chosen = self.view.currentData()
        self.stack.setCurrentIndex({GATES: 1, PATH: 2}.get(chosen, 0))
        self.needs_changed.emit()
        fits = DirectPath if chosen == PATH else Saturation
        if isinstance(self._found, fits):
            self._draw(self._found)
        else:
            self._say(self._waiting)

    def _on_layer_chosen(self) -> None:
        self._start_over()
        self.needs_changed.emit()
        self._say(self._waiting)

    def _start_over(self) -> None:
        self.strip.start_over()
        self.paths.start_over()

    def _request(self) -> Request:
        probe = "direct_path" if self.view.currentData() == PATH else "saturation"
        return Request(probe, (("layer", self.layer.currentData()),))

    def _offer_views(self, views: tuple[str, ...]) -> None:
        """Have what the cell has to choose from; keep the choice if it is still there."""
        if views == tuple(self.view.itemData(row) for row in range(self.view.count())):
            return
        chosen = self.view.currentData()
        self.view.blockSignals(True)
        self.view.clear()
        for view in views:
            self.view.addItem(TITLES.get(view, over(view)), view)
        kept = self.view.findData(chosen) if chosen != "h" else 0
        self.view.setCurrentIndex(max(0, kept))
        self.view.blockSignals(False)
        self.view.setVisible(len(views) > 1)
        if chosen is not None:
            self._found = None
            self._start_over()
            self._on_view_chosen()

    def _draw(self, found: Saturation | DirectPath) -> None:
        if isinstance(found, DirectPath):
            self._draw_paths(found)
        elif self.view.currentData() == GATES:
            self._draw_gates(found)
        else:
            self._draw_units(found)

    def _draw_units(self, found: Saturation) -> None:
        view = self.view.currentData()
        shares = found.silent if view == SILENT else found.saturated.get(view)
        if shares is None:
            self._say(COMING)
            return
        self.bars.show_shares(shares, AT_ZERO if view == SILENT else over(view))
        is_tanh = view != "h" or (not found.left and found.leak == 1.0)
        self.words.tell(units_caption(view, shares, is_tanh=is_tanh, leak=found.leak))

    def _draw_gates(self, found: Saturation) -> None:
        if not found.left or found.horizon is None:
            self._say(COMING)
            return
        self.scatter.show_shares(*(in_order(part) for part in (found.left, found.right)))
        self.strip.show_horizons(found.horizon)
        self.words.tell(gates_caption(found, self.strip.median))

    def _draw_paths(self, found: DirectPath) -> None:
        if self.paths.show_paths(found):
            self.words.tell(direct_path.caption(found))
        else:
            self._say(NOTHING_TO_DRAW)

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the drawing."""
        self._found = None
        for one in (self.bars, self.scatter, self.paths):
            one.set_message(sentence)
        self.strip.set_message(" ")
        self.words.tell_now("")


def over(view: str) -> str:
    """Return where units saturate."""
    return f"|{view}| above 0.9"


def views_of(settings: Settings) -> tuple[str, ...]:
    """Return what there is to see of a cell, the most telling first."""
    cell = CELLS[settings.cell]
    if settings.options_of("cell").get("activation") == "relu":
        return (SILENT,)
    if not cell.sigmoids:
        return tuple(dict.fromkeys((squashed_name(cell(**settings.options_of("cell"))), "h")))
    squashed = tanh_gates(cell(**settings.options_of("cell")))
    path = (PATH,) if cell.keep_gate else ()
    return (GATES, *path, "h", *squashed)


def in_order(gates: Mapping[str, Shares]) -> dict[str, Shares]:
    """Return what belongs to the gates in the order in which weights and equations have them."""
    known = next((cell.gates for cell in CELLS.values() if set(gates) <= set(cell.gates)), ())
    order = sorted(gates, key=known.index) if known else list(gates)
    return {gate: gates[gate] for gate in order}
