"""Whatever a user might do to the window, at random and by a seed: one method for each."""

import time

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenuBar,
    QMessageBox,
    QTextEdit,
    QToolButton,
    QWidget,
)

from rnnviz.gui.actions.actions import WORDS
from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.settings import declarations
from rnnviz.lessons.files import lesson_path
from rnnviz.lessons.reading import builtin_lessons

KEY = Qt.Key
KEYS = [KEY.Key_Space, KEY.Key_Right, KEY.Key_Home, KEY.Key_Tab, KEY.Key_Left, KEY.Key_Up]
KEYS += [KEY.Key_Down, KEY.Key_Plus, KEY.Key_Minus, KEY.Key_A, KEY.Key_Return, KEY.Key_Escape]
KEYS += [KEY.Key_0, KEY.Key_9, KEY.Key_Period, KEY.Key_E, KEY.Key_Backspace, KEY.Key_Delete]
TYPED = ["", "0, 3", "sheep", "1e-3", "5-2", "<b>&amp;", "\\n", "∂", "-1", "9" * 30]
SMALL = {"hidden": 24, "layers": 3, "batch": 8, "window": 40, "sample_length": 60, "steps": 500}
SMALL |= {"length": 20}
SIZES = [(1366, 768), (800, 500), (640, 400), (1800, 1000), (1024, 600)]
NO_BUTTON, NO_KEY = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


