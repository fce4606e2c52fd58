"""The loss panel follows what is learned: its unit, its lines, and what was done by hand."""

import pytest

from rnnviz.captions import losses
from rnnviz.gui.panels.loss import LossPanel
from rnnviz.lab.run import Run
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.text import read_text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only


@pytest.fixture
def panel(qtbot):
    panel = LossPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def trainer(steps=4, **changes):
    settings = Settings().change(hidden=4, batch=2, steps=steps, **changes)
    made = Trainer(settings, CORPUS if settings.task == "text" else None)
    for _ in made:
        pass
    return made


CORPUS = read_text("abcdefghijklmnopqrstuvwxyz .\n" * 40, "alphabet")


@pytest.mark.parametrize(
    ("task", "unit", "line"),
    [
        ("adding", "squared error", "without memory 0.167"),
        ("first_element", "nats per step", "chance 0.693"),
        ("copying", "nats per step", "without memory 0.52"),
        ("noisy_sine", "squared error", "same as before 0.0514"),
    ],
)
def test_a_drawn_task_has_its_own_unit_and_line(panel, task, unit, line):
    panel.show_corpus(CORPUS, (2.8, 2.3))
    panel.show_snapshot(trainer(task=task).snapshot())
    assert panel.plot.axes[1].title == unit
    assert [one.label for one in panel.plot.references] == [line]
    assert unit in panel.readout.text()
    assert "bits" not in panel.readout.text()
    assert panel.against.itemText(1) == "by inputs"


def test_a_text_that_follows_has_its_unit_and_lines_again(panel, qtbot):
    panel.show_snapshot(trainer(task="adding").snapshot())
    panel.show_corpus(CORPUS, (2.8,))
    panel.show_snapshot(trainer().snapshot())
    assert panel.plot.axes[1].title == "nats per character"
    assert [one.label for one in panel.plot.references] == ["uniform 3.37", "1-gram 2.80"]
    qtbot.waitUntil(lambda: panel.readout.text().endswith("bits"))
    assert panel.against.itemText(1) == "by characters"


def test_interventions_are_marked_where_they_happened(panel):
    made = Run(trainer(steps=6))
    made.intervene("orthogonal")
    made.undo()
    panel.show_snapshot(made.snapshot())
    marks = panel.plot.marks
    assert [(mark.x, mark.text) for mark in marks] == [
        (6, "Orthogonal W_hh"),
        (6, "undone: Orthogonal W_hh"),
    ]
    panel.against.setCurrentIndex(1)
    assert panel.plot.marks[0].x == made.trainer.characters
    before = panel.plot.grab().toImage()
    panel.plot.set_marks(())
    assert panel.plot.grab().toImage() != before


def test_the_transport_says_the_unit():
    words = losses.headline(trainer(task="adding").snapshot())
    assert words.startswith("squared error ")
    assert " nats per step, " in losses.headline(trainer(task="copying").snapshot())
