"""The spectrum panel as people see and use it, with good data and bad."""

import math
from dataclasses import fields, replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from rnnviz.captions.spectrum import NOT_FINITE
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.spectrum import COMING, EMPTY, SpectrumPanel
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Curves, Event, Request, Snapshot, TaskFacts
from rnnviz.lab.trainer import Trainer
from rnnviz.probes.lyapunov import Lyapunov, memory_of
from rnnviz.probes.spectrum import Spectrum
from rnnviz.tasks.builtin import BUILTIN

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
SIZES = [(200, 120), (330, 220), (300, 600), (480, 330), (900, 600), (1600, 1000)]
NAN = complex(math.nan, math.nan)


@pytest.fixture
def panel(qtbot):
    panel = SpectrumPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def spectrum(values, sigma=2.0, cloud=(0.5, -0.5j), exponent=-0.2, gates=("a",), layer=0):
    values = np.atleast_2d(np.asarray(values, complex)).repeat(len(gates), axis=0)
    radius = np.abs(values[:, 0])
    bound = sigma if len(gates) == 1 else None
    lyapunov = Lyapunov(exponent, memory_of(exponent), np.full((19, 1), exponent), 0)
    return Spectrum(
        gates,
        values,
        np.full(len(gates), sigma),
        radius,
        np.arange(1),
        np.atleast_2d(np.asarray(cloud, complex)),
        bound,
        lyapunov,
        layer,
        0,
    )


def request(layer=0, gate="a"):
    return Request("spectrum", (("gate", gate), ("layer", layer)))


def snapshot(result=None, layers=1, step=10, layer=None, cell="vanilla"):
    none = np.zeros(0)
    gate = result.gates[0] if isinstance(result, Spectrum) else "a"
    asked = request(layers - 1 if layer is None else layer, gate)
    return Snapshot(
        step=step,
        characters=250,
        loss=2.0,
        smoothed=2.0,
        lr=0.01,
        chars_per_second=1e5,
        task=TaskFacts("text", "Text", "Predict the next.", "nats", ("uniform", 3.37)),
        settings=Settings().change(layers=layers, cell=cell),
        curves=Curves(*[none] * len(fields(Curves))),
        samples=(),
        results={asked: result} if result is not None else {},
    )


def of_gate(gate, size):
    """What the probe finds of one gate of several."""
    return replace(spectrum(size * CIRCLE, gates=(gate,)), bound=None)


CIRCLE = 0.9 * np.exp(2j * np.pi * np.arange(64) / 64)
STRANGE = {
    "ordinary": spectrum(CIRCLE),
    "one unit": spectrum([0.7], cloud=[0.1]),
    "all zero": spectrum(np.zeros(8), sigma=0.0, cloud=np.zeros(8)),
    "huge": spectrum(1e30 * CIRCLE, sigma=1e31, cloud=1e29 * CIRCLE, exponent=60.0),
    "tiny": spectrum(1e-30 * CIRCLE, sigma=1e-30, cloud=[0], exponent=-70.0),
    "no cloud": spectrum(CIRCLE, cloud=np.empty((0,))),
    "a cloud that is not a number": spectrum(CIRCLE, cloud=[NAN, NAN]),
    "not a number": spectrum([NAN, NAN], sigma=math.nan, exponent=math.nan),
    "infinite singular value": spectrum(CIRCLE, sigma=math.inf),
    "nothing passes": spectrum(CIRCLE, exponent=-math.inf),
    "no growth at all": spectrum(CIRCLE, exponent=0.0),
    "not a number an exponent": spectrum(CIRCLE, exponent=math.nan),
    "many units": spectrum(np.tile(CIRCLE, 40), cloud=np.tile(CIRCLE, 80)),
    "a sentence": "Nothing of this can be measured.",
}


@pytest.mark.parametrize("name", STRANGE)
def test_the_spectrum_panel_survives_a_measurement_that_is(name, panel):
    panel.show_snapshot(snapshot(STRANGE[name]))
    for size in SIZES:
        panel.resize(*size)
        QTest.qWait(0)
        panel.plane.point(0)
        for zoom in (0.1, 1.0, 1e4):
            panel.plane.set_zoom(zoom)
            assert not panel.grab().isNull()


