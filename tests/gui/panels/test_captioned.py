"""Panels with a caption: where it stands, what it is called, and when it makes way."""

import pytest
from PySide6.QtCore import QPoint

from rnnviz.gui.panels import panel_class
from rnnviz.gui.panels.captioned import CaptionedPanel, FittedCaptionPanel
from rnnviz.lab.panels import PANELS

CAPTIONED = [name for name in PANELS if issubclass(panel_class(name), CaptionedPanel)]


@pytest.fixture
def shown(qtbot):
    def show(name, width, height):
        panel = panel_class(name)()
        qtbot.addWidget(panel)
        panel.resize(width, height)
        panel.show()
        return panel

    return show


@pytest.mark.parametrize("name", CAPTIONED)
def test_the_caption_stands_below_everything_that_can_be_set(shown, name):
    panel = shown(name, 500, 400)
    assert panel.words.accessibleName() == panel.caption_name
    assert panel.words.isVisible()
    controls = [control for control in panel.choosers().values() if control.isVisible()]
    assert all(control.mapTo(panel, QPoint()).y() < panel.words.y() for control in controls)
    assert panel.words.geometry().right() <= panel.width()


@pytest.mark.parametrize("name", [n for n in CAPTIONED if panel_class(n).least_height])
def test_a_low_panel_shows_its_picture_alone(shown, name):
    panel = shown(name, 500, 400)
    panel.resize(500, panel.least_height - 1)
    assert not panel.words.isVisible()
    panel.resize(500, panel.least_height)
    assert panel.words.isVisible()


@pytest.mark.parametrize(
    "name", [n for n in CAPTIONED if issubclass(panel_class(n), FittedCaptionPanel)]
)
@pytest.mark.parametrize("width", [160, 500, 2000])
def test_a_caption_takes_its_share_of_the_height_at_most(shown, name, width):
    panel = shown(name, width, 300)
    assert panel.words.height() <= panel.caption_share * 300 + 2
    assert panel.words.height() >= panel.fontMetrics().lineSpacing()
