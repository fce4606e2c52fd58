"""A lesson that wants to read texts outside of its folder is opened when the user says yes."""

import pytest
from PySide6.QtWidgets import QMessageBox
from windows import answer

LESSON = """+++
title = "Far"
corpus = "../far.txt"

[[steps]]
restart = true
+++
## One

![a](../far.png)
"""


@pytest.fixture
def path(tmp_path):
    (tmp_path / "lessons").mkdir()
    (tmp_path / "far.txt").write_text("far and away\n" * 40)
    path = tmp_path / "lessons" / "far.md"
    path.write_text(LESSON)
    return path


def test_without_a_clear_yes_nothing_is_read(window, qtbot, path):
    asked, timer = answer(qtbot, "Do not open it")
    before = window.session.corpus
    window.open_and_save.open_paths((str(path),))
    timer.stop()
    assert "far.md" in asked[0]
    assert "../far.txt" in asked[0]
    assert window.lesson.player.lesson is None
    assert window.session.corpus is before
    assert not window.notices.texts


def test_with_a_yes_the_lesson_opens_and_a_picture_elsewhere_is_named(window, qtbot, path):
    _, timer = answer(qtbot, "Read and open")
    window.open_and_save.open_paths((str(path),))
    timer.stop()
    assert window.lesson.player.lesson.title == "Far"
    qtbot.waitUntil(lambda: any("../far.png is not shown" in text for text in window.notices.texts))
    assert not window.findChildren(QMessageBox)


def test_a_text_of_any_name_is_asked_for_in_plain_words(window, qtbot, path):
    name = "../<b>" + "x" * 500
    path.write_text(LESSON.replace('"../far.txt"', str([name] * 20)))
    asked, timer = answer(qtbot, "Do not open it")
    window.lesson.open_path(str(path))
    timer.stop()
    assert "<b>" in asked[0]
    assert "and 12 more" in asked[0]
    assert len(asked[0]) < 2500