def test_without_eigenvalues_a_sentence_says_what_to_do(panel):
    assert panel.plane.message == EMPTY
    panel.show_snapshot(snapshot(step=0))
    assert panel.plane.message == EMPTY
    panel.show_snapshot(snapshot())
    assert panel.plane.message == COMING
    panel.show_snapshot(snapshot(spectrum(CIRCLE)))
    assert panel.plane.message == ""
    panel.show_snapshot(snapshot())
    assert panel.plane.message == ""  # the one before stays
    panel.clear()
    assert panel.plane.message == EMPTY
    assert panel.words.text() == ""


def test_a_probe_that_has_nothing_to_say_says_why(panel):
    panel.show_snapshot(snapshot(spectrum(CIRCLE)))
    panel.show_snapshot(snapshot("Nothing of this can be measured."))
    assert panel.plane.message == "Nothing of this can be measured."


def test_weights_that_are_no_numbers_are_said_to_have_diverged(panel):
    panel.show_snapshot(snapshot(STRANGE["not a number"]))
    assert panel.plane.message == NOT_FINITE


def test_the_unit_has_the_same_length_on_both_axes_in_every_shape(panel):
    panel.show_snapshot(snapshot(spectrum([1, 1j])))
    for size in SIZES:
        panel.resize(*size)
        QTest.qWait(0)
        right, up, zero = panel.plane.place(np.array([1, 1j, 0]))
        assert right[0] - zero[0] == pytest.approx(zero[1] - up[1])
        assert right[1] == zero[1]
        assert up[0] == zero[0]


def test_the_plane_holds_every_eigenvalue_and_the_ring(panel):
    for sigma, scale in ((5.8, 4.1), (1.0, 0.2), (0.4, 0.3)):
        panel.plane.start_over()
        panel.show_snapshot(snapshot(spectrum(scale * CIRCLE, sigma=sigma)))
        half = min(panel.plane.width(), panel.plane.height()) / 2
        assert half >= panel.plane.per_unit * max(sigma, 1.0)
        assert half < 4 * panel.plane.per_unit * max(sigma, 1.0)


def test_a_rescaled_matrix_is_shown_in_its_own_size(panel):
    panel.show_snapshot(snapshot(spectrum([5.0, -4.0], sigma=8.0)))
    small = panel.plane.per_unit
    rescaled = snapshot(spectrum([0.5, -0.4], sigma=0.9))
    panel.show_snapshot(replace(rescaled, events=(Event(10, 250, "sigma_1 0.9"),)))
    assert panel.plane.per_unit > 4 * small


def test_the_text_states_only_what_is_true(panel):
    panel.resize(900, 600)
    QTest.qWait(0)
    panel.show_snapshot(snapshot(spectrum(CIRCLE, sigma=0.95)))
    QTest.qWait(600)  # words change at most twice a second
    assert "below 1, which is enough" in panel.words.text()
    assert "The spectral radius 0.9 decides neither." in panel.words.text()
    panel.show_snapshot(snapshot(spectrum(4.1 / 0.9 * CIRCLE, sigma=5.8)))
    QTest.qWait(600)
    assert "may explode, but need not" in panel.words.text()
    assert "sigma" not in panel.words.text()
    panel.show_snapshot(snapshot(of_gate("n", 1.0), cell="gru"))
    QTest.qWait(600)
    assert "no block of W_hh decides" in panel.words.text()


def test_one_gate_is_measured_where_there_are_several_and_another_can_be_chosen(panel, qtbot):
    panel.show_snapshot(snapshot(spectrum(CIRCLE)))
    assert not panel.gate.isVisible()
    with qtbot.waitSignal(panel.needs_changed):
        panel.show_snapshot(snapshot(of_gate("g", 1.0), cell="lstm"))
    assert panel.gate.isVisible()
    assert panel.needs() == {request(0, "g")}  # the candidate: the others would cost as much
    assert panel.plane.shown.name == "W_hg"
    with qtbot.waitSignal(panel.needs_changed):
        qtbot.keyClick(panel.gate, Qt.Key.Key_Up)
    assert panel.needs() == {request(0, "f")}
    assert panel.plane.message == COMING
    panel.show_snapshot(snapshot(of_gate("f", 2.0), cell="lstm"))
    assert panel.plane.shown.name == "W_hf"
    assert abs(panel.plane.shown.values[0]) == pytest.approx(1.8)
    panel.show_snapshot(snapshot(spectrum(CIRCLE)))
    assert panel.plane.shown.name == "W_hh"
    assert not panel.gate.isVisible()


