"""A panel or a picture that fails says so in its place, and everything else goes on."""

from types import MethodType

import pytest
from pyqtgraph import AxisItem
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QWidget
from windows import PATIENCE, step

from rnnviz.gui.appearance.theme import DARK
from rnnviz.gui.controls import step_choice
from rnnviz.gui.faults import Faults
from rnnviz.gui.panels import panel_class
from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.guarded_paint import guarded
from rnnviz.gui.plotting.live_plot import LivePlot
from rnnviz.gui.window import drop_overlay, spotlight
from rnnviz.lab.panels import PANELS
from rnnviz.lessons.reading import builtin_lessons
from rnnviz.log_file import log_path

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
every_panel = pytest.mark.parametrize("name", list(PANELS))


def break_(*_args, **_options):
    raise ZeroDivisionError("a made-up mistake")


def in_front(window, qtbot, name):
    """The dock of a panel, brought to the front."""
    (dock,) = (dock for dock in window.panels.docks if dock.kind.name == name)
    dock.show()
    dock.raise_()
    qtbot.waitUntil(lambda: dock.can_be_seen, timeout=PATIENCE)
    return dock


def others_go_on(window, dock, qtbot):
    """Whether training advances, and another panel draws every new snapshot."""
    other = next(one for one in window.panels.docks if one is not dock and one.can_be_seen)
    if window.session.state != "running":
        window.commands.run.trigger()
    before = step(window)
    qtbot.waitUntil(
        lambda: other.drawn is not None and other.drawn.step > before + 20, timeout=PATIENCE
    )
    assert not other.has_failed
    assert window.session.state == "running"


def says_so(dock):
    """What stands in the panel's place."""
    assert dock.has_failed
    assert dock.panel.isVisible()
    words = dock.panel.words.text()
    assert "a made-up mistake" in words
    assert "go on" in words
    assert "Traceback" in log_path().read_text(encoding="utf-8")
    return words


@every_panel
def test_a_panel_that_cannot_draw_says_so_and_the_others_draw(window, qtbot, monkeypatch, name):
    dock = in_front(window, qtbot, name)
    with monkeypatch.context() as patch:
        patch.setattr(panel_class(name), "show_snapshot", break_)
        others_go_on(window, dock, qtbot)
        says_so(dock)
        qtbot.mouseClick(dock.panel.copy, Qt.MouseButton.LeftButton)
        assert "Traceback" in QGuiApplication.clipboard().text()
        qtbot.mouseClick(dock.panel.again, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: dock.has_failed, timeout=PATIENCE)
        says_so(dock)
    qtbot.mouseClick(dock.panel.again, Qt.MouseButton.LeftButton)
    assert isinstance(dock.panel, panel_class(name))
    others_go_on(window, dock, qtbot)
    assert not dock.has_failed
    assert dock.drawn is not None


@every_panel
def test_a_panel_that_cannot_be_made_says_so(open_window, qtbot, monkeypatch, name):
    with monkeypatch.context() as patch:
        patch.setattr(panel_class(name), "_build", break_)
        window = open_window()
        dock = in_front(window, qtbot, name)
        says_so(dock)
    others_go_on(window, dock, qtbot)
    qtbot.mouseClick(dock.panel.again, Qt.MouseButton.LeftButton)
    assert isinstance(dock.panel, panel_class(name))


CALLS = {
    "needs": lambda window: window.panels.wanted().focus,
    "clear": lambda window: window.panels.clear(),
    "set_theme": lambda window: window.set_theme(DARK),
    "show_corpus": lambda window: window.show_corpus(window.session.corpus),
}


@every_panel
def test_whatever_a_panel_cannot_do_the_others_do(window, qtbot, monkeypatch, name):
    dock = in_front(window, qtbot, name)
    for number, (call, make) in enumerate(CALLS.items()):
        with monkeypatch.context() as patch:
            patch.setattr(panel_class(name), call, break_)
            make(window)
            says_so(dock)
            others_go_on(window, dock, qtbot)
        assert log_path().read_text(encoding="utf-8").count("Traceback") > number, call
        qtbot.mouseClick(dock.panel.again, Qt.MouseButton.LeftButton)
        assert isinstance(dock.panel, panel_class(name)), call


def test_a_lesson_goes_on_where_a_panel_cannot_choose(window, qtbot, monkeypatch):
    dock = in_front(window, qtbot, "hidden_units")
    monkeypatch.setattr(panel_class("hidden_units"), "choose", break_)
    window.panels.choose("hidden_units", "units", "spaces")
    says_so(dock)
    window.panels.choose("hidden_units", "units", "all")
    others_go_on(window, dock, qtbot)


@pytest.fixture
def faults(window):
    taken = Faults()
    taken.tell_in(window.notices)
    taken.begin()
    yield taken
    taken.end()


def fail_as_slot(self, *_):
    break_(self)


