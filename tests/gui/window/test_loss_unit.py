"""Losses in nats, bits or perplexity: one choice that holds everywhere and is remembered."""

import math

from windows import PATIENCE

from rnnviz.captions.loss_units import LESSONS, NO_NATS


def choose(window, unit):
    action = next(a for a in window.commands.loss_units.actions() if a.data() == unit)
    action.trigger()


def panel(window, qtbot, name):
    dock = next(dock for dock in window.panels.docks if dock.kind.name == name)
    dock.raise_()
    qtbot.waitUntil(lambda: dock.can_be_seen)
    return dock.panel


def test_the_choice_holds_everywhere(window, train, qtbot):
    loss, samples = panel(window, qtbot, "loss"), panel(window, qtbot, "samples")
    train(window, 60)
    nats = window.session.snapshot().smoothed
    choose(window, "perplexity")
    shown = f"perplexity {math.exp(nats):.2f}"
    qtbot.waitUntil(lambda: loss.readout.text().startswith(shown), timeout=PATIENCE)
    assert loss.plot.axes[1].title == "perplexity per character"
    assert abs(loss.smoothed.y[-1] - math.exp(nats)) < 1e-4
    uniform = next(line for line in loss.plot.references if line.name == "uniform")
    assert round(uniform.value) == window.session.corpus.alphabet
    readout = window.transport.readouts["loss"]
    qtbot.waitUntil(lambda: readout.text().startswith("perplexity "), timeout=PATIENCE)
    assert "perplexity" in samples.heading.text() or samples.list.samples.newest is None
    assert "perplexity" in window.left.corpus.facts["Entropy"].text()
    runs = panel(window, qtbot, "runs")
    qtbot.waitUntil(lambda: runs.table.runs.rowCount() == 1, timeout=PATIENCE)
    place = runs.table.runs.column_named("smoothed")
    seen = runs.table.runs.index(0, place).data
    qtbot.waitUntil(lambda: seen() == f"{math.exp(nats):.2f}", timeout=PATIENCE)
    choose(window, "bits")
    qtbot.waitUntil(lambda: seen() == f"{nats / math.log(2):.2f}", timeout=PATIENCE)
    assert window.session.snapshot().smoothed == nats  # what is measured stays in nats


def test_the_choice_is_marked_and_comes_back_at_the_next_start(open_window, preferences, qtbot):
    window = open_window()
    choose(window, "bits")
    window.close()
    again = open_window(preferences=preferences)
    marked = [a.data() for a in again.commands.loss_units.actions() if a.isChecked()]
    assert marked == ["bits"]
    assert "bits" in again.left.corpus.facts["Entropy"].text()
    loss = panel(again, qtbot, "loss")
    qtbot.waitUntil(lambda: "bits, " in loss.readout.text(), timeout=PATIENCE)


def test_where_losses_are_squared_errors_it_is_said_that_nothing_changes(window, qtbot):
    loss = panel(window, qtbot, "loss")
    window.session.change(task="adding")
    qtbot.waitUntil(lambda: loss.plot.axes[1].title == "squared error", timeout=PATIENCE)
    choose(window, "bits")
    qtbot.waitUntil(lambda: NO_NATS in window.notices.texts, timeout=PATIENCE)
    assert loss.plot.axes[1].title == "squared error"


def test_lessons_keep_nats_and_that_is_said(window, qtbot):
    choose(window, "bits")
    assert LESSONS not in window.notices.texts
    window.lesson.open_builtin("1-spell")
    qtbot.waitUntil(lambda: LESSONS in window.notices.texts, timeout=PATIENCE)
    choose(window, "nats")
    window.notices.clear()
    choose(window, "perplexity")
    assert LESSONS in window.notices.texts


def test_losses_per_step_follow_too(window, qtbot):
    loss = panel(window, qtbot, "loss")
    choose(window, "bits")
    window.session.change(task="first_element")
    qtbot.waitUntil(lambda: loss.plot.axes[1].title == "bits per step", timeout=PATIENCE)
    chance = next(line for line in loss.plot.references if line.name == "chance")
    assert abs(chance.value - 1.0) < 1e-6