def test_the_spectrum_of_another_layer_is_asked_for(panel, qtbot):
    panel.show_snapshot(snapshot(spectrum(CIRCLE)))
    with qtbot.waitSignal(panel.needs_changed):
        panel.show_snapshot(snapshot(spectrum(CIRCLE), layers=3))
    assert panel.needs() == {request(2)}  # the top one
    with qtbot.waitSignal(panel.needs_changed):
        panel.layer.setCurrentIndex(0)
    assert panel.needs() == {request(0)}
    assert panel.plane.message == COMING
    panel.show_snapshot(snapshot(spectrum(CIRCLE), layers=3, layer=2))  # the question before
    assert panel.plane.message == COMING
    panel.show_snapshot(snapshot(spectrum(CIRCLE), layers=1))
    assert panel.needs() == {request(0)}
    assert not panel.layer.isVisible()


def test_nothing_is_painted_again_for_the_same_spectrum(panel, qtbot):
    found = spectrum(CIRCLE)
    panel.show_snapshot(snapshot(found))
    panel.grab()
    kept = panel.plane._kept
    panel.show_snapshot(snapshot(found))
    panel.grab()
    assert panel.plane._kept is kept
    panel.show_snapshot(snapshot(replace(found)))
    panel.grab()
    assert panel.plane._kept is not kept


def test_the_pointer_and_the_arrow_keys_read_out_eigenvalues(panel):
    panel.show_snapshot(snapshot(spectrum([0.6 + 0.8j, 0.6 - 0.8j, 0.5], cloud=[-0.7])))
    column, row = panel.plane.spots()[0]
    assert panel.plane.nearest(QPointF(column + 2, row + 2)) == 0
    assert panel.plane.nearest(QPointF(1, panel.plane.height() - 1)) is None
    for _ in range(3):
        QTest.keyClick(panel.plane, Qt.Key.Key_Right)
    assert panel.plane.accessibleDescription() == "W_hh: 0.5, modulus 0.5"
    QTest.keyClick(panel.plane, Qt.Key.Key_Right)
    assert panel.plane.accessibleDescription() == "a step Jacobian: −0.7, modulus 0.7"


def test_plane_and_gauge_share_the_room_without_overlapping(panel):
    panel.show_snapshot(snapshot(spectrum(CIRCLE)))
    for size in SIZES:
        panel.resize(*size)
        QTest.qWait(1)
        assert panel.rect().contains(panel.plane.geometry())
        if panel.gauge.isVisible():
            assert panel.rect().contains(panel.gauge.geometry())
            assert not panel.gauge.geometry().intersects(panel.plane.geometry())


def test_the_spectrum_panel_follows_both_themes(panel):
    panel.show_snapshot(snapshot(spectrum(CIRCLE)))
    for theme in (DARK, LIGHT):
        panel.set_theme(theme)
        shown = panel.plane.grab().toImage()
        assert shown.pixelColor(shown.width() - 3, 3).name() == theme.base


def test_everything_in_the_spectrum_panel_has_a_name_and_a_way_for_the_keyboard(panel):
    for widget in (panel.plane, panel.gauge, panel.gate, panel.layer, panel.words):
        assert widget.accessibleName()
    for widget in (panel.plane, panel.gate, panel.layer):
        assert widget.toolTip()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_real_networks_of_every_cell_are_drawn_one_after_the_other(panel):
    corpus = BUILTIN["hello"].load()
    for changes in (
        {"cell": "vanilla"},
        {"cell": "gru", "layers": 2},
        {"cell": "lstm"},
        {"cell": "vanilla", "hidden": 1, "window": 1},
    ):
        trainer = Trainer(Settings().change(**{"hidden": 6, "window": 5, **changes}), corpus)
        next(trainer)
        panel.clear()
        panel.show_snapshot(trainer.snapshot(trainer.measure(panel.needs())))  # learns the layers
        panel.show_snapshot(trainer.snapshot(trainer.measure(panel.needs())))
        assert panel.plane.message == ""
        assert len(panel.plane.shown.values) == trainer.settings.hidden
        assert np.isfinite(panel.gauge.angle)
        assert not panel.grab().isNull()
