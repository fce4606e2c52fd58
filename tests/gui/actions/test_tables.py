"""Tables in the window: dropped they become the task of numbers, with a way back to a text."""

import pytest
from PySide6.QtCore import Qt
from windows import PATIENCE, step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ROWS = range(400)


@pytest.fixture
def csv(tmp_path):
    path = tmp_path / "harbour.csv"
    rows = "".join(f"2021-01-01 {i % 24:02}:00;{i * i % 17},5;{i % 11}\n" for i in ROWS)
    path.write_text(f"time;water;wind\n{rows}")
    return path


@pytest.fixture
def drop(qtbot):
    """A function that drops a file on a window and waits until its numbers can be learned."""

    def go(window, path):
        window.drops.files_dropped.emit((str(path),))
        ready = lambda: window.session.task.name == "numbers" and step(window) == 0  # noqa: E731
        qtbot.waitUntil(ready, timeout=PATIENCE)

    return go


def offer(window, words):
    """The button of a message."""
    banners = (banner for banner in window.notices._banners if banner.offer.text() == words)
    return next(banners)


def task_panel(window):
    return next(dock.panel for dock in window.panels.docks if dock.panel.name == "task")


def test_a_dropped_table_is_learned_as_numbers_and_says_so(window, drop, csv):
    drop(window, csv)
    assert any("harbour.csv is a table of numbers" in text for text in window.notices.texts)
    assert window.windowTitle() == "harbour.csv - rnnviz"
    assert window.session.corpus is None
    assert window.session.settings.batch == 64
    left = window.left
    assert left.table.isVisible()
    assert not left.corpus.isVisible()
    assert left.table.title.text() == "harbour.csv"
    assert left.table.column.currentText() == "water"
    assert (
        "parted by semicolons, with a header, decimal commas" in left.table.facts["Written"].text()
    )
    assert left.task.form.fields["horizon"].isVisible()
    assert left.task.facts["Baseline"].text().startswith("naive forecast: root mean squared error")


def test_the_way_back_reads_it_as_a_text(window, drop, csv, qtbot):
    drop(window, csv)
    qtbot.mouseClick(offer(window, "Learn it as a text").offer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.task.name == "text", timeout=PATIENCE)
    assert window.session.corpus.name == "harbour.csv"
    assert window.session.settings.batch == 1
    assert window.left.corpus.isVisible()
    assert not window.left.table.isVisible()


def test_another_column_is_learned_from_then_on(window, drop, csv, qtbot):
    drop(window, csv)
    chooser = window.left.table.column
    chooser.setFocus()
    qtbot.keyClick(chooser, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.session.settings.column == "wind", timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: window.session.runs.material.column == "wind" and step(window) == 0,
        timeout=PATIENCE,
    )
    assert "of wind" in window.left.table.facts["Rows"].text()


def test_series_and_three_forecasts_are_drawn(window, drop, csv, train, qtbot):
    drop(window, csv)
    train(window, 60)
    panel = task_panel(window)
    qtbot.waitUntil(lambda: panel.example.example is not None, timeout=PATIENCE)
    names = [curve.label for curve in panel.example.plot.shown]
    assert names == ["series", "one step ahead", "free-running", "naive forecast"]
    assert "off by (root mean square): one step ahead" in panel.example.text.toPlainText()
    assert panel.words.text().startswith("RMSE ")
    assert "linear autoregression" in panel.words.text()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n" + "5,1\n" * 60, "All numbers of a in flat.csv are 5"),
        ("a\n1\n2\n", "2 numbers in a; a forecast needs at least 20"),
    ],
)
def test_a_table_that_cannot_be_forecast_leaves_what_is_there(window, tmp_path, qtbot, text, words):
    path, run = tmp_path / "flat.csv", window.session.runs.focus
    path.write_text(text)
    window.drops.files_dropped.emit((str(path),))
    qtbot.waitUntil(lambda: any(words in text for text in window.notices.texts), timeout=PATIENCE)
    assert window.session.runs.focus is run
    assert window.session.settings.task == "text"
    assert any(banner.offer.text() == "Learn it as a text" for banner in window.notices._banners)


def test_a_short_table_is_learned_in_short_sequences(window, drop, tmp_path):
    path = tmp_path / "short.csv"
    path.write_text("a\n" + "".join(f"{i * i % 7}\n" for i in range(40)))
    drop(window, path)
    assert window.session.settings.value("length") == 18


def test_a_csv_of_prose_is_a_text(window, tmp_path, qtbot):
    path = tmp_path / "talk.csv"
    path.write_text("who,what\n" + "Anna,said hello\nBert,said nothing at all\n" * 40)
    window.drops.files_dropped.emit((str(path),))
    qtbot.waitUntil(
        lambda: window.session.corpus is not None and window.session.corpus.name == "talk.csv",
        timeout=PATIENCE,
    )
    assert window.session.settings.task == "text"


def test_the_task_that_is_picked_brings_a_built_in_table_and_a_text_the_last_text(window, qtbot):
    window.left.task.picked.emit("numbers")
    qtbot.waitUntil(lambda: window.session.task.name == "numbers", timeout=PATIENCE)
    assert window.session.source.builtin == "tides"
    assert window.left.table.builtins["tides"].isChecked()
    assert any("batches of 64" in text for text in window.notices.texts)
    window.left.task.picked.emit("text")
    qtbot.waitUntil(lambda: window.session.task.name == "text", timeout=PATIENCE)
    assert window.session.corpus.name == "verse"
    assert window.session.settings.batch == 1


def test_the_next_start_goes_on_with_the_table_and_its_column(
    open_window, preferences, drop, csv, qtbot
):
    first = open_window()
    drop(first, csv)
    first.session.change(column="wind")
    qtbot.waitUntil(lambda: first.session.runs.material.column == "wind", timeout=PATIENCE)
    first.close()
    again = open_window()
    assert again.session.task.name == "numbers"
    assert again.session.runs.material.name == "harbour.csv"
    assert again.session.runs.material.column == "wind"


def test_the_next_start_has_a_built_in_table_where_the_last_one_is_gone(
    open_window, drop, csv, qtbot
):
    first = open_window()
    drop(first, csv)
    first.session.change(column="wind")
    qtbot.waitUntil(lambda: first.session.runs.material.column == "wind", timeout=PATIENCE)
    first.close()
    csv.unlink()
    again = open_window()
    assert again.session.source.builtin == "tides"
    assert again.session.runs.material.column == "water"


def test_a_saved_run_of_numbers_is_opened_with_its_table(window, drop, csv, train, qtbot, tmp_path):
    drop(window, csv)
    train(window, 5)
    path = tmp_path / "run.safetensors"
    with qtbot.waitSignal(window.session.saved, timeout=PATIENCE):
        window.session.save(str(path))
    window.session.open_builtin("hello")
    qtbot.waitUntil(lambda: window.session.task.name == "text", timeout=PATIENCE)
    window.drops.files_dropped.emit((str(path),))
    qtbot.waitUntil(
        lambda: window.session.task.name == "numbers" and step(window) == 5, timeout=PATIENCE
    )
    assert window.left.table.isVisible()
    assert window.session.source.files == (str(csv),)
