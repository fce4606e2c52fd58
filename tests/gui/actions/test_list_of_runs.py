"""The list of runs in the window: what somebody wants of a run happens, and nothing is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from windows import PATIENCE, answer, step

from rnnviz.lab.runs.checkpoint import load_run

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def table(window, qtbot):
    dock = next(dock for dock in window.panels.docks if dock.kind.name == "runs")
    dock.raise_()
    qtbot.waitUntil(lambda: dock.can_be_seen, timeout=PATIENCE)
    return dock.panel.table


@pytest.fixture
def two(window, qtbot, train, table):
    """A window with a vanilla run of seven steps, and an LSTM in focus."""
    train(window, 7)
    window.session.change(cell="lstm")
    qtbot.waitUntil(lambda: names(table) == ["Vanilla", "LSTM"], timeout=PATIENCE)
    return window


def names(table):
    return [row.name for row in table.runs.rows]


def states(table):
    return [row.state for row in table.runs.rows]


def do(table, place, verb):
    table.choose(table.runs.rows[place].run)
    table.parent().deeds[verb].trigger()


def test_a_new_network_is_a_run_beside_the_one_from_before(two, table):
    assert [row.step for row in table.runs.rows] == [7, 0]
    assert [row.look for row in table.runs.rows] == [0, 1]
    assert table.chosen.name == "LSTM"


def test_enter_brings_a_run_into_focus_and_its_settings_along(two, table, qtbot):
    table.choose(table.runs.rows[0].run)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: step(two) == 7, timeout=PATIENCE)
    assert two.session.settings.cell == "vanilla"


def test_curves_are_hidden_and_shown(two, table, qtbot):
    do(table, 0, "show")
    qtbot.waitUntil(lambda: [row.shown for row in table.runs.rows] == [False, True])
    do(table, 0, "show")
    qtbot.waitUntil(lambda: [row.shown for row in table.runs.rows] == [True, True])


def test_a_run_is_renamed_and_gets_its_own_name_back(two, table, qtbot):
    run = table.runs.rows[1].run
    two.panels.rename_requested.emit(run, "mine")
    qtbot.waitUntil(lambda: names(table) == ["Vanilla", "mine"], timeout=PATIENCE)
    two.panels.rename_requested.emit(run, "")
    qtbot.waitUntil(lambda: names(table) == ["Vanilla", "LSTM"], timeout=PATIENCE)


def test_a_run_goes_on_training(two, table, qtbot):
    do(table, 0, "train")
    qtbot.waitUntil(lambda: two.session.state == "finished", timeout=PATIENCE)
    assert two.session.settings.cell == "vanilla"
    qtbot.waitUntil(lambda: step(two) == 14, timeout=PATIENCE)


def test_a_copy_has_one_change_and_what_usually_comes_with_it(two, table, qtbot):
    run = table.runs.rows[1].run
    two.panels.copy_requested.emit(run, {"optimizer": "sgd"})
    qtbot.waitUntil(lambda: len(names(table)) == 2 and "SGD" in names(table)[1], timeout=PATIENCE)
    assert two.session.settings.cell == "lstm"


def test_any_run_is_saved(two, table, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "vanilla.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(two.session.saved, timeout=PATIENCE):
        do(table, 0, "save")
    assert load_run(path).settings.cell == "vanilla"


def test_a_removed_run_is_in_its_file_and_comes_back(two, table, qtbot):
    do(table, 0, "remove")
    qtbot.waitUntil(lambda: states(table) == ["ready", "kept"], timeout=PATIENCE)
    table.choose(table.runs.rows[1].run)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: step(two) == 7, timeout=PATIENCE)


def test_a_run_in_a_file_is_deleted_only_with_a_clear_yes(two, table, qtbot):
    do(table, 0, "remove")
    qtbot.waitUntil(lambda: states(table) == ["ready", "kept"], timeout=PATIENCE)
    asked, timer = answer(qtbot, "Keep this run")
    do(table, 1, "remove")
    assert "of 7 steps is in its file alone" in asked[0]
    assert states(table) == ["ready", "kept"]
    asked, timer = answer(qtbot, "Delete it")
    do(table, 1, "remove")
    qtbot.waitUntil(lambda: states(table) == ["ready"], timeout=PATIENCE)
    assert list(two.preferences.kept_runs.glob("*.safetensors")) == []
    assert not timer.isActive()


def test_a_run_that_trains_goes_without_a_question_and_comes_back(two, table, qtbot):
    two.session.change(steps=10**6)
    two.commands.run.trigger()
    qtbot.waitUntil(lambda: step(two) > 20, timeout=PATIENCE)
    trained = two.session.runs.focus.step
    do(table, 1, "remove")
    assert len(two.session.runs) == 1
    qtbot.waitUntil(lambda: states(table) == ["finished", "kept"], timeout=PATIENCE)
    two.commands.undo.trigger()
    qtbot.waitUntil(lambda: two.session.runs.focus.step >= trained, timeout=PATIENCE)
    assert two.session.settings.cell == "lstm"
    qtbot.waitUntil(lambda: states(table) == ["finished", "paused"], timeout=PATIENCE)
    assert len(list(two.preferences.kept_runs.glob("*.safetensors"))) == 1
