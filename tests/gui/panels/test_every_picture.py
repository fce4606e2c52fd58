"""What is written in pictures can be read in both looks, and small plots name their curves."""

from itertools import combinations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from trainers import CORPUS, make_run, train
from written import reading

from rnnviz.gui.appearance.contrast import LINES, TEXT, contrast
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels import panel_class
from rnnviz.gui.plotting.live_plot import LivePlot
from rnnviz.gui.plotting.live_plot.legend import named
from rnnviz.lab.panels import PANELS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@pytest.fixture(scope="module")
def runs():
    """A text with all that can be measured of it, and a task that draws its sequences."""
    return (
        train(make_run(cell="lstm", layers=2, attention=4), 4),
        train(make_run(None, task="adding", batch=3), 4),
    )


@pytest.fixture(params=[name for name, kind in PANELS.items() if kind.of_run])
def panel(request, qtbot):
    made = panel_class(request.param)()
    qtbot.addWidget(made)
    made.resize(480, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.show_corpus(CORPUS, (2.9, 2.1))
    return made


def show(panel, run):
    asked = None
    while asked != panel.needs():
        asked = panel.needs()
        panel.show_snapshot(run.snapshot(run.measure(asked)))


def pictures(panel):
    return [one for one in panel.findChildren(QWidget) if one.isVisible() and hasattr(one, "theme")]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_written_stands_out_from_its_ground(panel, runs, theme, monkeypatch):
    panel.set_theme(theme)
    for run in runs:
        show(panel, run)
        with reading(monkeypatch) as written:
            for picture in pictures(panel):
                written.look(picture)
        for text, ink, ground in written.found:
            assert contrast(ink, ground) >= TEXT, (text, ink, ground)
            assert not text.endswith(ELLIPSIS), text


def test_a_small_plot_has_a_legend_or_a_name_at_every_curve(panel, runs):
    for run in runs:
        show(panel, run)
        for size in ((200, 240), (260, 200), (480, 400)):
            panel.resize(*size)
            for plot in panel.findChildren(LivePlot):
                if plot.isVisible() and not plot.message:
                    check_names(plot)


@pytest.mark.parametrize("points", [4, 8])
def test_a_plot_keeps_half_of_its_room_in_larger_text(panel, runs, points):
    font = panel.font()
    font.setPointSizeF(font.pointSizeF() + points)
    panel.setFont(font)
    panel.resize(240, 260)
    show(panel, runs[0])
    QApplication.processEvents()  # the axes' layout follows its widgets
    for plot in panel.findChildren(LivePlot):
        if plot.isVisible() and not plot.message:
            assert plot.letters.pointSizeF() == font.pointSizeF() - 1
            assert 2 * plot.inside.height() >= plot.height(), plot.size()
            assert 2 * plot.inside.width() >= plot.width(), plot.size()


def check_names(plot):
    """One legend, or as many names as there are curves, none upon another, all to be read."""
    plot._overlay.grab()
    backdrop, entries = plot._overlay._backdrop, named(plot._content.filled)
    labels, scale = backdrop._labels, backdrop.scale
    if len(entries) < 2 or not labels:
        return
    least = len(entries) * backdrop.lettering.line_height
    assert len(labels) == len(entries) or scale.height < least
    for one, other in combinations(labels, 2):
        assert not one.stamp.area.intersects(other.stamp.area)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_stand_out_from_the_ground(theme):
    for line in theme.lines:
        assert contrast(QColor(line).name(), theme.base) >= LINES
