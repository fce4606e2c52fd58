"""The hidden units panel where no text is read: there are steps, and no characters."""

import pytest

from rnnviz.gui.panels.hidden_units import HiddenUnitsPanel
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks import DRAWN
from rnnviz.tasks.text import read_text


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
    trainer = Trainer(Settings().change(task=task, length=4, hidden=4), None)
    panel.show_snapshot(trainer.snapshot(trainer.measure(panel.needs())))
    steps = trainer.sequence().inputs.shape[0]
    assert panel.words.text() == f"4 units, {steps} steps. Point for values."
    qtbot.mouseMove(panel.words)
    qtbot.mouseMove(panel.map, panel.map.area(2, 1).center())
    assert panel.words.text().startswith("unit 2: h = ")
    assert panel.words.text().endswith(f", step 2 of {steps}")
    assert "character" not in panel.layer.toolTip()


def test_a_phrase_can_be_typed_only_where_a_text_is_read(panel):
    small = Settings().change(length=3, hidden=4)
    for task, visible in (("text", True), ("copying", False), ("text", True)):
        corpus = read_text("how now brown cow\n" * 40, "cow") if visible else None
        panel.show_snapshot(Trainer(small.change(task=task), corpus).snapshot())
        assert panel.phrase.isVisible() == visible
