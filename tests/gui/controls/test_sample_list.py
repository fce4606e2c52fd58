"""The list of samples: what its cells tell, and how seldom it has to be asked."""

from PySide6.QtCore import QAbstractItemModel, Qt

from rnnviz.gui.controls.sample_list import COLUMNS, SampleList, SampleModel
from rnnviz.lab.snapshot import Sample

SAMPLES = [Sample(10 * n, 3.0 / (n + 1), f"the sea {n}\nand more", "", 1.0) for n in range(5)]


class AskedOneByOne(SampleModel):
    """The same, but left to Qt's own way of asking."""

    multiData = QAbstractItemModel.multiData


def shown(qtbot, kind, monkeypatch):
    """A list that shows the samples with this kind of model, and its picture."""
    asked = []

    class Counting(kind):
        def data(self, index, role=Qt.ItemDataRole.DisplayRole):
            asked.append(role)
            return super().data(index, role)

    monkeypatch.setattr("rnnviz.gui.controls.sample_list.SampleModel", Counting)
    view = SampleList()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show_samples(SAMPLES)
    picture = view.grab().toImage()
    asked.clear()
    view.viewport().repaint()
    view.grab()
    return picture, len(asked)


def test_cells_that_are_asked_all_at_once_look_the_same_and_need_fewer_calls(qtbot, monkeypatch):
    at_once, few = shown(qtbot, SampleModel, monkeypatch)
    one_by_one, many = shown(qtbot, AskedOneByOne, monkeypatch)
    assert at_once == one_by_one
    assert 0 < few < many / 2


def test_a_row_tells_its_step_its_loss_and_how_the_sample_begins(qtbot):
    view = SampleList()
    qtbot.addWidget(view)
    view.show_samples(SAMPLES)
    cells = [view.samples.index(3, column) for column in range(COLUMNS)]
    step, loss, text = (cell.data() for cell in cells)
    assert (step, loss) == ("30", "0.75")
    assert text.startswith("the sea 3")
    assert "\n" not in text
    spoken = cells[0].data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Step 30, ")
    assert cells[0].data(Qt.ItemDataRole.DecorationRole) is None
