"""Every loss's gradient at every state: how far back in its sequence each loss is felt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from rnnviz.captions import triangle as words
from rnnviz.gui.panels.captioned import CaptionedPanel
from rnnviz.gui.plotting.colour_scale import DIVERGING, MAGNITUDES, ColourScale
from rnnviz.gui.plotting.ranges import AutoRange, Range, rungs, symmetric
from rnnviz.gui.plotting.triangle import TriangleMap, TriangleValues
from rnnviz.gui.widgets.choice import Choice, Chooser, LayerChoice, StateChoice, side_by_side
from rnnviz.gui.widgets.steady_label import SteadyLabel
from rnnviz.lab.place import Place
from rnnviz.lab.snapshot import Request
from rnnviz.probes.shares import Shares
from rnnviz.probes.triangle import GradientTriangle

if TYPE_CHECKING:
    from rnnviz.captions.map_square import Square
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.gui.panels.base import Panel
    from rnnviz.lab.snapshot import Snapshot

EMPTY = "Press Space to train. How far back every loss reaches is drawn here."
COMING = "Measured with the next step."
NORM, SHARE = "triangle", "shares"
MEASURES = (("gradient norm", NORM), ("update share", SHARE))
WIDTH_FOR_ONE_LINE = 720
LEAST_HEIGHT_FOR_CHECK = 200


class TrianglePanel(CaptionedPanel):
    """Norms of d loss_t / d h_k (or shares of the update of W_hh) for all pairs of steps."""

    name = "triangle"
    caption_name = "The chosen loss in words"
    caption_lines = 2
    least_height = 160

    layer: LayerChoice
    state: StateChoice
    _found: object
    _request: Request
    _ranges: dict[str, AutoRange]

    def needs(self) -> frozenset[Request]:
        """Return the one measurement that is shown."""
        return frozenset({self._request})

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return {"measure": self.measure, "state": self.state, "layer": self.layer}

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest measurement, if it is another one."""
        self.layer.offer_layers(*snapshot.settings.stack)
        self.state.offer_states_of(snapshot.settings.cell)
        self._on_asked_otherwise()
        found = snapshot.results.get(self._request)
        if found is None:
            if self._found is None:
                self._say(COMING)
        elif found is not self._found:
            self._found = found
            self._draw()

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._found = None
        self.map.let_go()
        for fit in self._ranges.values():
            fit.reset()
        self._say(EMPTY)

    def follow(self, other: Panel) -> None:
        """Choose what is chosen in another panel, and colour as it does."""
        super().follow(other)
        if isinstance(other, TrianglePanel):
            self._ranges = other._ranges

    def rescale(self) -> None:
        """Draw anew if the colours reach farther now."""
        if self._fit is not None and self._fit.current != self._drawn_range:
            self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.map.set_theme(theme)

    def _build(self) -> None:
        super()._build()
        self._found = None
        self._fit: AutoRange | None = None
        self._drawn_range: Range | None = None
        self._ranges = {NORM: AutoRange(rungs), SHARE: AutoRange(symmetric)}
        self.measure = Choice(
            "What to show",
            "The norm of each loss's gradient at each state, or the signed share that each pair "
            "has in the update of W_hh",
            MEASURES,
        )
        self.state = StateChoice("Take the gradient at the hidden state or at the memory")
        self.layer = LayerChoice("The layer whose states the gradient is taken at", with_both=True)
        self.map = TriangleMap("Triangle of gradients, losses by states")
        self.map.set_message(EMPTY)
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.check = SteadyLabel()
        self.check.setAccessibleName("Check of the sum")
        self._request = self._asked()

    def _arrange(self) -> None:
        choices = side_by_side(self.measure, self.state, self.layer)
        self._set_out(choices, picture=self.map).addWidget(self.check)

    def _connect(self) -> None:
        for choice in (self.measure, self.state, self.layer):
            choice.currentIndexChanged.connect(self._on_asked_otherwise)
        self.map.pointed.connect(self._on_pointed)
        self.map.opened.connect(self._on_opened)

    def _make_room(self) -> None:
        self.words.set_lines(1 if self.width() >= WIDTH_FOR_ONE_LINE else 2)
        super()._make_room()
        self.check.setVisible(self.height() >= LEAST_HEIGHT_FOR_CHECK)

    def _asked(self) -> Request:
        layer, stream = ("layer", self.layer.currentData()), ("stream", 0)
        if self.measure.currentData() == SHARE:
            return Request(SHARE, (layer, stream))
        return Request(NORM, (layer, ("state", self.state.currentData()), stream))

    def _on_asked_otherwise(self) -> None:
        self.state.setEnabled(self.measure.currentData() == NORM)  # W_hh has no part for c
        if self._asked() != self._request:
            self._request = self._asked()
            if self._found is not None:
                self._found = None
                self._say(COMING)
            self.needs_changed.emit()

    def _on_pointed(self) -> None:
        self.words.say_now(self._words())

    def _on_opened(self, square: Square) -> None:
        """Look into the cell at a state, from a loss."""
        if isinstance(self._found, GradientTriangle | Shares):
            layer = self._found.layer
            if self._found.both and square.column > square.row:
                layer += 1  # the loss reaches it by the layer that reads from the end
            self.look_into.emit(Place(square.column, layer=layer, loss=square.row))

    def _draw(self) -> None:
        """Draw what was found last."""
        found = self._found
        if not isinstance(found, GradientTriangle | Shares):
            self._say(str(found))
            return
        shown = _values(found)
        if shown.steps == 0:
            self._say(words.NO_STEPS)
            return
        is_first = bool(self.map.message)
        self.map.show_values(shown, self._scale(shown))
        check = (
            words.check_of_shares(found) if isinstance(found, Shares) else words.check_of_sum(found)
        )
        for label, text in ((self.words, self._words()), (self.check, check)):
            (label.say_now if is_first else label.say)(text)

    def _scale(self, shown: TriangleValues) -> ColourScale:
        """Return colours whose range grows at once and shrinks late."""
        levels = shown.levels
        fit = self._ranges[SHARE if shown.signed else NORM]
        if levels.size:
            fit.fit(float(levels.min()), float(levels.max()))
        self._fit, self._drawn_range = fit, fit.current
        usual = (-1.0, 1.0) if shown.signed else (-4.0, 0.0)
        return ColourScale(DIVERGING if shown.signed else MAGNITUDES, *(fit.current or usual))

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the triangle."""
        self.map.set_message(sentence)
        self.words.say_now("")
        self.check.say_now("")

    def _words(self) -> str:
        """Return what is under the pointer in words, or else of the row that is shown."""
        found, cell, row = self._found, self.map.cell, self.map.row
        if self.map.is_empty:
            return ""
        if isinstance(found, GradientTriangle):
            return words.norm_caption(found, cell) if cell else words.loss_caption(found, row)
        if isinstance(found, Shares):
            share = words.share_caption, words.loss_share_caption
            return share[0](found, cell) if cell else share[1](found, row)
        return ""


def _values(found: GradientTriangle | Shares) -> TriangleValues:
    """Return what is to be coloured."""
    if isinstance(found, Shares):
        title = f"through {'both ' if found.both else ''}W_hh at"
        whose = "its share of the update"
        return TriangleValues(found.shares, found.symbols, True, title, whose, found.reach)
    which = f"states {found.state} of both directions" if found.both else f"state {found.state}"
    title = f"{which} after"
    whose = "its gradient's norm at"
    return TriangleValues(found.norms, found.symbols, False, title, whose, found.reach)
