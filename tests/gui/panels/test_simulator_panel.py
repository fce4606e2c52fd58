"""The gradient-flow simulator: sliders, kept curves, random matrices, and no network at all."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.simulator import MOST_KEPT, SimulatorPanel
from rnnviz.probes.simulator import ACTIVATIONS, KINDS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
SIZES = [(200, 160), (330, 260), (480, 330), (1600, 1000)]


@pytest.fixture
def panel(qtbot):
    panel = SimulatorPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_gradient_is_a_power_of_w_times_slope(panel):
    panel.scalar.w.set_value(0.8)
    panel.scalar.slope.set_value(0.5)
    panel.scalar.steps.set_value(10)
    assert panel.now.y == pytest.approx(0.4 ** np.arange(11))
    assert panel.words.text() == "|0.8 · 0.5|^10 = 1.0·10⁻⁴: it vanishes."


@pytest.mark.parametrize(
    ("w", "slope", "verdict"),
    [(1.5, 1, "explodes"), (-1.5, 1, "explodes"), (1.0, 1, "survives"), (1.0, 0, "nothing")],
)
def test_the_words_say_what_becomes_of_it(panel, w, slope, verdict):
    panel.scalar.w.set_value(w)
    panel.scalar.slope.set_value(slope)
    assert verdict in panel.words.text()
    assert not panel.grab().isNull()


def test_arrow_keys_move_a_slider(panel):
    before = panel.scalar.w.value
    panel.scalar.w.slider.setFocus()
    QTest.keyClick(panel.scalar.w.slider, Qt.Key.Key_Right)
    assert panel.scalar.w.value == pytest.approx(before + 0.01)
    assert panel.scalar.w.label.text() == "0.91"


def test_curves_are_kept_with_their_settings_until_they_are_cleared(panel):
    for w in (0.5, 0.9, 1.1):
        panel.scalar.w.set_value(w)
        click(panel.keep)
    kept = [curve.label for curve in panel.kept if curve.x.size]
    assert kept == ["w 0.5, φ′ 1", "w 0.9, φ′ 1", "w 1.1, φ′ 1"]
    bottom, top = panel.plot.view.viewRange()[1]
    assert bottom < -15
    assert top > 2
    click(panel.forget)
    assert not any(curve.x.size for curve in panel.kept)
    assert not panel.forget.isEnabled()


def test_of_too_many_curves_the_oldest_goes(panel):
    for step in range(MOST_KEPT + 2):
        panel.scalar.w.set_value(0.5 + 0.1 * step)
        click(panel.keep)
    assert panel.kept[0].label.startswith("w 0.7")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_random_matrices_of_every_kind(panel, kind, activation):
    panel.mode.setCurrentIndex(1)
    panel.vector.kind.setCurrentIndex(KINDS.index(kind))
    panel.vector.activation.setCurrentIndex(ACTIVATIONS.index(activation))
    assert panel.now.y.size == 51
    assert np.all(panel.band.lower <= panel.band.upper)
    assert "Median of 5 draws after 50 steps" in panel.words.text()


def test_one_step_is_no_steps(panel):
    panel.mode.setCurrentIndex(1)
    panel.vector.steps.set_value(1)
    assert "draws after 1 step: " in panel.words.text()


def test_kept_curves_compare_the_same_matrices(panel):
    panel.mode.setCurrentIndex(1)
    told = set()
    for row in range(len(ACTIVATIONS)):
        panel.vector.activation.setCurrentIndex(row)
        told.add(panel.words.text().partition("Spectral radius")[2])
    assert len(told) == 1


def test_a_linear_orthogonal_matrix_keeps_the_gradient_whole(panel):
    panel.mode.setCurrentIndex(1)
    panel.vector.kind.setCurrentIndex(KINDS.index("orthogonal"))
    panel.vector.activation.setCurrentIndex(ACTIVATIONS.index("linear"))
    assert panel.now.y == pytest.approx(np.ones(51))
    assert "it survives" in panel.words.text()


def test_a_new_draw_is_another_one_and_nothing_else_is(panel):
    panel.mode.setCurrentIndex(1)
    first = panel.now.y.copy()
    panel.vector.scale.set_value(2.0)
    panel.vector.scale.set_value(1.0)
    assert np.array_equal(panel.now.y, first)
    click(panel.vector.draw)
    assert not np.array_equal(panel.now.y, first)


def test_the_extremes_can_be_drawn(panel):
    panel.mode.setCurrentIndex(1)
    panel.vector.steps.set_value(200)
    for size in (0.1, 3.0):
        panel.vector.scale.set_value(size)
        click(panel.keep)
        assert not panel.grab().isNull()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("mode", [0, 1])
def test_it_is_drawn_in_every_size(panel, theme, mode):
    panel.set_theme(theme)
    panel.mode.setCurrentIndex(mode)
    click(panel.keep)
    for size in SIZES:
        panel.resize(*size)
        QTest.qWait(0)
        assert not panel.grab().isNull()


def test_a_run_that_starts_over_leaves_the_curves(panel):
    click(panel.keep)
    panel.clear()
    assert panel.kept[0].x.size
    assert panel.needs() == frozenset()
