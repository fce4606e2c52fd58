"""Another run: whatever began it, every view starts over and keeps nothing of the one before."""

import pytest
from windows import PATIENCE, step

from rnnviz.gui.panels.gradient_flow import GradientFlowPanel
from rnnviz.gui.window.docks import PanelDocks
from rnnviz.gui.window.lesson_layout import show_layout
from rnnviz.lab.panels import PANELS
from rnnviz.lab.run import Run
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.builtin import BUILTIN

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
OTHERWISE = {
    "start over": lambda session: session.restart(),
    "initial weights": lambda session: session.change(init="gaussian"),
    "cell": lambda session: session.change(cell="lstm"),
    "window": lambda session: session.change(window=60),
    "task": lambda session: session.change(task="adding", length=10),
}


def ghosts(panel):
    return [curve.label for curve in panel.earlier if curve.x.size]


def alone(window, qtbot, *names):
    """These panels side by side, all others closed."""
    show_layout(window.panels, [names])
    docks = {dock.kind.name: dock for dock in window.panels.docks}
    qtbot.waitUntil(lambda: all(docks[name].can_be_seen for name in names), timeout=PATIENCE)
    return [docks[name].panel for name in names]


@pytest.mark.parametrize("begin", OTHERWISE.values(), ids=OTHERWISE)
def test_no_view_keeps_anything_of_the_run_before(window, qtbot, train, begin):
    decay, gradients = alone(window, qtbot, "decay", "gradient_flow")
    train(window, 120)
    qtbot.waitUntil(lambda: ghosts(decay) == ["start", "step 100"], timeout=PATIENCE)
    before = window.session.snapshot().run
    begin(window.session)
    ready = lambda: step(window) == 0 and window.session.snapshot().run is not before  # noqa: E731
    qtbot.waitUntil(ready, timeout=PATIENCE)
    latest = lambda: window.panels._latest  # noqa: E731
    qtbot.waitUntil(lambda: latest() is not None and latest().run is not before, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not decay.plot.message, timeout=PATIENCE)
    assert ghosts(decay) == []
    assert "At" not in decay.words.text()
    fresh = GradientFlowPanel()
    qtbot.addWidget(fresh)
    fresh.show_snapshot(latest())
    assert gradients.plot.view.viewRange() == fresh.plot.view.viewRange()


def test_all_panels_are_cleared_in_one_place_and_only_by_another_run(qtbot, monkeypatch):
    docks, cleared = PanelDocks(PANELS), []
    qtbot.addWidget(docks)
    for name, panel in docks.panels.items():
        monkeypatch.setattr(panel, "clear", lambda name=name: cleared.append(name))
    corpus = BUILTIN["hello"].load()
    settings = Settings().change(hidden=4, window=5)
    first, second = (Run(Trainer(settings, corpus)) for _ in range(2))
    docks.show_snapshot(first.snapshot())
    assert sorted(cleared) == sorted(PANELS)
    cleared.clear()
    next(first)
    docks.show_snapshot(first.snapshot())
    assert cleared == []
    docks.show_snapshot(second.snapshot())
    assert sorted(cleared) == sorted(PANELS)


@pytest.mark.parametrize("through", ["list", "elsewhere"])
def test_a_threshold_that_is_dragged_is_none_of_the_run_that_comes_next(
    window, qtbot, train, through
):
    session, change = window.session, window.change_settings
    train(window, 20)
    first = session.runs.focus
    session.change(hidden=9)
    qtbot.waitUntil(lambda: session.runs.focus is not first, timeout=PATIENCE)
    second, before = session.runs.focus, first.settings.clip_threshold
    session.change(steps=100_000)  # it is not over before anybody looks
    session.run()
    qtbot.waitUntil(lambda: session.state == "running", timeout=PATIENCE)
    change.change("clip_threshold", 2.5)
    if through == "list":
        window.panels.run_requested.emit("focus", first.id)
    else:
        session.roster.focus(first.id)
    qtbot.waitUntil(lambda: not change.settled.isActive(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: step(window) == first.step, timeout=PATIENCE)
    assert first.settings.clip_threshold == before
    assert second.settings.clip_threshold == (2.5 if through == "list" else before)
