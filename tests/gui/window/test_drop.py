"""Files and texts dropped anywhere on the window, with what is shown while they hover."""

import os

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from rnnviz.gui.window.drop_overlay import offered

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LINE = "how now brown cow, said the sheep to the plough.\n"
NO_BUTTON, NO_KEY = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def text_file(tmp_path):
    def make(name="own.txt", text=LINE * 40):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return make


def dragged(*paths, text=None):
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    if text is not None:
        data.setText(text)
    return data


def hover(window, data):
    event = QDragEnterEvent(QPoint(200, 200), Qt.DropAction.CopyAction, data, NO_BUTTON, NO_KEY)
    event.ignore()
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def drop(window, data):
    """Drop as Qt does: whatever hovers comes down on the widget that took it."""
    hover(window, data)
    event = QDropEvent(QPoint(200, 200), Qt.DropAction.CopyAction, data, NO_BUTTON, NO_KEY)
    QApplication.sendEvent(window, event)


def test_an_overlay_names_the_file_that_hovers(window, text_file):
    assert hover(window, dragged(text_file("poem.txt")))
    assert window.overlay.isVisible()
    assert window.overlay.words == "Drop to read poem.txt"
    assert window.overlay.geometry() == window.rect()
    before = window.grab(window.overlay.geometry()).toImage()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.overlay.isVisible()
    assert window.grab(window.overlay.geometry()).toImage() != before


def test_a_dropped_file_is_ready_to_be_learned(window, text_file, qtbot):
    path = text_file("poem.txt")
    data = dragged(path)
    hover(window, data)
    with qtbot.waitSignal(window.session.corpus_changed, timeout=10_000):
        drop(window, data)
    assert not window.overlay.isVisible()
    assert window.session.corpus.name == "poem.txt"
    assert window.left.corpus.title.text() == "poem.txt"
    assert window.windowTitle() == "poem.txt - rnnviz"
    assert window.preferences.recent == [(path,)]


def test_several_files_are_joined_in_the_order_shown(window, text_file, qtbot):
    paths = [text_file(name) for name in ("b.txt", "a.txt")]
    data = dragged(*paths)
    hover(window, data)
    words = window.overlay.words
    assert "joined in this order" in words
    assert words.index("b.txt") < words.index("a.txt")
    with qtbot.waitSignal(window.session.corpus_changed, timeout=10_000):
        drop(window, data)
    assert window.session.corpus.files == tuple(paths)
    assert "joined in this order: b.txt, a.txt" in window.left.corpus.facts["Note"].text()
    assert [text for text in window.notices.texts if "tell from which" not in text] == []


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("empty.txt", b"", "empty.txt"), ("blob.bin", b"\x00\x01\x02" * 999, "blob.bin")],
)
def test_a_refused_file_says_why_in_the_window(window, tmp_path, qtbot, name, content, reason):
    (tmp_path / name).write_bytes(content)
    before = window.session.corpus
    with qtbot.waitSignal(window.session.notice, timeout=10_000):
        drop(window, dragged(str(tmp_path / name)))
    assert len(window.notices.texts) == 1
    assert reason in window.notices.texts[0]
    assert window.notices.isVisible()
    assert window.session.corpus is before
    assert QApplication.activeModalWidget() is None


def test_a_dropped_folder_is_refused_with_its_name(window, tmp_path, qtbot):
    (tmp_path / "letters").mkdir()
    with qtbot.waitSignal(window.session.notice, timeout=10_000):
        drop(window, dragged(str(tmp_path / "letters")))
    assert "letters" in window.notices.texts[0]
    assert "folder" in window.notices.texts[0]


def test_a_refusal_goes_when_the_next_file_comes(window, tmp_path, text_file, qtbot):
    with qtbot.waitSignal(window.session.notice, timeout=10_000):
        drop(window, dragged(str(tmp_path / "gone.txt")))
    assert window.notices.texts
    with qtbot.waitSignal(window.session.corpus_changed, timeout=10_000):
        drop(window, dragged(text_file()))
    assert not window.notices.isVisible()


