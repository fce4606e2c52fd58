"""The forms: declared rows only, values that hold still under the cursor, nothing by accident."""

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from rnnviz.declare import Declaration
from rnnviz.gui.controls.hyperparameters import Hyperparameters, changes_of
from rnnviz.gui.fields import OptionalField, make_field
from rnnviz.gui.number_fields import FloatField, IntField, rung
from rnnviz.gui.settings_form import SettingsForm, horizon_in_words
from rnnviz.lab.settings import PRESETS, Settings, declarations, preset

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def form(qtbot):
    def make(group, settings=None):
        form = SettingsForm(group)
        qtbot.addWidget(form)
        form.show_settings(settings or Settings())
        form.show()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        return form

    return make


def visible(form):
    return [name for name, field in form.fields.items() if field.isVisible()]


def edits(widget):
    """What a field says from now on."""
    said = []
    widget.edited.connect(said.append)
    return said


@pytest.mark.parametrize("name", declarations())
def test_every_declared_setting_has_a_field_that_shows_its_default(qtbot, name):
    declaration = declarations()[name]
    field = make_field(declaration)
    qtbot.addWidget(field)
    said = edits(field)
    field.show_value(declaration.default)
    assert field.toolTip() == declaration.tooltip
    assert field.accessibleName() == declaration.label
    assert said == []


@pytest.mark.parametrize("group", ["network", "training", "text"])
def test_a_form_has_the_rows_of_its_group_in_the_declared_order(form, group):
    shown = form(group)
    wanted = [name for name, d in Settings().rows().items() if d.group == group]
    rows = sorted(wanted, key=lambda name: shown.fields[name].mapTo(shown, QPoint()).y())
    assert sorted(visible(shown)) == sorted(wanted)
    assert rows == wanted


def test_rows_of_another_cell_appear_and_go(form):
    shown = form("network", Settings(cell="vanilla"))
    assert "activation" in visible(shown)
    shown.show_settings(Settings(cell="lstm"))
    assert "activation" not in visible(shown)
    shown.show_settings(Settings(cell="vanilla"))
    assert "activation" in visible(shown)


def test_rows_of_another_optimizer_stand_below_it(form):
    shown = form("training", Settings(optimizer="sgd"))
    shown.show_settings(Settings(optimizer="adam"))
    below = [shown.fields[name].mapTo(shown, QPoint()).y() for name in ("optimizer", "beta1", "lr")]
    assert below == sorted(below)
    assert "momentum" not in visible(shown)


def test_fields_are_made_once(form):
    shown = form("network")
    before = dict(shown.fields)
    shown.show_settings(Settings(hidden=32))
    assert shown.fields == before


def test_a_number_that_is_being_typed_stays_when_settings_arrive(form, qtbot):
    shown = form("training")
    field = shown.fields["lr"]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0.0")
    shown.show_settings(Settings(batch=4))
    assert field.lineEdit().text() == "0.0"
    qtbot.keyClicks(field, "02")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 0.002


def test_a_number_counts_when_it_is_complete(form, qtbot):
    shown = form("network")
    said = []
    shown.changed.connect(lambda name, value: said.append((name, value)))
    field = shown.fields["hidden"]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "128")
    assert said == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert said == [("hidden", 128)]


def test_a_refused_value_goes_back(form, qtbot):
    shown = form("network")
    field = shown.fields["hidden"]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == 128
    shown.show_settings(Settings(hidden=64))
    assert field.value() == 64


def test_a_choice_is_said_by_its_name(form, qtbot):
    shown = form("network")
    said = []
    shown.changed.connect(lambda name, value: said.append((name, value)))
    field = shown.fields["cell"]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert said == [("cell", field.itemData(1))]
    assert all(field.itemData(row, Qt.ItemDataRole.ToolTipRole) for row in range(field.count()))


def test_rows_that_need_a_new_network_say_so(form):
    shown = form("training")
    for name, label in shown._labels.items():
        needs = declarations()[name].effect == "new network"
        assert label.mark.isVisible() == needs
        assert ("new network" in label.toolTip()) == needs


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
    assert said == [1.0, 1.5, None]
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


def test_a_forget_bias_tells_its_horizon(form):
    shown = form("network", Settings(cell="lstm", forget_bias=2.0))
    assert shown.notes["forget_bias"].text() == f"Remembers about {1 + math.e**2:.1f} steps."
    shown.show_settings(Settings(cell="lstm"))
    assert not shown.notes["forget_bias"].isVisible()
    assert horizon_in_words(5.0) == "About 149 steps."


def test_numbers_outside_the_bounds_cannot_be_entered():
    low = Declaration("n", "N", 1, "", "int", low=1, high=8)
    field = IntField(low)
    field.show_value(100)
    assert field.value() == 8
    assert isinstance(make_field(declarations()["lr"]), FloatField)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_sets_every_row_but_the_seed(qtbot, name):
    strange = Settings(cell="lstm", hidden=7, lr=0.5, seed=9, temperature=2.0)
    settings = strange.change(**changes_of(name))
    wanted = preset(name)
    differing = {n for n in wanted.rows() if settings.value(n) != wanted.value(n)}
    assert differing == {"seed", "temperature"}


def test_the_presets_menu_lists_them_all(qtbot):
    controls = Hyperparameters()
    qtbot.addWidget(controls)
    actions = controls.presets.menu().actions()
    assert [action.text() for action in actions] == list(PRESETS)
    with qtbot.waitSignal(controls.preset_chosen) as chosen:
        actions[1].trigger()
    assert chosen.args[0]["optimizer"] == "adagrad"
