"""One character on its way through the cell of a layer, forward and back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

from rnnviz.captions import losses
from rnnviz.captions.cell_equations import count_of
from rnnviz.captions.cell_walk import LONGEST, wire_words, words_of
from rnnviz.captions.way_back import jacobian_caption
from rnnviz.gui.controls.cell_controls import CellControls, number_in
from rnnviz.gui.controls.cell_requests import CellRequests
from rnnviz.gui.controls.cell_view import CellView, look_of
from rnnviz.gui.controls.phrase import default_phrase
from rnnviz.gui.controls.playing import Playing
from rnnviz.gui.controls.walking import Walking
from rnnviz.gui.panels.captioned import FittedCaptionPanel
from rnnviz.gui.widgets.steady_label import SteadyLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.gui.panels.base import Panel
    from rnnviz.gui.widgets.choice import Chooser
    from rnnviz.lab.place import Place
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import Request, Snapshot
    from rnnviz.probes.cell_walk import CellWalk
    from rnnviz.probes.step_jacobian import StepJacobian
    from rnnviz.tasks.text import Corpus

EMPTY = "Press Space to train. How one character goes through the cell is drawn here."
COMING = "Measured with the next step."
HIGH_FOR_COUNT, LINES = 330, 28
"""Pixels and lines of the panel's height from which there is room for the count of parameters."""
WIDE_FOR_EQUATIONS, LETTERS = 1000, 120
"""Pixels and letters across the panel from which there is room for equations beside the picture."""


