"""The hidden units panel as people see and use it."""

from dataclasses import fields

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from timing import cpu_seconds

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.hidden_units import COMING, EMPTY, HiddenUnitsPanel
from rnnviz.gui.plotting.colour_scale import DIVERGING, MAGNITUDES, ColourScale
from rnnviz.gui.plotting.heat_map import members
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Curves, Request, Snapshot, TaskFacts
from rnnviz.probes.hidden_units import HiddenUnits
from rnnviz.tasks.text import read_text

SIZES = [(200, 120), (330, 220), (480, 330), (900, 600), (1600, 1000)]
TEXT_FACTS = TaskFacts("text", "Text", "", "nats per character", ("uniform", 3.3))


@pytest.fixture
def panel(qtbot):
    panel = HiddenUnitsPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def found(h, c=None, gates=None, phrase="shall i compare", layer=0):
    symbols = tuple((phrase * len(h))[: len(h)])
    memories = {} if c is None else {"c": c}
    return HiddenUnits(phrase, symbols, np.array(h, np.float32), memories, gates or {}, layer)


def snapshot(results=None, **settings):
    return Snapshot(
        step=7, characters=175, loss=2.0, smoothed=2.1, lr=0.01, chars_per_second=1e5,
        settings=Settings().change(**settings), task=TEXT_FACTS,
        curves=Curves(*[np.zeros(0)] * len(fields(Curves))), samples=(), results=results or {},
    )  # fmt: skip


def show(panel, result, **settings):
    """Answer what the panel asks for."""
    panel.show_snapshot(snapshot(dict.fromkeys(panel.needs(), result), **settings))


def colour_at(panel, unit, character):
    """The colour on the screen in the middle of a cell."""
    return panel.map.grab().toImage().pixelColor(panel.map.area(unit, character).center())


def point_at(qtbot, panel, unit, character):
    qtbot.mouseMove(panel.map, panel.map.area(unit, character).center())


def wave(characters, units):
    return np.sin(np.arange(characters * units, dtype=float)).reshape(characters, units)


def test_before_training_the_panel_says_what_will_stand_there(panel):
    assert panel.map.message == EMPTY
    options = (("layer", 0), ("phrase", ""))  # the usual one
    assert panel.needs() == {Request("hidden_units", options)}
    panel.show_snapshot(snapshot())
    assert panel.map.message == COMING


def test_a_value_has_the_colour_of_the_legend_at_its_unit_and_character(panel):
    h = np.zeros((3, 4))
    h[0, 1], h[2, 3] = -1.0, 1.0
    show(panel, found(h))
    scale = panel.map.scale
    assert scale == ColourScale(DIVERGING, -1.0, 1.0)
    assert colour_at(panel, 1, 0) == scale.colour(-1.0)
    assert colour_at(panel, 3, 2) == scale.colour(1.0)
    assert colour_at(panel, 0, 0) == scale.colour(0.0)
    assert scale.colour(-1.0).blue() > 200 > scale.colour(1.0).blue()
    grey = scale.colour(0.0)
    assert max(grey.getRgb()[:3]) - min(grey.getRgb()[:3]) < 5


def test_the_pointer_tells_unit_character_and_value(qtbot, panel):
    h = np.zeros((15, 4))
    h[5, 2] = -0.75
    show(panel, found(h))
    point_at(qtbot, panel, 2, 5)
    assert panel.words.text() == "unit 2 after a space: h = −0.75, character 6 of 15"
    point_at(qtbot, panel, 0, 0)
    assert panel.words.text() == "unit 0 after “s”: h = 0, character 1 of 15"
    qtbot.mouseMove(panel.words)
    panel.map.leaveEvent(None)
    assert panel.words.text() == "4 units, 15 characters. Point for values."


def test_gates_and_memory_of_an_lstm_can_be_chosen(qtbot, panel):
    h, gate = wave(6, 5), np.full((6, 5), 0.25)
    show(panel, found(h, 3.2 * h, {"i": gate, "f": gate, "g": -gate, "o": gate}), cell="lstm")
    names = [panel.kind.itemText(row) for row in range(3)]
    assert names == ["h, hidden state", "c, memory", "i, input gate"]
    panel.kind.setFocus()
    qtbot.keyClicks(panel.kind, "f")
    assert panel.map.scale == ColourScale(MAGNITUDES, 0.0, 1.0)
    assert colour_at(panel, 0, 0) == panel.map.scale.colour(0.25)
    qtbot.keyClick(panel.kind, Qt.Key.Key_Down)
    assert panel.kind.currentText() == "g, candidate"
    assert panel.map.scale == ColourScale(DIVERGING, -1.0, 1.0)


