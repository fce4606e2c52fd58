"""File > Export for PyTorch: the folder is asked for, and a banner says how it went."""

import pytest
from PySide6.QtWidgets import QFileDialog
from windows import PATIENCE

from rnnviz.cli import main

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def folder(tmp_path):
    """An empty folder."""
    found = tmp_path / "in pytorch"
    found.mkdir()
    return found


@pytest.fixture
def export(window, qtbot, monkeypatch, folder):
    """Chooses the entry and the folder, and returns what the window then says."""

    def choose():
        window.notices.clear()
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
        window.commands.export.trigger()
        qtbot.waitUntil(lambda: bool(window.notices.texts), timeout=PATIENCE)
        return window.notices.texts[-1]

    return choose


def test_the_network_is_exported_as_it_stands(window, train, export, folder):
    train(window, 3)
    assert export().startswith(f"Exported: model.safetensors and model.py in {folder}.")
    assert sorted(path.name for path in folder.iterdir()) == ["model.py", "model.safetensors"]
    assert window.session.corpus.name in (folder / "model.py").read_text(encoding="utf-8")
    assert export().startswith("Exported:")


def test_files_of_others_stay_and_a_banner_says_so(window, train, export, folder):
    train(window, 3)
    (folder / "model.py").write_text("mine = 1\n")
    assert "model.py is there already and was not written by rnnviz export" in export()
    assert (folder / "model.py").read_text() == "mine = 1\n"
    assert len(list(folder.iterdir())) == 1


def test_the_entry_is_in_the_menu_of_files(window):
    file = next(a.menu() for a in window.menuBar().actions() if a.text() == "&File")
    assert window.commands.export in file.actions()


def test_what_comes_back_opens_with_a_text_of_fewer_symbols_and_trains(
    window, qtbot, train, export, folder, capsys
):
    train(window, 3)
    known = window.session.corpus.vocabulary
    export()
    (folder / "sea.txt").write_text("the sea, the sea\n" * 60, encoding="utf-8")
    weights, run = str(folder / "model.safetensors"), str(folder / "run.safetensors")
    assert main(["import", weights, "--text", str(folder / "sea.txt"), "--out", run]) == 0
    assert "57 symbols" in capsys.readouterr().out
    window.open_and_save.open_paths((run,))
    qtbot.waitUntil(lambda: window.session.corpus.name == "sea.txt", timeout=PATIENCE)
    train(window, 2)
    assert window.session.corpus.vocabulary == known
