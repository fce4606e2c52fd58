"""The editors of single settings: typed, stepped, switched, and never changed by accident."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from rnnviz.declare import Declaration
from rnnviz.gui.widgets.fields import OptionalField, make_field
from rnnviz.gui.widgets.number_fields import FloatField, IntField, rung
from rnnviz.lab.settings import Settings, declarations

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def edits(widget):
    """What a field says from now on."""
    said = []
    widget.edited.connect(said.append)
    return said


@pytest.mark.parametrize(
    ("value", "up", "down"),
    [(8e-3, 1e-2, 5e-3), (1.0, 2.0, 0.5), (5.0, 10.0, 2.0), (1e-6, 2e-6, 5e-7), (3.0, 5.0, 2.0)],
)
def test_the_arrows_walk_along_one_two_five(value, up, down):
    assert rung(value, up=True) == pytest.approx(up)
    assert rung(value, up=False) == pytest.approx(down)


def test_the_arrows_of_a_whole_number_on_a_log_scale_double_it(qtbot):
    field = make_field(declarations()["hidden"])
    qtbot.addWidget(field)
    field.show_value(48)
    field.stepUp()
    assert field.value() == 96
    field.show_value(1)
    field.stepDown()
    assert field.value() == 1


def test_the_arrows_stop_at_the_bounds(qtbot):
    field = make_field(declarations()["lr"])
    qtbot.addWidget(field)
    field.show_value(declarations()["lr"].high)
    field.stepUp()
    assert field.value() == declarations()["lr"].high


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0,02", 0.02), ("2e-3", 0.002), (".5", 0.5), ("1", 1.0), ("99", 10.0), ("e", 0.008)],
)
def test_numbers_may_be_typed_in_several_ways(qtbot, typed, value):
    field = make_field(declarations()["lr"])
    qtbot.addWidget(field)
    field.show_value(0.008)
    field.show()
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == pytest.approx(value)


def test_a_whole_number_with_a_unit_can_be_typed(qtbot):
    field = make_field(declarations()["schedule_length"])
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "12000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 12_000
    assert field.text() == "12,000 steps"


def test_space_leaves_the_number_and_goes_to_the_window(qtbot):
    field = make_field(declarations()["hidden"])
    qtbot.addWidget(field)
    field.show()
    said = edits(field)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "32")
    qtbot.keyClick(field, Qt.Key.Key_Space)
    assert said == [32]
    assert field.text() == "32"


def test_the_wheel_changes_nothing_without_the_focus(qtbot):
    for name in ("hidden", "lr", "cell"):
        field = make_field(declarations()[name])
        qtbot.addWidget(field)
        field.show_value(Settings().value(name))
        field.show()
        field.clearFocus()
        said = edits(field)
        wheel = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(field, wheel)
        assert said == []
        assert not wheel.isAccepted()


def test_an_optional_number_is_switched_on_and_off(qtbot):
    field = make_field(declarations()["forget_bias"])
    qtbot.addWidget(field)
    assert isinstance(field, OptionalField)
    field.show_value(None)
    field.show()
    said = edits(field)
    qtbot.mouseClick(field.switch, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    field.number.stepUp()
    qtbot.mouseClick(field.switch, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert said == [0.0, 0.5, None]
    assert not field.number.isEnabled()


def test_a_flag_is_a_check_box(qtbot):
    field = make_field(Declaration("peep", "Peepholes", False, "Looks at c.", "flag"))
    qtbot.addWidget(field)
    field.show()
    said = edits(field)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert said == [True]


def test_a_text_counts_when_it_is_complete(qtbot):
    field = make_field(declarations()["prime"])
    qtbot.addWidget(field)
    said = edits(field)
    field.show()
    field.setFocus()
    qtbot.keyClicks(field, "the ")
    assert said == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert said == ["the "]
    assert isinstance(field, QLineEdit)


def test_numbers_outside_the_bounds_cannot_be_entered():
    low = Declaration("n", "N", 1, "", "int", low=1, high=8)
    field = IntField(low)
    field.show_value(100)
    assert field.value() == 8
    assert isinstance(make_field(declarations()["lr"]), FloatField)
