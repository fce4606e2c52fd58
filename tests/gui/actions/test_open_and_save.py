"""Texts and runs that come and go, and what is said when something goes wrong."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from windows import LINE, PATIENCE, state, step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


NOTHING_COPIED = "There is no text on the clipboard; copy one first."


class EmptyClipboard:
    """What Qt says of a clipboard that nothing was ever copied to."""

    def mimeData(self):
        return None


# Texts and runs


def test_a_built_in_text_is_a_click_away(window, qtbot):
    button = window.left.corpus.builtins["sums"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.source.builtin == "sums", timeout=PATIENCE)
    assert button.isChecked()
    assert not window.left.corpus.builtins["verse"].isChecked()
    assert "+" in window.left.corpus.preview.toPlainText()


def test_another_text_leaves_the_run_before_in_the_list(window, qtbot, train):
    train(window, 7)
    before = window.session.runs.focus
    qtbot.mouseClick(window.left.corpus.builtins["hello"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.source.builtin == "hello", timeout=PATIENCE)
    assert before in window.session.runs
    window.session.roster.focus(before.id)
    qtbot.waitUntil(lambda: step(window) == 7, timeout=PATIENCE)
    assert window.session.source.builtin == "verse"


def test_a_copied_text_is_pasted(window, qtbot):
    QGuiApplication.clipboard().setText(LINE * 40)
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.session.corpus.name == "pasted text", timeout=PATIENCE)


def test_pasting_nothing_is_refused(window, qtbot):
    QGuiApplication.clipboard().setText("  ")
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_V, keys)
    assert window.notices.texts == (NOTHING_COPIED,)


def test_pasting_where_nothing_was_ever_copied_is_refused(window, monkeypatch):
    monkeypatch.setattr(QGuiApplication, "clipboard", EmptyClipboard)
    window.commands.paste.trigger()
    assert window.notices.texts == (NOTHING_COPIED,)


def test_a_recent_file_can_be_opened_again(window, qtbot, tmp_path):
    path = tmp_path / "again.txt"
    path.write_text(LINE * 40)
    window.open_and_save.open_paths((str(path),))
    qtbot.waitUntil(lambda: window.session.corpus.name == "again.txt", timeout=PATIENCE)
    window.open_and_save.open_builtin("hello")
    qtbot.waitUntil(lambda: window.session.source.builtin == "hello", timeout=PATIENCE)
    window.recent.fill()
    window.recent.actions()[0].trigger()
    qtbot.waitUntil(lambda: window.session.corpus.name == "again.txt", timeout=PATIENCE)


def test_a_long_reading_shows_its_progress_and_can_be_cancelled(window, qtbot, tmp_path):
    path = tmp_path / "long.txt"
    path.write_text(LINE * 800_000)
    before = window.session.corpus
    window.loading._delay.setInterval(0)  # however fast this machine reads
    window.open_and_save.open_paths((str(path),))
    qtbot.waitUntil(window.loading.isVisible, timeout=PATIENCE)
    assert "long.txt" in window.loading.label.text()
    qtbot.mouseClick(window.loading.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.loading.isVisible(), timeout=PATIENCE)
    assert window.session.corpus is before


def test_a_run_named_by_a_relative_path_is_remembered_by_its_whole_path(
    window, qtbot, train, tmp_path, monkeypatch
):
    train(window, 5)
    with qtbot.waitSignal(window.session.saved, timeout=PATIENCE):
        window.session.save(str(tmp_path / "five.safetensors"))
    monkeypatch.chdir(tmp_path)
    window.open_and_save.start("five.safetensors")
    path = tmp_path / "five.safetensors"
    qtbot.waitUntil(lambda: window.session.runs.path == path, timeout=PATIENCE)
    assert window.preferences.recent[0] == (str(path),)


def test_a_long_sample_shows_its_progress_and_can_be_cancelled(window, qtbot):
    window.session.change(cell="lstm", hidden=512, sample_length=100_000)
    qtbot.waitUntil(lambda: window.session.settings.hidden == 512, timeout=PATIENCE)
    window.session.sample_now()
    qtbot.waitUntil(window.loading.isVisible, timeout=PATIENCE)
    assert "a sample" in window.loading.label.text()
    qtbot.mouseClick(window.loading.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.loading.isVisible(), timeout=5000)
    qtbot.waitUntil(lambda: window.session.snapshot() is not None, timeout=PATIENCE)
    assert not window.session.snapshot().samples


# What went wrong


def test_a_diverged_run_is_explained_and_can_start_over(window, qtbot):
    window.session.change(optimizer="sgd", lr=10.0, clip="none", activation="relu")
    qtbot.waitUntil(lambda: window.session.settings.lr == 10.0, timeout=PATIENCE)
    window.commands.run.trigger()
    qtbot.waitUntil(state(window, "diverged", "finished"), timeout=PATIENCE)
    assert any("learning rate" in text for text in window.notices.texts)
    assert not window.transport.run.isEnabled()
    assert window.transport.restart.isEnabled()


def test_a_mistake_of_the_program_stays_in_the_window_with_its_details(window, qtbot, monkeypatch):
    monkeypatch.setattr(window.session.runs.focus.trainer, "write", _break)
    window.commands.run.trigger()
    qtbot.waitUntil(lambda: bool(window.notices.texts), timeout=PATIENCE)
    banner = window.notices._banners[0]
    assert "a made-up mistake" in banner.details
    qtbot.mouseClick(banner._more, Qt.MouseButton.LeftButton)
    assert banner._details.isVisible()
    qtbot.mouseClick(banner._close, Qt.MouseButton.LeftButton)
    assert not window.notices.isVisible()
    assert window.session.state == "running"


def _break(*_):
    raise RuntimeError("a made-up mistake")


def test_the_end_of_the_steps_says_how_to_go_on(window, qtbot, train):
    train(window, 5)
    assert any("Space trains 5 more" in text for text in window.notices.texts)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: step(window) == 10, timeout=PATIENCE)


def test_a_long_sentence_is_shown_whole(window, qtbot):
    window.notices.show_problem("This file cannot be read, and that is a long story. " * 8)
    text = window.notices._banners[0]._text
    qtbot.waitUntil(lambda: text.height() >= text.heightForWidth(text.width()) > 0)
    assert text.heightForWidth(text.width()) > 2 * text.fontMetrics().lineSpacing()
