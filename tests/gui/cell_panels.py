"""The panel Cell with a run in it, and what tests do with both."""

import numpy as np
from PySide6.QtCore import QPointF
from trainers import CORPUS, make_run, train

from rnnviz.gui.panels.cell import CellPanel

PHRASE = "the sea is grey"


def open_panel(qtbot):
    """A panel that can be seen."""
    made = CellPanel()
    qtbot.addWidget(made)
    made.resize(900, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


def look(panel, run):
    """Show a panel what it asks for, until it asks for nothing else."""
    asked = None
    while asked != panel.needs():
        asked = panel.needs()
        with np.errstate(all="ignore"):
            panel.show_snapshot(run.snapshot(run.measure(asked)))


def shown(panel, cell="lstm", phrase=PHRASE, steps=5, **settings):
    """A panel that shows a run of a cell, and the run."""
    run = train(make_run(cell=cell, **settings), steps)
    panel.show_corpus(CORPUS, (2.9, 2.1))
    panel.set.phrase.setText(phrase)
    look(panel, run)
    return run


def values(panel, wire):
    """What the picture shows on a wire."""
    return panel.stage.picture.frame.shown[wire]


def at(panel, point):
    """A place of the diagram on the screen."""
    scale = panel.stage.picture.scale
    return QPointF(point[0] * scale, point[1] * scale).toPoint()


def press(qtbot, panel, key):
    qtbot.keyClick(panel.stage.picture, key)
