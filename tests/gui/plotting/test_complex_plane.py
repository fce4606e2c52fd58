"""The complex plane: its legend lies over what runs there, and keys zoom."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from rnnviz.gui.appearance.theme import LIGHT
from rnnviz.gui.plotting.complex_plane import ComplexPlane, Spectra

LETTERS = range(16, 90)
"""Columns of the legend's words."""


@pytest.fixture
def plane(qtbot):
    plane = ComplexPlane("Eigenvalues")
    qtbot.addWidget(plane)
    plane.resize(300, 300)
    with qtbot.waitExposed(plane):
        plane.show()
    return plane


def show(plane, cloud, ring=0.1):
    plane.show_spectra(Spectra("W_hh", np.array([0.1 + 0j]), np.array(cloud, complex), ring))
    return plane.grab().toImage()


def dark(shown, rows):
    return sum(shown.pixelColor(x, y).lightness() < 120 for x in LETTERS for y in rows)


def test_the_legend_names_only_what_is_drawn(plane):
    line = plane.fontMetrics().height()
    second = range(line + 4, 2 * line)
    assert dark(show(plane, [0.5]), second) > 40
    assert dark(show(plane, []), second) < 8


def test_a_ring_runs_below_the_legend(plane):
    show(plane, [0.5], ring=0.9)
    middle_of_legend = np.hypot(plane.width() / 2 - 50, plane.height() / 2 - 8)
    plane.set_zoom(middle_of_legend / (0.9 * plane.per_unit))
    shown, green = plane.grab().toImage(), QColor(LIGHT.lines[2])
    rows = range(1, plane.fontMetrics().height())
    assert not any(shown.pixelColor(x, y) == green for x in range(20, 60) for y in rows)
    rows = range(plane.height() - 20, plane.height())  # the other corner has no legend
    assert any(shown.pixelColor(x, y) == green for x in range(20, 60) for y in rows)


def test_a_ring_runs_below_the_titles_of_the_axes(plane):
    show(plane, [0.5], ring=0.9)
    plane.set_zoom((plane.height() / 2 - 6) / (0.9 * plane.per_unit))
    shown, green = plane.grab().toImage(), QColor(LIGHT.lines[2])
    middle, rows = plane.width() // 2, range(3, 15)
    drawn = {x for x in range(shown.width()) for y in rows if shown.pixelColor(x, y) == green}
    assert drawn & set(range(middle - 40, middle - 5))
    assert not drawn & set(range(middle + 5, middle + 40))


def test_keys_zoom_about_zero_and_show_everything_again(plane):
    show(plane, [0.5], ring=2.0)
    before = plane.per_unit
    QTest.keyClick(plane, Qt.Key.Key_Plus)
    assert plane.per_unit == pytest.approx(1.25 * before)
    QTest.keyClick(plane, Qt.Key.Key_A)
    assert plane.per_unit == before
