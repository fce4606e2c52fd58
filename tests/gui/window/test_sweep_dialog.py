"""A sweep as a teacher starts, reads and stops it, beside a training that goes on."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from windows import step

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.plotting.sweep_charts import along_which
from rnnviz.gui.window.sweep_dialog import SweepDialog
from rnnviz.lab.memory import memory_need, together
from rnnviz.lab.sweep import training_row
from rnnviz.lab.sweep.engine import Here
from rnnviz.settings_folder import settings_folder

PATIENCE = 60_000


@pytest.fixture
def dialog(window, qtbot):
    """The dialog over a small network, with rows that take a moment."""
    window.session.change(hidden=6, window=8, steps=30, sample_length=20)
    qtbot.waitUntil(lambda: window.session.state == "ready", timeout=PATIENCE)
    window.commands.sweep.trigger()
    made = window.findChild(SweepDialog)
    made.place.engine_of = Here
    made.form.steps.setValue(30)
    vary(made, 0, "hidden", "3, 5")
    return made


def vary(dialog, line, name, text):
    """Choose a setting that varies and its values, as a user does."""
    box = dialog.form.names[line]
    box.setCurrentIndex(box.findData(name))
    box.activated.emit(box.currentIndex())
    dialog.form.values[line].setText(text)
    dialog.form.values[line].textEdited.emit(text)


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def go(qtbot, dialog):
    press(qtbot, dialog.start)
    qtbot.waitUntil(lambda: dialog.start.isEnabled(), timeout=PATIENCE)


def column(dialog, heading):
    headings = [
        dialog.table.horizontalHeaderItem(place).text()
        for place in range(dialog.table.columnCount())
    ]
    place = headings.index(heading)
    return [dialog.table.item(row, place).text() for row in range(dialog.table.rowCount())]


def test_it_begins_with_the_course_question_and_the_windows_settings(window, qtbot):
    window.commands.sweep.trigger()
    dialog = window.findChild(SweepDialog)
    assert dialog.form.names[0].currentData() == "hidden"
    assert dialog.form.values[0].text() == "8, 64, 256"
    assert dialog.form.steps.value() == window.session.settings.steps
    assert window.session.corpus.name in dialog.form.learns.text()
    assert dialog.words.text().startswith("6 rows")


def test_the_number_of_rows_and_an_estimate_of_the_time_are_told(dialog, qtbot):
    dialog.form.seeds.setValue(3)
    assert dialog.words.text() == "6 rows."
    qtbot.waitUntil(lambda: ": about " in dialog.words.text(), timeout=PATIENCE)
    dialog.form.steps.setValue(10_000_000)
    qtbot.waitUntil(lambda: ": about " in dialog.words.text(), timeout=PATIENCE)
    assert dialog.words.text().endswith((" h.", " days."))


def test_rows_fill_the_table_and_the_charts(dialog, qtbot):
    vary(dialog, 1, "cell", "vanilla, lstm")
    dialog.form.seeds.setValue(1)
    go(qtbot, dialog)
    assert column(dialog, "hidden") == ["3", "3", "5", "5"]
    assert column(dialog, "cell") == ["vanilla", "lstm", "vanilla", "lstm"]
    assert all(float(loss) > 0 for loss in column(dialog, "held out"))
    assert all(len(sample) > 5 for sample in column(dialog, "Sample"))
    assert dialog.words.text().startswith("All rows are done. ")
    assert "times as long" in dialog.words.text()
    for curves in dialog.charts.curves.values():
        assert sorted(curves) == ["LSTM", "Vanilla"]
        assert all(curve.x.tolist() == [3, 5] for curve in curves.values())
    losses = dialog.charts.curves[dialog.charts.loss]["LSTM"].y
    told = [float(v) for v, cell in zip(column(dialog, "held out"), column(dialog, "cell"),
                                        strict=True) if cell == "lstm"]  # fmt: skip
    assert np.allclose(losses, told, atol=1e-4)


def test_a_point_is_the_mean_over_the_seeds(dialog, qtbot):
    dialog.form.seeds.setValue(2)
    go(qtbot, dialog)
    (curve,) = dialog.charts.curves[dialog.charts.loss].values()
    told = [float(loss) for loss in column(dialog, "held out")]
    assert np.allclose(curve.y, [np.mean(told[:2]), np.mean(told[2:])], atol=1e-4)
    assert not dialog.charts.grab().isNull()


def test_what_is_there_is_not_computed_again(dialog, qtbot):
    dialog.form.seeds.setValue(1)
    go(qtbot, dialog)
    first = column(dialog, "chars/s")
    vary(dialog, 0, "hidden", "3, 5, 4")
    go(qtbot, dialog)
    assert column(dialog, "chars/s")[:2] == first
    assert column(dialog, "hidden") == ["3", "5", "4"]


def test_a_click_on_a_row_opens_its_network_in_the_window(dialog, window, qtbot):
    dialog.form.seeds.setValue(1)
    go(qtbot, dialog)
    dialog.table.itemClicked.emit(dialog.table.item(1, 0))
    qtbot.waitUntil(lambda: window.session.settings.hidden == 5, timeout=PATIENCE)
    qtbot.waitUntil(lambda: step(window) == 30, timeout=PATIENCE)
    assert window.session.snapshot().settings.seed == 0


def test_the_run_in_the_window_goes_on_untouched(dialog, window, qtbot):
    window.session.change(steps=1_000_000)
    window.session.run()
    qtbot.waitUntil(lambda: step(window) > 5, timeout=PATIENCE)
    run = window.session.runs.focus
    dialog.form.seeds.setValue(1)
    dialog.form.steps.setValue(200)
    go(qtbot, dialog)
    assert dialog.words.text().startswith("All rows are done.")
    before = step(window)
    qtbot.waitUntil(lambda: step(window) > before, timeout=PATIENCE)
    assert window.session.runs.focus is run
    window.session.pause()


def test_stopping_keeps_what_is_done(dialog, qtbot):
    vary(dialog, 0, "hidden", "3, 250, 251, 252")
    dialog.form.steps.setValue(2000)
    press(qtbot, dialog.start)
    assert not dialog.form.isEnabled()
    qtbot.waitUntil(lambda: dialog.table.rowCount() >= 1, timeout=PATIENCE)
    press(qtbot, dialog.stop)
    qtbot.waitUntil(lambda: dialog.words.text().startswith("Stopped with "), timeout=PATIENCE)
    done = dialog.table.rowCount()
    assert 1 <= done < 8
    rows = [p for p in (settings_folder() / "sweeps").glob("*.json") if p.name != "sweep.json"]
    assert len(rows) == done
    assert dialog.form.isEnabled()


def test_closing_stops_and_the_window_that_closes_ends_it(dialog, window, qtbot):
    vary(dialog, 0, "hidden", "250, 251, 252")
    dialog.form.steps.setValue(100_000)
    press(qtbot, dialog.start)
    qtbot.waitUntil(lambda: "in work" in dialog.words.text(), timeout=PATIENCE)
    thread = dialog.thread_of_rows
    window.close()
    assert thread.isFinished()


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("hidden", "", "Hidden units has no values yet"),
        ("hidden", "3, many", "Hidden units needs a whole number, not 'many'"),
        ("hidden", "0", "Hidden units must lie between 1 and 4,096"),
        ("cell", "vanilla, brain", "Cell cannot be 'brain'"),
        ("window", "900000", "Window must lie"),
    ],
)
def test_what_cannot_be_is_refused_in_words(dialog, qtbot, name, text, words):
    vary(dialog, 0, name, text)
    assert words in dialog.words.text()
    press(qtbot, dialog.start)
    assert words in dialog.words.text()
    assert dialog.start.isEnabled()
    assert dialog.table.rowCount() == 0


def test_a_setting_that_is_there_twice_is_refused(dialog):
    vary(dialog, 1, "hidden", "9")
    assert "Hidden units is there twice" in dialog.words.text()


def test_a_folder_of_others_is_refused(dialog, qtbot, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    dialog.place.folder.setText(str(tmp_path))
    press(qtbot, dialog.start)
    assert "holds what no sweep has written" in dialog.words.text()


def test_networks_without_memory_are_refused_before_the_first_row(dialog, qtbot, monkeypatch):
    for module in (memory_need, together):
        monkeypatch.setattr(module, "available_bytes", lambda: 1000)
    press(qtbot, dialog.start)
    assert "of memory and 1 kB are free" in dialog.words.text()
    assert dialog.start.isEnabled()


def test_a_row_that_fails_says_why_in_its_line(dialog, qtbot, monkeypatch):
    usual = training_row.Trainer

    def lacking(settings, *more):
        if settings.hidden == 5:
            raise MemoryError
        return usual(settings, *more)

    monkeypatch.setattr(training_row, "Trainer", lacking)
    dialog.form.seeds.setValue(1)
    go(qtbot, dialog)
    assert column(dialog, "held out")[1] == "–"
    assert (
        column(dialog, "Sample")[1]
        == "It failed because this machine has not enough memory for it."
    )
    assert dialog.words.text().startswith("1 row of 2 failed; the next run tries them again.")
    (curve,) = dialog.charts.curves[dialog.charts.loss].values()
    assert curve.x.tolist() == [3]


def test_only_settings_that_mean_something_are_offered(dialog, window):
    box = dialog.form.names[1]
    offered = {box.itemData(place) for place in range(box.count())}
    assert {"hidden", "cell", "lr", "window", "activation"} <= offered
    assert not offered & {"forget_bias", "task", "seed", "steps", "fold", "prime", "length"}


def test_a_setting_that_is_chosen_begins_with_its_choices_or_its_value(dialog):
    box = dialog.form.names[1]
    for name, text in (("clip", "none, norm, value"), ("lr", "0.008")):
        box.setCurrentIndex(box.findData(name))
        box.activated.emit(box.currentIndex())
        assert dialog.form.values[1].text() == text


def test_where_nothing_is_a_number_combinations_stand_in_their_order(dialog, qtbot):
    vary(dialog, 0, "cell", "gru, vanilla")
    dialog.form.seeds.setValue(1)
    go(qtbot, dialog)
    (curve,) = dialog.charts.curves[dialog.charts.loss].values()
    assert curve.x.tolist() == [1, 2]
    plan = dialog._plan()
    assert along_which(plan.rows, plan.varied) == ""
    assert dialog.words.text().startswith("All rows are done. A click")


def test_without_a_folder_rows_are_kept_nowhere(dialog, qtbot):
    dialog.place.folder.setText("")
    dialog.form.seeds.setValue(1)
    go(qtbot, dialog)
    assert len(column(dialog, "hidden")) == 2
    assert not (settings_folder() / "sweeps").exists()


def test_processes_compute_the_rows(dialog, window, qtbot):
    from rnnviz.lab.sweep.engine import Processes

    dialog.place.engine_of = Processes
    dialog.place.jobs.setValue(2)
    dialog.form.seeds.setValue(1)
    go(qtbot, dialog)
    assert sorted(column(dialog, "hidden")) == ["3", "5"]


def test_it_follows_another_look_and_keeps_what_it_found(dialog, window, qtbot):
    dialog.form.seeds.setValue(1)
    go(qtbot, dialog)
    dialog.close()
    window.commands.sweep.trigger()
    assert window.findChildren(SweepDialog) == [dialog]
    assert dialog.table.rowCount() == 2
    for look, theme in (("dark", DARK), ("light", LIGHT)):
        window.look.choose(look)
        for plot in (dialog.charts.loss, dialog.charts.cost):
            assert plot.grab().toImage().pixelColor(2, 2).name() == theme.base


def test_return_starts_it_from_a_field_and_opens_a_row_from_the_table(dialog, window, qtbot):
    dialog.form.seeds.setValue(1)
    dialog.form.values[0].setFocus()
    qtbot.keyClick(dialog.form.values[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.words.text().startswith("All rows"), timeout=PATIENCE)
    chosen = []
    dialog.run_chosen.connect(chosen.append)
    dialog.table.setCurrentCell(1, 0)
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert len(chosen) == 1
    assert dialog.thread_of_rows is None
    assert dialog.table.rowCount() == 2