@every_panel
def test_a_slot_of_a_panel_that_fails_says_so_in_its_place(window, qtbot, faults, name):
    dock = in_front(window, qtbot, name)
    dock.panel.needs_changed.connect(MethodType(fail_as_slot, dock.panel))
    dock.panel.needs_changed.emit()
    qtbot.waitUntil(lambda: dock.has_failed, timeout=PATIENCE)
    says_so(dock)
    assert window.notices.texts == ()
    others_go_on(window, dock, qtbot)
    qtbot.mouseClick(dock.panel.again, Qt.MouseButton.LeftButton)
    assert isinstance(dock.panel, panel_class(name))


def test_a_part_of_a_panel_that_fails_at_an_event_says_so_there(window, qtbot, faults, monkeypatch):
    dock = in_front(window, qtbot, "hidden_units")
    heat_map = dock.panel.map
    monkeypatch.setattr(type(heat_map), "mousePressEvent", fail_as_slot)
    press, left = QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton
    where = heat_map.rect().center().toPointF()
    event = QMouseEvent(press, where, where, left, left, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.postEvent(heat_map, event)
    qtbot.waitUntil(lambda: dock.has_failed, timeout=PATIENCE)
    assert says_so(dock).count("ZeroDivisionError: a made-up mistake") == 1


def test_a_slot_that_fails_where_its_panel_has_failed_already_is_told_beside(window, qtbot, faults):
    dock = in_front(window, qtbot, "loss")
    dock.fail(ZeroDivisionError("a made-up mistake"))
    dock.panel.copy.clicked.connect(MethodType(fail_as_slot, dock.panel))
    qtbot.mouseClick(dock.panel.copy, Qt.MouseButton.LeftButton)
    (words,) = window.notices.texts
    assert "a made-up mistake" in words


def pictures(panel):
    """The parts of a panel that paint themselves and are seen."""
    kinds = (Canvas, LivePlot)
    return [one for one in panel.findChildren(QWidget) if isinstance(one, kinds)]


PAINTED = [name for name in PANELS if name not in ("samples", "runs")]  # which have no picture


@pytest.mark.parametrize("name", PAINTED)
def test_a_picture_that_cannot_be_painted_says_so_in_its_panel(window, qtbot, monkeypatch, name):
    if name == "task":
        window.session.change(task="adding")
        qtbot.waitUntil(lambda: window.session.task.measure != "", timeout=PATIENCE)
    dock = in_front(window, qtbot, name)
    if dock.kind.of_run:
        others_go_on(window, dock, qtbot)
    picture = next(one for one in pictures(dock.panel) if one.isVisible())
    inner = "_paint_picture" if isinstance(picture, Canvas) else "_paint"
    painted = picture if isinstance(picture, Canvas) else picture._overlay
    with monkeypatch.context() as patch:
        patch.setattr(painted, inner, break_)
        picture.set_message("")
        painted.update()
        qtbot.waitUntil(lambda: dock.has_failed, timeout=PATIENCE)
    says_so(dock)
    window.set_theme(DARK)
    others_go_on(window, dock, qtbot)


def test_axes_that_cannot_be_painted_say_so_in_their_panel(window, qtbot, monkeypatch):
    dock = in_front(window, qtbot, "loss")
    others_go_on(window, dock, qtbot)
    axis = next(one for one in dock.panel.plot.scene().items() if isinstance(one, AxisItem))
    with monkeypatch.context() as patch:
        patch.setattr(axis, "tickStrings", break_)
        axis.picture = None  # pyqtgraph's, which it would play again
        axis.update()
        qtbot.waitUntil(lambda: dock.has_failed, timeout=PATIENCE)
    says_so(dock)
    others_go_on(window, dock, qtbot)


def test_a_picture_outside_a_panel_keeps_its_exception(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    with pytest.raises(ZeroDivisionError), guarded(widget):
        break_()


def test_a_lesson_can_point_again_after_the_panel_it_pointed_at_has_failed(window, qtbot):
    frame, dock = window.lesson.spotlight, in_front(window, qtbot, "loss")
    frame.point_at(dock.panel)
    dock.fail(ZeroDivisionError("a made-up mistake"))
    qtbot.wait(20)  # until the failed panel is destroyed
    frame.point_at(dock.panel)
    qtbot.waitUntil(frame.isVisible)
    frame.end()


OVERLAYS = {
    "where files drop": (drop_overlay, "QPen", lambda window: window.overlay.offer("Drop it")),
    "a frame": (spotlight, "QPen", lambda window: window.lesson.spotlight.point_at(window.left)),
    "a lesson's steps": (
        step_choice,
        "QStyleOptionComboBox",
        lambda window: window.lesson.open_builtin(builtin_lessons()[0].name),
    ),
}


@pytest.mark.parametrize("what", list(OVERLAYS))
def test_what_lies_over_the_panels_may_fail_to_be_painted(window, qtbot, monkeypatch, what):
    module, part, show = OVERLAYS[what]
    dock = in_front(window, qtbot, "loss")
    with qtbot.captureExceptions() as told, monkeypatch.context() as patch:
        patch.setattr(module, part, break_)
        show(window)
        qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
        window.overlay.hide()
        window.lesson.spotlight.end()
        window.lesson.close()
        qtbot.wait(20)
    others_go_on(window, dock, qtbot)