class CellPanel(FittedCaptionPanel):
    """A `CellWalk` as a picture: one step or several, values or gradients."""

    name = "cell"
    caption_name = "What goes through the cell"
    longest = LONGEST
    caption_share = 0.14
    least_height = 220

    _walk: CellWalk | None
    _settings: Settings | None

    def needs(self) -> frozenset[Request]:
        """Ask for the steps around the one that is shown, and a step's Jacobian if wanted."""
        return self._wanted.all()

    def choosers(self) -> Mapping[str, Chooser]:
        """Return what lessons may set."""
        return self.set.choosers()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the newest values; the old ones stay until those of another step are there."""
        if snapshot.settings is not self._settings:
            self._settings = snapshot.settings
            self.set.offer_layers(*snapshot.settings.stack)
            self.set.phrase.setHidden(not losses.of_characters(snapshot.task.unit))
            self._ask()
        found = snapshot.results.get(self._wanted.walk)
        if isinstance(found, str):
            self._walk = None
            self._say(found)
        elif found is None and self._walk is None:
            self._say(COMING)
        elif found is not None and found is not self._walk:
            self._take(cast("CellWalk", found))
        if self._wanted.jacobian is not None:
            self._show_jacobian(snapshot.results.get(self._wanted.jacobian))

    def show_corpus(self, corpus: Corpus, baselines: tuple[float, ...]) -> None:
        """Choose the phrase that is read where none was typed."""
        self.set.offer(default_phrase(corpus))
        self._ask()

    def look_at(self, place: Place) -> None:
        """Show a place that somebody pointed at elsewhere."""
        self.set.look_at(place)
        self._ask()

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self._walk = None
        self.stage.framing.reset()
        self._stop()
        self._say(EMPTY)

    def follow(self, other: Panel) -> None:
        """Choose what is chosen in another panel, stand where it stands, colour as it does."""
        if isinstance(other, CellPanel):
            self.set.read_window(other.set.of_window)
        super().follow(other)
        if isinstance(other, CellPanel):
            self.stage.framing = other.stage.framing
            self.stage.picture.point_at(other.stage.picture.wire)
            if other.walking.step is not None and self._walk is not None:
                self.walking.go(other.walking.step)
                self.walking.played = other.walking.played
            self._draw()

    def rescale(self) -> None:
        """Colour by the scale as it is now."""
        frame = self.stage.picture.frame
        if frame is not None and frame.most != self.stage.framing.most:
            self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.set.set_theme(theme)
        self.view.set_theme(theme)

    def hideEvent(self, event: QHideEvent) -> None:
        """Play nothing that nobody sees."""
        super().hideEvent(event)
        self._stop()

    def _build(self) -> None:
        super()._build()
        self._walk = self._settings = None
        self._was_told = False
        self.walking = Walking()
        self.set = CellControls()
        self.set.unit.setText("0")
        self.view = CellView()
        self.stage = self.view.stage
        self.stage.say(EMPTY)
        self.count = SteadyLabel()
        self.count.setAccessibleName("Parameters of the cell")
        self.playing = Playing(self.walking, self._is_shown, self)
        self._wanted = CellRequests(self.set, self.walking)
        self._ask()

    def _arrange(self) -> None:
        column = self._set_out(self.set, picture=self.view)
        column.addWidget(self.count)

    def _make_room(self) -> None:
        super()._make_room()
        if not self._was_told:  # by a click whether equations are wanted
            least = max(WIDE_FOR_EQUATIONS, LETTERS * self.fontMetrics().averageCharWidth())
            self.set.equations.setChecked(self.width() >= least)
        if self.view.show_equations(self.set.equations.isChecked()):
            self._draw()
        line = self.fontMetrics().height()
        self.count.setVisible(self.height() >= max(HIGH_FOR_COUNT, LINES * line))

    def _connect(self) -> None:
        chosen = self.set
        chosen.asked.connect(self._ask)
        chosen.rephrased.connect(self._on_rephrased)
        chosen.stepped.connect(self._go)
        chosen.direction.currentIndexChanged.connect(self._on_turned)
        chosen.cells.currentIndexChanged.connect(self._on_shown_otherwise)
        chosen.unit.textChanged.connect(self._move)
        chosen.play.toggled.connect(self._on_play)
        chosen.paced.connect(self._play_otherwise)
        self.playing.moved.connect(self._move)
        chosen.equations.clicked.connect(self._on_equations)
        self.view.pane.changed.connect(self._move)
        self.playing.stopped.connect(self._stop)
        self.stage.stepped.connect(self._go)
        self.view.pointed.connect(self._tell)
        self.stage.walked.connect(self._on_walked)
        self.stage.counted.connect(chosen.count_on)
        self.view.unit_picked.connect(chosen.pick_unit)
        self.stage.factor_picked.connect(self._on_factor_picked)

    def _ask(self) -> None:
        """Ask for what is to be shown now."""
        if self._wanted.renew(self.view.wants_numbers):
            self.needs_changed.emit()

    def _take(self, walk: CellWalk) -> None:
        """Draw what was measured; of something else that is read, stand in its middle at first."""
        self._walk = walk
        if len(walk.symbols) != self.walking.count or self.walking.step is None:
            self.walking.begin(len(walk.symbols))
            self._ask()
        self.set.fit(walk)
        self.stage.framing.take(walk)
        self.count.say_now(count_of(walk))
        self._draw()

    def _draw(self) -> None:
        """Draw the step that is looked at, if it was measured."""
        walk, step = self._walk, self.walking.step
        if walk is None or step is None or not self._is_shown():
            return
        self.set.stand(step, self.walking.count)
        if self._wanted.jacobian is not None:
            return
        cells = int(self.set.cells.currentData())
        loss = walk.last if walk.back else -1
        shown = self.walking.run_of(cells, loss, walk.shown)
        self.view.show_walk(
            walk, step, shown, look_of(self.walking, walk, number_in(self.set.unit))
        )
        self._tell()

    def _tell(self) -> None:
        """Say what is shown, or what the wire carries that is pointed at."""
        walk, step, wire = self._walk, self.walking.step, self.stage.picture.wire
        if walk is None or step is None or not self._is_shown() or self.stage.shows_matrix:
            return
        if wire in walk.values and len(self.stage.shown) == 1:
            words = partial(wire_words, walk, step, wire, number_in(self.set.unit))
        else:
            words = partial(words_of, walk, step, self.stage.end)
        self.words.tell_of(words, (step, walk.back, wire))

    def _say(self, sentence: str) -> None:
        """Show a sentence in place of the picture."""
        self.stage.say(sentence)
        self.words.tell_of(str, "")
        self.count.say_now("")

    def _go(self, step: int) -> None:
        """Stand at a step."""
        self.walking.go(step)
        self._move()

    def _move(self) -> None:
        """Show where the walk has come to, at once if that was measured already."""
        self._ask()
        self._on_shown_otherwise()

    def _on_rephrased(self) -> None:
        self.walking.forget()  # to stand in the middle of what is typed
        self._ask()

    def _on_walked(self, steps: int) -> None:
        self.walking.by(steps)
        self._move()

    def _on_equations(self) -> None:
        self._was_told = True
        self.view.show_equations(self.set.equations.isChecked())
        self._move()

    def _on_turned(self) -> None:
        """Take the loss of this step back, if it has one; the last one else."""
        self.set.show_loss(self.set.is_back)
        if self._walk is not None and self.walking.step is not None:
            self.set.take_loss(self._walk.losses, self.walking.step)
        self._move()

    def _on_shown_otherwise(self) -> None:
        self._draw()
        self.moved_on.emit()

    def _on_factor_picked(self, step: int) -> None:
        """Ask for the Jacobian of a step."""
        self._wanted.want_jacobian(step)
        self.needs_changed.emit()

    def _show_jacobian(self, found: object) -> None:
        """Show a step's Jacobian, or why there is none."""
        if isinstance(found, str):
            self.words.tell_of(partial(str, found), found)
            self._wanted.jacobian = None
        elif found is not None:
            jacobian = cast("StepJacobian", found)
            self.stage.show_jacobian(jacobian)
            self.words.tell_of(partial(jacobian_caption, jacobian), jacobian.step)

    def _on_play(self, playing: bool) -> None:
        self.set.show_playing(playing)
        walk = self._walk
        if not playing or walk is None:
            self._stop()
            return
        things = len(walk.wires) + 2 if self.set.is_single else 1
        self.playing.start(float(self.set.speed.currentData()), things, self.set.is_back)

    def _play_otherwise(self) -> None:
        """Go on with another speed, direction or number of cells, if it plays."""
        if self.playing.is_going:
            self._on_play(True)

    def _is_shown(self) -> bool:
        """Whether the step that is looked at was measured."""
        walk = self._walk
        return (
            walk is not None and self.walking.step in walk.shown and walk.back == self.set.is_back
        )

    def _stop(self) -> None:
        self.playing.stop()
        self.set.show_playing(False)
