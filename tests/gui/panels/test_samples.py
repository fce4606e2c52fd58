"""The samples panel as people see and use it."""

import time
from dataclasses import fields

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from timing import cpu_seconds

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.samples import EMPTY, SamplesPanel
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Curves, Sample, Snapshot, TaskFacts
from rnnviz.tasks.text import read_text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
SIZES = [(200, 120), (330, 220), (480, 330), (900, 600), (1600, 1000)]
TEXT_FACTS = TaskFacts("text", "Text", "", "nats per character", ("uniform", 3.3))
NO_CURVES = Curves(*[np.zeros(0)] * len(fields(Curves)))


@pytest.fixture
def panel(qtbot):
    panel = SamplesPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def sample(step, text=None, **more):
    parts = {"loss": 4 / (1 + step), "text": text or f"text of step {step}\nand more"}
    return Sample(**{"step": step, "prime": "shall ", "temperature": 0.8, **parts, **more})


def samples(count, start=0):
    return [sample(step) for step in range(start, start + count)]


def snapshot(written=(), **settings):
    return Snapshot(
        step=7, characters=175, loss=2.0, smoothed=2.1, lr=0.01, chars_per_second=1e5,
        settings=Settings().change(**settings), task=TEXT_FACTS, curves=NO_CURVES, samples=written,
    )  # fmt: skip


def text(panel):
    return panel.view.toPlainText()


def rows(panel):
    model = panel.list.model()
    return [[model.index(row, c).data() for c in range(3)] for row in range(model.rowCount())]


def click_row(qtbot, panel, row):
    index = panel.list.model().index(row, 0)
    panel.list.scrollTo(index)
    place = panel.list.visualRect(index).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_before_training_the_panel_says_what_will_stand_there(panel):
    panel.show_snapshot(snapshot())
    assert text(panel) == ""
    assert panel.view.placeholderText() == EMPTY
    assert not panel.copy.isEnabled()


def test_the_newest_sample_stands_large_with_step_loss_and_temperature(panel):
    panel.show_snapshot(snapshot([sample(0), sample(1500, "and after", loss=1.912)]))
    assert text(panel) == "shall and after"
    assert panel.heading.text() == "Step 1,500, 1.91 nats, temperature 0.8"
    assert panel.view.font().pointSizeF() > panel.font().pointSizeF()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_prime_is_set_off_from_what_was_written(panel, theme):
    panel.set_theme(theme)
    panel.show_snapshot(snapshot([sample(1, "i compare")]))
    cursor = panel.view.textCursor()
    cursor.setPosition(3)
    assert cursor.charFormat().fontWeight() > 500
    assert cursor.charFormat().foreground().color() == QColor(theme.accent)
    cursor.setPosition(9)
    assert cursor.charFormat().fontWeight() <= 500
    panel.set_theme(LIGHT)
    cursor = panel.view.textCursor()
    cursor.setPosition(3)
    assert cursor.charFormat().foreground().color() == QColor(LIGHT.accent)


def test_the_list_tells_step_loss_and_beginning_of_each_sample(panel):
    panel.show_snapshot(snapshot([sample(0, "xq\tz", loss=4.174), sample(1200, "the sun\n and")]))
    assert rows(panel) == [
        ["0", "4.17", "xq⇥z"],
        ["1,200", "0.00", "the sun⏎ and"],
    ]


def test_a_click_on_an_earlier_sample_shows_it_until_one_goes_back(qtbot, panel):
    panel.show_snapshot(snapshot(samples(5)))
    assert not panel.newest.isVisible()
    click_row(qtbot, panel, 2)
    assert text(panel) == "shall text of step 2\nand more"
    assert panel.heading.text().startswith("Step 2,")
    panel.show_snapshot(snapshot(samples(6)))
    qtbot.waitUntil(lambda: len(rows(panel)) == 6, timeout=2000)
    assert text(panel).startswith("shall text of step 2")
    qtbot.mouseClick(panel.newest, Qt.MouseButton.LeftButton)
    assert text(panel).startswith("shall text of step 5")
    assert not panel.newest.isVisible()
    assert panel.list.selectedIndexes() == []


def test_keys_choose_from_the_list_and_the_focus_alone_does_not(qtbot, panel):
    panel.show_snapshot(snapshot(samples(5)))
    panel.list.setFocus(Qt.FocusReason.TabFocusReason)
    assert text(panel).startswith("shall text of step 4")
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert text(panel).startswith("shall text of step 2")
    qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    assert text(panel).startswith("shall text of step 1")


def test_the_list_follows_its_end_and_stays_where_it_was_scrolled_to(qtbot, panel):
    bar = panel.list.verticalScrollBar()
    panel.show_snapshot(snapshot(samples(100)))
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert bar.value() == bar.maximum()
    panel._since.invalidate()
    panel.show_snapshot(snapshot(samples(150)))
    qtbot.wait(10)
    assert bar.value() == bar.maximum()
    bar.setValue(20)
    panel._since.invalidate()
    panel.show_snapshot(snapshot(samples(200)))
    qtbot.wait(10)
    assert len(rows(panel)) == 200
    assert bar.value() == 20


