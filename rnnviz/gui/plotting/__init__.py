"""Plots that redraw in well under a millisecond: pyqtgraph's axes and mouse, our own painting."""
