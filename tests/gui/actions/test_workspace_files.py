"""Workspaces in the window: all runs are saved together, and come back as they stood."""

import shutil

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QFileDialog
from windows import PATIENCE, answer, step

from rnnviz.gui.window.drop_overlay import offered
from rnnviz.lab.runs.workspace import read_workspace
from rnnviz.lab.runs.workspace_name import FILE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def choose(monkeypatch):
    """A function that has the next dialog choose a folder."""

    def take(folder):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))

    return take


@pytest.fixture
def saved(open_window, qtbot, train, choose, tmp_path):
    """A folder with a vanilla run of seven steps, hidden and called "first", and an LSTM."""
    window = open_window("verse")
    train(window, 7)
    first = window.session.runs.focus
    window.session.change(cell="lstm")
    qtbot.waitUntil(lambda: len(window.session.runs) == 2, timeout=PATIENCE)
    window.session.roster.rename(first.id, "first")
    window.session.roster.show(first.id, shown=False)
    folder = tmp_path / "work"
    folder.mkdir()
    choose(folder)
    with qtbot.waitSignal(window.session.workspaces.saved, timeout=PATIENCE):
        window.commands.save_workspace.trigger()
    assert window.notices.texts[-1] == f"Saved as work in {tmp_path}."
    assert not window.session.unsaved
    assert first.path.parent == folder
    assert window.preferences.recent[0] == (str(folder),)
    window.panels.docks[1].close()
    with qtbot.waitSignal(window.session.workspaces.saved, timeout=PATIENCE):
        window.commands.save_workspace.trigger()
    window.close()
    return folder


def runs_of(window):
    return [(r.title, r.settings.cell, r.step, r.look, r.shown) for r in window.session.runs]


AS_SAVED = [("first", "vanilla", 7, 0, False), ("", "lstm", 0, 1, True)]


def opened(window, qtbot):
    qtbot.waitUntil(lambda: runs_of(window)[-2:] == AS_SAVED, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.session.settings.cell == "lstm", timeout=PATIENCE)


def test_everything_comes_back(saved, open_window, qtbot, choose):
    window = open_window("hello")
    window.panels.reset_layout()
    choose(saved)
    window.commands.open_workspace.trigger()
    opened(window, qtbot)
    assert runs_of(window) == AS_SAVED  # what was never trained goes
    assert window.session.source.builtin == "verse"
    assert not window.panels.docks[1].isVisible()
    assert window.notices.texts == ()
    window.session.roster.focus(next(iter(window.session.runs)).id)
    qtbot.waitUntil(lambda: step(window) == 7, timeout=PATIENCE)


@pytest.mark.parametrize("name", ["", FILE])
def test_a_folder_or_its_toml_is_dropped(saved, open_window, qtbot, name):
    window = open_window("hello")
    path = saved / name
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert offered(data) == f"Drop to open the workspace {path.name}"
    window.drops.files_dropped.emit((str(path),))
    opened(window, qtbot)


def test_the_program_starts_with_a_workspace(saved, open_window, qtbot):
    window = open_window(str(saved), wait=False)
    opened(window, qtbot)


def test_runs_that_are_open_stay_beside_those_of_the_workspace(saved, open_window, qtbot, train):
    window = open_window("verse")
    train(window, 3)
    window.session.workspaces.open(saved)
    opened(window, qtbot)
    assert runs_of(window)[0] == ("", "lstm", 3, 2, False)
    assert [run.look for run in window.session.runs] == [2, 0, 1]
    texts = {id(run.corpus) for run in window.session.runs}
    assert len(texts) == 1


def test_one_damaged_run_leaves_the_others_and_is_told_of(saved, open_window, qtbot):
    window = open_window("hello")
    path = read_workspace(saved).entries[1].path
    path.write_bytes(b"nothing")
    window.open_and_save.open_paths((str(saved),))
    qtbot.waitUntil(lambda: runs_of(window) == [("first", "vanilla", 7, 0, True)], timeout=PATIENCE)
    assert window.notices.texts[0].startswith(f"{path.name} is damaged")


def test_what_is_no_workspace_leaves_what_is_there(saved, open_window, qtbot):
    window = open_window("hello")
    (saved / FILE).write_text("version = 3\n")
    window.open_and_save.open_paths((str(saved),))
    qtbot.waitUntil(lambda: len(window.notices.texts) == 1, timeout=PATIENCE)
    assert "was saved by a newer rnnviz" in window.notices.texts[0]
    assert window.session.source.builtin == "hello"


def test_another_workspace_is_replaced_only_with_a_clear_yes(saved, open_window, qtbot, choose):
    window = open_window("hello")
    choose(saved)
    asked, timer = answer(qtbot, "Keep that workspace")
    window.commands.save_workspace.trigger()
    assert asked == ["work holds another workspace, whose runs would be removed."]
    assert len(read_workspace(saved).entries) == 2
    asked, timer = answer(qtbot, "Replace it")
    with qtbot.waitSignal(window.session.workspaces.saved, timeout=PATIENCE):
        window.commands.save_workspace.trigger()
    assert len(read_workspace(saved).entries) == 1
    assert not timer.isActive()


def test_among_other_files_runs_are_saved_only_with_a_clear_yes(window, qtbot, choose, tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    choose(folder)
    asked, timer = answer(qtbot, "Do not save")
    window.commands.save_workspace.trigger()
    assert asked[0].startswith("papers is not empty")
    assert not (folder / FILE).exists()
    asked, timer = answer(qtbot, "Save here")
    with qtbot.waitSignal(window.session.workspaces.saved, timeout=PATIENCE):
        window.commands.save_workspace.trigger()
    assert (folder / "notes.txt").read_text() == "mine"
    assert not timer.isActive()


def test_where_it_cannot_be_saved_the_reason_is_told(window, qtbot, choose, tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    choose(folder)
    shutil.rmtree(folder)
    folder.write_text("no folder by now")
    window.commands.save_workspace.trigger()
    qtbot.waitUntil(lambda: len(window.notices.texts) == 1, timeout=PATIENCE)
    assert f"could not be saved in {folder}" in window.notices.texts[0]


def test_without_a_choice_nothing_happens(window, choose):
    choose("")
    window.commands.save_workspace.trigger()
    window.commands.open_workspace.trigger()
    assert window.notices.texts == ()
