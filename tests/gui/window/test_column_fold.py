"""The column of settings folds away, and has the rest of its rows under "More"."""

from PySide6.QtCore import Qt
from windows import PATIENCE


def rows(window):
    forms = (window.left.hyperparameters.network, window.left.hyperparameters.training)
    return {name for form in forms for name, field in form.fields.items() if field.isVisible()}


def test_at_first_only_what_newcomers_change_is_in_front(window):
    assert rows(window) <= {"cell", "hidden", "lr", "steps", "sample_length"}
    assert {"cell", "hidden", "lr"} <= rows(window)


def test_more_shows_all_rows_and_is_remembered(window, qtbot):
    more = window.left.hyperparameters.training.more
    qtbot.mouseClick(more.button, Qt.MouseButton.LeftButton)
    assert {"window", "batch", "clip"} <= rows(window)
    assert window.left.more == ["training"]
    qtbot.mouseClick(more.button, Qt.MouseButton.LeftButton)
    assert "batch" not in rows(window)


def test_what_is_changed_elsewhere_comes_to_the_front(window):
    window.session.change(batch=3)
    assert "batch" in rows(window)


def test_the_column_folds_by_key_by_button_and_comes_back_where_it_was(window, qtbot):
    width = window.left.width()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert window.left.isHidden()
    assert not window.commands.column.isChecked()
    button = window.transport._fold[0]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.left.isVisible()
    qtbot.waitUntil(lambda: window.left.width() == width, timeout=PATIENCE)
    assert width <= window.left.minimumWidth() + 1


def test_a_lesson_folds_it_unless_it_sets_something_there(window, qtbot):
    window.lesson.open_builtin("10-unit")
    qtbot.waitUntil(lambda: window.lesson.isVisible(), timeout=PATIENCE)
    sets = window.lesson.player.lesson.sets_in_column
    assert window.left.isHidden() is not sets
    assert window.column.wanted
    window.lesson.close()
    assert window.left.isVisible()


def test_with_large_letters_a_lesson_makes_the_window_no_wider(open_window, qtbot):
    window = open_window(size=(1024, 768))
    for _ in range(8):
        window.look.larger()
    for name in ("1-spell", "14-attention"):
        window.lesson.open_builtin(name)
        qtbot.waitUntil(lambda: window.lesson.isVisible(), timeout=PATIENCE)
        qtbot.wait(100)
        assert window.width() == 1024
    qtbot.keyClick(window, Qt.Key.Key_F9)
    qtbot.wait(50)
    assert window.left.isVisible()
    assert window.width() == 1024
