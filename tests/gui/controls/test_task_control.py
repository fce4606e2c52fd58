"""The task's row: its shape is drawn as it is, and told in words."""

import pytest
from PySide6.QtGui import QColor

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.controls.task import TaskControl
from rnnviz.gui.plotting.shape_diagram import INPUTS, OUTPUTS, STATES
from rnnviz.lab.snapshot import TaskFacts
from rnnviz.tasks.shape import ALIGNED, DELAYED, MANY_TO_ONE, ONE_TO_MANY, SHAPES

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def control(qtbot):
    control = TaskControl()
    qtbot.addWidget(control)
    control.show()
    return control


def facts(shape, sees_future=True):
    return TaskFacts(
        "t", "T", "Do it.", "nats", ("chance", 0.7), "accuracy", 0.5, 0.9,
        shape=shape, sees_future=sees_future,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("shape", "reads", "answers"),
    [
        (ONE_TO_MANY, [0], [0, 1, 2, 3]),
        (MANY_TO_ONE, [0, 1, 2, 3], [3]),
        (ALIGNED, [0, 1, 2, 3], [0, 1, 2, 3]),
        (DELAYED, [0, 1, 2], [3, 4]),
    ],
)
def test_only_the_boxes_that_exist_are_drawn(control, shape, reads, answers):
    control.show_task(facts(shape))
    boxes = control.shape.boxes()
    assert [step for row, step in boxes if row == INPUTS] == reads
    assert [step for row, step in boxes if row == OUTPUTS] == answers
    assert len([row for row, _ in boxes if row == STATES]) == len(shape.reads)
    assert control.shape_name.text().lower() == shape.name
    assert "steps" in control.shape.accessibleDescription()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_all_boxes_lie_within_the_picture_at_any_size_of_text(control, qtbot, theme):
    control.set_theme(theme)
    control.resize(320, 500)
    for points in (8.0, 16.0):
        font = control.font()
        font.setPointSizeF(points)
        control.setFont(font)
        for shape in SHAPES:
            control.show_task(facts(shape))
            picture = control.shape
            qtbot.waitUntil(lambda: picture.size() == picture.sizeHint())  # noqa: B023
            for box in picture.boxes().values():
                assert picture.rect().contains(box.toAlignedRect())
            image = picture.grab().toImage()
            edge = picture.boxes()[STATES, 1]
            drawn = image.pixelColor(int(edge.left()), int(edge.center().y()) - 3)
            assert drawn != QColor(theme.window)


def test_the_tooltip_says_whether_a_network_may_look_ahead(control):
    control.show_task(facts(ALIGNED, sees_future=False))
    assert "only look back" in control.shape.toolTip()
    control.show_task(facts(ALIGNED, sees_future=True))
    assert "only look back" not in control.shape.toolTip()
