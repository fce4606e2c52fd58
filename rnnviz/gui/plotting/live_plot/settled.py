"""What of a plot's curves is on its backdrop already, so that a frame paints only what is new.

**Layers.** The inside of a plot is painted in four, from below: the backdrop, one pixmap with
shade, grid, comparison lines, marks and the settled part of curves; what moves, which are bands
and the curves that do not settle; small pixmaps with the legend and the labels; the readout at
the pointer. A frame copies the backdrop and paints the rest. Axes and ticks lie outside and are
not touched at all.

**Settled.** A curve settles if it is shown with `Curve.grow`: it only ever grows at its end, as
a loss does over the steps. What was painted of it once need not be painted again. So a backdrop
remembers of every such curve its *part*: how many points it has painted, and with which *grain*.
A frame paints the points since then into the backdrop, and counts them as settled. It begins at
the bucket (see `thinning`) before the one in which the last frame ended, which may not have been
full: more values only make it taller, so the new line covers the old one. A curve shown with
`Curve.replace` is another one each time: it does not settle, but moves. A curve is shown in one
of these ways for good: what had settled of one that then moves would stay on the backdrop.

**Grain.** The old part still looks right as long as three numbers stay: which curve it is
(`Pyramid.beginnings` counts those that began), how many values share a bucket, and how many
points share a marker. Buckets grow when a curve shows more than two points a column, and the
markers' stride when they would run together: both double, and so change rarely.

**Buried.** The legend stands where it hides least of the curves. Curves that move may come to lie
below it later. So every `LOOK_EVERY` frames their pixel columns below it are counted; if they are
`BURIED` more than where it was put there, it has to look for a new place. Noise fills areas
anyway and does not count.

**When a backdrop is thrown away**, and the next frame makes a new one, with all points there are:
- `Overlay.invalidate`: another range, size, look, font, message, comparison line, mark or label;
- another resolution of the screen, or a picture that is saved, which the overlay sees when it
  paints;
- `Settled.is_outdated`: other curves than before have data, so that the legend is another one, or
  the legend buries curves;
- `Settled.take_new_end` returns None: the grain of a curve has changed.
As ranges leave room to grow (`rnnviz.gui.plotting.ranges`), that is some dozens of times in a run.

**Fresh.** The columns between which a new end was painted are the only ones that have to reach
the screen, if nothing moves and no pointer reads out; `Overlay.refresh` asks for them.

**Why frames are cheap.** What a frame costs depends neither on the length of a curve nor on how
much of it is to be seen: a copy of a pixmap, and for each curve the few points that are new. With
two growing curves that is 0.1 to 0.2 ms; all their points again would be 2 ms.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF

from rnnviz.gui.plotting.live_plot.content import Content
from rnnviz.gui.plotting.live_plot.curve import Curve, Grain
from rnnviz.gui.plotting.live_plot.legend import columns_below
from rnnviz.gui.plotting.live_plot.scale import Scale

LOOK_EVERY = 10
"""Frames from one look at the legend to the next."""
BURIED = 12
"""Pixel columns of curves that may come to lie below a legend before it looks for a new place."""


class Settled:
    """How much of each curve one backdrop holds, and whether that backdrop still will do."""

    def __init__(self, content: Content, scale: Scale) -> None:
        self._content = content
        self._scale = scale
        self._filled = content.filled
        self._parts: dict[Curve, tuple[Grain, int]] = {}
        self._fresh: tuple[int, int] | None = None
        self._legend: QRectF | None = None
        self._buried = self._frames = 0

    def put_legend(self, area: QRectF) -> None:
        """Remember where the legend stands, and how much of the curves it hides there."""
        self._legend = area
        self._buried = columns_below(area, self._content.curves, self._scale)

    def is_outdated(self) -> bool:
        """Count a frame; return whether other curves have data now, or the legend buries them."""
        self._frames += 1
        if self._filled != self._content.filled:
            return True
        if self._legend is None or self._frames % LOOK_EVERY:
            return False
        below = columns_below(self._legend, self._content.curves, self._scale)
        return below > self._buried + BURIED

    def growing(self) -> list[Curve]:
        """Return the curves that settle and have points that are not on the backdrop yet."""
        if self._content.message:
            return []
        return [curve for curve in self._content.curves if curve.settles and self._grew(curve)]

    def take_new_end(self, curve: Curve) -> int | None:
        """Count all of a curve as painted; return from which index on it has to be, to be so.

        None if its grain has changed: the old part would look different now.
        """
        grain = curve.grain(self._scale)
        before, since = self._parts.get(curve, (grain, 0))
        if grain != before:
            return None
        self._parts[curve] = grain, curve.x.size
        return since

    def note_fresh(self, start: int, end: int) -> None:
        """Remember between which pixel columns a new end was painted."""
        before = self._fresh or (start, end)
        self._fresh = min(start, before[0]), max(end, before[1])

    def take_fresh(self) -> tuple[int, int] | None:
        """Return the pixel columns between which something was painted since this was asked."""
        fresh, self._fresh = self._fresh, None
        return fresh

    def _grew(self, curve: Curve) -> bool:
        """Return whether a curve is another one, or longer, than on the backdrop."""
        part = self._parts.get(curve)
        return part is None or curve.extent != (part[0][0], part[1])