def test_a_dropped_text_is_read(window, qtbot):
    data = dragged(text=LINE * 40)
    assert hover(window, data)
    assert window.overlay.words == "Drop to read this text"
    with qtbot.waitSignal(window.session.corpus_changed, timeout=10_000):
        drop(window, data)
    assert window.session.corpus.preview(7) == LINE[:7]


def test_an_address_of_another_computer_is_refused(window):
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/poem.txt")])
    drop(window, data)
    assert "not a file on this computer" in window.notices.texts[0]


def uri_list(words):
    data = QMimeData()
    data.setData("text/uri-list", words)
    return data


@pytest.mark.parametrize("words", [b"", b"\r\n", b"\0"])
def test_a_list_of_no_files_does_no_harm(window, words):
    assert not hover(window, uri_list(words))
    drop(window, uri_list(words))
    assert not window.notices.texts
    data = uri_list(words)  # some desktops let things drop that nobody took while they hovered
    event = QDropEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, NO_BUTTON, NO_KEY)
    window.drops.eventFilter(window, event)
    assert "names no file" in window.notices.texts[0]


def test_of_files_and_an_address_the_address_is_named(window, text_file):
    data = QMimeData()
    address = QUrl("https://me:secret@example.org/poem.txt")
    data.setUrls([QUrl.fromLocalFile(text_file("good.txt")), address])
    drop(window, data)
    assert "example.org/poem.txt is not a file on this computer" in window.notices.texts[0]
    assert "good.txt" not in window.notices.texts[0]
    assert "secret" not in window.notices.texts[0]


def test_a_long_address_is_not_repeated_whole(window):
    drop(window, uri_list(b"data:text/plain," + b"x" * 100_000))
    assert len(window.notices.texts[0]) < 400


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_what_hovers_is_looked_into_only_if_it_is_a_file(window, tmp_path, qtbot):
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "endless.md").symlink_to("/dev/zero")
    for name in ("pipe.md", "endless.md", "a\0b.md", "x" * 5000 + ".md"):
        assert offered(dragged(str(tmp_path / name))) == f"Drop to read {name}"
    with qtbot.waitSignal(window.session.notice, timeout=10_000):
        drop(window, dragged(str(tmp_path / "pipe.md")))
    assert "pipe.md is a pipe" in window.notices.texts[0]
    with qtbot.waitSignal(window.session.notice, timeout=10_000):
        drop(window, dragged(str(tmp_path / "x") * 1000 + ".md"))


def test_a_dropped_run_is_loaded(window, train, tmp_path, qtbot):
    train(window, 5)
    path = tmp_path / "five.safetensors"
    with qtbot.waitSignal(window.session.saved, timeout=10_000):
        window.session.save(str(path))
    train(window, 9)
    data = dragged(str(path))
    hover(window, data)
    assert window.overlay.words == "Drop to open the run five.safetensors"
    drop(window, data)
    qtbot.waitUntil(lambda: window.session.runs.path == path, timeout=10_000)
    qtbot.waitUntil(lambda: getattr(window.session.snapshot(), "step", 0) == 5, timeout=10_000)


def test_two_runs_at_once_are_refused(window, tmp_path):
    drop(window, dragged(str(tmp_path / "a.safetensors"), str(tmp_path / "b.safetensors")))
    assert "A run is opened alone" in window.notices.texts[0]


def test_nothing_inside_the_window_takes_drops_for_itself(window):
    takers = [w for w in window.findChildren(QWidget) if w.acceptDrops()]
    assert set(takers) <= {window.lesson, *window.panels.docks}


def test_files_can_be_dropped_on_a_floating_panel(window, text_file, qtbot):
    dock = window.panels.docks[0]
    dock.setFloating(True)
    with qtbot.waitSignal(window.session.corpus_changed, timeout=10_000):
        drop(dock, dragged(text_file("floating.txt")))
    assert window.session.corpus.name == "floating.txt"


def test_what_is_of_no_use_is_not_taken(window):
    data = QMimeData()
    data.setData("application/x-picture", b"\x00")
    assert offered(data) == ""
    assert not hover(window, data)
    assert not window.overlay.isVisible()


def test_many_files_are_named_as_far_as_there_is_room(tmp_path):
    paths = [str(tmp_path / f"{number}.txt") for number in range(12)]
    assert offered(dragged(*paths)).endswith("7.txt\nand 4 more")
