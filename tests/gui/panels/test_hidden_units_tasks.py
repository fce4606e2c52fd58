"""The hidden units panel where no text is read: there are steps, and no characters."""

import pytest

from rnnviz.gui.panels.hidden_units import HiddenUnitsPanel
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks import DRAWN


@pytest.fixture
def panel(qtbot):
    panel = HiddenUnitsPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.mark.parametrize("task", list(DRAWN))
def test_steps_are_counted(qtbot, panel, task):
    trainer = Trainer(Settings().change(task=task, length=3, hidden=4), None)
    panel.show_snapshot(trainer.snapshot(trainer.measure(panel.needs())))
    steps = trainer.sequence().inputs.shape[0]
    assert panel.line.text() == f"4 units, {steps} steps. Point for values."
    qtbot.mouseMove(panel.line)
    qtbot.mouseMove(panel.map, panel.map.area(2, 1).center())
    assert panel.line.text().startswith("unit 2: h = ")
    assert panel.line.text().endswith(f", step 2 of {steps}")
    assert "character" not in panel.layer.toolTip()
