"""Tasks that read passages of a text, in the window: picked, given other texts, and left again."""

import pytest
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
    assert left.corpus.form.fields["validation"].isVisible()
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
