"""Both looks can be read, and Qt follows them."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QCheckBox, QWidget

from rnnviz.gui.appearance.theme import DARK, DASHES, LIGHT, apply, palette


def luminance(colour):
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(autouse=True)
def old_look(qapp):
    name, colours = qapp.style().objectName(), QPalette(qapp.palette())
    yield
    qapp.setStyle(name)
    qapp.setPalette(colours)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_of_every_rank_can_be_read_on_both_grounds(theme):
    for colour in (theme.text, theme.muted, theme.warning, theme.error):
        for ground in (theme.window, theme.base):
            assert contrast(colour, ground) >= 4.5, (colour, ground)
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_of_every_role_can_be_read_where_qt_writes_it(theme):
    """Disabled text is paler on purpose, and is held by a test of its own."""
    role, colours = QPalette.ColorRole, palette(theme)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        for text, grounds in {
            role.WindowText: (role.Window,),
            role.Text: (role.Base, role.AlternateBase),
            role.PlaceholderText: (role.Base,),
            role.ButtonText: (role.Button,),
            role.BrightText: (role.Window, role.Base),
            role.ToolTipText: (role.ToolTipBase,),
            role.HighlightedText: (role.Highlight,),
            role.Link: (role.Window, role.Base),
            role.LinkVisited: (role.Window, role.Base),
        }.items():
            for ground in grounds:
                found = contrast(colours.color(group, text), colours.color(group, ground))
                assert found >= 4.5, (text, ground, found)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_line_stands_out_from_the_ground_of_a_plot(theme):
    for colour in theme.lines:
        assert contrast(colour, theme.base) >= 3.0, colour
    assert len(set(theme.lines)) == len(theme.lines) == len(set(DASHES))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_grid_stays_behind_the_lines(theme):
    assert 1.1 < contrast(theme.grid, theme.base) < 2.0


def test_the_program_can_change_its_look_while_it_runs(qapp):
    for theme in (LIGHT, DARK, LIGHT):
        apply(qapp, theme)
        assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(theme.window)
        assert qapp.palette().color(QPalette.ColorRole.Text) == QColor(theme.text)
        assert qapp.style().objectName() == "fusion"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_disabled_text_is_paler_but_visible(theme):
    disabled = palette(theme).color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
    assert 1.8 < contrast(disabled.name(), theme.window) < contrast(theme.text, theme.window)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_check_box_has_an_outline_that_stands_out(qapp, qtbot, theme):
    apply(qapp, theme)
    window = QWidget()
    qtbot.addWidget(window)
    box = QCheckBox("ticks", window)
    window.resize(120, 40)
    with qtbot.waitExposed(window):
        window.show()
    picture = window.grab().toImage()
    middle = box.geometry().center().y()
    outline, inside = (picture.pixelColor(box.x() + x, middle).name() for x in (0, 5))
    assert inside == theme.base
    assert contrast(outline, theme.base) >= 3.0
    assert contrast(outline, theme.window) >= 3.0
    assert picture.pixelColor(box.x() + 40, 38).name() == theme.window
