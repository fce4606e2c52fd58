"""The window asks for an encoding with previews, and corrects a guess at a click."""

import pytest
from windows import PATIENCE

from rnnviz.gui.window.encoding_dialog import EncodingDialog

FRENCH = "L'été où la rivière gela, le maître prêta sa charrette à l'école.\n" * 12
RUSSIAN = "Мельник жил за мостом, там, где река поворачивает и течёт медленнее.\n" * 12


@pytest.fixture
def asked(window, qtbot):
    """A function that waits for the dialog."""

    def wait():
        dialogs = lambda: [d for d in window.findChildren(EncodingDialog) if d.isVisible()]  # noqa: E731
        qtbot.waitUntil(lambda: bool(dialogs()), timeout=PATIENCE)
        return dialogs()[0]

    return wait


def open_file(window, path, data):
    path.write_bytes(data)
    window.open_and_save.open_paths((str(path),))


def text_of(window):
    return window.session.corpus.decode(window.session.corpus.codes)


def test_the_dialog_shows_how_the_text_reads_in_each_encoding(window, qtbot, asked, tmp_path):
    open_file(window, tmp_path / "gel.txt", FRENCH.encode("mac-roman"))
    dialog = asked()
    assert "gel.txt does not say in which encoding it is" in dialog.words.text()
    assert dialog.codec == "mac-roman"
    assert "L'été où la rivière gela" in dialog.preview.toPlainText()
    dialog.list.setCurrentRow(1)
    assert "L'été où la rivière gela" not in dialog.preview.toPlainText()
    dialog.list.setCurrentRow(0)
    dialog.accept()
    qtbot.waitUntil(lambda: window.session.corpus.name == "gel.txt", timeout=PATIENCE)
    assert text_of(window) == FRENCH
    assert window.left.corpus.facts["Encoding"].text() == "Mac Roman"
    assert window.preferences.corpus["encodings"] == ["mac-roman"]


def test_cancelling_leaves_everything_and_says_so(window, qtbot, asked, tmp_path):
    before = window.session.corpus
    open_file(window, tmp_path / "gel.txt", FRENCH.encode("mac-roman"))
    asked().reject()
    assert window.session.corpus is before
    assert window.notices.texts[-1].startswith("gel.txt was not read")


def test_the_second_candidate_is_a_click_away_and_so_are_all_others(window, qtbot, asked, tmp_path):
    row = window.left.corpus.encoding
    assert not row.isVisible()
    open_file(window, tmp_path / "mill.txt", RUSSIAN.encode("koi8-r"))
    qtbot.waitUntil(lambda: window.session.corpus.name == "mill.txt", timeout=PATIENCE)
    assert window.left.corpus.facts["Encoding"].text() == "read as KOI8-R, Russian"
    assert row.second.text() == "Read as Windows-1251"
    row.second.click()
    qtbot.waitUntil(lambda: window.session.corpus.encodings == ("cp1251",), timeout=PATIENCE)
    assert not row.second.isVisible()
    row.others.click()
    dialog = asked()
    assert dialog.codec == "koi8-r"
    dialog.accept()
    qtbot.waitUntil(lambda: text_of(window) == RUSSIAN, timeout=PATIENCE)


def test_the_next_start_does_not_ask_again(window, qtbot, asked, tmp_path, open_window):
    open_file(window, tmp_path / "gel.txt", FRENCH.encode("mac-roman"))
    asked().accept()
    qtbot.waitUntil(lambda: window.session.corpus.name == "gel.txt", timeout=PATIENCE)
    window.close()
    again = open_window()
    assert text_of(again) == FRENCH


def test_the_run_before_stays_in_the_list_whatever_is_answered(
    window, qtbot, asked, tmp_path, train
):
    train(window, 20)
    run = window.session.runs.focus
    open_file(window, tmp_path / "gel.txt", FRENCH.encode("mac-roman"))
    asked().reject()
    assert window.session.runs.focus is run
    open_file(window, tmp_path / "gel.txt", FRENCH.encode("mac-roman"))
    asked().accept()
    qtbot.waitUntil(lambda: window.session.corpus.name == "gel.txt", timeout=PATIENCE)
    assert run in window.session.runs
