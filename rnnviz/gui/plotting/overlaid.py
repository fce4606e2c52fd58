"""The curves of the other shown runs in one plot: one for each, in its colour and dash, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from rnnviz.gui.appearance.looks import line_of, stripes_of
from rnnviz.gui.plotting.live_plot import Curve, LineStyle, LivePlot

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Request, Snapshot

Show = Callable[[Curve, "Snapshot"], None]
"""Gives a curve the data of a run."""
UNNAMED = "this run"


@cache
def line_style(look: int, weight: str = "strong") -> LineStyle:
    """Return how the line of a run with a look is drawn."""
    return LineStyle(line_of(look), weight=weight, stripes=stripes_of(look))


@cache
def dot_style(look: int) -> LineStyle:
    """Return how the measurements now and then of a run with a look are drawn: as dots alone."""
    return LineStyle(line_of(look), weight="none", markers=True)


def name_of(run: Snapshot) -> str:
    """Return what a run is called beside its curve."""
    return run.name or UNNAMED


def part_of(name: str, what: str) -> str:
    """Return what the numbers of one of the curves of a run are called."""
    return f"{name}, {what}" if name and what else name


class Overlaid:
    """Keeps a curve for each of the runs that are shown beside the one in focus.

    They are painted `below` a curve of the focus, and their names stand in the legend if `named`.
    Where a plot has several curves of a run, `of` says of what these are.
    """

    def __init__(
        self,
        plot: LivePlot,
        below: Curve,
        style: Callable[[int], LineStyle] = line_style,
        named: bool = True,
        of: str = "",
    ) -> None:
        self._plot, self._below, self._style, self._named = plot, below, style, named
        self._of = of
        self._curves: dict[object, Curve] = {}
        self._runs: dict[Curve, Snapshot] = {}

    def __iter__(self) -> Iterator[Curve]:
        return iter(self._curves.values())

    def show(self, runs: Sequence[Snapshot], give: Show, request: Request | None = None) -> None:
        """Draw these runs and no others: `give` tells a curve its data.

        Not again where that is what was found for a `request`, and that is the same.
        """
        if not runs and not self._curves:
            return
        keys = [run.run or run.name for run in runs]
        for gone in self._curves.keys() - set(keys):
            curve = self._curves.pop(gone)
            self._runs.pop(curve, None)
            self._plot.remove(curve)
        for key, run in zip(keys, runs, strict=True):
            curve = self._curve_of(key)
            before, self._runs[curve] = self._runs.get(curve), run
            self._dress(curve, run)
            if not (request and before) or before.results.get(request) is not run.results[request]:
                give(curve, run)

    def run_of(self, curve: Curve) -> Snapshot | None:
        """Return the run that a curve is of, None for one that is not kept here."""
        return self._runs.get(curve)

    def _curve_of(self, key: object) -> Curve:
        if key not in self._curves:
            self._curves[key] = Curve("", LineStyle(), of_other=True)
            self._plot.add(self._curves[key], below=self._below)
        return self._curves[key]

    def _dress(self, curve: Curve, run: Snapshot) -> None:
        """Draw and call a curve as its run is now."""
        dressed = self._style(run.look), name_of(run) if self._named else ""
        curve.name = part_of(name_of(run), self._of)
        if (curve.look, curve.label) != dressed:
            curve.look, curve.label = dressed
            self._plot.redraw()


def measured(runs: Sequence[Snapshot], request: Request, kind: type) -> list[Snapshot]:
    """Return the runs of which something of a kind was found, and not a sentence why not."""
    return [run for run in runs if isinstance(run.results.get(request), kind)]


def same(before: Sequence[Snapshot], after: Sequence[Snapshot], request: Request) -> bool:
    """Return whether the same was found in the same runs, and they are still drawn alike."""
    if len(before) != len(after):
        return False
    return all(
        one.results.get(request) is other.results.get(request)
        and (one.run, one.name, one.look) == (other.run, other.name, other.look)
        for one, other in zip(before, after, strict=True)
    )
