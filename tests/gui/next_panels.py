"""A panel of the next character, and a run that it shows."""

import numpy as np
from trainers import CORPUS, make_run, train

from rnnviz.gui.panels.next_character import NextCharacterPanel
from rnnviz.lab.snapshot import Request

PHRASE = "the sea"


def make_next_panel(qtbot):
    """The panel on the screen, reading PHRASE."""
    panel = NextCharacterPanel()
    qtbot.addWidget(panel)
    panel.show_corpus(CORPUS, ())
    panel.resize(520, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.phrase.setText(PHRASE)
    return panel


def learned_run():
    return train(make_run(hidden=16, steps=60), 60)


def show(panel, run):
    """Answer what the panel asks for, until it asks for nothing else."""
    asked = None
    while asked != panel.needs():
        asked = panel.needs()
        with np.errstate(all="ignore"):
            panel.show_snapshot(run.snapshot(run.measure(asked)))


def view(panel, data):
    panel.view.setCurrentIndex(panel.view.findData(data))


def columns(panel):
    return panel.views.each.columns


def measured(run, **options):
    request = Request("next_character", tuple(options.items()))
    return run.measure([request])[request]
