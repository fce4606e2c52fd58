"""Controls in a row keep inside it, whether they like a width or only need one."""

from PySide6.QtWidgets import QComboBox, QWidget

from rnnviz.gui.widgets.choice_row import ChoiceRow
from rnnviz.gui.widgets.steady_label import SteadyLabel


def test_a_readout_that_likes_no_width_has_its_least_within_the_row(qtbot):
    window, box = QWidget(), QComboBox()
    qtbot.addWidget(window)
    box.addItem("a long entry that could be narrower")
    box.setMinimumWidth(20)
    readout = SteadyLabel(least="8.88")
    window.setLayout(ChoiceRow((box, readout), stretched=(readout,)))
    window.resize(box.sizeHint().width() + 20, 60)
    window.show()
    assert readout.width() >= readout.minimumWidth() > 0
    assert readout.geometry().right() <= window.width()
    assert box.width() < box.sizeHint().width()
