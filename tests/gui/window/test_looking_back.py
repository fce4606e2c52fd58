"""The timeline in the window: all panels show a moment, and a run goes on from there."""

import pytest
from PySide6.QtCore import QPointF, Qt
from windows import PATIENCE, at_rest, step

from rnnviz.gui.actions import open_and_save

SETTLED = 700
"""Milliseconds after which the words below pictures, which follow slowly, stand."""


@pytest.fixture
def trained(window, train):
    """A window whose run has done 130 steps."""
    window.session.change(hidden=8, window=8)
    train(window, 130)
    return window


def look_at(qtbot, window, kept):
    """Drag the timeline to a moment, and wait until it is shown."""
    places = (*window.timeline._steps, None)
    window.timeline.slider.setValue(places.index(kept))

    def shown():
        snapshot = window.session.snapshot()
        there = snapshot.present is None if kept is None else snapshot.step == kept
        return there and window.clock.standing

    qtbot.waitUntil(shown, timeout=PATIENCE)


def panel(window, name):
    return next(dock for dock in window.panels.docks if dock.objectName() == name).panel


def pictures(window):
    """What every panel that can be seen looks like."""
    shown = [dock for dock in window.panels.docks if dock.panel and dock.panel.isVisible()]
    seen = [dock for dock in shown if not dock.panel.visibleRegion().isEmpty()]
    return {dock.objectName(): dock.panel.grab().toImage() for dock in seen}


def test_all_panels_show_the_moment_and_then_the_present_again(trained, qtbot):
    qtbot.waitUntil(lambda: trained.timeline.slider.maximum() > 40, timeout=PATIENCE)
    loss, samples = panel(trained, "loss"), panel(trained, "samples")
    readout, newest = trained.transport.readouts["step"], samples.list.samples.newest
    qtbot.waitUntil(lambda: trained.clock.standing, timeout=PATIENCE)
    qtbot.wait(SETTLED)
    now = pictures(trained)
    assert set(now) == {"loss", "samples", "hidden_units", "gradient_flow"}
    look_at(qtbot, trained, 51)
    assert readout.text() == "step 51 of 130"
    assert [mark.text for mark in loss.plot.marks] == ["step 51"]
    assert loss.smoothed.x.size == 130
    qtbot.waitUntil(lambda: samples.list.samples.newest.step == 51, timeout=PATIENCE)
    then = pictures(trained)
    assert [name for name in now if then[name] == now[name]] == []
    look_at(qtbot, trained, None)
    assert readout.text() == "step 130 of 130"
    assert not loss.plot.marks
    qtbot.waitUntil(lambda: samples.list.samples.newest == newest, timeout=PATIENCE)
    qtbot.wait(2 * SETTLED)
    again = pictures(trained)
    again.pop("gradient_flow")  # its axis remembers how far it once had to go
    assert [name for name in again if again[name] != now[name]] == []


def test_a_run_goes_on_from_a_moment_beside_the_old_one(trained, qtbot):
    look_at(qtbot, trained, 100)
    old = trained.session.runs.focus
    trained.timeline.go_on.click()
    qtbot.waitUntil(lambda: trained.session.runs.focus is not old, timeout=PATIENCE)
    qtbot.waitUntil(lambda: step(trained) == 100 and at_rest(trained), timeout=PATIENCE)
    assert old in trained.session.runs
    assert trained.timeline.place.text() == "now"
    assert trained.transport.readouts["step"].text() == "step 100 of 130"
    loss = panel(trained, "loss")
    assert [curve.x.size for curve in loss.means] == [130]
    assert loss.smoothed.x.size == 100


def test_an_intervention_acts_on_the_present_and_shows_it(trained, qtbot):
    look_at(qtbot, trained, 51)
    trained.left.by_hand.buttons["orthogonal"].click()
    qtbot.waitUntil(lambda: trained.timeline.place.text() == "now", timeout=PATIENCE)
    qtbot.waitUntil(lambda: step(trained) == 130, timeout=PATIENCE)


def test_a_run_is_saved_with_its_past_and_looked_back_at_later(
    trained, qtbot, tmp_path, monkeypatch
):
    path = str(tmp_path / "run.safetensors")
    dialog = open_and_save.QFileDialog
    monkeypatch.setattr(dialog, "getSaveFileName", lambda *_: (path, ""))
    with qtbot.waitSignal(trained.session.saved, timeout=PATIENCE):
        trained.commands.save_past.trigger()
    old = trained.session.runs.focus
    trained.open_and_save.open_paths((path,))
    qtbot.waitUntil(lambda: trained.session.runs.focus is not old, timeout=PATIENCE)
    qtbot.waitUntil(lambda: step(trained) == 130, timeout=PATIENCE)
    qtbot.waitUntil(lambda: trained.timeline.slider.maximum() > 40, timeout=PATIENCE)
    look_at(qtbot, trained, 100)
    assert trained.transport.readouts["step"].text() == "step 100 of 130"


def test_a_click_on_the_loss_opens_the_cell_as_it_was_and_the_timeline_follows(trained, qtbot):
    loss = panel(trained, "loss")
    qtbot.waitUntil(lambda: loss.smoothed.x.size == 130, timeout=PATIENCE)
    curve, plot = loss.smoothed, loss.plot
    point = QPointF(float(curve.x[49]), float(curve.y[49]))
    at = plot.mapFromScene(plot.view.mapViewToScene(point))
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: trained.session.snapshot().step in (48, 51), timeout=PATIENCE)
    dock = next(dock for dock in trained.panels.docks if dock.objectName() == "cell")
    qtbot.waitUntil(lambda: dock.can_be_seen, timeout=PATIENCE)
    then = trained.session.snapshot().step
    told = f"step {then}"
    qtbot.waitUntil(lambda: told in trained.timeline.place.text(), timeout=PATIENCE)
    assert trained.timeline._steps[trained.timeline.slider.value()] == then
