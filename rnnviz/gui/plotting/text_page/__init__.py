"""A page of text in the fixed font, every character on a ground of its own colour.

This is its door: everything outside imports from here.
"""

from rnnviz.gui.plotting.text_page.colouring import (
    by_change,
    by_cost,
    by_reach,
    by_surprise,
    by_unit,
)
from rnnviz.gui.plotting.text_page.legend import Legend
from rnnviz.gui.plotting.text_page.text_page import TextPage

__all__ = [
    "Legend",
    "TextPage",
    "by_change",
    "by_cost",
    "by_reach",
    "by_surprise",
    "by_unit",
]
