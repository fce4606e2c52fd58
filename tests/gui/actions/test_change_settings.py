"""What else changes with a setting, and that the window says so."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from windows import PATIENCE

from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton


def choose(window, qtbot, optimizer):
    """Open the form's list of optimizers with the mouse, and click on one."""
    field = window.left.hyperparameters.training.fields["optimizer"]
    QTest.mouseClick(field, LEFT)
    view = field.view()
    qtbot.waitUntil(view.isVisible)
    qtbot.wait(QApplication.doubleClickInterval() + 50)  # the click that opened it is over
    row = view.visualRect(field.model().index(field.findData(optimizer), 0))
    QTest.mouseClick(view.viewport(), LEFT, pos=row.center())


def settled(window, optimizer):
    session = window.session
    return lambda: session.settings.optimizer == optimizer and session.state == "ready"


def rate(window):
    return window.left.hyperparameters.training.fields["lr"].value()


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop", "adagrad"])
def test_another_optimizer_brings_its_usual_learning_rate_and_the_window_says_so(
    window, qtbot, optimizer
):
    choose(window, qtbot, optimizer)
    qtbot.waitUntil(settled(window, optimizer), timeout=PATIENCE)
    usual = OPTIMIZERS[optimizer].default_lr
    assert window.session.settings.lr == usual
    assert rate(window) == pytest.approx(usual)
    (words,) = window.notices.texts
    assert words == f"{OPTIMIZERS[optimizer].label} came with its usual learning rate, {usual:g}."


def test_the_way_back_brings_the_rate_back(window, qtbot):
    before = window.session.settings
    choose(window, qtbot, "sgd")
    qtbot.waitUntil(settled(window, "sgd"), timeout=PATIENCE)
    choose(window, qtbot, before.optimizer)
    qtbot.waitUntil(settled(window, before.optimizer), timeout=PATIENCE)
    assert window.session.settings == before


def test_a_rate_that_comes_with_its_optimizer_stays(window, qtbot):
    presets = window.left.hyperparameters.presets
    (classic,) = (one for one in presets.menu().actions() if one.data() == "min-char-rnn")
    presets.menu().popup(presets.mapToGlobal(presets.rect().bottomLeft()))
    QTest.mouseClick(
        presets.menu(),
        LEFT,
        pos=presets.menu().actionGeometry(classic).center(),
    )
    qtbot.waitUntil(settled(window, "adagrad"), timeout=PATIENCE)
    assert window.session.settings.lr == 0.1
    assert window.notices.texts == ()


def test_a_value_out_of_bounds_is_refused_in_a_notice(window, qtbot):
    before = window.session.settings
    window.change_settings.change("epsilon", 0.0)
    qtbot.waitUntil(lambda: bool(window.notices.texts), timeout=PATIENCE)
    assert "Epsilon must lie between" in window.notices.texts[-1]
    assert window.session.settings == before
