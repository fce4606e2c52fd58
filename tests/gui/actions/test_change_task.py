"""Tasks in the window: picked by hand, learned without any text, left again, and remembered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from windows import LINE, PATIENCE, answer, at_rest, step

from rnnviz.gui.actions.change_task import USUAL
from rnnviz.lab.settings import Settings
from rnnviz.tasks import DRAWN

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def pick(qtbot):
    """A function that picks a task with the keyboard and waits until it can be learned."""

    def go(window, name):
        field = window.left.task.form.fields["task"]
        field.setFocus()
        rows = field.findData(name) - field.currentIndex()
        for _ in range(abs(rows)):
            qtbot.keyClick(field, Qt.Key.Key_Down if rows > 0 else Qt.Key.Key_Up)
        ready = lambda: window.session.task.name == name and step(window) == 0  # noqa: E731
        qtbot.waitUntil(ready, timeout=PATIENCE)

    return go


def task_dock(window, name="task"):
    return next(dock for dock in window.panels.docks if dock.panel.name == name)


def test_picking_a_task_sets_what_it_is_usually_learned_with_and_says_so(window, pick):
    pick(window, "adding")
    assert {name: window.session.settings.value(name) for name in USUAL} == USUAL
    assert any("batches of 64" in text for text in window.notices.texts)
    assert window.session.corpus is None
    assert window.windowTitle() == "Adding - rnnviz"


def test_the_task_stands_where_the_text_stood(window, pick):
    pick(window, "adding")
    assert not window.left.corpus.isVisible()
    assert window.left.task.hint.text() == window.session.task.hint
    assert window.left.task.facts["Baseline"].text().startswith("without memory")
    assert window.left.task.facts["Solved"].text() == "mean squared error 0.01 or less"
    assert window.left.task.form.fields["length"].isVisible()


def test_its_panel_comes_to_the_front_and_the_samples_with_a_text(window, pick, qtbot):
    assert task_dock(window, "samples").can_be_seen
    pick(window, "copying")
    qtbot.waitUntil(lambda: task_dock(window).can_be_seen)
    pick(window, "text")
    qtbot.waitUntil(lambda: task_dock(window, "samples").can_be_seen)


@pytest.mark.parametrize("name", DRAWN)
def test_every_task_is_learned_and_shown_in_every_panel(window, pick, train, qtbot, name):
    pick(window, name)
    train(window, 3)
    for dock in window.panels.docks:
        dock.raise_()
        qtbot.waitUntil(lambda dock=dock: dock.can_be_seen)
        qtbot.waitUntil(lambda: at_rest(window), timeout=PATIENCE)
        assert not dock.panel.grab().isNull()
    assert window.notices.texts == ("The steps are done. Space trains 3 more.",)


def test_an_option_makes_a_new_network(window, pick, qtbot):
    pick(window, "first_element")
    field = window.left.task.form.fields["length"]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: window.session.settings.value("length") == 40, timeout=PATIENCE)


def test_from_task_to_task_the_settings_stay(window, pick, qtbot):
    pick(window, "adding")
    window.session.change(hidden=16)
    qtbot.waitUntil(lambda: window.session.settings.hidden == 16, timeout=PATIENCE)
    pick(window, "copying")
    assert window.session.settings.hidden == 16


def test_a_text_gets_its_own_settings_back(window, pick):
    pick(window, "adding")
    pick(window, "text")
    for name in USUAL:
        assert window.session.settings.value(name) == Settings().value(name)
    assert window.session.corpus is not None
    assert window.left.corpus.isVisible()
    assert "verse" in window.session.source.builtin
    assert window.windowTitle() != "Adding - rnnviz"


def test_a_dropped_text_ends_the_task(window, pick, qtbot):
    pick(window, "adding")
    window.drops.text_dropped.emit(LINE * 40)
    qtbot.waitUntil(lambda: window.session.task.name == "text", timeout=PATIENCE)
    assert window.left.corpus.isVisible()
    assert window.left.task.form.fields["task"].currentData() == "text"


def test_start_over_works_without_a_text(window, pick, train, qtbot):
    pick(window, "adding")
    train(window, 4)
    first = window.session.snapshot().curves.loss.tolist()
    _, timer = answer(qtbot, "Start over")
    window.commands.restart.trigger()
    timer.stop()
    qtbot.waitUntil(lambda: step(window) == 0, timeout=PATIENCE)
    train(window, 4)
    assert window.session.snapshot().curves.loss.tolist() == first


def test_a_run_of_a_task_is_saved_under_its_name_and_opened(
    window, pick, train, qtbot, tmp_path, monkeypatch
):
    pick(window, "adding")
    train(window, 4)
    proposed = []

    def choose(_parent, _title, name, _filter):
        proposed.append(name)
        return str(tmp_path / "mine"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    with qtbot.waitSignal(window.session.saved, timeout=PATIENCE):
        window.commands.save_run.trigger()
    assert proposed[0].endswith("adding.safetensors")
    pick(window, "text")
    window.open_and_save.open_paths((str(tmp_path / "mine.safetensors"),))
    qtbot.waitUntil(lambda: step(window) == 4, timeout=PATIENCE)
    assert window.session.task.name == "adding"
    assert not window.left.corpus.isVisible()


def test_the_next_start_comes_back_to_the_task_and_then_to_the_text(open_window, pick, qtbot):
    first = open_window()
    first.session.change(window=30)
    qtbot.waitUntil(lambda: first.session.settings.window == 30, timeout=PATIENCE)
    pick(first, "noisy_sine")
    first.close()
    second = open_window()
    assert second.session.task.name == "noisy_sine"
    assert second.session.corpus is None
    pick(second, "text")
    assert second.session.source.builtin == "verse"
    assert second.session.settings.window == 30
    assert second.session.settings.batch == Settings().batch
