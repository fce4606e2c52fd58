"""The cursor that arrow keys move in a plot."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rnnviz.gui.plotting.live_plot import Curve, LineStyle, LivePlot
from rnnviz.gui.plotting.ranges import exact

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only


def say(point):
    return f"here {point.y:.2f}"


def test_arrow_keys_go_along_a_curve_and_to_the_next_with_the_readout_of_the_pointer(qtbot):
    plot = LivePlot("Plot of a test", ("steps", "nats"), (exact, exact), say)
    qtbot.addWidget(plot)
    plot.resize(500, 300)
    curve, other = Curve("measured", LineStyle(0)), Curve("other", LineStyle(1))
    plot.add(curve, other)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.fit((0.0, 3.0), (1.0, 3.0))
    curve.replace(np.arange(3.0), np.array([3.0, 2.0, 1.0]))
    other.replace(np.arange(3.0), np.array([2.5, np.nan, 1.2]))
    plot.refresh()
    press = partial(QTest.keyClick, plot)
    press(Qt.Key.Key_Left)  # the newest of the one on top
    assert say(plot._overlay.chosen) == "here 1.20"
    assert plot.accessibleDescription() == "here 1.20"
    press(Qt.Key.Key_Left)  # what is not finite is passed over
    assert say(plot._overlay.chosen) == "here 2.50"
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Right)
    assert say(plot._overlay.chosen) == "here 2.00"
    with_cursor = plot.grab().toImage()
    opened = []
    plot.opened.connect(opened.append)
    press(Qt.Key.Key_Return)
    assert [one.y for one in opened] == [2.0]
    curve.replace(np.arange(4.0), np.array([3.0, 2.0, 1.0, 1.5]))  # it stays while curves grow
    assert say(plot._overlay.chosen) == "here 2.00"
    press(Qt.Key.Key_End)
    assert say(plot._overlay.chosen) == "here 1.50"
    press(Qt.Key.Key_Escape)
    assert plot._overlay.chosen is None
    assert not plot.has_cursor
    assert with_cursor != plot.grab().toImage()