class RandomUser:
    """Does one thing after the other to a window; `done` tells which."""

    def __init__(self, window, folder, choose):
        self.window, self.folder, self.choose = window, folder, choose
        self.done = []
        self.slowest = (0.0, "")
        self._write_files()
        self.kinds = sorted(name for name in dir(type(self)) if name.startswith("do_"))

    def act(self):
        """Do one thing, and let the window see to it."""
        kind = self.choose.choice(self.kinds)
        self.done.append(kind)
        start = time.perf_counter()
        getattr(self, kind)()
        QApplication.processEvents()
        self.slowest = max(self.slowest, (time.perf_counter() - start, self.done[-1]))

    def answer(self):
        """Answer a question that is asked, and close what else lies over the window."""
        box, popup = QApplication.activeModalWidget(), QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        if isinstance(box, QMessageBox):
            self.choose.choice(box.buttons()).click()

    def some_file(self, *_):
        """A file that a file dialog may come back with."""
        return str(self.choose.choice(self.files)), ""

    def some_files(self, *_):
        return [self.some_file()[0] for _ in range(self.choose.choice([0, 1, 1, 2]))], ""

    def somewhere(self, *_):
        """A place that a file dialog for saving may come back with."""
        names = ["a.safetensors", "b", "nowhere/c.safetensors", "", "own.txt", "d.md"]
        name = self.choose.choice(names)
        return (str(self.folder / name) if name else ""), ""

    def some_folder(self, *_):
        """A folder that somebody may choose for a workspace, or none."""
        folder = self.choose.choice([self.work, self.work, self.folder, ""])
        return str(folder)

    def _write_files(self):
        files = {
            "own.txt": b"how now brown cow, said the sheep to the plough.\n" * 40,
            "short.txt": b"a",
            "binary.bin": bytes(range(256)) * 8,
            "run.safetensors": b"nonsense",
            "lesson.md": b"+++\ntitle = 3\n+++\n",
            "empty.md": b"",
        }
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        self.files = [self.folder / name for name in (*files, "gone.txt", "a.safetensors")]
        self.work = self.folder / "work"
        self.work.mkdir()
        self.files += [self.work, self.folder, lesson_path(builtin_lessons()[0].name)]

    def _note(self, *what):
        self.done[-1] += f" {' '.join(map(str, what))}"

    def _some(self, *kinds):
        """A widget of these kinds that can be used, or None."""
        top = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isEnabled()]
        found = [w for one in top for kind in kinds for w in one.findChildren(kind)]
        found = [w for w in found if w.isVisible() and w.isEnabled()]
        return self.choose.choice(found) if found else None

    def do_press_a_key(self):
        key = self.choose.choice(KEYS)
        self._note(key.name)
        QTest.keyClick(QApplication.focusWidget() or self.window, key)

    def do_click_a_button(self):
        button = self._some(QAbstractButton)
        if button is not None and not (isinstance(button, QToolButton) and button.menu()):
            self._note(button.text(), button.accessibleName())
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def do_click_somewhere(self):
        widget = self._some(QWidget)
        if widget is None or isinstance(widget, QComboBox | QMenuBar):
            return
        self._note(type(widget).__name__)
        place = QPoint(*(self.choose.randrange(max(1, n)) for n in widget.size().toTuple()))
        QTest.mouseMove(widget, place)
        click = self.choose.choice([QTest.mouseClick, QTest.mouseDClick])
        click(widget, Qt.MouseButton.LeftButton, NO_KEY, place)

    def do_turn_the_wheel(self):
        widget = self._some(QWidget)
        if widget is not None:
            self._note(type(widget).__name__)
            at, by = QPointF(widget.rect().center()), QPoint(0, self.choose.choice([-240, 120]))
            phase = Qt.ScrollPhase.NoScrollPhase
            QApplication.sendEvent(
                widget,
                QWheelEvent(at, widget.mapToGlobal(at), by, by, NO_BUTTON, NO_KEY, phase, False),
            )

    def do_type(self):
        field = self._some(QLineEdit, QTextEdit)
        if field is not None and not field.isReadOnly():
            words = self.choose.choice(TYPED)
            self._note(field.accessibleName(), words)
            field.setText(words)
            QTest.keyClick(field, KEY.Key_Return)

    def do_move_a_slider(self):
        slider = self._some(QAbstractSlider)
        if slider is not None:
            self._note(slider.accessibleName())
            slider.setValue(self.choose.randint(slider.minimum(), slider.maximum()))

    def do_turn_a_number(self):
        number = self._some(QAbstractSpinBox)
        if number is not None:
            self._note(number.accessibleName())
            number.stepBy(self.choose.choice([-1, 1]))

    def do_choose_in_a_list(self):
        combo = self._some(QComboBox)
        if combo is not None and combo.count():
            row = self.choose.randrange(combo.count())
            self._note(combo.accessibleName(), row)
            combo.setCurrentIndex(row)
            combo.activated.emit(row)

    def do_change_a_setting(self):
        name, declared = self.choose.choice(list(declarations().items()))
        if declared.kind == "choice":
            value = self.choose.choice(declared.choices)
        elif name in SMALL:
            value = self.choose.randint(1, SMALL[name])
        else:
            value = declared.default
        self._note(name, value)
        self.window.change_settings.change(name, value)

    def do_drop(self):
        data, paths = QMimeData(), self.some_files()[0]
        if paths:
            data.setUrls([QUrl.fromLocalFile(path) for path in paths])
        else:
            data.setText(self.choose.choice(["", "x", "moo said the cow " * 30]))
        self._note(*paths)
        target = self.choose.choice([self.window, *self.window.panels.docks])
        place, action = QPoint(20, 20), Qt.DropAction.CopyAction
        enter = QDragEnterEvent(place, action, data, NO_BUTTON, NO_KEY)
        enter.ignore()
        QApplication.sendEvent(target, enter)
        QApplication.processEvents()
        if self.choose.random() < 0.3:
            QApplication.sendEvent(target, QDragLeaveEvent())
        else:
            QApplication.sendEvent(target, QDropEvent(place, action, data, NO_BUTTON, NO_KEY))

    def do_copy_elsewhere(self):
        QGuiApplication.clipboard().setText(self.choose.choice(TYPED) * self.choose.choice([1, 99]))

    def do_an_action(self):
        name = self.choose.choice([name for name in WORDS if name not in ("quit", "log")])
        self._note(name)
        getattr(self.window.commands, name).trigger()

    def do_choose_a_look(self):
        self.choose.choice(self.window.commands.looks.actions()).trigger()

    def do_something_to_a_panel(self):
        dock = self.choose.choice(self.window.panels.docks)
        what = self.choose.choice(["close", "float", "raise", "size"])
        self._note(dock.kind.name, what)
        if what == "close":
            dock.toggleViewAction().trigger()
        elif what == "float":
            dock.setFloating(not dock.isFloating())
        elif what == "raise":
            dock.show()
            dock.raise_()
        elif dock.isFloating():
            dock.resize(*self.choose.choice(SIZES))

    def do_something_to_a_run(self):
        newest = self.window.session.snapshot()
        if newest is None or not newest.rows:
            return
        row, panels = self.choose.choice(newest.rows), self.window.panels
        verbs = ["focus", "show", "hide", "train", "save", "remove", "rename", "copy", "sort"]
        what = self.choose.choice(verbs)
        self._note(what, row.name)
        if what == "rename":
            panels.rename_requested.emit(row.run, self.choose.choice(TYPED))
        elif what == "copy":
            panels.copy_requested.emit(row.run, {"hidden": self.choose.randint(1, 24)})
        elif what == "sort":
            panels.panels["runs"].table.runs.sort(self.choose.randint(-1, 12))
        else:
            panels.run_requested.emit(what, row.run)

    def do_something_in_a_lesson(self):
        lesson = self.window.lesson
        what = self.choose.choice(["open", "turn", "do", "do", "stop", "close"])
        self._note(what)
        if what == "open":
            lesson.open_builtin(self.choose.choice(builtin_lessons()).name)
        elif what == "close":
            lesson.close()
        elif lesson.isVisible() and lesson.player.lesson is not None:
            index = self.choose.randrange(len(lesson.player.lesson.steps))
            if what == "turn":
                lesson.view.turn_to(index)
            elif what == "do":
                lesson.view.do_requested.emit(index)
            else:
                lesson.player.stop()

    def do_something_by_hand(self):
        name = self.choose.choice([*INTERVENTIONS, "undo", "redo"])
        self._note(name)
        if name == "undo":
            self.window.left.by_hand.undo_requested.emit()
        elif name == "redo":
            self.window.commands.redo.trigger()
        else:
            value = self.choose.choice([None, 0.0, 0.5, 1.0, 3.0])
            self.window.left.by_hand.requested.emit(name, value)

    def do_save(self):
        self.window.session.save(self.somewhere()[0] or str(self.folder))

    def do_resize(self):
        self.window.resize(*self.choose.choice(SIZES))

    def do_close_dialogs(self):
        for dialog in self.window.findChildren(QDialog):
            dialog.close()

    def do_leave(self):
        for kind in (QEvent.Type.Leave, QEvent.Type.WindowDeactivate):
            widget = self._some(QWidget)
            if widget is not None:
                QApplication.sendEvent(widget, QEvent(kind))

    def do_wait(self):
        QTest.qWait(self.choose.choice([5, 30, 120]))