def test_the_scale_of_the_memory_is_symmetric_and_shrinks_late(panel):
    h = wave(6, 5)
    show(panel, found(h, 3.2 * h), cell="lstm")
    panel.kind.setCurrentIndex(1)
    assert panel.map.scale == ColourScale(DIVERGING, -4.0, 4.0)
    show(panel, found(h, h), cell="lstm")
    assert panel.map.scale == ColourScale(DIVERGING, -4.0, 4.0)
    for _ in range(60):
        show(panel, found(h, h), cell="lstm")
    assert panel.map.scale == ColourScale(DIVERGING, -1.0, 1.0)


def test_relu_units_have_a_scale_as_far_as_they_go(panel):
    show(panel, found(70 * np.abs(wave(6, 5))), activation="relu")
    assert panel.map.scale == ColourScale(DIVERGING, -80.0, 80.0)


def test_another_cell_takes_its_own_choices_and_keeps_what_is_shown_if_it_can(panel):
    h = wave(6, 5)
    show(panel, found(h, h, {"i": h}), cell="lstm")
    panel.kind.setCurrentIndex(2)
    show(panel, found(h, None, {"r": h, "z": h}), cell="gru")
    assert [panel.kind.itemData(row) for row in range(panel.kind.count())] == ["h", "r", "z"]
    assert panel.kind.currentData() == "h"


def test_layers_can_be_chosen_when_there_are_several(qtbot, panel):
    panel.show_snapshot(snapshot())
    assert not panel.layer.isVisible()
    panel.show_snapshot(snapshot(layers=3))
    assert panel.layer.isVisible()
    assert [panel.layer.itemText(row) for row in range(3)] == ["layer 1", "layer 2", "layer 3"]
    assert {asked.option("layer", 0) for asked in panel.needs()} == {2}  # as in every panel
    with qtbot.waitSignal(panel.needs_changed):
        qtbot.keyClick(panel.layer, Qt.Key.Key_Up)
    (request,) = panel.needs()
    assert request.option("layer", 0) == 1
    with qtbot.waitSignal(panel.needs_changed):
        panel.show_snapshot(snapshot(layers=1))
    assert not panel.layer.isVisible()
    assert {asked.option("layer", 9) for asked in panel.needs()} == {0}


def test_a_typed_phrase_is_asked_for_and_the_old_map_stays_until_it_is_read(qtbot, panel):
    show(panel, found(wave(15, 4)))
    with qtbot.waitSignal(panel.needs_changed):
        qtbot.keyClicks(panel.phrase, "love\\n")
    (request,) = panel.needs()
    assert request.option("phrase", "") == "love\n"
    panel.show_snapshot(snapshot())
    assert panel.map.message == ""
    assert panel.map.places() == (4, 15)
    show(panel, found(wave(5, 4), phrase="love\n"))
    assert panel.map.places() == (4, 5)


def test_a_phrase_that_cannot_be_read_shows_the_reason(panel):
    show(panel, found(wave(15, 4)))
    show(panel, "The text holds symbols that the network has never seen: 'é'.")
    assert panel.map.message.startswith("The text holds symbols")
    assert panel.words.text() == ""
    show(panel, found(wave(15, 4)))
    assert panel.map.message == ""


def test_the_first_words_are_read_where_the_alphabet_lacks_the_usual_phrase(qtbot, panel):
    with qtbot.waitSignal(panel.needs_changed):
        panel.show_corpus(read_text("17+25=42\n3+4=7\n", "sums"), ())
    (request,) = panel.needs()
    assert request.option("phrase", "") == "17+25=42\n3+4=7"
    assert panel.phrase.hint == "17+25=42\\n3+4=7"


def test_only_the_units_that_were_typed_are_shown(qtbot, panel):
    h = wave(15, 12)
    h[0] = np.linspace(-1, 1, 12)
    show(panel, found(h))
    qtbot.keyClicks(panel.units, "9, 0, 3-4")
    panel.which.setCurrentIndex(1)
    assert panel.map.places() == (4, 15)
    expected = [panel.map.scale.colour(h[0, unit]) for unit in (9, 0, 3, 4)]
    image = panel.map.grab().toImage()
    corners = [panel.map.area(row, 0).topLeft() + QPoint(2, 2) for row in range(4)]
    assert [image.pixelColor(corner) for corner in corners] == expected
    assert panel.map.area(0, 0).height() > 40
    point_at(qtbot, panel, 0, 0)
    assert panel.words.text().startswith("unit 9 after “s”: h = 0.6")


