"""From the finder to the page to the cell, with clicks in the real window."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from rnnviz.lab.panels import ONE_UNIT
from rnnviz.probes.unit_finder import UnitFinder

PATIENCE = 20_000


def dock_of(window, name):
    (dock,) = (dock for dock in window.panels.docks if dock.kind.name == name)
    return dock


def test_a_unit_that_is_found_colours_the_page_and_a_character_of_it_opens_the_cell(
    window, train, qtbot
):
    window.session.change(cell="lstm", hidden=16)
    train(window, 60)
    finder, reading, cell = (dock_of(window, name) for name in ("units", "reading", "cell"))
    finder.show()
    finder.raise_()
    units = finder.panel
    qtbot.waitUntil(lambda: isinstance(units._found, UnitFinder), timeout=PATIENCE)
    qtbot.waitUntil(lambda: units._untrained is not None, timeout=PATIENCE)
    assert "at step 0" in units.words.toolTip()
    column, row = units.bars.spots()[0]
    place = QPoint(int(column) - 3, int(row))
    QTest.mouseClick(units.bars, Qt.MouseButton.LeftButton, pos=place)
    assert reading.isVisible()
    page = reading.panel
    qtbot.waitUntil(lambda: page._page is not None, timeout=PATIENCE)
    assert page.controls.what == ONE_UNIT
    qtbot.waitUntil(lambda: page._page.reading.unit == units._shown[0], timeout=PATIENCE)
    qtbot.waitUntil(lambda: not page.page.message, timeout=PATIENCE)
    spot = page.page.area(12).center()
    QTest.mouseClick(page.page, Qt.MouseButton.LeftButton, pos=spot)
    assert cell.isVisible()
    asked = cell.panel.chosen()
    assert asked["phrase"].startswith("".join(page.page.symbols[:13]).replace("\n", "\\n"))


def test_reading_follows_the_timeline(window, train, qtbot):
    train(window, 200)
    dock = dock_of(window, "reading")
    dock.show()
    dock.raise_()
    page = dock.panel
    qtbot.waitUntil(lambda: page._page is not None, timeout=PATIENCE)
    trained = page._page.reading.mean
    slider = window.timeline.slider
    slider.setValue(0)
    qtbot.waitUntil(lambda: page._page.reading.mean > trained + 0.5, timeout=PATIENCE)
    slider.setValue(slider.maximum())
    qtbot.waitUntil(lambda: page._page.reading.mean == trained, timeout=PATIENCE)
