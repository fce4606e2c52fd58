"""The list of runs as people see and use it."""

from time import sleep

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QToolButton
from run_rows import NAN, changed, row, rows_of, snapshot
from timing import cpu_seconds

from rnnviz.gui.appearance.theme import DARK
from rnnviz.gui.controls.copy_dialog import CopyDialog
from rnnviz.gui.panels.runs import PAUSE, RunsPanel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def panel(qtbot):
    made = RunsPanel()
    qtbot.addWidget(made)
    made.resize(480, 330)
    with qtbot.waitExposed(made):
        made.show()
    return made


def buttons(panel):
    return [one.text() for one in panel.findChildren(QToolButton) if one.isVisible()]


def cells(panel, column):
    model = panel.table.runs
    return [model.index(n, column).data() for n in range(model.rowCount())]


def wanted_of(panel):
    told = []
    panel.run_requested.connect(lambda verb, run: told.append((verb, run)))
    return told


def test_a_run_alone_has_no_clutter(panel):
    panel.show_snapshot(snapshot([row(0)]))
    assert buttons(panel) == ["Copy…", "Save…"]
    assert not panel.shared.isVisible()
    assert panel.memory.text() == "Memory of all runs: 1 of 512 MB"


def test_several_runs_are_told_with_what_is_equal_in_all(panel):
    panel.show_snapshot(snapshot(rows_of({}, {"cell": "lstm"})))
    assert buttons(panel) == ["Train", "Copy…", "Save…", "Remove"]
    assert panel.shared.text() == (
        "All: 64 units, window 25, batch 1, Adam, rate 0.008, sonnets.txt."
    )


def test_there_may_be_no_run_at_all(panel):
    panel.show_snapshot(snapshot([]))
    assert not any(action.isEnabled() for action in panel.deeds.values())
    panel.clear()
    assert not panel.grab().isNull()


@pytest.mark.parametrize("size", [(200, 120), (330, 220), (1200, 800)])
@pytest.mark.parametrize("count", [1, 4, 30])
def test_it_can_be_drawn_in_every_size(panel, size, count):
    rows = [row(n, "a name " * 20, smoothed=NAN, heldout=NAN) for n in range(count)]
    panel.show_snapshot(snapshot(rows))
    panel.resize(*size)
    panel.set_theme(DARK)
    assert not panel.grab().isNull()


def test_numbers_move_twice_a_second_and_another_state_is_told_at_once(panel, qtbot):
    rows = [row(0), row(1)]
    panel.show_snapshot(snapshot(rows))
    panel.show_snapshot(snapshot(changed(rows, 0, step=55)))
    assert cells(panel, 1) == ["0", "100"]
    qtbot.waitUntil(lambda: cells(panel, 1) == ["55", "100"], timeout=4 * PAUSE)
    panel.show_snapshot(snapshot(changed(rows, 0, step=66)))
    panel.show_snapshot(snapshot(changed(rows, 0, step=77, state="running")))
    assert cells(panel, 1) == ["77", "100"]


def test_numbers_that_are_due_come_with_the_next_snapshot_and_not_after_it(panel):
    rows = [row(0), row(1)]
    panel.show_snapshot(snapshot(rows))
    panel.show_snapshot(snapshot(changed(rows, 0, step=55)))
    assert cells(panel, 1) == ["0", "100"]
    sleep(PAUSE / 1000 + 0.01)  # no timer is heard meanwhile
    panel.show_snapshot(snapshot(changed(rows, 0, step=56)))
    assert cells(panel, 1) == ["56", "100"]


def test_nothing_moves_while_a_name_is_written(panel, qtbot):
    rows = [row(0), row(1)]
    panel.show_snapshot(snapshot(rows))
    panel.deeds["rename"].trigger()
    assert panel.table.is_edited
    panel.show_snapshot(snapshot(changed(rows, 0, name="another", state="running")))
    assert cells(panel, 0) == ["run 0", "run 1"]
    qtbot.keyClick(panel.table.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: cells(panel, 0) == ["another", "run 1"], timeout=4 * PAUSE)


@pytest.mark.parametrize("verb", ["focus", "train", "save", "remove"])
def test_what_is_wanted_of_the_selected_run_is_told(panel, verb):
    rows = [row(0), row(1)]
    panel.show_snapshot(snapshot(rows))
    told = wanted_of(panel)
    panel.table.choose(rows[1].run)
    panel.deeds[verb].trigger()
    assert told == [(verb, rows[1].run)]


def test_without_a_selection_the_run_in_focus_is_meant(panel):
    rows = [row(0), row(1)]
    panel.show_snapshot(snapshot(rows, focus=1))
    told = wanted_of(panel)
    panel.deeds["train"].trigger()
    assert told == [("train", rows[1].run)]


