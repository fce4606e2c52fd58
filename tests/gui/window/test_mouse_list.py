"""F1 tells what the mouse does, in every panel whose pictures take it."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from rnnviz.captions.mouse import PANELS as MOUSE_IN
from rnnviz.captions.mouse import WINDOW
from rnnviz.gui.panels import panel_class
from rnnviz.gui.window.about import shortcuts
from rnnviz.lab.panels import PANELS

CLICKS, WHEEL = ("mousePressEvent", "mouseDoubleClickEvent"), "wheelEvent"


def takes(part, event):
    """Whether the program itself says what this event does in a picture."""
    owner = next(kind for kind in type(part).__mro__ if event in vars(kind))
    return owner.__module__.startswith("rnnviz.gui.plotting")


def test_every_panel_and_no_other_is_there():
    assert set(MOUSE_IN) == set(PANELS)


@pytest.mark.parametrize("name", list(PANELS))
def test_pictures_that_take_the_mouse_are_told_of(name, qtbot):
    panel = panel_class(name)()
    qtbot.addWidget(panel)
    parts = panel.findChildren(QWidget)
    told = " ".join(gesture.lower() for gesture, _ in MOUSE_IN[name])
    if any(takes(part, event) for part in parts for event in CLICKS):
        assert "click" in told
    if any(takes(part, WHEEL) for part in parts):
        assert "wheel" in told


def test_the_list_has_all_of_it(window):
    dialog = shortcuts(window, window.commands)
    said = {label.text() for label in dialog.findChildren(QLabel)}
    assert {words for _, words in WINDOW} <= said
    assert {f"Mouse in {panel.title}" for panel in PANELS.values()} <= said
    dialog.deleteLater()
