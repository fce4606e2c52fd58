"""A cell drawn from the wires that it declares; everything outside imports from here."""

from rnnviz.gui.plotting.cell_diagram.frame import Answer, Frame
from rnnviz.gui.plotting.cell_diagram.framing import Framing, Look, drawn_of
from rnnviz.gui.plotting.cell_diagram.picture import CellPicture, Drawn
from rnnviz.gui.plotting.cell_diagram.ribbon import Ribbon
from rnnviz.gui.plotting.cell_diagram.stage import Stage
from rnnviz.gui.plotting.cell_diagram.unrolled import UnrolledPicture

__all__ = [
    "Answer",
    "CellPicture",
    "Drawn",
    "Frame",
    "Framing",
    "Look",
    "Ribbon",
    "Stage",
    "UnrolledPicture",
    "drawn_of",
]
