"""A lesson shows pictures that lie beside it, and loads nothing else, whatever its text says."""

import os
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument

from rnnviz.gui.controls import lesson_text
from rnnviz.gui.controls.lesson import LessonView
from rnnviz.gui.controls.lesson_text import MOST_PICTURES, LessonText, escaped
from rnnviz.lessons.bounds import PROSE
from rnnviz.lessons.lesson import Lesson
from rnnviz.lessons.step import Step

PICTURE = QTextDocument.ResourceType.ImageResource.value
NONE = QImage(16, 16, QImage.Format.Format_RGB32).size()
"""What stands in place of a picture that is not shown."""


@pytest.fixture
def folder(tmp_path):
    """A lesson's folder, with something in it and beside it."""
    folder = tmp_path / "lessons"
    (folder / "pictures").mkdir(parents=True)
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    for path in ("lessons/beside it.png", "lessons/pictures/below.jpg", "elsewhere.png"):
        assert picture.save(str(tmp_path / path))
    (folder / "link.png").symlink_to(tmp_path / "elsewhere.png")
    (folder / "text.png").write_text("no picture")
    (folder / "drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9"/>')
    return folder


@pytest.fixture
def text(qtbot, folder):
    widget = LessonText()
    qtbot.addWidget(widget)
    widget.open_folder(folder)
    widget.resize(300, 300)
    return widget


def shown(text, address):
    return text.loadResource(PICTURE, QUrl(address)).size() != NONE


@pytest.mark.parametrize("name", ["beside it.png", "beside%20it.png", "pictures/below.jpg"])
def test_pictures_beside_the_lesson_and_below_it_are_shown(text, name, qtbot):
    with qtbot.assertNotEmitted(text.refused):
        assert shown(text, name)


@pytest.mark.parametrize(
    "name",
    [
        *("../elsewhere.png", "{}/elsewhere.png", "file://{}/elsewhere.png", "link.png"),
        *("text.png", "drawing.svg", "missing.png", "pictures", "", "//host/share/x.png"),
        *("http://example.org/x.png", "qrc:/x.png", "data:image/png;base64,AAAA", "a%00b.png"),
    ],
)
def test_nothing_else_is_loaded_and_that_is_said(text, folder, name, qtbot):
    with qtbot.waitSignal(text.refused) as said:
        assert not shown(text, name.format(folder.parent.as_posix()))
    assert "is not shown" in said.args[0]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
@pytest.mark.parametrize("words", ["![a]({})", "<img src='{}'>", "![a](<{}>)"])
def test_a_pipe_and_an_endless_device_are_not_waited_for(text, folder, words):
    os.mkfifo(folder / "pipe.png")
    (folder / "zero.png").symlink_to("/dev/zero")
    for name in ("pipe.png", "zero.png", "/dev/zero", f"file://{folder}/pipe.png"):
        text.show_markdown("\n\n".join(["a", words.format(name)]))
        text.grab()
    text.show_markdown(words.format("/dev/zero"))
    text.grab()


def test_large_pictures_and_many_are_not_shown(text, folder, monkeypatch):
    wide = QImage(9000, 1000, QImage.Format.Format_Mono)
    wide.fill(0)
    wide.save(str(folder / "wide.png"))
    assert not shown(text, "wide.png")
    with (folder / "long.png").open("wb") as file:
        file.truncate(lesson_text.LARGEST + 1)
    assert not shown(text, "long.png")
    for number in range(MOST_PICTURES):
        text.loadResource(PICTURE, QUrl(f"{number}.png"))
    assert not shown(text, "pictures/below.jpg")
    text.open_folder(folder)
    assert shown(text, "pictures/below.jpg")


def test_only_pictures_are_resources(text):
    style = QTextDocument.ResourceType.StyleSheetResource.value
    assert text.loadResource(style, QUrl("beside it.png")) is None
    assert Path(lesson_text.__file__).is_file()


def test_html_is_shown_as_it_is_written(text):
    text.show_markdown("a <b>c</b> <img src='x.png'>\n\n<table><tr><td>d</table>")
    assert "<b>c</b>" in text.toPlainText()
    assert "<table>" in text.toPlainText()


@pytest.mark.parametrize(
    "what",
    ["[", "*a", "![a](b)", "|", "> ", "- a\n  ", "`", "<a", "&", "# a\n", "[a]: b\n", "x", "_*"],
)
def test_the_worst_step_that_can_be_read_is_laid_out_soon(qtbot, folder, what):
    step = Step("One", text=(what * PROSE)[:PROSE])
    view = LessonView()
    qtbot.addWidget(view)
    started = time.process_time()
    view.show_lesson(Lesson("x", "T", (step,), intro=step.text, folder=folder))
    view.resize(320, 600)
    view.grab()
    assert time.process_time() - started < 2.0


TITLE = "<img src='/dev/zero'> & ![a](b) *c* `d` [e](f) <b>g</b> \\ # h"


def test_titles_are_plain_text(qtbot, folder):
    view = LessonView()
    qtbot.addWidget(view)
    step = Step(TITLE, restart=True)
    view.show_lesson(Lesson("x", TITLE, (step, step), folder=folder))
    assert view.text.toPlainText() == f"1. {TITLE}"
    assert view.title.text() == f"{TITLE} (10 minutes)"
    assert view.steps.itemText(1) == f"2. {TITLE}"
    assert escaped("Plain words") == "Plain words"
