"""What is chosen stands out from its neighbours in both looks."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from rnnviz.gui.appearance.theme import DARK, LIGHT, apply
from rnnviz.gui.widgets.pick_button import PickButton


def luminance(colour):
    shares = [one / 255 for one in QColor(colour).getRgb()[:3]]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ground(button):
    return button.grab().toImage().pixelColor(5, button.height() // 2)


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def theme(request, qapp):
    apply(qapp, request.param)
    yield request.param
    apply(qapp, LIGHT)


def test_a_chosen_button_stands_out_from_one_that_is_not(theme, qtbot):
    chosen, other = PickButton("Verse"), PickButton("Verse")
    for button in (chosen, other):
        qtbot.addWidget(button)
        button.resize(80, 26)
    chosen.setChecked(True)
    assert contrast(ground(chosen), ground(other)) >= 3
    text = chosen.palette().buttonText().color()
    assert contrast(text, ground(chosen)) >= 3


def test_a_chosen_button_follows_another_look(qtbot, qapp):
    button = PickButton("Verse")
    qtbot.addWidget(button)
    button.setChecked(True)
    for theme in (DARK, LIGHT):
        apply(QApplication.instance(), theme)
        button.follow_look()
        assert button.palette().button().color().name() == theme.accent
    button.setChecked(False)
    assert button.palette().button().color().name() == LIGHT.window