def test_the_screen_changes_at_most_twice_a_second_and_ends_with_the_last(qtbot, panel):
    panel.show_snapshot(snapshot(samples(1)))
    for count in range(2, 9):
        panel.show_snapshot(snapshot(samples(count)))
    assert len(rows(panel)) == 1
    started = time.monotonic()
    qtbot.waitUntil(lambda: len(rows(panel)) == 8, timeout=2000)
    assert time.monotonic() - started > 0.3
    assert text(panel).startswith("shall text of step 7")


def test_nothing_is_touched_when_nothing_new_was_written(qtbot, panel):
    written = samples(3)
    panel.show_snapshot(snapshot(written))
    panel._since.invalidate()
    changes = []
    panel.view.textChanged.connect(lambda: changes.append(1))
    for _ in range(50):
        panel.show_snapshot(snapshot(written))
    assert changes == []
    assert not panel._timer.isActive()


def test_another_run_begins_with_an_empty_list(qtbot, panel):
    panel.show_snapshot(snapshot(samples(5)))
    click_row(qtbot, panel, 2)
    panel._since.invalidate()
    panel.show_snapshot(snapshot([sample(0, "new")]))
    assert len(rows(panel)) == 1
    assert text(panel) == "shall new"
    panel.clear()
    assert rows(panel) == []
    assert text(panel) == ""
    assert panel.heading.text() == ""


def test_clear_drops_what_was_still_to_come(qtbot, panel):
    panel.show_snapshot(snapshot(samples(1)))
    panel.show_snapshot(snapshot(samples(2)))
    panel.clear()
    qtbot.wait(600)
    assert rows(panel) == []


def test_copy_puts_the_whole_sample_on_the_clipboard(qtbot, panel):
    panel.show_snapshot(snapshot([sample(3, "line\u2029and\nline\u00a0end")]))
    qtbot.mouseClick(panel.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "shall line\u2029and\nline\u00a0end"


def test_text_that_is_being_selected_is_not_taken_away(qtbot, panel):
    panel.show_snapshot(snapshot(samples(1)))
    panel.view.setFocus()
    panel.view.selectAll()
    panel._since.invalidate()
    panel.show_snapshot(snapshot(samples(2)))
    assert text(panel).startswith("shall text of step 0")
    assert panel.newest.isVisible()


def test_the_button_asks_for_a_sample_and_shows_it_without_waiting(qtbot, panel):
    panel.show_snapshot(snapshot(samples(3)))
    click_row(qtbot, panel, 0)
    with qtbot.waitSignal(panel.sample_requested):
        qtbot.mouseClick(panel.controls.write, Qt.MouseButton.LeftButton)
    panel.show_snapshot(snapshot(samples(4)))
    assert text(panel).startswith("shall text of step 3")


def test_a_loss_that_is_no_number_is_told_in_words(panel):
    panel.show_snapshot(snapshot([sample(3, loss=float("nan"))]))
    assert panel.heading.text() == "Step 3, loss not finite, temperature 0.8"
    assert rows(panel)[0][1] == "–"


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_sample_is_seen_in_every_size(panel, size, theme):
    panel.set_theme(theme)
    panel.resize(*size)
    panel.show_snapshot(snapshot(samples(3)))
    assert (panel.width(), panel.height()) == size
    image = panel.view.viewport().grab().toImage()
    inks = {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(image.height())}
    assert len(inks) > 3


def test_ten_thousand_samples_cost_little(qtbot, panel):
    written = samples(10_000)
    panel.show_snapshot(snapshot(written))
    qtbot.wait(10)

    def one_more(turn):
        written.append(sample(10_000 + turn))
        panel._since.invalidate()
        panel.show_snapshot(snapshot(list(written)))
        panel.list.repaint()

    assert cpu_seconds(one_more, 20) < 0.02
    assert len(rows(panel)) == 10_020
    last = snapshot(list(written))
    assert cpu_seconds(lambda _: panel.show_snapshot(last), 100) < 2e-3


def test_controls_have_names_and_tooltips(panel):
    controls = panel.controls
    for control in (
        controls.prime,
        controls.temperature,
        controls.sample_length,
        panel.list,
        panel.view,
    ):
        assert control.accessibleName()
        assert control.toolTip()
    for button in (controls.write, panel.newest, panel.copy):
        assert button.text()
        assert button.toolTip()


def test_what_the_controls_ask_for_is_passed_on(qtbot, panel):
    with qtbot.waitSignal(panel.change_requested) as asked:
        panel.controls.temperature.setValue(1.5)
    assert asked.args == [{"temperature": 1.5}]
    panel.show_snapshot(snapshot(sample_length=700))
    assert panel.controls.sample_length.value() == 700


def test_a_prime_that_the_text_cannot_write_is_refused_in_the_panel(panel):
    panel.controls.prime.setText("zoo")
    panel.show_corpus(read_text("hello yellow world. " * 9, "text"), ())
    assert panel.controls.refusal.isVisible()
    assert "'z'" in panel.controls.refusal.text()
