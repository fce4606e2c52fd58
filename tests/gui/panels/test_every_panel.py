"""Every panel: with no run, with a run of every cell and task, and with a run that is lost."""

import numpy as np
import pytest
from in_turn import in_turn
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from trainers import CORPUS, make_run, train

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.appearance.theme import DARK
from rnnviz.gui.panels import panel_class
from rnnviz.lab.panels import PANELS
from rnnviz.tasks import DRAWN

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SIZES = [(200, 120), (480, 330), (1200, 800)]


@pytest.fixture(params=[name for name, kind in PANELS.items() if kind.of_run])
def panel(request, qtbot):
    made = panel_class(request.param)()
    qtbot.addWidget(made)
    made.resize(480, 330)
    with qtbot.waitExposed(made):
        made.show()
    return made


def look(panel, run, sizes=SIZES):
    """Show a panel what it asks for, until it asks for nothing else, in several sizes."""
    asked = None
    while asked != panel.needs():
        asked = panel.needs()
        with np.errstate(all="ignore"):
            panel.show_snapshot(run.snapshot(run.measure(asked)))
    for size in sizes:
        panel.resize(*size)
        assert not panel.grab().isNull()


def test_it_stands_there_before_there_is_a_run_and_after_one_is_gone(panel):
    look(panel, make_run())
    look(panel, train(make_run(), 3))
    panel.clear()
    panel.set_theme(DARK)
    assert not panel.grab().isNull()


@pytest.mark.parametrize(("cell", "size"), in_turn(CELLS, SIZES))
def test_it_shows_every_cell(panel, cell, size):
    run = make_run(cell=cell, layers=2)
    panel.show_corpus(CORPUS, (2.9, 2.1))
    for _ in train(run, 3):
        look(panel, run, [size])
        if run.step == 5:
            break


@pytest.mark.parametrize(("task", "size"), in_turn(DRAWN, SIZES))
def test_it_shows_every_task_that_draws_its_sequences(panel, task, size):
    look(panel, train(make_run(None, task=task, batch=3), 3), [size])


def test_it_shows_a_network_whose_weights_are_no_numbers(panel):
    run = train(make_run(cell="lstm"), 3)
    look(panel, run)
    run.trainer.network.flat[::2] = np.nan
    look(panel, run)
    run.trainer.network.flat[...] = np.inf
    look(panel, run)


def shown(panel):
    """All that is written in place of pictures and below them."""
    widgets = [one for one in panel.findChildren(QWidget) if one.isVisible()]
    texts = [one.toPlainText() for one in widgets if isinstance(one, QPlainTextEdit)]
    return " ".join([*texts, *(getattr(one, "message", "") for one in widgets)])


def test_it_says_why_a_measurement_could_not_be_made_and_draws_the_next(panel):
    drawn = isinstance(panel, panel_class("task"))
    run = train(make_run(None, task="adding") if drawn else make_run(), 3)
    if isinstance(panel, panel_class("clipping")):
        panel.view.setCurrentIndex(panel.view.findData("updates"))
    look(panel, run)
    sentence = "It cannot be measured because of a mistake."
    panel.show_snapshot(run.snapshot(dict.fromkeys(panel.needs(), sentence)))
    if panel.needs():
        assert sentence in " ".join(shown(panel).split())
    look(panel, run)
    assert sentence not in " ".join(shown(panel).split())
