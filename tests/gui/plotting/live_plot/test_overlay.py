"""The readout beside the pointer never leaves the plot."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from rnnviz.gui.plotting.live_plot.curve import Curve, LineStyle, Nearest
from rnnviz.gui.plotting.live_plot.overlay import _beside

ROOM = QRectF(0, 0, 300, 120)


@given(st.floats(0, 300), st.floats(0, 120), st.floats(10, 140), st.floats(8, 20))
def test_the_readout_stays_inside_and_off_its_point(column, row, width, height):
    point = Nearest(Curve("made", LineStyle()), column, row, 0.0, 0.0)
    label = QRectF(
        _beside(point, QRectF(0, 0, width, height), ROOM), QRectF(0, 0, width, height).size()
    )
    assert ROOM.contains(label)
    assert not label.contains(column, row)
