"""What is to be seen in a plot, before anything of it is painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rnnviz.gui.plotting.live_plot.curve import Band, Curve
from rnnviz.gui.plotting.live_plot.marks import Mark
from rnnviz.gui.plotting.live_plot.references import Reference


@dataclass
class Content:
    """Curves and what stands around them. A `message` stands in place of everything else."""

    bands: list[Band] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    references: tuple[Reference, ...] = ()
    marks: tuple[Mark, ...] = ()
    ticks: tuple[Sequence[float], Sequence[float]] = ((), ())
    message: str = ""

    @property
    def filled(self) -> list[Curve | Band]:
        """The curves and bands that have data."""
        items: list[Curve | Band] = [*self.curves, *self.bands]
        return [item for item in items if item.x.size]

    @property
    def moves(self) -> bool:
        """Whether there is anything that is painted anew with every frame."""
        alive = self.message or self.bands
        return bool(alive) or not all(curve.settles for curve in self.curves)
