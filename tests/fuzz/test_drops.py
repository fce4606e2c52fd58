"""Whatever is dropped: files that are read or refused, a text, or a sentence that says why not."""

import os
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from rnnviz.gui.window.drop_overlay import DropOverlay, DropTarget, local_files, offered
from rnnviz.lessons.files import is_lesson
from rnnviz.lessons.reading import read_lesson
from rnnviz.refusal import Refusal
from rnnviz.tasks.text import read_files

FUZZ = settings.get_profile("fuzz")
NAMES = [
    *("a.txt", "empty.txt", "noise.bin", "lesson.md", "plain.md", "folder", "pipe.md", "pipe"),
    *("zero.md", "zero.txt", "loop", "missing.txt", "a%00b", "%ff.txt", "x" * 300, "..", "", "a b"),
]
ADDRESSES = ["file://{}", "file:{}", "{}", "http://example.org{}", "file://host{}", "data:,{}"]
addresses = st.builds(
    lambda address, name: (address, name), st.sampled_from(ADDRESSES), st.sampled_from(NAMES)
)
FORMATS = ["text/uri-list", "text/plain", "text/html", "application/x-qt-image", "image/png"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with everything that one may drop."""
    folder = tmp_path_factory.mktemp("dropped")
    (folder / "a.txt").write_text("a text to learn\n" * 9)
    (folder / "empty.txt").touch()
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 9)
    (folder / "lesson.md").write_text("+++\ntitle = 3\n+++\n")
    (folder / "plain.md").write_text("# A text\n")
    (folder / "folder").mkdir()
    if sys.platform != "win32":
        os.mkfifo(folder / "pipe")
        os.mkfifo(folder / "pipe.md")
        (folder / "zero.md").symlink_to("/dev/zero")
        (folder / "zero.txt").symlink_to("/dev/zero")
        (folder / "loop").symlink_to(folder / "loop")
    return folder


@pytest.fixture(scope="module")
def target(qapp):
    """What takes drops, and what it made of the last one."""
    window = QWidget()
    target = DropTarget(DropOverlay(window), window)
    made = []
    target.files_dropped.connect(made.append)
    target.text_dropped.connect(made.append)
    target.refused.connect(lambda sentence: made.append(Refusal(sentence)))
    yield window, target, made
    window.deleteLater()


def opened(paths):
    """What the window does with files, as far as reading them goes."""
    try:
        if len(paths) == 1 and is_lesson(paths[0]):
            read_lesson(paths[0])
        else:
            read_files(paths)
    except Refusal as refusal:
        assert str(refusal)


@FUZZ
@given(st.lists(addresses, max_size=4), st.dictionaries(st.sampled_from(FORMATS), st.binary()))
def test_a_drop_is_read_or_refused(bounded, folder, target, listed, others):
    window, drops, made = target
    data = QMimeData()
    for name, content in others.items():
        data.setData(name, content)
    if listed:
        lines = [address.format(folder / name) for address, name in listed]
        data.setData("text/uri-list", "\r\n".join(lines).encode())
    made.clear()
    with bounded(1000):
        assert isinstance(offered(data), str)
        event = QDropEvent(
            QPoint(9, 9), Qt.DropAction.CopyAction, data,
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        assert drops.eventFilter(window, event)
        assert len(made) == 1
        paths = local_files(data)
        assert (paths == made[0]) is bool(paths)
        if paths:
            opened([folder.__class__(path) for path in paths])
