"""A plot as people see and move it: what it paints, and that a frame is cheap."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from timing import cpu_seconds

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.plotting.live_plot.curve import Band, Curve, LineStyle
from rnnviz.gui.plotting.live_plot.live_plot import LivePlot
from rnnviz.gui.plotting.live_plot.references import Reference
from rnnviz.gui.plotting.ranges import exact, rounded

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
N = 5000


@pytest.fixture
def curve():
    return Curve("measured", LineStyle(0))


@pytest.fixture
def plot(qtbot, curve):
    plot = LivePlot("Plot of a test", ("steps", "nats"), (exact, rounded), say)
    plot.add(curve)
    qtbot.addWidget(plot)
    plot.resize(500, 300)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def say(point):
    return f"here {point.y:.2f}"


def show(plot, curve, y):
    curve.replace(np.arange(len(y)), np.asarray(y, float))
    plot.fit((0.0, float(len(y) - 1)), (float(np.nanmin(y)), float(np.nanmax(y))))
    plot.refresh()


def picture(plot):
    return plot._overlay.grab().toImage()


def pixels(plot):
    image = picture(plot).convertToFormat(picture(plot).Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)[..., :3].copy()


def near(image, colour, tolerance=0):
    """Where a picture has about this colour; smoothed lines mix theirs with the ground."""
    blue_green_red = np.array(QColor(colour).getRgb()[2::-1])
    return np.abs(image.astype(int) - blue_green_red).sum(axis=2) <= tolerance


def count_of(plot, colour, tolerance=0):
    return int(near(pixels(plot), colour, tolerance).sum())


def move_pointer(plot, where):
    spot = QPointF(plot._overlay.mapTo(plot.viewport(), where))
    far = plot.viewport().mapToGlobal(spot)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, spot, far, none, none, Qt.KeyboardModifier.NoModifier
    )
    plot.mouseMoveEvent(event)


def test_the_overlay_covers_the_inside_of_the_axes_and_nothing_else(plot):
    for width, height in ((500, 300), (330, 200), (1600, 1000), (200, 120)):
        plot.resize(width, height)
        QTest.qWait(1)
        inside = plot.mapFromScene(plot.view.sceneBoundingRect()).boundingRect()
        assert plot._overlay.geometry() == inside
        assert plot.viewport().rect().contains(plot._overlay.geometry())
        assert plot._overlay.width() > width / 2


def test_a_curve_is_painted_where_it_belongs(plot, curve):
    show(plot, curve, [0.0, 0.0, 0.0, 10.0])
    top, bottom = np.split(near(pixels(plot), LIGHT.lines[0], 200), 2)
    left = top.shape[1] // 2
    assert not top[:, :left].any()
    assert bottom[:, :left].any(axis=0).all()
    assert top[:, left:].any()


def test_a_frame_repaints_neither_the_axes_nor_the_grid(plot, curve, monkeypatch):
    show(plot, curve, np.sin(np.arange(N) / 50))
    QTest.qWait(1)
    backdrop = plot._overlay._backdrop
    painted = []
    monkeypatch.setattr(plot, "paintEvent", painted.append)
    for _ in range(5):
        show(plot, curve, np.sin(np.arange(N) / 50))
        QTest.qWait(1)
    assert plot._overlay._backdrop is backdrop
    assert painted == []


@pytest.mark.parametrize("count", [N, 1_000_000])
def test_a_frame_takes_about_a_millisecond_however_long_the_curves_are(plot, curve, count):
    plot.resize(780, 500)
    raw = Curve("raw", LineStyle(1, weight="faint"))
    plot.add(raw)
    x, rng = np.arange(count), np.random.default_rng(0)
    raw.grow(x, rng.normal(size=count))
    show(plot, curve, np.cumsum(rng.normal(size=count)) / np.sqrt(count))
    QTest.qWait(1)
    assert cpu_seconds(lambda _: plot._overlay.repaint(), 15) < 2e-3


@pytest.mark.parametrize(
    "look", [LineStyle(0, weight="faint"), LineStyle(0), LineStyle(1, markers=True)]
)
def test_a_growing_curve_looks_as_if_it_were_painted_at_once(plot, look):
    raw = Curve("raw", look)
    plot.add(raw)
    x, y = np.arange(N), np.random.default_rng(0).normal(size=N)
    least = 0.3 if look.is_noise else 0.01
    y = y if look.is_noise else np.sin(x * 6.0 / N) * 3.0
    plot.fit((0.0, float(N)), (-4.0, 4.0))
    for count in range(100, N + 1, 100):
        raw.grow(x[:count], y[:count])
        plot.refresh()
        QTest.qWait(0)
    grown = pixels(plot)
    plot._overlay.invalidate()
    fresh = pixels(plot)
    assert (fresh != 255).any(axis=2).mean() > least
    assert (grown != fresh).any(axis=2).mean() < 0.02


def test_a_faint_curve_that_starts_again_leaves_nothing_behind(plot):
    raw = Curve("raw", LineStyle(0, weight="faint"))
    plot.add(raw)
    plot.fit((0.0, 100.0), (0.0, 10.0))
    raw.grow(np.arange(100), np.full(100, 8.0))
    before = pixels(plot)
    raw.clear()
    raw.grow(np.arange(2), np.full(2, 2.0))
    plot.refresh()
    assert (before != pixels(plot)).any()
    plot_again = pixels(plot)
    plot._overlay.invalidate()
    np.testing.assert_array_equal(plot_again, pixels(plot))


def test_the_range_follows_the_data_until_the_user_moves_it_and_again_on_request(plot, curve):
    show(plot, curve, np.arange(10.0))
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    closer = plot.view.viewRange()
    assert closer[0][1] - closer[0][0] < 9
    assert plot.auto_button.isVisible()
    show(plot, curve, np.arange(1000.0))
    assert plot.view.viewRange() == closer
    QTest.keyClick(plot, Qt.Key.Key_A)
    assert plot.view.viewRange()[0] == pytest.approx([0, 999])
    assert not plot.auto_button.isVisible()


@pytest.mark.parametrize("way", ["button", "menu", "double click"])
def test_everything_is_shown_again_by(plot, curve, way):
    show(plot, curve, np.arange(10.0))
    QTest.keyClick(plot, Qt.Key.Key_Minus)
    spot = plot._overlay.geometry().center()
    if way == "button":
        QTest.mouseClick(plot.auto_button, Qt.MouseButton.LeftButton)
    elif way == "menu":
        plot.auto_button.action_in_menu.trigger()
    else:
        QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert plot.is_auto
    assert plot.view.viewRange()[0] == pytest.approx([0, 9])


def test_dragging_pans_through_the_overlay(plot, curve):
    show(plot, curve, np.arange(10.0))
    spot = plot._overlay.geometry().center()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(plot.viewport(), left, pos=spot)
    for step in range(1, 6):
        QTest.qWait(20)
        QTest.mouseMove(plot.viewport(), spot + QPoint(12 * step, 0))
    QTest.mouseRelease(plot.viewport(), left, pos=spot + QPoint(60, 0))
    assert not plot.is_auto
    assert plot.view.viewRange()[0][0] < 0


def test_keys_of_the_window_are_left_to_it(plot, qtbot):
    plot.set_message("Nothing yet.")
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Escape):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        plot.keyPressEvent(event)
        assert not event.isAccepted()


def test_the_pointer_reads_out_the_nearest_point(plot, curve):
    show(plot, curve, [1.0, 2.0, 3.0])
    before = pixels(plot)
    move_pointer(plot, QPoint(plot._overlay.width() // 2 + 5, 20))
    point = plot._overlay.nearest(plot._overlay.pointer)
    assert say(point) == "here 2.00"
    assert (before != pixels(plot)).any(axis=2).sum() > 200
    plot.leaveEvent(QEvent(QEvent.Type.Leave))
    np.testing.assert_array_equal(before, pixels(plot))


def test_a_message_stands_in_place_of_everything(plot, curve):
    show(plot, curve, [0.0, 1.0])
    plot.set_message("Nothing to see yet.")
    assert plot._overlay.geometry() == plot.viewport().rect()
    assert plot.accessibleDescription() == "Nothing to see yet."
    assert count_of(plot, LIGHT.lines[0]) == 0
    assert count_of(plot, LIGHT.muted, 200) > 100
    plot.set_message("")
    assert count_of(plot, LIGHT.lines[0], 200) > 50


def test_the_theme_changes_at_run_time(plot, curve):
    show(plot, curve, [0.0, 1.0])
    plot.set_theme(DARK)
    assert count_of(plot, DARK.base) > 10_000
    assert count_of(plot, LIGHT.base) == 0
    assert plot.grab().toImage().pixelColor(1, 1) == QColor(DARK.base)
    plot.set_theme(LIGHT)
    assert count_of(plot, LIGHT.base) > 10_000


def test_comparison_lines_and_bands_are_painted(plot, curve):
    band = Band("spread", LineStyle(2))
    plot.add(band)
    show(plot, curve, [0.0, 10.0])
    band.replace(np.arange(2.0), np.array([0.0, 4.0]), np.array([4.0, 10.0]))
    plain = pixels(plot)
    plot.set_references([Reference(5.0, "half", "5")])
    with_line = pixels(plot)
    row = round(float(plot._overlay.scale.rows(5.0)))
    assert (plain[row] != with_line[row]).any(axis=1).mean() > 0.08
    assert not (plain[row] == 255).all()


def test_numbers_that_are_none_leave_the_range_alone(plot):
    before = plot.view.viewRange()
    for bad in (np.nan, np.inf, -np.inf):
        plot.fit((0.0, 1.0), (bad, 5.0))
        plot.fit((bad, 1.0), (0.0, 5.0))
    assert plot.view.viewRange() == before


def test_zooming_ends_where_numbers_end(plot, curve):
    show(plot, curve, [0.0, 1.0])
    for log in (False, True):
        plot.set_log_y(log)
        for key in [Qt.Key.Key_Minus] * 300 + [Qt.Key.Key_Plus] * 600:
            QTest.keyClick(plot, key)
            assert np.isfinite(plot.view.viewRange()).all()
            assert not plot.grab().isNull()


def test_a_screen_with_two_device_pixels_a_pixel_gets_sharp_pictures(plot, curve):
    show(plot, curve, [0.0, 1.0])
    image = QImage(2 * plot.size(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    QWidget.render(plot, image)
    pixmap = plot._overlay._backdrop.layer.pixmap
    assert pixmap.devicePixelRatio() == 2.0
    assert pixmap.size() == 2 * plot._overlay.size()


def test_axes_keep_their_size_whatever_is_written_at_them(plot, curve):
    show(plot, curve, [0.0, 1.0])
    before = plot._overlay.geometry()
    for top in (1e-7, 0.25, 1e3, 1e12):
        show(plot, curve, [0.0, top])
        QTest.qWait(1)
        plot.grab()
        assert plot._overlay.geometry() == before
    plot.set_log_y(True)
    QTest.qWait(1)
    assert plot._overlay.geometry() == before
