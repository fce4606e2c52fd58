"""Pictures of panels are what is on the screen: as images of any size, and as drawings."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from trainers import CORPUS, make_run, train

from rnnviz.gui.appearance.theme import DARK, LIGHT, PAPER
from rnnviz.gui.panels import panel_class
from rnnviz.gui.pictures.of_panels import of_panels
from rnnviz.gui.plotting.tables import pictures_in
from rnnviz.lab.panels import PANELS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

BLOCK = 8
FARTHEST, ON_AVERAGE = 80, 3.0
"""How far blocks of a drawing may be from those of an image, of 255: letters differ by less."""


@pytest.fixture(scope="module")
def run():
    return train(make_run(cell="lstm", layers=2, attention=4), 4)


@pytest.fixture(params=PANELS)
def panel(request, qtbot, run):
    return shown(request.param, qtbot, run)


def shown(name, qtbot, run):
    made = panel_class(name)()
    qtbot.addWidget(made)
    made.resize(480, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.show_corpus(CORPUS, (2.9, 2.1))
    asked = None
    while asked != made.needs():
        asked = made.needs()
        made.show_snapshot(run.snapshot(run.measure(asked)))
    return made


def pixels(image, area=None):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    image = image if area is None else image.copy(area)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[..., :3].astype(int)


def blocks(image):
    found = pixels(image)
    rows, columns = (side // BLOCK for side in found.shape[:2])
    found = found[: rows * BLOCK, : columns * BLOCK]
    return found.reshape(rows, BLOCK, columns, BLOCK, 3).mean(axis=(1, 3))


def drawn(svg, size):
    renderer = QSvgRenderer(svg)
    assert renderer.isValid()
    assert renderer.defaultSize() == size
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    with QPainter(image) as painter:
        renderer.render(painter)
    return image


def apart(first, second):
    return np.abs(blocks(first) - blocks(second))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_drawing_opened_again_is_the_image(panel, theme):
    subject = of_panels([panel], None)
    image = subject.image(theme)
    found = apart(image, drawn(subject.svg(theme), image.size()))
    assert found.max() <= FARTHEST
    assert found.mean() <= ON_AVERAGE


def test_a_drawing_of_another_panel_is_not_the_image(qtbot, run):
    loss, flow = (of_panels([shown(n, qtbot, run)], None) for n in ("decay", "hidden_units"))
    image = loss.image(LIGHT)
    found = apart(image, drawn(flow.svg(LIGHT), flow.size).scaled(image.size()))
    assert found.max() > FARTHEST
    assert found.mean() > ON_AVERAGE


def test_an_image_is_what_the_screen_shows_and_leaves_it_as_it_is(panel):
    panel.set_theme(DARK)
    before = panel.grab().toImage()
    subject = of_panels([panel], None)
    image = subject.image(DARK)
    (part,) = subject.parts
    corner = image.rect().bottomLeft().y() - 8 - part.source.height() + 1
    for picture in pictures_in(panel):
        at = picture.mapTo(panel, picture.rect().topLeft())
        there = at - part.source.topLeft()
        where = QRect(8 + there.x(), corner + there.y(), picture.width(), picture.height())
        on_screen = pixels(before, QRect(at, picture.size()))
        assert np.array_equal(pixels(image, where), on_screen), picture.accessibleName()
    subject.image(PAPER, 4)
    subject.svg(PAPER)
    assert panel.grab().toImage() == before


def test_more_dots_are_sharper_and_not_larger(qtbot, run):
    panel = shown("loss", qtbot, run)
    subject = of_panels([panel], None)
    once, more = subject.image(LIGHT), subject.image(LIGHT, 4)
    assert more.size() == 4 * once.size()
    assert more.dotsPerMeterX() == pytest.approx(4 * once.dotsPerMeterX(), rel=1e-3)
    blown_up = pixels(once.scaled(more.size()))
    edges = np.abs(np.diff(pixels(more).sum(-1), axis=1)) > 0
    assert edges.sum() > 1.2 * (np.abs(np.diff(blown_up.sum(-1), axis=1)) > 0).sum()
    assert panel.plot._overlay._backdrop.layer.pixmap.devicePixelRatio() == 4.0
    panel.grab()
    assert panel.plot._overlay._backdrop.layer.pixmap.devicePixelRatio() == 1.0


@pytest.mark.parametrize("name", ["loss", "gradient_flow", "decay", "letters", "units"])
def test_a_drawing_of_curves_has_strokes_and_letters_and_no_image(name, qtbot, run):
    svg = of_panels([shown(name, qtbot, run)], None).svg(LIGHT).decode()
    assert "<image" not in svg
    assert "<text" in svg
    assert "<polyline" in svg or "<path" in svg
    assert set(re.findall(r'font-size="([^"]*)"', svg)) <= set(map(str, range(6, 40)))


def test_a_white_page_is_white_whatever_the_look(qtbot, run):
    panel = shown("triangle", qtbot, run)
    panel.set_theme(DARK)
    image = of_panels([panel], None).image(PAPER)
    ground = np.all(pixels(image) == 255, axis=-1).mean()
    assert ground > 0.4
    assert panel.theme == DARK


def test_the_heading_says_what_is_chosen_and_controls_are_left_out(qtbot, run):
    panel = shown("gradient_flow", qtbot, run)
    snapshot = run.snapshot(run.measure(panel.needs()))
    subject = of_panels([panel], snapshot)
    assert subject.title == "Gradients"
    assert subject.notes[0].endswith("step 4")
    assert panel.mode.currentText() in subject.notes[1]
    (part,) = subject.parts
    assert part.source.top() > panel.mode.geometry().bottom()
    assert subject.stem == "gradient_flow-4"


def test_two_panels_side_by_side_have_their_names(qtbot, run):
    panels = [shown("triangle", qtbot, run) for _ in range(2)]
    beside = of_panels(panels, None, ("first", "second"))
    below = of_panels(panels, None, ("first", "second"), down=True)
    assert beside.size.width() > 2 * 470
    assert below.size.height() > 1.8 * beside.size.height()
    assert [table.name for table in beside.numbers()] == ["first", "second"]
    assert b"second" in beside.svg(LIGHT)