def test_units_that_cannot_be_shown_are_refused_in_words(qtbot, panel):
    show(panel, found(wave(15, 12)))
    panel.which.setCurrentIndex(1)
    assert panel.map.message.startswith("Name some units, as in 0, 3, 5-9")
    qtbot.keyClicks(panel.units, "3, 12")
    assert panel.map.message == "There is no unit 12: there are 12, numbered 0 to 11."
    qtbot.keyClick(panel.units, Qt.Key.Key_Backspace)
    assert panel.map.message == ""


def test_ctrl_and_click_choose_the_unit_of_a_row_and_a_second_time_let_it_go(qtbot, panel):
    show(panel, found(wave(15, 12)))

    def click(unit):
        held, point = Qt.KeyboardModifier.ControlModifier, panel.map.area(unit, 3).center()
        qtbot.mouseClick(panel.map, Qt.MouseButton.LeftButton, held, point)

    for unit in (5, 3, 4, 9):
        click(unit)
    assert panel.units.text() == "3-5, 9"
    click(4)
    assert panel.units.text() == "3, 5, 9"
    panel.which.setCurrentIndex(1)
    click(1)
    assert panel.units.text() == "3, 5, 9"


def test_clear_forgets_the_run(panel):
    show(panel, found(wave(15, 4)))
    panel.clear()
    assert panel.map.message == EMPTY
    assert panel.words.text() == ""


def test_a_frame_of_128_units_and_40_characters_takes_under_3_milliseconds(qtbot, panel):
    panel.resize(700, 450)
    frames = [snapshot({next(iter(panel.needs())): found(wave(40, 128) * s)}) for s in (0.5, 1.0)]
    panel.show_snapshot(frames[0])
    panel.grab()

    def frame(turn):
        panel.show_snapshot(frames[turn % 2])
        panel.map.repaint()

    assert cpu_seconds(frame, 40) < 3e-3


def test_controls_have_names_and_tooltips(panel):
    for control in (panel.kind, panel.layer, panel.phrase, panel.which, panel.units):
        assert control.accessibleName()
        assert control.toolTip()
    assert panel.map.accessibleName()


def test_characters_that_print_nothing_have_signs_below_their_columns(panel):
    show(panel, found(wave(4, 2), phrase="a\n\t "))
    assert panel.map.labels.columns == ("a", "⏎", "⇥", "␣")


def test_with_more_units_than_pixels_the_strongest_are_named(qtbot, panel):
    panel.resize(330, 150)
    h = np.zeros((15, 512))
    h[4, 301] = -0.9
    show(panel, found(h))
    rows, _ = panel.map.places()
    assert rows == panel.map.inside.height() < 512
    assert "shows the strongest of" in panel.words.text()
    place = next(row for row in range(rows) if 301 in members(row, 512, rows))
    assert colour_at(panel, place, 4) == panel.map.scale.colour(-0.9)
    point_at(qtbot, panel, place, 4)
    assert panel.words.text().startswith("unit 301 after “l”: h = −0.9")
    assert "the strongest of" in panel.words.toolTip()  # longer than this panel is wide


def test_values_that_are_not_numbers_are_counted_and_named(qtbot, panel):
    h = wave(15, 4)
    h[3:] = np.nan
    show(panel, found(h))
    assert panel.words.toolTip().startswith(
        "Hatched: 48 of 60 values are not numbers any more, the"
    )
    point_at(qtbot, panel, 1, 9)
    assert "h = not a number" in panel.words.text()
    show(panel, found(np.full((15, 4), np.inf)), activation="relu")
    assert "h = infinite" in panel._words()


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_panel_is_drawn_in_every_size(qtbot, panel, size, theme):
    panel.set_theme(theme)
    panel.resize(*size)
    show(panel, found(wave(40, 128)))
    assert len({colour_at(panel, 0, place).rgb() for place in range(5)}) > 3
    assert panel.map.grab().toImage().pixelColor(0, 0) == QColor(theme.base)
    point_at(qtbot, panel, 0, 0)
    assert panel.words.toolTip().startswith("unit ")
