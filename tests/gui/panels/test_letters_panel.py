"""Letters as the network sees them: drawn by kind, named by the pointer, steady while it learns."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from timing import cpu_seconds
from trainers import CORPUS, make_run, train

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.letters import COMING, EMPTY, LettersPanel
from rnnviz.lab.place import Place
from rnnviz.lab.snapshot import Request
from rnnviz.probes.letters import NO_NUMBERS, NUMBERS
from rnnviz.tasks.text import read_text

SIZES = [(200, 120), (380, 250), (520, 300), (1200, 700)]


@pytest.fixture(scope="module")
def run():
    return train(make_run(cell="lstm", hidden=16, steps=60), 60)


@pytest.fixture
def panel(qtbot):
    panel = LettersPanel()
    qtbot.addWidget(panel)
    panel.resize(520, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def show(panel, run):
    asked = None
    while asked != panel.needs():
        asked = panel.needs()
        panel.show_snapshot(run.snapshot(run.measure(asked)))


def measured(run, gate="all"):
    request = Request("letters", (("gate", gate),))
    return run.measure([request])[request]


def apart(name, rgb):
    """How far two colours are from each other."""
    a, b = QColor(name), QColor(rgb)
    return sum(abs(x - y) for x, y in zip(a.getRgb()[:3], b.getRgb()[:3], strict=True))


def code_of(letter):
    return CORPUS.vocabulary.index(letter)


def test_before_training_the_panel_says_what_will_stand_there(panel, run):
    assert panel.map.message == EMPTY
    panel.show_snapshot(run.snapshot({}))
    assert panel.map.message == COMING


def test_letters_lie_as_their_points_do_in_one_scale(panel, run):
    show(panel, run)
    points, spots = measured(run).points, panel.map.spots()
    assert len(spots) == CORPUS.alphabet
    scale = np.ptp(spots, axis=0) / np.ptp(points, axis=0)
    assert scale[0] == pytest.approx(scale[1], rel=1e-6)
    for axis, sign in ((0, 1), (1, -1)):
        moved = spots[:, axis] - spots[0, axis]
        expected = sign * scale[0] * (points[:, axis] - points[0, axis])
        np.testing.assert_allclose(moved, expected, atol=1e-6)
    for x, y in spots:
        assert panel.map.rect().contains(QPoint(int(x), int(y)))


def test_a_kind_has_its_colour_and_its_shape(panel, run):
    panel.resize(1200, 700)
    show(panel, run)
    assert panel.map.kinds == ("vowel", "consonant", "space")
    seen = {}
    for letter in "at ":
        kind = panel.map.found.kinds[code_of(letter)]
        stamp = panel.map._stamp(letter, kind).pixmap.toImage()
        seen[kind] = {stamp.pixelColor(x, y).rgb() for x in range(stamp.width())
                      for y in range(stamp.height())}  # fmt: skip
    for place, kind in enumerate(("vowel", "consonant")):
        assert min(apart(LIGHT.lines[place], rgb) for rgb in seen[kind]) < 40
        assert min(apart(LIGHT.lines[1 - place], rgb) for rgb in seen[kind]) > 40
    outlines = [
        panel.map._stamp("a", kind).pixmap.toImage() for kind in ("vowel", "consonant", "space")
    ]
    assert outlines[0] != outlines[1] != outlines[2]


def test_the_pointer_names_a_letter_and_those_nearest_to_it(qtbot, panel, run):
    show(panel, run)
    code = int(np.abs(panel.map.points).max(axis=1).argmax())  # it stands alone
    qtbot.mouseMove(panel.map, QPoint(*panel.map.spots()[code].astype(int)))
    assert panel.map.pointed == code
    near = [CORPUS.vocabulary[other] for other in measured(run).nearest[code]]
    said = panel.map.accessibleDescription()
    assert f"“{near[0]}”" in said or "a space" in said or "a line end" in said
    assert "; nearest: " in said
    assert said.count(",") == 2


def test_one_gate_can_be_chosen_and_a_cell_without_gates_offers_none(qtbot, panel, run):
    show(panel, run)
    names = [panel.gate.itemText(row) for row in range(panel.gate.count())]
    assert names[:2] == ["all gates", "i, input gate"]
    with qtbot.waitSignal(panel.needs_changed):
        panel.gate.setCurrentIndex(2)
    show(panel, run)
    assert panel.map.found.gate == "f"
    np.testing.assert_array_equal(np.abs(panel.map.points), np.abs(measured(run, "f").points))
    show(panel, train(make_run(cell="vanilla"), 2))
    assert not panel.gate.isVisible()
    assert panel.map.found.gate == "all"


def test_the_words_say_how_much_is_seen(panel, run):
    show(panel, run)
    found = measured(run)
    assert f"the {CORPUS.alphabet} columns of W_ih (64 numbers each)" in panel.words.toolTip()
    assert f"{100 * found.explained.sum():.0f}" in panel.words.toolTip()


def test_a_frame_that_is_flipped_is_turned_back(panel, run):
    show(panel, run)
    before = panel.map.points.copy()
    flipped = replace(measured(run), points=measured(run).points * (-1.0, 1.0))
    panel.show_snapshot(run.snapshot(dict.fromkeys(panel.needs(), flipped)))
    np.testing.assert_allclose(panel.map.points, before)


def test_what_is_seen_grows_at_once_and_shrinks_slowly(panel, run):
    show(panel, run)
    found, box = measured(run), panel.map.box.copy()
    for factor in (2.0, 1.0):
        other = replace(found, points=found.points * factor)
        panel.show_snapshot(run.snapshot(dict.fromkeys(panel.needs(), other)))
        spots = panel.map.spots()
        assert (spots >= 0).all()
        assert (spots <= (panel.map.width(), panel.map.height())).all()
        if factor == 2.0:
            np.testing.assert_allclose(panel.map.box, 2 * box)
    assert (np.abs(panel.map.box) > np.abs(box)).all()


def test_a_click_on_a_letter_looks_at_what_it_does_to_the_first_layer(qtbot, panel, run):
    show(panel, run)
    code = int(np.abs(panel.map.points).max(axis=1).argmax())
    point = QPoint(*panel.map.spots()[code].astype(int))
    with qtbot.waitSignal(panel.look_into) as asked:
        qtbot.mouseClick(panel.map, Qt.MouseButton.LeftButton, pos=point)
    assert asked.args == [Place(0, layer=0, phrase=CORPUS.vocabulary[code])]


def test_symbols_have_signs_and_numbers_have_no_columns(panel):
    show(panel, train(make_run(None, task="copying", batch=3), 2))
    assert panel.map.found.symbols[0] == "a"
    assert panel.map.kinds == ("symbol",)
    assert panel.map.accessible_text(0).startswith("symbol a; nearest: symbol ")
    show(panel, train(make_run(None, task="adding", batch=3), 2))
    assert panel.map.message == NUMBERS


def test_weights_that_are_no_numbers_are_named_and_forgotten(panel, run):
    show(panel, run)
    lost = train(make_run(), 2)
    lost.trainer.network.flat[...] = np.nan
    show(panel, lost)
    assert panel.map.message == NO_NUMBERS
    show(panel, run)
    assert panel.map.message == ""
    panel.clear()
    assert panel.map.message == EMPTY


def test_very_many_symbols_are_marks_that_the_pointer_names(panel):
    text = "".join(chr(0x4E00 + place % 600) for place in range(4000))
    many = train(make_run(read_text(text, "signs")), 1)
    show(panel, many)
    assert len(panel.map.spots()) == 600
    assert panel.map.kinds == ("other",)
    assert panel.map.grab().toImage() is not None
    assert "nearest" in panel.map.accessible_text(0)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_panel_is_drawn_in_every_size(panel, run, size, theme):
    panel.set_theme(theme)
    panel.resize(*size)
    show(panel, run)
    assert (panel.width(), panel.height()) == size
    image = panel.map.grab().toImage()
    colours = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert len(colours) > 10


def test_a_frame_of_100_letters_takes_under_3_milliseconds(panel):
    panel.resize(700, 450)
    text = "".join(chr(33 + place % 90) + "\n " for place in range(3000))
    run = train(make_run(read_text(text, "signs")), 1)
    frames = []
    for factor in (1.0, 0.9):
        found = measured(run)
        answer = dict.fromkeys(panel.needs(), replace(found, points=factor * found.points))
        frames.append(run.snapshot(answer))
    panel.show_snapshot(frames[0])
    panel.grab()

    def frame(turn):
        panel.show_snapshot(frames[(turn + 1) % 2])
        panel.map.repaint()

    assert cpu_seconds(frame, 40) < 3e-3
