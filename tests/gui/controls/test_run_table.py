"""The table of runs: sorted and still, and told only of what has changed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from run_rows import ADDING, COPYING, NAN, changed, row, rows_of

from rnnviz.gui.controls.run_model import RunModel
from rnnviz.gui.controls.run_table import RunTable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
FALLING, RISING = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder


@pytest.fixture
def table(qtbot):
    made = RunTable()
    qtbot.addWidget(made)
    made.resize(600, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def names(table):
    return [table.runs.index(n, 0).data() for n in range(table.runs.rowCount())]


def titles(table):
    count = table.runs.columnCount()
    return [table.runs.headerData(n, Qt.Orientation.Horizontal) for n in range(count)]


def column(table, title):
    place = titles(table).index(title)
    return [table.runs.index(n, place).data() for n in range(table.runs.rowCount())]


def sort_by(table, title, order=RISING):
    table.sortByColumn(titles(table).index(title), order)


def changes_in(model):
    told = []
    model.dataChanged.connect(lambda a, b, _roles: told.append((a.row(), a.column(), b.column())))
    return told


def test_what_differs_has_a_column_and_what_is_equal_has_none(table):
    table.show_rows(rows_of({}, {"cell": "lstm", "forget_bias": 4}), None)
    assert titles(table)[-2:] == ["Cell", "Forget bias"]
    assert column(table, "Cell") == ["Vanilla RNN", "LSTM"]
    assert column(table, "Forget bias") == ["–", "4"]
    assert "Hidden units" not in titles(table)


def test_only_shown_runs_are_compared(table):
    rows = rows_of({}, {"cell": "lstm"}, {"hidden": 8})
    table.show_rows(changed(rows, 2, shown=False), None)
    assert "Hidden units" not in titles(table)
    assert "Cell" in titles(table)


def test_numbers_are_sorted_as_numbers_and_unknown_ones_come_last(table):
    losses = [10.0, 9.0, NAN, 100.0]
    table.show_rows([row(n, smoothed=loss) for n, loss in enumerate(losses)], None)
    sort_by(table, "Loss")
    assert column(table, "Loss") == ["9.00", "10.00", "100.00", "–"]
    sort_by(table, "Loss", FALLING)
    assert column(table, "Loss") == ["100.00", "10.00", "9.00", "–"]


def test_settings_are_sorted_as_numbers(table):
    table.show_rows(rows_of({"hidden": 8}, {"hidden": 256}, {"hidden": 64}), None)
    sort_by(table, "Hidden units", FALLING)
    assert column(table, "Hidden units") == ["256", "64", "8"]


def test_a_score_stands_for_tasks_and_a_loss_for_texts(table):
    rows = [row(0), row(1, task=ADDING, score=0.0123), row(2, task=COPYING, score=0.975)]
    table.show_rows(rows, None)
    assert column(table, "Held out") == ["2.50", "MSE 0.0123", "accuracy 97.5\N{NO-BREAK SPACE}%"]


def test_rows_stay_sorted_while_numbers_move_and_the_same_run_stays_selected(table):
    rows = [row(n) for n in range(4)]
    table.show_rows(rows, None)
    sort_by(table, "Loss")
    table.choose(rows[1].run)
    table.show_rows(changed(rows, 1, smoothed=99.0), None)
    assert names(table) == ["run 0", "run 2", "run 3", "run 1"]
    assert table.selected.run is rows[1].run
    assert table.currentIndex().row() == 3


def test_no_row_jumps_away_from_under_the_pointer(table, monkeypatch):
    rows = [row(n) for n in range(3)]
    table.show_rows(rows, None)
    sort_by(table, "Loss")
    monkeypatch.setattr(table.viewport(), "underMouse", lambda: True)
    table.show_rows(changed(rows, 0, smoothed=99.0), None)
    assert names(table) == ["run 0", "run 1", "run 2"]
    assert column(table, "Loss")[0] == "99.00"
    monkeypatch.setattr(table.viewport(), "underMouse", lambda: False)
    table.show_rows(changed(rows, 0, smoothed=99.0), None)
    assert names(table) == ["run 1", "run 2", "run 0"]


def test_a_third_click_on_a_header_brings_the_order_of_the_list_back(table):
    table.show_rows([row(n, smoothed=9.0 - n) for n in range(3)], None)
    sort_by(table, "Loss")
    assert names(table) == ["run 2", "run 1", "run 0"]
    table.sortByColumn(-1, RISING)
    assert names(table) == ["run 0", "run 1", "run 2"]


def test_sorting_by_a_setting_survives_another_column_before_it(table):
    rows = rows_of({"window": 50}, {"window": 10}, {"window": 30})
    table.show_rows(rows, None)
    sort_by(table, "Window")
    other = changed(rows, 0, settings=rows[0].settings.change(hidden=8))
    table.choose(rows[2].run)
    table.show_rows(other, None)
    assert column(table, "Window") == ["10", "30", "50"]
    assert titles(table)[table.horizontalHeader().sortIndicatorSection()] == "Window"
    assert table.selected.run is rows[2].run


def test_only_what_has_changed_is_told(table):
    rows = [row(n) for n in range(3)]
    table.show_rows(rows, rows[0].run)
    told = changes_in(table.runs)
    table.show_rows(rows, rows[0].run)
    assert told == []
    table.show_rows(changed(rows, 1, step=123456), rows[0].run)
    assert told == [(1, 1, 1)]
    told.clear()
    table.show_rows(rows, rows[2].run)
    assert {place for place, _, _ in told} == {0, 1, 2}


def test_the_run_in_focus_is_bold_and_one_in_a_file_is_paler(table):
    rows = [row(0), row(1, state="kept", memory=0)]
    table.show_rows(rows, rows[0].run)
    model = table.runs
    assert model.index(0, 0).data(Qt.ItemDataRole.FontRole).bold()
    assert model.index(1, 0).data(Qt.ItemDataRole.FontRole) is None
    assert model.index(0, 0).data(Qt.ItemDataRole.ForegroundRole) is None
    assert model.index(1, 3).data(Qt.ItemDataRole.ForegroundRole).isValid()
    assert column(table, "State") == ["paused", "in a file"]


def test_a_click_shows_or_hides_a_run_and_the_box_waits_for_the_training(table, qtbot):
    rows = [row(0)]
    table.show_rows(rows, rows[0].run)
    index = table.runs.index(0, 0)
    with qtbot.waitSignal(table.runs.toggled) as told:
        table.runs.setData(index, 0, Qt.ItemDataRole.CheckStateRole)
    assert told.args == [rows[0].run, False]
    assert index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    table.show_rows(changed(rows, 0, shown=False), rows[0].run)
    assert index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked


def test_enter_and_a_double_click_bring_a_run_into_focus(table, qtbot):
    rows = [row(0), row(1)]
    table.show_rows(rows, rows[0].run)
    table.choose(rows[1].run)
    with qtbot.waitSignal(table.focus_requested) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [rows[1].run]
    place = table.visualRect(table.runs.index(0, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.focus_requested) as told:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [rows[0].run]


@pytest.mark.parametrize(("state", "wanted"), [("kept", 1), ("paused", 0)])
def test_a_click_brings_back_what_is_in_a_file_and_only_selects_others(table, qtbot, state, wanted):
    rows = [row(0), row(1, state=state)]
    table.show_rows(rows, rows[0].run)
    told = []
    table.focus_requested.connect(told.append)
    place = table.visualRect(table.runs.index(1, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told == [rows[1].run] * wanted
    assert table.selected.run is rows[1].run


def test_a_name_is_written_in_its_place(table, qtbot):
    rows = [row(0), row(1)]
    table.show_rows(rows, rows[0].run)
    table.choose(rows[1].run)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    assert table.is_edited
    editor = table.focusWidget()
    editor.setText("  my  run ")
    with qtbot.waitSignal(table.runs.renamed) as told:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == [rows[1].run, "my run"]
    assert names(table) == ["run 0", "run 1"]


def test_a_run_in_a_file_has_the_name_of_its_file(table, qtbot):
    table.show_rows([row(0, state="kept")], None)
    assert not table.runs.index(0, 0).flags() & Qt.ItemFlag.ItemIsEditable


def test_every_row_says_in_a_sentence_what_it_is(table):
    rows = [row(12, "LSTM, bias 4", smoothed=2.314), row(1, smoothed=NAN, shown=False)]
    table.show_rows(rows, rows[0].run)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert table.runs.index(0, 0).data(role) == (
        "LSTM, bias 4: step 1,200, loss 2.31 nats per character, held out 3.70, "
        "12 seconds of training, 1,012 parameters; paused, in focus."
    )
    assert table.runs.index(1, 0).data(role) == (
        "run 1: step 100, loss not a number, held out 2.60, 1.0 seconds of training, "
        "1,001 parameters; paused, its curves are hidden."
    )


def test_names_get_the_room_that_the_table_has_for_them(table, qtbot):
    table.show_rows([row(0, "a name of some length " * 2)], None)
    table.resize(300, 200)
    narrow = table.columnWidth(0)
    assert narrow <= 0.6 * 300
    table.resize(900, 200)
    assert table.columnWidth(0) > narrow
    table.setColumnWidth(0, 123)
    table.resize(300, 200)
    assert table.columnWidth(0) == 123


POOL = [row(n, settings=s.settings) for n, s in enumerate(rows_of({}, {"hidden": 8}, {"seed": 2}))]
any_rows = st.lists(
    st.builds(
        lambda n, loss, shown: changed(POOL, n, smoothed=loss, shown=shown)[n],
        st.integers(0, 2), st.sampled_from([NAN, 1.0, 2.0]), st.booleans(),
    ),
    unique_by=lambda one: one.look,
)  # fmt: skip
frames = st.lists(st.tuples(any_rows, st.booleans(), st.integers(-1, 9)), max_size=6)


@given(frames)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_and_goes_the_model_keeps_its_word(qapp, frames):
    model = RunModel()
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(model, fatal)
    for rows, sort, by in frames:
        model.show_rows(rows, rows[0].run if rows else None, sort)
        assert {one.run for one in model.rows} == {one.run for one in rows}
        for place, one in enumerate(model.rows):
            assert model.index(place, 0).data() == one.name
            assert len(model._cells[place]) == len(model.columns)
        model.sort(by)
    assert isinstance(tester.model(), QAbstractItemModel)
