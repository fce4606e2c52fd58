"""Where the readout looks: by step and state, named by the pointer, said where it is nowhere."""

import pytest
from PySide6.QtCore import QPoint, Qt
from trainers import make_run, train

from rnnviz.gui.panels.attention import COMING, EMPTY, AttentionPanel
from rnnviz.lab.place import Place
from rnnviz.probes.attention import NONE


@pytest.fixture(scope="module")
def run():
    return train(make_run(cell="gru", hidden=8, attention=4, steps=4), 4)


@pytest.fixture
def panel(qtbot):
    panel = AttentionPanel()
    qtbot.addWidget(panel)
    panel.resize(520, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def show(panel, run):
    panel.show_snapshot(run.snapshot(run.measure(panel.needs())))


def square(panel, state, step):
    return panel.map.area(state, step).center()


def test_before_training_the_panel_says_what_will_stand_there(panel, run):
    assert panel.map.message == EMPTY
    panel.show_snapshot(run.snapshot({}))
    assert panel.map.message == COMING


def test_states_stand_at_the_left_and_steps_below_and_both_are_named(qtbot, panel, run):
    panel.phrase.setText("and the sea")
    show(panel, run)
    assert panel.map.labels.rows == panel.map.labels.columns == tuple("and␣the␣sea")
    qtbot.waitUntil(lambda: "The readout looks back at 4 states." in panel.words.text())
    assert panel.words.text().startswith("Over 9 characters the heaviest state has ")


def test_pointing_names_the_state_and_its_weight(qtbot, panel, run):
    panel.phrase.setText("and the sea")
    show(panel, run)
    (request,) = panel.needs()
    weights = run.measure([request])[request].weights
    qtbot.mouseMove(panel.map, square(panel, 5, 7))
    expected = f"has {100 * weights[5, 7]:.2g}"[:6]
    assert panel.words.text().startswith(f"At a space (8) the state after “h” (6) {expected}")
    qtbot.mouseMove(panel.map, square(panel, 7, 5))
    assert "only earlier ones are seen" in panel.words.text()
    qtbot.mouseMove(panel.map, square(panel, 0, 9))
    assert "out of reach" in panel.words.text()


def test_a_click_opens_the_cell_at_the_step_that_looks_back(qtbot, panel, run):
    panel.phrase.setText("and the sea")
    show(panel, run)
    with qtbot.waitSignal(panel.look_into) as opened:
        qtbot.mouseClick(panel.map, Qt.MouseButton.LeftButton, pos=square(panel, 2, 6))
    assert opened.args == [Place(6, phrase="and the sea")]


def test_without_attention_the_panel_says_how_to_have_it(panel):
    show(panel, train(make_run(hidden=4, steps=1), 1))
    assert panel.map.message == NONE
    assert panel.words.text() == ""
    assert not panel.map.rect().contains(QPoint(-1, -1))


def test_a_task_without_texts_has_no_phrase(panel):
    run = make_run(None, task="copying", length=3, hidden=4, attention=12, steps=1)
    show(panel, train(run, 1))
    assert panel.phrase.isHidden()
    assert panel.map.labels.rows[-11:-9] == ("|", "-")
