"""The network writes on, as people see and use it: key by key, and as a beam search."""

import numpy as np
import pytest
from next_panels import PHRASE, columns, learned_run, make_next_panel, measured, show, view
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QGuiApplication
from trainers import CORPUS

from rnnviz.gui.panels.next_character import EMPTY, NextCharacterPanel
from rnnviz.lab.panels import BEAM, EACH, WRITE
from rnnviz.lab.place import Place


@pytest.fixture(scope="module")
def run():
    return learned_run()


@pytest.fixture
def panel(qtbot):
    return make_next_panel(qtbot)


def test_enter_writes_on_and_shift_enter_takes_back(qtbot, panel, run):
    view(panel, WRITE)
    show(panel, run)
    panel.phrase.setFocus()
    run.trainer.settings = run.trainer.settings.change(prime=PHRASE, sample_length=6)
    for count in range(1, 7):
        qtbot.keyClick(panel.phrase, Qt.Key.Key_Return)
        show(panel, run)
        assert len(panel.writing.text) == count
    assert panel.views.on.text.toPlainText() == PHRASE + panel.writing.text
    assert panel.writing.text == run.trainer.write().text
    qtbot.keyClick(panel.phrase, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    show(panel, run)
    assert len(panel.writing.text) == 5
    assert panel.words.toolTip().startswith("5 characters written; log p = −")


def test_the_buttons_do_the_same_and_greedy_is_the_likeliest(qtbot, panel, run):
    view(panel, WRITE)
    panel.how.how.setCurrentIndex(1)
    show(panel, run)
    likeliest = measured(run, phrase=PHRASE).likeliest[-1, 0]
    qtbot.mouseClick(panel.how.write, Qt.MouseButton.LeftButton)
    show(panel, run)
    assert panel.writing.text == CORPUS.vocabulary[likeliest]
    qtbot.mouseClick(panel.how.undo, Qt.MouseButton.LeftButton)
    show(panel, run)
    assert panel.writing.text == ""


def test_what_was_written_stands_in_the_columns_too_set_off(panel, run, qtbot):
    show(panel, run)
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    show(panel, run)
    found = columns(panel).found
    assert found.written == 1
    assert "".join(found.symbols) == PHRASE + panel.writing.text


def test_another_phrase_is_not_followed_by_what_was_written(panel, run, qtbot):
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    show(panel, run)
    show(panel, run)
    panel.phrase.setText("the moon")
    assert panel.writing.text == ""
    (request,) = panel.needs()
    assert request.option("written", "?") == ""


def test_keys_that_come_faster_than_the_network_wait_but_not_many(panel, run, qtbot):
    show(panel, run)
    for _ in range(9):
        qtbot.keyClick(panel, Qt.Key.Key_Return)
    for _ in range(9):
        show(panel, run)
    assert 1 <= len(panel.writing.text) <= 3


def test_both_rows_of_bars_are_the_distributions_before_and_after(panel, run):
    run.trainer.settings = run.trainer.settings.change(temperature=0.4, top_k=3)
    view(panel, WRITE)
    show(panel, run)
    bars, found = panel.views.on.bars, measured(run, phrase=PHRASE)
    before, after = bars._chances
    assert bars.codes[:5] == found.likeliest[-1, :5].tolist()
    np.testing.assert_allclose(before[bars.codes[:5]], found.p[-1, :5], rtol=1e-5)
    assert np.count_nonzero(after) == 3
    assert bars.label == "what is drawn from, at temperature 0.4, top 3"
    assert "never written" in bars.accessible_text(3)
    assert "written with p = " in bars.accessible_text(0)
    run.trainer.settings = run.trainer.settings.change(temperature=0.8, top_k=None)


def test_a_click_on_a_symbol_looks_into_the_cell_at_the_last_character(qtbot, panel, run):
    view(panel, WRITE)
    show(panel, run)
    point = panel.views.on.bars.spots()[0].astype(int)
    with qtbot.waitSignal(panel.look_into) as asked:
        qtbot.mouseClick(panel.views.on.bars, Qt.MouseButton.LeftButton, pos=QPoint(*point))
    assert asked.args == [Place(phrase=PHRASE)]


def test_a_beam_search_is_asked_for_only_where_it_is_seen(qtbot, panel, run):
    with qtbot.waitSignal(panel.needs_changed):
        view(panel, BEAM)
    (request,) = panel.needs()
    assert request.probe == "beam_search"
    assert request.option("temperature", 0.0) == 0.8
    show(panel, run)
    tree = panel.views.tree.tree
    assert tree.scores.shape == (8, 3)
    panel.beams.width_field.setValue(8)
    show(panel, run)
    assert panel.views.tree.tree.width == 8
    view(panel, EACH)
    assert {request.probe for request in panel.needs()} == {"next_character"}


def test_the_tree_grows_with_enter_and_shrinks_with_shift_enter(qtbot, panel, run):
    view(panel, BEAM)
    show(panel, run)
    before = panel.views.tree.tree
    qtbot.keyClick(panel.phrase, Qt.Key.Key_Return)
    show(panel, run)
    grown = panel.views.tree.tree
    assert len(grown.symbols) == 9
    assert grown.symbols[:8] == before.symbols
    qtbot.keyClick(panel.phrase, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    show(panel, run)
    assert len(panel.views.tree.tree.symbols) == 8


def test_no_branches_of_the_tree_cross_and_every_node_has_its_place(panel, run):
    view(panel, BEAM)
    panel.beams.width_field.setValue(8)
    show(panel, run)
    picture = panel.views.tree
    tree = picture.tree
    for step in range(1, len(tree.symbols)):
        parents = tree.parents[step].tolist()
        ends = sorted(
            (picture.place_of(step, w).y(), picture.place_of(step - 1, parents[w]).y())
            for s, w in picture.nodes
            if s == step
        )
        assert [y for _, y in ends] == sorted(y for _, y in ends)
        assert len({y for y, _ in ends}) == len(ends)
    for x, y in picture.spots():
        assert picture.rect().contains(QPoint(int(x), int(y)))


def test_pointing_at_the_tree_tells_text_and_log_p(qtbot, panel, run):
    view(panel, BEAM)
    show(panel, run)
    picture = panel.views.tree
    spot = picture.nodes.index((7, 0))
    qtbot.mouseMove(picture, QPoint(*picture.spots()[spot].astype(int)))
    said = picture.accessibleDescription()
    assert said.startswith(f"“{picture.tree.best.text}”: log p = −")
    with qtbot.waitSignal(panel.look_into) as asked:
        qtbot.mouseClick(picture, Qt.MouseButton.LeftButton,
                         pos=QPoint(*picture.spots()[spot].astype(int)))  # fmt: skip
    assert asked.args == [Place(phrase=PHRASE + picture.tree.best.text)]


def test_another_draw_and_the_copied_continuations(qtbot, panel, run):
    view(panel, BEAM)
    show(panel, run)
    before = panel.views.tree.tree.sampled
    qtbot.mouseClick(panel.beams.again, Qt.MouseButton.LeftButton)
    show(panel, run)
    tree = panel.views.tree.tree
    assert tree.sampled != before
    qtbot.mouseClick(panel.controls.copy, Qt.MouseButton.LeftButton)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    names = [line[0] for line in lines[:4]]
    assert names == ["how", "beam search", "greedy", f"sampled at {tree.temperature:g}"]
    assert float(lines[1][1]) == tree.best.log_p


def test_clear_forgets_the_run_and_what_was_written(panel, run, qtbot):
    show(panel, run)
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    show(panel, run)
    panel.clear()
    assert panel.views.message == EMPTY
    assert panel.writing.text == ""


def test_a_second_panel_follows_phrase_view_and_what_was_written(panel, run, qtbot):
    view(panel, WRITE)
    show(panel, run)
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    show(panel, run)
    second = NextCharacterPanel()
    qtbot.addWidget(second)
    second.hide_controls()
    second.show_corpus(CORPUS, ())
    second.follow(panel)
    assert second.needs() == panel.needs()
    view(panel, BEAM)
    panel.beams.width_field.setValue(5)
    second.follow(panel)
    assert second.needs() == panel.needs()


def test_the_text_follows_the_program_s_size_of_text(qtbot, panel, run, qapp):
    view(panel, WRITE)
    show(panel, run)
    before = panel.views.on.text.font().pointSizeF()
    usual = qapp.font()
    larger = QFont(usual)
    larger.setPointSizeF(usual.pointSizeF() + 4)
    try:
        qapp.setFont(larger)
        qtbot.waitUntil(lambda: panel.views.on.text.font().pointSizeF() > before + 3)
    finally:
        qapp.setFont(usual)
