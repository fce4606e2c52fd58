"""How well a task that draws its sequences is solved, and one of its sequences at work."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter

from rnnviz.captions.score_format import is_share, number, score_range, short
from rnnviz.captions.several_runs import in_focus, of_run, other_measures
from rnnviz.captions.task_score import caption, point_caption
from rnnviz.gui.controls.example_view import UNLIMITED, ExampleView
from rnnviz.gui.panels.base import Panel
from rnnviz.gui.plotting.live_plot import Curve, LineStyle, LivePlot, Nearest, Reference
from rnnviz.gui.plotting.overlaid import Overlaid, line_style, name_of
from rnnviz.gui.plotting.ranges import Counted
from rnnviz.gui.plotting.seed_bands import SeedBands
from rnnviz.gui.plotting.tables import tables_in, together
from rnnviz.gui.widgets.fitted_label import FittedLabel
from rnnviz.gui.widgets.number_fields import SpinBox
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.lab.feeds import SHOWN
from rnnviz.lab.place import Place
from rnnviz.lab.snapshot import Request

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.shown_data import ShownData
    from rnnviz.lab.snapshot import Snapshot, TaskFacts
    from rnnviz.tasks.task import Example

EMPTY = "Press Space to train. How well the task is solved is drawn here."
OF_TEXTS = (
    "A text has no score: how well it is learned is told by the loss and the samples. Choose "
    "another task at the top of the left column to see accuracy or error here, and an example."
)
WIDE = 2.2
"""From so many times as wide as high, the parts stand side by side."""


class TaskPanel(Panel):
    """Accuracy or squared error over steps with its two lines; below it an example."""

    name = "task"

    def needs(self) -> frozenset[Request]:
        """Ask for the chosen sequence."""
        return frozenset({self._request()})

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the scores so far and the newest example; the one before stays until then."""
        self._follow(snapshot.task)
        if not snapshot.task.measure:
            self._say(OF_TEXTS)
            return
        if snapshot.curves.validation_score.size == 0:
            self._say(EMPTY)
        else:
            self._draw(snapshot)
        example = cast("Example | str | None", snapshot.results.get(self._request()))
        if isinstance(example, str):
            self.example.show_sentence(example)
        elif example is not None and example is not self.example.example:
            self.example.show_example(example)
            self._share_out()
        self.example.setVisible(not self.example.is_empty)

    def data(self) -> tuple[ShownData, ...]:
        """Return the scores, and the sequence that is drawn or written below them."""
        return together((*tables_in(self), *self.example.written()))

    def clear(self) -> None:
        """Show the sentence for a network that has not been trained."""
        self.example.start_over()
        self.example.hide()
        self._say(EMPTY)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        super().set_theme(theme)
        self.plot.set_theme(theme)
        self.example.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts side by side, or one below the other."""
        super().resizeEvent(event)
        self.words.make_room(self.width(), 1, "")
        self._share_out()

    def _share_out(self) -> None:
        """Give the example half of the panel, or below the plot no more than it needs."""
        wide = self.width() > WIDE * self.height()
        self._parts.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)
        self.example.setMaximumHeight(UNLIMITED if wide else self.example.most_height)

    def _build(self) -> None:
        self._task: TaskFacts | None = None
        self.score = Curve("", LineStyle(0, markers=True))
        self.count = Counted()
        self.plot = LivePlot(
            "Plot of the score", ("steps", ""), (self.count, score_range), self._read_out
        )
        self.plot.add(self.score)
        self.bands = SeedBands(self.plot, "validation_score", of_later=True)
        self.others = Overlaid(self.plot, self.score, marked_style)
        self.words = FittedLabel("The score in words")
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.label = plain_label("Sequence")
        self.index = SpinBox(minimum=1, maximum=SHOWN)
        self.index.setWrapping(True)
        self.index.setAccessibleName("Which sequence is shown")
        self.index.setToolTip("Show another of the sequences that are never learned from")
        self.example = ExampleView()
        self.example.hide()
        self._parts = QSplitter(Qt.Orientation.Vertical)
        self._say(EMPTY)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.label)
        row.addWidget(self.index)
        self._parts.addWidget(self.plot)
        self._parts.addWidget(self.example)
        self._parts.setChildrenCollapsible(False)
        self._parts.setSizes([100, 140])
        self._set_out(row, picture=self._parts)

    def _connect(self) -> None:
        self.index.valueChanged.connect(self._on_index_changed)
        self.plot.opened.connect(self._on_opened)

    def _on_opened(self, point: Nearest) -> None:
        """Look into the cell as it was after that step."""
        if point.curve is self.score:
            self.look_into.emit(Place(moment=round(point.x)))

    def _on_index_changed(self) -> None:
        self.needs_changed.emit()

    def _request(self) -> Request:
        return Request("example", (("index", self.index.value() - 1),))

    def _follow(self, task: TaskFacts) -> None:
        """Take the measure and the lines of what is learned now."""
        drawn = bool(task.measure)
        self.label.setVisible(drawn)
        self.index.setVisible(drawn)
        if task == self._task:
            return
        self._task = task
        self.clear()
        self.plot.set_log_y(not is_share(task.measure))
        self.plot.set_labels("steps", short(task.measure) if drawn else "")
        self.plot.set_references(_lines(task) if drawn else ())

    def _draw(self, snapshot: Snapshot) -> None:
        task = snapshot.task
        alike = [
            run
            for run in snapshot.beside
            if (run.task.name, run.task.measure) == (task.name, task.measure)
        ]
        own, *others = self.bands.merged([snapshot, *alike], "steps")
        self._dress(snapshot, name_of(own) if snapshot.beside else "")
        self._give(self.score, own)
        self.others.show(others, self._give)
        shown = (self.score, *self.others)
        lowest = 2 if self.plot.log_y else 0  # of positive values, or of all
        known = [*(curve.extremes for curve in shown), *self.bands.extremes]
        values = [min(one[lowest] for one in known), task.baseline, task.solved]
        values.append(max(one[1] for one in known))
        if self.plot.log_y:
            values = [math.log10(value) if value > 0 else math.nan for value in values]
        finite = [value for value in values if math.isfinite(value)]
        end = max(float(curve.x[-1]) for curve in shown if curve.x.size)
        self.count.goal = max(float(snapshot.goal), end if others else 0.0)
        self.plot.set_message("")
        self.plot.fit((0.0, end), (min(finite), max(finite)))
        self.plot.refresh()
        newest = float(snapshot.curves.validation_score[-1])
        missing = other_measures(len(snapshot.beside) - len(alike), task.measure)
        tell = self.words.tell if self.words.text() else self.words.tell_now
        told = caption(newest, task)
        tell(f"{in_focus(told)} {missing}".rstrip() if snapshot.beside else told)

    def _dress(self, snapshot: Snapshot, name: str) -> None:
        """Draw the focus as the run that it is, beside others under its name."""
        dressed = marked_style(snapshot.look), name or snapshot.task.measure
        if dressed != (self.score.look, self.score.label):
            self.score.look, self.score.label = dressed
            self.plot.redraw()

    def _give(self, curve: Curve, run: Snapshot) -> None:
        """Have a curve show the scores of a run."""
        found = run.curves
        self.bands.give(curve, run, found.validation_steps, found.validation_score)

    def _say(self, sentence: str) -> None:
        self.score.clear()
        self.others.show((), self._give)
        self.bands.clear()
        self.plot.start_over()
        self.plot.set_message(sentence)
        self.words.tell_now("")
        if sentence == OF_TEXTS:
            self.example.hide()

    def _read_out(self, point: Nearest) -> str:
        """Return the score under the pointer and its step, beside other runs whose it is."""
        measure = self._task.measure if self._task else ""
        told, whose = point_caption(point.y, measure, point.x), point.curve.label
        return of_run(whose, told) if whose != measure else told


@cache
def marked_style(look: int) -> LineStyle:
    """Return how scores of a run with a look are drawn: each is a dot on its line."""
    return replace(line_style(look), markers=True)


def _lines(task: TaskFacts) -> tuple[Reference, ...]:
    name = task.line[0]
    return (
        Reference(task.baseline, name, number(task.baseline, task.measure)),
        Reference(task.solved, task.goal, number(task.solved, task.measure)),
    )
