"""View > Larger text reaches what is written everywhere in the window."""

import pytest
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel


def title_height(dock):
    """How many rows of pixels the letters of a dock's title are high."""
    shown = dock.grab().toImage()
    ground = shown.pixelColor(dock.width() // 2, 2)
    rows = range(1, dock.panel.y() - 1)
    return sum(any(shown.pixelColor(x, y) != ground for x in range(3, 90)) for y in rows)


def test_titles_of_docks_grow_and_shrink_with_other_text(window, qtbot):
    dock = next(one for one in window.panels.docks if one.objectName() == "loss")
    sizes = [title_height(dock)]
    for change in (window.look.larger, window.look.usual_size):
        for _ in range(6):
            change()
        qtbot.wait(50)
        sizes.append(title_height(dock))
    assert sizes[1] > 1.3 * sizes[0]
    assert sizes[2] == sizes[0]


def test_what_is_in_a_dock_has_the_size_of_other_text(window):
    for _ in range(4):
        window.look.larger()
    size = QApplication.font().pointSizeF()
    for dock in window.findChildren(QDockWidget):
        if dock.widget() is not None:
            assert dock.widget().font().pointSizeF() == pytest.approx(size, 0.01)


def test_samples_and_pictures_grow_as_well(window, qtbot):
    samples, spectrum, loss = (window.panels.panels[n] for n in ("samples", "spectrum", "loss"))
    watched = (
        lambda: samples.view.font().pointSizeF(),
        lambda: samples.list.font().pointSizeF(),
        lambda: samples.list.verticalHeader().defaultSectionSize(),
        lambda: spectrum.gauge.letters.pointSizeF(),
        lambda: loss.plot.letters.pointSizeF(),
        lambda: loss.plot.axes[0].height(),
        lambda: loss.plot.axes[1].width(),
        lambda: spectrum.words.height() / max(spectrum.words._lines, 1),
    )
    before = [look() for look in watched]
    for _ in range(5):
        window.look.larger()
    qtbot.wait(50)
    assert all(look() > was for look, was in zip(watched, before, strict=True))


def test_the_number_of_a_layer_and_the_names_of_fields_are_never_cut(open_window, qtbot):
    window = open_window(size=(1024, 768))
    for _ in range(3):
        window.look.larger()
    window.session.change(layers=2)
    triangle = window.panels.panels["triangle"]
    next(dock for dock in window.panels.docks if dock.objectName() == "triangle").raise_()
    qtbot.waitUntil(triangle.layer.isVisible)
    assert triangle.layer.width() >= triangle.layer.sizeHint().width()
    for label in window.panels.panels["samples"].controls.findChildren(QLabel):
        if label.isVisible():
            assert label.width() >= label.sizeHint().width(), label.text()


def test_larger_text_leaves_room_for_a_lesson_on_a_small_screen(open_window, qtbot):
    window = open_window(size=(1024, 768))
    for _ in range(3):
        window.look.larger()
    qtbot.wait(50)
    for dock in window.panels.docks:
        dock.raise_()  # every panel is made
    qtbot.wait(50)
    window.lesson.show()
    qtbot.wait(50)
    assert window.minimumSizeHint().width() <= 1024
    assert window.width() <= 1024


def test_the_simulators_controls_are_not_cut(window, qtbot):
    simulator = window.panels.panels["simulator"]
    next(dock for dock in window.panels.docks if dock.objectName() == "simulator").raise_()
    for _ in range(6):
        window.look.larger()
    qtbot.wait(50)
    shown = simulator.controls.currentWidget()
    assert simulator.controls.height() >= shown.sizeHint().height()
    assert simulator.scalar.w.label.width() >= simulator.fontMetrics().horizontalAdvance("−1.99")
