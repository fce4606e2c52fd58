"""The decay panel as people see and use it, and the moments of a run that it keeps."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from timing import cpu_seconds
from triangles import snapshot

from rnnviz.captions.decay import caption
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.decay import (
    COMING,
    CUT,
    EMPTY,
    DecayPanel,
)
from rnnviz.lab.run import Run
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Moment, Request
from rnnviz.lab.trainer import Trainer
from rnnviz.probes.decay import Decay, fit
from rnnviz.probes.truncation import Truncation
from rnnviz.tasks.builtin import BUILTIN

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
SIZES = [(200, 120), (330, 220), (480, 330), (900, 600), (1600, 1000)]


@pytest.fixture
def panel(qtbot):
    panel = DecayPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def decay(r):
    r = np.asarray(r, float)
    line, lags = fit(r), np.arange(len(r), dtype=float)
    numbers = line.slope, line.intercept, line.half_life
    return Decay(lags, r, r / 2, r, 2 * r, *numbers, "h", 0, 0, len(r))


def halving(every, T=25):
    return decay(0.5 ** (np.arange(T) / every))


def answers(panel, result, moments=()):
    """What the panel asks for: the present decay, and earlier ones as (step, decay)."""
    earlier = tuple(Moment(*moment) for moment in moments)
    return {asked: result if asked.probe == "decay" else earlier for asked in panel.needs()}


def show(panel, result, step=7, moments=(), **settings):
    panel.show_snapshot(snapshot(step=step, **settings))
    panel.show_snapshot(snapshot(answers(panel, result, moments), step=step, **settings))


def drawn(panel):
    return [curve.label for curve in panel.earlier if curve.x.size]


STRANGE = {
    "empty": decay([]),
    "one step": decay([1.0]),
    "two steps": decay([1.0, 0.25]),
    "long": halving(3.0, 200),
    "exactly zero": decay(np.zeros(25)),
    "not a number": decay(np.full(25, np.nan)),
    "infinite": decay([1.0, np.inf, np.inf]),
    "with gaps": decay([1.0, np.nan, 0.1, 0.0, 0.01] * 6),
    "exploding": decay(1e3 ** np.arange(100.0)),
    "underflowing": decay(10.0 ** -(np.arange(300.0) * 1.05)),
    "a sentence": "There is nothing to measure here.",
}


@pytest.mark.parametrize("name", STRANGE)
def test_it_survives_a_measurement_that_is(name, panel):
    show(panel, halving(2.0), step=0)
    show(panel, STRANGE[name], step=100, moments=[(0, halving(2.0)), (10, STRANGE[name])])
    for theme in (DARK, LIGHT):
        panel.set_theme(theme)
        for size in SIZES:
            panel.resize(*size)
            QTest.qWait(0)
            panel.plot._overlay.pointer = QPoint(30, 20)
            assert not panel.grab().isNull()
            assert (panel.width(), panel.height()) == size
    show(panel, halving(3.0), step=101)
    assert panel.plot.message == ""


def test_sentences_stand_where_nothing_is_drawn(panel):
    message = lambda: panel.plot.message  # noqa: E731
    assert message() == EMPTY
    panel.show_snapshot(snapshot())
    assert message() == COMING
    gone = STRANGE["exactly zero"]
    show(panel, gone)
    assert message() == caption(gone)
    show(panel, STRANGE["a sentence"])
    assert message() == "There is nothing to measure here."
    lost = replace(STRANGE["not a number"], finite=False)
    show(panel, lost)
    assert message() == caption(lost)
    show(panel, halving(2.0))
    assert message() == ""
    panel.clear()
    assert message() == EMPTY
    assert panel.words.text() == ""


def test_the_mean_its_quartiles_and_its_fit_are_drawn_over_the_lags(panel):
    show(panel, halving(2.0))
    assert panel.plot.log_y
    np.testing.assert_allclose(panel.now.y, 0.5 ** (np.arange(25) / 2))
    np.testing.assert_allclose(panel.fitted.y, panel.now.y)
    np.testing.assert_allclose(panel.quartiles.upper, 2 * panel.now.y)
    (left, right), (bottom, top) = panel.plot.view.viewRange()
    assert (left, right) == (0, 24)
    assert bottom <= np.log10(panel.quartiles.lower.min())
    assert top >= np.log10(2)


def test_a_line_that_does_not_fit_is_not_drawn(panel):
    show(panel, decay([1.0, 0.01, 0.01, 0.01, 4.0, 0.01]))
    assert panel.fitted.x.size == 0
    show(panel, halving(2.0))
    assert panel.fitted.x.size == 25


def test_early_moments_stay_as_labelled_curves(panel):
    moments = [(step, halving(1.0 + step / 1_000)) for step in (0, 100, 1_000, 10_000)]
    show(panel, halving(4.0), step=20_000, moments=moments)
    assert drawn(panel) == ["start", "step 100", "step 1,000", "step 10,000"]
    np.testing.assert_allclose(panel.earlier[2].y, halving(2.0).mean)
    assert len({(curve.look.colour, curve.look.dash) for curve in panel.earlier}) == 6


def test_the_present_moment_is_no_ghost_of_itself(panel):
    show(panel, halving(1.0), step=0, moments=[(0, halving(1.0))])
    assert drawn(panel) == []
    assert panel.words.text() == caption(halving(1.0))
    show(panel, halving(1.5), step=100, moments=[(0, halving(1.0)), (100, halving(1.5))])
    assert drawn(panel) == ["start"]


def test_a_moment_is_drawn_as_soon_as_it_is_known(panel):
    found = halving(2.0)
    show(panel, found, step=120)
    assert drawn(panel) == []
    show(panel, found, step=130, moments=[(0, halving(1.0))])
    assert drawn(panel) == ["start"]


def test_a_run_that_is_cleared_leaves_no_ghosts(panel):
    show(panel, halving(2.0), step=150, moments=[(0, halving(1.0))])
    panel.clear()
    assert drawn(panel) == []
    show(panel, halving(2.0), step=0)
    assert drawn(panel) == []
    assert "At" not in panel.words.text()


def test_what_was_earlier_is_asked_for_of_the_chosen_layer_and_state(qtbot, panel):
    show(panel, halving(2.0), step=10, moments=[(0, halving(1.0))], cell="lstm", layers=2)
    with qtbot.waitSignal(panel.needs_changed):
        qtbot.keyClick(panel.state, Qt.Key.Key_Down)
    options = (("layer", 1), ("state", "c"), ("stream", 0))
    earlier = Request("earlier", (("of", "decay"), *options))
    assert panel.needs() == {Request("decay", options), earlier, CUT}
    assert panel.plot.message == COMING
    assert drawn(panel) == []
    show(panel, halving(9.0), step=20, moments=[(0, halving(8.0))], cell="lstm", layers=2)
    assert drawn(panel) == ["start"]
    np.testing.assert_allclose(panel.earlier[0].y, halving(8.0).mean)


@pytest.mark.parametrize("size", SIZES[1:])
def test_no_line_of_the_words_is_cut_through(panel, size):
    moments = (Moment(0, halving(9.0)),)
    panel.resize(*size)
    show(panel, halving(2.0), moments=[(0, halving(9.0))])
    room, words = QRect(0, 0, panel.words.width(), 10_000), panel.words
    text = words.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), words.text())
    assert text.height() <= words.height()
    assert panel.words.text().startswith(caption(halving(2.0)))
    assert caption(halving(2.0), moments) in (panel.words.text(), panel.words.toolTip())


def test_the_legend_says_what_the_quartiles_are_of(panel):
    one = replace(halving(2.0), losses=1, sequences=8, batch=64)
    show(panel, one)
    assert panel.quartiles.label == "middle half of 8 of 64 sequences"
    assert panel.quartiles.x.size == 25
    show(panel, replace(one, sequences=1, batch=1))
    assert panel.quartiles.x.size == 0


def test_lags_are_counted_in_characters_of_a_text_and_else_in_steps(panel):
    show(panel, halving(2.0))
    axis = panel.plot.axes[0]
    assert axis.title == "characters back (0 = now)"
    frame = snapshot()
    panel.show_snapshot(replace(frame, task=replace(frame.task, name="adding")))
    assert axis.title == "steps back (0 = now)"


def test_nothing_is_drawn_again_for_the_same_result(panel):
    found = halving(2.0)
    show(panel, found)
    kept = panel.now.x
    show(panel, found)
    assert panel.now.x is kept
    show(panel, halving(2.0))
    assert panel.now.x is not kept


def test_the_pointer_reads_out_lag_share_and_moment(panel):
    start = decay([1.0, 0.5, 0.25, 0.125, 0.0625, 0.01])
    show(panel, decay([1.0, 0.9, 0.8, 0.7, 0.25, 0.2]), step=100, moments=[(0, start)])
    overlay = panel.plot._overlay
    column, row = (
        float(values[0]) for values in (overlay.scale.columns([4.0]), overlay.scale.rows([0.25]))
    )
    assert overlay.read_out(overlay.nearest(QPoint(round(column), round(row)))) == (
        "4 back: 25 % left (now)"
    )
    row = float(overlay.scale.rows([0.0625])[0])
    assert overlay.read_out(overlay.nearest(QPoint(round(column), round(row)))) == (
        "4 back: 6.2 % left (start)"
    )


@pytest.mark.parametrize("task", ["text", "copying"])
def test_a_panel_that_is_opened_late_draws_every_early_moment(panel, task):
    settings = Settings().change(task=task, length=20, hidden=8, steps=1_020)
    run = Run(Trainer(settings, BUILTIN["verse"].load() if task == "text" else None))
    panel.show_snapshot(run.snapshot(run.measure(panel.needs())))
    assert drawn(panel) == []
    assert "At the start" not in panel.words.text()
    list(run)
    panel.show_snapshot(run.snapshot(run.measure(panel.needs())))
    assert drawn(panel) == ["start", "step 100", "step 1,000"]
    assert panel.now.y[0] == pytest.approx(1.0)
    unit = "characters" if task == "text" else "steps"
    assert run.measure(panel.needs())[panel._request].unit == unit
    assert panel.plot.axes[0].title == f"{unit} back (0 = now)"


def test_a_frame_of_100_lags_takes_under_3_milliseconds(panel):
    moments = [(step, halving(2.0, 100)) for step in (0, 100, 1_000, 10_000)]
    show(panel, halving(2.0, 100), step=20_000, moments=moments)
    known = answers(panel, None, moments)  # what was earlier is the same in all frames
    now = next(asked for asked in known if asked.probe == "decay")
    frames = [snapshot(known | {now: halving(r, 100)}, step=20_000) for r in (2.0, 2.1)]
    panel.show_snapshot(frames[0])
    panel.grab()

    def frame(turn):
        panel.show_snapshot(frames[turn % 2])
        panel.plot._overlay.repaint()

    assert cpu_seconds(frame, 40) < 3e-3


def test_everything_can_be_named_and_reached_with_the_keyboard(panel):
    for control in (panel.state, panel.layer):
        assert control.accessibleName()
        assert control.toolTip()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert panel.plot.accessibleName()
    assert panel.words.accessibleName()


def test_what_the_window_cuts_off_is_told_below_as_soon_as_it_is_measured(panel):
    found, cut = halving(2.0), truncated(0.12)
    panel.resize(900, 600)
    show(panel, found)
    assert "misses" not in panel.words.text()
    told = {**answers(panel, found), CUT: cut}
    panel.show_snapshot(snapshot(told, step=8))
    QTest.qWait(600)  # words change at most twice a second
    assert "of 25 characters misses 12\N{NO-BREAK SPACE}% of that of 200" in panel.words.text()


def truncated(missed):
    some = np.full(3, missed)
    return Truncation(25, (50, 100, 200), some, some, some, 1, True, "characters")
