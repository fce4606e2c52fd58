"""The gradient triangle: its image, its ground, and pointing at it.

This is its door: everything outside imports from here.
"""

from rnnviz.gui.plotting.triangle.map import TriangleMap
from rnnviz.gui.plotting.triangle.picture import TriangleValues

__all__ = ["TriangleMap", "TriangleValues"]
