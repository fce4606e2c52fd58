"""Tasks that read passages of a text, in the window: picked, given other texts, and left again."""

import pytest
from PySide6.QtCore import Qt
from windows import LINE, PATIENCE, step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def pick(qtbot):
    """A function that picks a task and waits until it can be learned."""

    def go(window, name):
        window.left.task.picked.emit(name)
        ready = lambda: window.session.task.name == name and step(window) == 0  # noqa: E731
        qtbot.waitUntil(ready, timeout=PATIENCE)

    return go


def panel(window, name):
    return next(dock.panel for dock in window.panels.docks if dock.panel.name == name)


def test_spaces_are_missing_in_the_text_that_is_open(window, pick, train, qtbot):
    name = window.session.corpus.name
    pick(window, "missing_spaces")
    assert window.session.corpus.name == name
    assert window.session.settings.batch == 64
    left = window.left
    assert left.corpus.isVisible()
    assert left.show_setting("validation").isVisible()
    assert left.task.facts["Baseline"].text().startswith("share alone: F1")
    assert left.task.shape_name.text() == "Many-to-many, aligned"
    train(window, 50)
    shown = panel(window, "task")
    qtbot.waitUntil(lambda: shown.example.example is not None, timeout=PATIENCE)
    written = shown.example.text.toPlainText()
    assert written.startswith("in ")
    assert "spaces found" in " ".join(written.split())
    assert shown.words.text().startswith("F1 ")


def test_every_panel_has_something_to_say(window, pick, train, qtbot):
    pick(window, "missing_spaces")
    train(window, 3)
    for dock in window.panels.docks:
        dock.raise_()
        qtbot.waitUntil(lambda dock=dock: dock.can_be_seen)
        qtbot.waitUntil(lambda: window.clock.standing, timeout=PATIENCE)
        assert not dock.panel.grab().isNull()
    assert window.notices.texts == ("The steps are done. Space trains 3 more.",)
    assert "only the task Text" in panel(window, "next_character").views.message


def test_the_lines_of_the_loss_are_those_of_what_is_learned(window, pick, qtbot):
    def lines():
        return [line.name for line in panel(window, "loss").plot.references]

    qtbot.waitUntil(lambda: any("gram" in name for name in lines()), timeout=PATIENCE)
    pick(window, "missing_spaces")
    qtbot.waitUntil(lambda: lines() == ["share alone"], timeout=PATIENCE)
    window.drops.text_dropped.emit(LINE * 80)
    qtbot.waitUntil(lambda: window.session.corpus.name == "dropped text", timeout=PATIENCE)
    qtbot.wait(50)
    assert lines() == ["share alone"]
    pick(window, "text")
    qtbot.waitUntil(lambda: any("gram" in name for name in lines()), timeout=PATIENCE)


def test_a_dropped_text_keeps_the_task_and_its_settings(window, pick, qtbot):
    pick(window, "missing_spaces")
    window.drops.text_dropped.emit(LINE * 80)
    qtbot.waitUntil(lambda: window.session.corpus.name == "dropped text", timeout=PATIENCE)
    assert window.session.task.name == "missing_spaces"
    assert window.session.settings.batch == 64
    window.drops.text_dropped.emit("abcabd" * 200)
    refused = lambda: any("has no spaces" in text for text in window.notices.texts)  # noqa: E731
    qtbot.waitUntil(refused, timeout=PATIENCE)
    assert window.session.corpus.name == "dropped text"


def test_from_a_task_without_a_text_the_last_text_is_taken(window, pick):
    name = window.session.corpus.name
    pick(window, "adding")
    window.session.change(hidden=16)
    pick(window, "missing_spaces")
    assert window.session.corpus.name == name
    pick(window, "numbers")
    pick(window, "missing_spaces")
    assert window.session.corpus.name == name
    assert window.session.settings.hidden == 16


def test_the_next_start_goes_on_with_the_task_and_its_text(open_window, pick):
    first = open_window()
    pick(first, "missing_spaces")
    first.close()
    again = open_window()
    assert again.session.task.name == "missing_spaces"
    assert again.session.corpus is not None


