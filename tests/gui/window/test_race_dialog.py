"""The race dialog: who would take part is there to be seen before the race starts."""

import pytest

from rnnviz.gui.window.race_dialog import RaceDialog

PATIENCE = 20_000


@pytest.fixture
def dialog(window, qtbot):
    window.session.change(steps=20)
    window.commands.race.trigger()
    qtbot.waitUntil(lambda: window.findChild(RaceDialog) is not None)
    return window.findChild(RaceDialog)


def shown(dialog):
    """The table as people read it."""
    table = dialog.table
    rows, columns = range(table.rowCount()), range(table.columnCount())
    return [[table.item(row, column).text() for column in columns] for row in rows]


def choose(combo, data):
    combo.setCurrentIndex(combo.findData(data))


def test_the_contestants_are_there_with_all_their_counts(dialog):
    assert [row[0] for row in shown(dialog)] == ["Vanilla", "GRU", "LSTM"]
    assert len({row[1] for row in shown(dialog)}) == 1
    assert dialog.start.isEnabled()
    assert "20 steps" in dialog.words.text()
    assert "times the parameters" in dialog.words.text()


def test_equal_parameters_find_other_numbers_of_units(dialog):
    choose(dialog.form.equal, "parameters")
    counts = [int(row[2].replace(",", "")) for row in shown(dialog)]
    assert max(counts) < 1.05 * min(counts)
    assert len({row[1] for row in shown(dialog)}) == 3
    assert "times the parameters" not in dialog.words.text()


def test_one_setting_is_compared_at_values_that_are_typed(dialog):
    choose(dialog.form.compare, "")
    assert not dialog.form.values.isHidden()
    choose(dialog.form.setting, "seed")
    dialog.form.values.setText("1, 2")
    assert [row[3] for row in shown(dialog)] == ["the same", "other data (seed)"]


def test_what_cannot_be_is_said_and_cannot_be_started(dialog):
    choose(dialog.form.compare, "")
    dialog.form.values.setText("8, x")
    assert not dialog.start.isEnabled()
    assert "Hidden units" in dialog.words.text()
    assert shown(dialog) == []
    dialog.form.values.setText("8")
    assert "2 to 6 contestants" in dialog.words.text()


def test_a_race_starts_in_the_window_and_leaves_the_run_from_before(dialog, window, qtbot):
    before = window.session.runs.focus
    dialog.form.seeds.setValue(2)
    choose(dialog.form.compare, "clipping")
    dialog.start.click()
    qtbot.waitUntil(lambda: window.session.state == "finished", timeout=PATIENCE)
    runs = [run for run in window.session.runs if run is not before]
    assert [run.step for run in runs] == [20] * 4
    assert {run.settings.clip for run in runs} == {"norm", "none"}
    assert {run.settings.seed for run in runs} == {0, 1}


def test_a_race_by_time_says_how_long(dialog):
    choose(dialog.form.by, "time")
    dialog.form.seconds.setValue(7)
    assert "7 s of training" in dialog.words.text()
    assert not dialog.form.seconds.isHidden()
