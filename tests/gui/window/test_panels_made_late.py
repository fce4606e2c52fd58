"""Panels are made when they are first seen, and then know what the others know."""

import pytest

from rnnviz.gui.appearance.theme import DARK
from rnnviz.gui.panels import panel_class
from rnnviz.lab.panels import PANELS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def waiting(window):
    return [dock for dock in window.panels.docks if not dock.is_made]


def test_the_start_makes_only_the_panels_in_front(window):
    made = {dock.kind.name for dock in window.panels.docks if dock.is_made}
    assert made == {dock.kind.name for dock in window.panels.docks if dock.can_be_seen}
    assert waiting(window)


def test_a_raised_tab_is_made_with_the_look_and_the_newest_snapshot(window, train, qtbot):
    next(a for a in window.commands.looks.actions() if a.data() == "dark").trigger()
    train(window, 5)
    dock = waiting(window)[0]
    dock.raise_()
    qtbot.waitUntil(lambda: dock.can_be_seen and dock.drawn is not None)
    assert dock.panel.theme == DARK
    assert dock.drawn.step == 5
    assert dock.panel.needs() <= window.panels.wanted().focus


def test_a_panel_made_late_knows_the_text(window, monkeypatch):
    dock, told = waiting(window)[0], []
    monkeypatch.setattr(
        panel_class(dock.kind.name), "show_corpus", lambda _, *text: told.append(text)
    )
    assert window.panels.panels[dock.kind.name] is dock.panel
    assert told == [(window.session.corpus, window.session.baselines.losses)]


def test_asking_which_panels_there_are_makes_none(window):
    before = waiting(window)
    assert set(window.panels.panels) == set(PANELS)
    assert "loss" in window.panels.panels
    assert "nothing" not in window.panels.panels
    assert waiting(window) == before
