"""Every panel and plot is copied and saved: from its own menu, and from that of its title."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from windows import PATIENCE

from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.live_plot import LivePlot
from rnnviz.gui.plotting.tables import pictures_in
from rnnviz.gui.window.experiments import show_memory_bench

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

TAKEN = [
    "Copy picture", "Save picture as", "Copy data", "Save data as CSV\N{HORIZONTAL ELLIPSIS}",
    "White background",
]  # fmt: skip
LOSS = "training: nats per character"


@pytest.fixture
def trained(window, train):
    train(window, 20)
    window.resize(800, 790)  # all of it on the screen
    return window


@pytest.fixture
def saved_as(monkeypatch):
    """Name the file that is asked for next."""

    def name(path):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    return name


def dock_of(window, name):
    return next(dock for dock in window.panels.docks if dock.kind.name == name)


def in_front(window, qtbot, name):
    dock = dock_of(window, name)
    window.going.to_panel(name)
    qtbot.waitUntil(lambda: dock.can_be_seen and dock.drawn is not None, timeout=PATIENCE)
    QApplication.processEvents()
    return dock


def texts(menu):
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def entry(menu, text):
    return next(action for action in menu.actions() if action.text().startswith(text))


def right_click(part):
    """Use the right mouse button in the middle of a part; return the menu that opens."""
    at = part.mapToGlobal(part.rect().center())
    under = QApplication.widgetAt(at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, under.mapFromGlobal(at), at)
    QApplication.sendEvent(under, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    return menu


def copied_rows():
    text = QGuiApplication.clipboard().text()
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))


def told(window):
    return window.notices.texts


def test_a_right_click_offers_it_in_every_panel(trained, qtbot):
    for dock in trained.panels.docks:
        panel = in_front(trained, qtbot, dock.kind.name).panel
        seen = [*pictures_in(panel), panel][0]
        offered = texts(right_click(seen))
        assert [text for text in offered if text in TAKEN] == TAKEN, dock.kind.name
        assert offered[-1] == "What is this?"


def test_what_a_part_offers_by_itself_comes_first(trained, qtbot):
    plot = in_front(trained, qtbot, "loss").panel.plot
    assert texts(right_click(plot))[0] == "Show everything (A)"
    table = in_front(trained, qtbot, "runs").panel.table
    assert {"&Rename", "Re&move"} <= set(texts(right_click(table.viewport())))
    view = in_front(trained, qtbot, "samples").panel.view
    assert texts(right_click(view.viewport()))[0].startswith("&Copy")


def test_the_menu_of_a_title_offers_the_same(trained, qtbot):
    dock = in_front(trained, qtbot, "loss")
    seen = []

    def look():
        seen.extend(texts(dock.menu.filled))
        dock.menu.filled.close()

    QTimer.singleShot(200, look)
    qtbot.mouseClick(dock.menu, Qt.MouseButton.LeftButton)
    assert seen == TAKEN
    sizes = [text.split("(")[1] for text in texts(entry(dock.menu.filled, "Save").menu())[:3]]
    widths = [int(size.split(" x ")[0].replace(",", "")) for size in sizes]
    assert widths == [widths[0], 2 * widths[0], 4 * widths[0]]


def test_what_is_copied_is_what_is_there(trained, qtbot):
    dock = in_front(trained, qtbot, "loss")
    menu = right_click(dock.panel.plot)
    entry(menu, "Copy picture").trigger()
    data = QGuiApplication.clipboard().mimeData()
    assert QImage(data.imageData()).size() == 2 * dock.subject().size
    assert QSvgRenderer(data.data("image/svg+xml")).isValid()
    entry(menu, "Copy data").trigger()
    qtbot.waitUntil(lambda: "The numbers are on the clipboard" in told(trained)[-1])
    heads, *rows = copied_rows()
    losses = [float(row[heads.index(LOSS)]) for row in rows if row[heads.index(LOSS)]]
    curves = trained.session.snapshot().curves
    assert np.array_equal(losses, curves.loss.astype(np.float64))


def test_a_key_copies_the_picture_of_the_panel_that_somebody_is_at(trained, qtbot):
    dock = in_front(trained, qtbot, "spectrum")
    trained.commands.copy_picture.trigger()
    image = QImage(QGuiApplication.clipboard().mimeData().imageData())
    assert image.text("Title") == "Spectrum"
    assert image.size() == 2 * dock.subject().size


def test_pictures_and_numbers_are_saved(trained, qtbot, saved_as, tmp_path):
    dock = in_front(trained, qtbot, "triangle")
    menu = right_click(dock.panel.map)
    size, forms = dock.subject().size, entry(menu, "Save picture").menu().actions()
    for scale, action in zip((1, 2, 4), forms, strict=False):
        saved_as(tmp_path / f"at {scale}")
        action.trigger()
        image = QImage(str(tmp_path / f"at {scale}.png"))
        assert image.size() == scale * size
        assert image.text("Title") == "Gradient triangle"
    saved_as(tmp_path / "drawn.svg")
    forms[-1].trigger()
    assert QSvgRenderer(str(tmp_path / "drawn.svg")).defaultSize() == size
    saved_as(tmp_path / "numbers.csv")
    entry(menu, "Save data").trigger()
    qtbot.waitUntil(lambda: "numbers.csv" in told(trained)[-1])
    found = np.genfromtxt(tmp_path / "numbers.csv", delimiter=",", skip_header=1)
    assert found.shape == (25, 26)
    assert told(trained)[-1] == f"Saved numbers.csv in {tmp_path}."
    assert trained.preferences.pictures_folder == str(tmp_path)


def test_a_file_is_not_replaced_that_nobody_was_asked_about(trained, qtbot, saved_as, tmp_path):
    (tmp_path / "mine.png").write_text("mine")
    saved_as(tmp_path / "mine")  # the ending is the program's
    trained.take_away.save_picture(in_front(trained, qtbot, "loss").subject(), 1)
    assert (tmp_path / "mine.png").read_text() == "mine"
    assert "was not meant to be replaced" in told(trained)[-1]


def test_a_folder_that_cannot_be_written_is_told_of(trained, qtbot, saved_as, tmp_path):
    saved_as(tmp_path / "no" / "such.svg")
    trained.take_away.save_picture(in_front(trained, qtbot, "loss").subject(), 0)
    assert "such.svg cannot be written: No such file or directory." in told(trained)[-1]
    assert trained.session.state == "finished"


def test_a_white_background_is_a_choice_that_is_remembered(trained, qtbot):
    trained.look.choose("dark")
    dock = in_front(trained, qtbot, "loss")

    def corner():
        trained.take_away.copy_picture(dock.subject())
        return QImage(QGuiApplication.clipboard().mimeData().imageData()).pixelColor(1, 1).name()

    assert corner() == trained.look.theme.window
    entry(right_click(dock.panel.plot), "White").setChecked(True)
    assert corner() == "#ffffff"
    assert entry(right_click(dock.panel.plot), "White").isChecked()
    assert dock.panel.theme.dark


def test_plots_outside_of_panels_are_taken_by_themselves(trained, qtbot):
    outside = [
        one
        for one in [*trained.left.findChildren(Canvas), *trained.left.findChildren(LivePlot)]
        if one.isVisible()
    ]
    assert outside
    for picture in outside:
        assert [text for text in texts(right_click(picture)) if text in TAKEN] == TAKEN
    show_memory_bench(trained)
    dialog = next(one for one in trained.children() if "Long-memory" in _title(one))
    dialog.move(QPoint(0, 0))
    chart = next(one for one in dialog.findChildren(LivePlot) if one.isVisible())
    assert [text for text in texts(right_click(chart)) if text in TAKEN] == TAKEN
    dialog.close()


def _title(part):
    return part.windowTitle() if isinstance(part, QWidget) else ""


def test_without_numbers_a_sentence_says_so(window, qtbot):
    dock = dock_of(window, "attention")
    window.going.to_panel("attention")
    qtbot.waitUntil(lambda: dock.can_be_seen, timeout=PATIENCE)
    window.take_away.copy_data(dock.subject())
    assert told(window)[-1].startswith("There are no numbers here yet")
