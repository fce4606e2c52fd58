"""The curve engine: plots that redraw in well under a millisecond, and what they are made of.

This is its door: everything outside imports from here, and nothing outside touches what is behind
it. A `LivePlot` is pyqtgraph's axes and mouse around painting of our own; what it paints are
`Curve`s (those that grow, and `Stems`), `Band`s (and a `Rug` along the lower edge), `Reference`
lines for comparison and `Mark`s at moments. How a frame becomes cheap is told in `settled`.
"""

from rnnviz.gui.plotting.live_plot.curve import Band, Curve, LineStyle, Nearest
from rnnviz.gui.plotting.live_plot.known_values import KnownValues
from rnnviz.gui.plotting.live_plot.live_plot import LivePlot
from rnnviz.gui.plotting.live_plot.marks import Mark
from rnnviz.gui.plotting.live_plot.references import Reference
from rnnviz.gui.plotting.live_plot.rug import Rug
from rnnviz.gui.plotting.live_plot.stems import Stems

__all__ = [
    "Band",
    "Curve",
    "KnownValues",
    "LineStyle",
    "LivePlot",
    "Mark",
    "Nearest",
    "Reference",
    "Rug",
    "Stems",
]
