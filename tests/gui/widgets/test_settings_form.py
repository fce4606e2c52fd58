"""The forms: declared rows only, values that hold still under the cursor, nothing by accident."""

import math

import pytest
from PySide6.QtCore import QPoint, Qt
from windows import step

from rnnviz.gui.controls.hyperparameters import Hyperparameters, changes_of
from rnnviz.gui.widgets.fields import make_field
from rnnviz.gui.widgets.settings_form import SettingsForm
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.usual_settings import PRESETS, preset

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
    wanted = [name for name, d in Settings().rows_of_form().items() if d.group == group]
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


def test_a_row_that_a_task_forbids_stands_there_and_says_why(qtbot, form):
    shown = form("network", Settings(task="text", bidirectional=True))
    field, note = shown.fields["bidirectional"], shown.notes["bidirectional"]
    assert not field.isEnabled()
    assert not field.isChecked()
    said = "Not here: such a network would read the very character that it is to predict."
    assert note.isVisible()
    assert note.text() == field.toolTip() == said
    with qtbot.assertNotEmitted(shown.changed):
        qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    shown.show_settings(Settings(task="noisy_sine"))
    assert field.toolTip().endswith("the very number that it is to forecast.")


def test_where_the_future_is_there_the_row_can_be_chosen_again(qtbot, form):
    shown = form("network", Settings(task="text"))
    shown.show_settings(Settings(task="adding"))
    field = shown.fields["bidirectional"]
    assert field.isEnabled()
    assert field.toolTip() == declarations()["bidirectional"].tooltip
    assert not shown.notes["bidirectional"].isVisible()
    with qtbot.waitSignal(shown.changed) as told:
        qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(8, field.height() // 2))
    assert told.args == ["bidirectional", True]


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


def test_a_forget_bias_tells_its_horizon(form):
    shown = form("network", Settings(cell="lstm", forget_bias=2.0))
    assert shown.notes["forget_bias"].text() == f"Remembers about {1 + math.e**2:.1f} steps."
    shown.show_settings(Settings(cell="lstm"))
    words = (
        f"Usual for LSTM: 2. Remembers about {1 + math.e**2:.1f} steps. Tick for 0, as in PyTorch."
    )
    assert shown.notes["forget_bias"].text() == words
    shown.show_settings(Settings(cell="lstm", chrono=50))
    assert not shown.notes["forget_bias"].isVisible()


def test_the_usual_forget_bias_is_one_click_from_zero(form, qtbot):
    shown, told = form("network", Settings(cell="lstm")), []
    shown.changed.connect(lambda name, value: told.append((name, value)))
    qtbot.mouseClick(shown.fields["forget_bias"].switch, Qt.MouseButton.LeftButton)
    assert told == [("forget_bias", 0.0)]


def test_a_new_row_without_a_note_leaves_no_gap(form, qtbot):
    shown = form("network", Settings(cell="vanilla"))
    shown.show_settings(Settings(cell="lstm", chrono=50))
    qtbot.wait(50)  # Qt shows what is new when it comes to it
    assert shown.fields["forget_bias"].isVisible()
    assert not shown.notes["forget_bias"].isVisible()


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


def test_rates_and_thresholds_have_a_slider_and_what_starts_over_has_none(form):
    shown = form("training", Settings(optimizer="adam"))
    at_once = {name for name, d in declarations().items() if d.effect == "now"}
    assert {"lr", "clip_threshold"} <= set(shown.sliders) <= at_once
    assert shown.sliders["lr"].isVisible()


def test_a_slider_moves_its_number_on_a_logarithmic_scale(form, qtbot):
    shown = form("training")
    slider, field = shown.sliders["lr"], shown.fields["lr"]
    said = edits(field)
    before = field.value()
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    assert field.value() == pytest.approx(before / 10, rel=0.06)
    assert said == [field.value()]
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert field.value() == field.minimum()
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert field.value() == field.maximum()
    assert slider.accessibleDescription() == "10"


def test_a_slider_follows_its_number_and_changes_nothing(form, qtbot):
    shown = form("training")
    said = edits(shown.fields["lr"])
    shown.show_settings(Settings(lr=0.0123))
    assert said == []
    assert shown.fields["lr"].value() == 0.0123
    place = shown.sliders["lr"].value()
    shown.fields["lr"].setValue(0.123)
    assert shown.sliders["lr"].value() == place + 20
    assert shown.fields["lr"].value() == 0.123


def test_every_place_of_a_slider_is_kept_when_its_number_comes_back(form):
    shown = form("training")
    for name in ("lr", "clip_threshold"):
        slider, field = shown.sliders[name], shown.fields[name]
        for place in range(slider.maximum() + 1):
            slider.setValue(place)
            slider.show_value(field.value())
            assert slider.value() == place


def test_the_arrow_keys_of_a_slider_do_not_step_the_training(window, qtbot):
    slider = window.left.hyperparameters.training.sliders["lr"]
    before = window.session.settings.lr
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert step(window) <= 0
    assert window.session.settings.lr > before