@pytest.fixture
def two_texts(tmp_path):
    """Two files, which a network can tell apart."""
    sea, room = tmp_path / "sea.txt", tmp_path / "room.txt"
    sea.write_text("the sea is old and grey and the moon goes over it\n" * 60)
    room.write_text("a man came in and sat down by the fire to read\n" * 60)
    return str(sea), str(room)


def offers(window, words):
    return [banner.offer for banner in window.notices._banners if banner.offer.text() == words]


def test_two_files_that_are_dropped_can_be_told_apart(window, two_texts, train, qtbot):
    window.drops.files_dropped.emit(two_texts)
    qtbot.waitUntil(lambda: window.session.corpus.name.startswith("sea.txt"), timeout=PATIENCE)
    assert window.session.task.name == "text"
    qtbot.mouseClick(offers(window, "Tell them apart")[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.task.name == "which_text", timeout=PATIENCE)
    assert window.session.settings.batch == 64
    left = window.left
    assert left.task.facts["Baseline"].text().startswith("chance: accuracy 50")
    assert left.corpus.facts["Validation"].text() == "the last 10 % of each of 2 texts"
    assert left.task.shape_name.text() == "Many-to-one"
    train(window, 5)
    shown = panel(window, "task")
    qtbot.waitUntil(lambda: shown.example.example is not None, timeout=PATIENCE)
    assert "sea.txt" in shown.example.text.toPlainText()


def test_built_in_texts_come_and_go_with_a_click(window, pick, qtbot):
    def chosen():
        return [name for name, button in window.left.corpus.builtins.items() if button.isChecked()]

    pick(window, "which_text")
    assert window.session.source.builtin == "verse+tales"
    assert chosen() == ["verse", "tales"]
    for name, then in (("sums", ["verse", "tales", "sums"]), ("verse", ["tales", "sums"])):
        qtbot.mouseClick(window.left.corpus.builtins[name], Qt.MouseButton.LeftButton)
        there = "+".join(then)
        qtbot.waitUntil(lambda: window.session.source.builtin == there, timeout=PATIENCE)  # noqa: B023
        assert chosen() == then
    qtbot.mouseClick(window.left.corpus.builtins["sums"], Qt.MouseButton.LeftButton)
    assert any("Two texts at least" in text for text in window.notices.texts)
    assert window.session.task.name == "which_text"


def test_the_text_that_stood_back_for_several_comes_back(window, pick, two_texts, qtbot):
    name = window.session.corpus.name
    pick(window, "which_text")
    pick(window, "missing_spaces")
    assert window.session.corpus.name == name
    pick(window, "which_text")
    window.drops.files_dropped.emit(two_texts)
    qtbot.waitUntil(lambda: window.session.corpus.name.startswith("sea.txt"), timeout=PATIENCE)
    pick(window, "text")
    assert window.session.corpus.name.startswith("sea.txt")


def test_one_text_alone_cannot_be_told_apart(window, pick, two_texts, qtbot):
    pick(window, "which_text")
    window.drops.files_dropped.emit(two_texts[:1])
    refused = lambda: any("sea.txt is one text" in text for text in window.notices.texts)  # noqa: E731
    qtbot.waitUntil(refused, timeout=PATIENCE)
    assert window.session.source.builtin == "verse+tales"
    window.drops.files_dropped.emit(two_texts)
    qtbot.waitUntil(lambda: window.session.corpus.name.startswith("sea.txt"), timeout=PATIENCE)
    assert window.session.task.name == "which_text"
    assert not offers(window, "Tell them apart")


def test_the_next_start_has_several_texts_again(open_window, pick, two_texts, qtbot):
    first = open_window()
    pick(first, "which_text")
    first.drops.files_dropped.emit(two_texts)
    qtbot.waitUntil(lambda: first.session.corpus.name.startswith("sea.txt"), timeout=PATIENCE)
    first.close()
    again = open_window()
    assert again.session.task.name == "which_text"
    assert again.session.source.files == two_texts
    again.close()
    one = open_window("verse")
    assert one.session.task.name == "text"
    assert one.session.corpus.name == "verse"