def test_keys_alone_do_everything(panel, qtbot):
    rows = [row(0), row(1)]
    panel.show_snapshot(snapshot(rows))
    told, names = wanted_of(panel), []
    panel.rename_requested.connect(lambda run, name: names.append((run, name)))
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    qtbot.keyClick(panel.table, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert told == [(verb, rows[1].run) for verb in ("focus", "hide", "remove")]
    qtbot.keyClick(panel.table, Qt.Key.Key_F2)
    qtbot.keyClicks(panel.table.focusWidget(), "mine 2")
    qtbot.keyClick(panel.table.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names == [(rows[1].run, "mine 2")])


def test_runs_are_sorted_without_a_mouse(panel):
    rows = [row(n, smoothed=9.0 - n) for n in range(3)]
    panel.show_snapshot(snapshot(rows))
    assert panel.sorting.menuAction() in panel.table.actions()

    def choose(title):
        panel.sorting.aboutToShow.emit()
        next(one for one in panel.sorting.actions() if one.text() == title).trigger()
        return cells(panel, 0)

    assert choose("Loss") == ["run 2", "run 1", "run 0"]
    assert choose("Loss") == ["run 0", "run 1", "run 2"]
    assert choose("Run") == ["run 0", "run 1", "run 2"]
    assert choose("Run") == ["run 2", "run 1", "run 0"]
    assert choose("As they came") == ["run 0", "run 1", "run 2"]
    panel.sorting.aboutToShow.emit()
    checked = [one.text() for one in panel.sorting.actions() if one.isChecked()]
    assert checked == ["As they came"]


def test_a_low_panel_leaves_its_room_to_the_runs(panel):
    panel.show_snapshot(snapshot([row(0), row(1)]))
    assert panel.shared.isVisible()
    panel.resize(480, 8 * panel.fontMetrics().lineSpacing())
    assert not panel.shared.isVisible()
    assert panel.memory.isVisible()
    panel.resize(480, 5 * panel.fontMetrics().lineSpacing())
    assert not panel.memory.isVisible()


def test_a_run_in_a_file_must_come_back_before_it_is_changed(panel):
    rows = [row(0), row(1, state="kept")]
    panel.show_snapshot(snapshot(rows))
    panel.table.choose(rows[1].run)
    possible = {name for name, action in panel.deeds.items() if action.isEnabled()}
    assert possible == {"focus", "show", "train", "remove"}


def test_a_copy_is_made_with_one_change(panel, qtbot):
    rows = rows_of({"cell": "lstm"})
    panel.show_snapshot(snapshot(rows))
    panel.deeds["copy"].trigger()
    dialog = panel.findChild(CopyDialog)
    assert dialog.isVisible()
    assert dialog.setting.currentText() == "Cell"
    dialog.setting.setCurrentIndex(dialog.setting.findData("hidden"))
    assert dialog.field.value() == 64
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    ok.click()
    assert dialog.isVisible()
    assert dialog.words.text().startswith("Hidden units is what it was;")
    dialog.field.setFocus()
    dialog.field.selectAll()
    qtbot.keyClicks(dialog.field, "128")
    with qtbot.waitSignal(panel.copy_requested) as told:
        ok.click()
    assert told.args == [rows[0].run, {"hidden": 128}]
    assert not dialog.isVisible()


def test_a_copy_may_differ_in_what_is_off(panel):
    dialog = CopyDialog("a run", rows_of({})[0].settings, panel)
    told = []
    dialog.wanted.connect(told.append)
    dialog.setting.setCurrentIndex(dialog.setting.findData("symbols"))
    dialog.field.switch.click()
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    assert told == [{"symbols": 2000}]
    assert dialog.setting.findData("temperature") == dialog.setting.findData("task") == -1


def test_a_frame_costs_next_to_nothing(panel):
    rows = [row(n, settings=one.settings) for n, one in enumerate(rows_of(*[{}] * 4))]
    frames = [snapshot(changed(rows, 0, step=n)) for n in range(200)]
    panel.show_snapshot(frames[0])
    assert cpu_seconds(lambda turn: panel.show_snapshot(frames[turn]), 200) < 0.0005


def test_thirty_runs_are_compared_in_no_time(panel):
    changes = [{"seed": n, "hidden": 8 + n, "cell": "lstm"} for n in range(30)]
    frames = [snapshot(rows_of(*changes)) for _ in range(3)]
    assert cpu_seconds(lambda turn: panel.show_snapshot(frames[turn]), 3) < 0.2
