"""A heat map that is repainted with every frame, and what other maps share with it.

This is its door: everything outside imports from here.
"""

from rnnviz.gui.plotting.heat_map.ground import Labels
from rnnviz.gui.plotting.heat_map.grouping import members, starts, strongest
from rnnviz.gui.plotting.heat_map.heat_map import ENDS, ENTER, MOVES, HeatMap
from rnnviz.gui.plotting.heat_map.marks import paint_frame
from rnnviz.gui.plotting.heat_map.unit_scales import UnitScales

__all__ = [
    "ENDS",
    "ENTER",
    "MOVES",
    "HeatMap",
    "Labels",
    "UnitScales",
    "members",
    "paint_frame",
    "starts",
    "strongest",
]
