"""The next character as people see and use it: a column for every character of a phrase."""

from dataclasses import replace

import numpy as np
import pytest
from next_panels import PHRASE, columns, learned_run, make_next_panel, measured, show, view
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from timing import cpu_seconds
from trainers import CORPUS, make_run, train

from rnnviz.captions import next_character as words
from rnnviz.captions.loss_units import snapshot_in
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.next_character import COMING, EMPTY
from rnnviz.lab.panels import BEAM, EACH, WRITE
from rnnviz.lab.place import Place
from rnnviz.lab.snapshot import Request
from rnnviz.probes.next_character import NO_TEXT
from rnnviz.tasks.builtin import BUILTIN

SIZES = [(200, 120), (380, 250), (520, 300), (1200, 700)]


@pytest.fixture(scope="module")
def run():
    return learned_run()


@pytest.fixture
def panel(qtbot):
    return make_next_panel(qtbot)


def spot_of(panel, step, row):
    return (step - columns(panel).first) * columns(panel).room.rows + row


def test_before_training_the_panel_says_what_will_stand_there(panel, run):
    assert columns(panel).message == EMPTY
    assert panel.needs() == {Request("next_character", (("phrase", PHRASE), ("written", "")))}
    panel.show_snapshot(run.snapshot({}))
    assert columns(panel).message == COMING


def test_every_column_has_the_likeliest_symbols_and_the_true_one(panel, run):
    show(panel, run)
    found, picture = measured(run, phrase=PHRASE), columns(panel)
    assert picture.total == len(PHRASE)
    rows = picture.room.rows
    for step in range(len(PHRASE)):
        shown = picture.bars(step, rows)
        expected = dict(zip(found.likeliest[step].tolist(), found.p[step].tolist(), strict=True))
        assert [p for _, p in shown[:-1]] == list(expected.values())[: rows - 1]
        if step < len(PHRASE) - 1:
            code = int(CORPUS.encode(PHRASE[step + 1])[0])
            assert (code, float(found.p_true[step])) in shown
            assert [picture.is_true(step, one) for one, _ in shown].count(True) == 1


def test_the_true_symbol_is_there_although_others_are_likelier(panel, run):
    panel.phrase.setText("thx")
    panel.phrase.setText("tzzz" if "z" in CORPUS.vocabulary else "tddd")
    show(panel, run)
    picture = columns(panel)
    found, rows = picture.found, 3
    step = int(found.ranks.argmax())
    assert found.ranks[step] >= rows
    assert picture.bars(step, rows)[-1] == (found.targets[step], float(found.p_true[step]))


def test_the_true_bar_has_another_colour_a_mark_and_a_frame(panel, run):
    show(panel, run)
    picture = columns(panel)
    image = picture.grab().toImage()
    for step in range(3):
        for row, (code, _) in enumerate(picture.bars(step, picture.room.rows)):
            area = picture.room.area(step, row)
            mark = image.pixelColor(int(area.left()) + 5, int(area.center().y()))
            assert (mark == QColor(LIGHT.lines[2])) == picture.is_true(step, code)


def test_bits_and_nats_stand_below_and_in_the_words(qtbot, panel, run):
    show(panel, run)
    found = measured(run, phrase=PHRASE)
    step = 2
    row = int(found.ranks[step])
    spot = spot_of(panel, step, row)
    point = columns(panel).spots()[spot]
    qtbot.mouseMove(columns(panel), QPoint(*point.astype(int)))
    said = columns(panel).accessibleDescription()
    assert said == columns(panel).accessible_text(spot)
    assert said.endswith(
        f"the true one: {found.losses[step]:.2f} nats, {-np.log2(found.p_true[step]):.2f} bits"
    )
    assert said.startswith("a space after “e”: p = ") or PHRASE[3] != " "
    mean = found.losses.mean()
    assert f"{mean:.2f} nats, {mean / np.log(2):.2f} bits a character" in panel.words.toolTip()


def test_another_unit_of_losses_is_shown_at_once(panel, run):
    show(panel, run)
    before = columns(panel).grab().toImage()
    (request,) = panel.needs()
    snapshot = run.snapshot({request: columns(panel).found})
    panel.show_snapshot(snapshot_in(snapshot, "perplexity"))
    assert columns(panel).room.feet == 3
    assert columns(panel).grab().toImage() != before
    assert "perplexity" in columns(panel).accessible_text(int(columns(panel).found.ranks[0]))
    panel.show_snapshot(snapshot)
    assert columns(panel).grab().toImage() == before


def test_typing_changes_it_at_every_key(qtbot, panel, run):
    show(panel, run)
    panel.phrase.setFocus()
    for typed in "s ":
        with qtbot.waitSignal(panel.needs_changed):
            qtbot.keyClick(panel.phrase, typed)
        show(panel, run)
        assert columns(panel).found.symbols[-1] == typed
    assert columns(panel).total == len(PHRASE) + 2


def test_an_empty_field_reads_the_usual_phrase(panel, run):
    panel.phrase.clear()
    show(panel, run)
    assert "".join(columns(panel).found.symbols) == panel.phrase.hint


def test_a_long_phrase_goes_along_with_the_bar_and_every_letter_can_be_read(qtbot, panel, run):
    panel.phrase.setText((PHRASE + " ") * 8)
    show(panel, run)
    picture, bar = columns(panel), panel.views.each.bar
    assert bar.isVisible()
    assert bar.maximum() == picture.total - picture.room.columns
    seen = set()
    while True:
        assert picture.first == bar.value()
        seen |= set(range(picture.first, picture.first + picture.room.columns))
        assert picture.room.left + picture.room.columns * picture.room.width <= picture.width() + 1
        if bar.value() == bar.maximum():
            break
        bar.triggerAction(bar.SliderAction.SliderPageStepAdd)
    assert seen == set(range(picture.total))
    assert picture.step_of(0) == picture.first
    panel.phrase.setFocus()
    panel.phrase.end(False)
    qtbot.keyClick(panel.phrase, "a")
    show(panel, run)
    assert bar.value() == bar.maximum(), "who types at the end sees the end"
    panel.phrase.setText("the")
    show(panel, run)
    assert not bar.isVisible()


def test_arrow_keys_go_through_bars_and_along_the_phrase(qtbot, panel, run):
    panel.phrase.setText((PHRASE + " ") * 4)
    show(panel, run)
    picture = columns(panel)
    picture.setFocus()
    for _ in range(picture.room.columns + 2):
        qtbot.keyClick(picture, Qt.Key.Key_Right)
    assert picture.step_of(picture.pointed) == picture.room.columns + 1
    assert picture.first == 2
    qtbot.keyClick(picture, Qt.Key.Key_Down)
    assert picture.pointed % picture.room.rows == 1
    for _ in range(picture.total):
        qtbot.keyClick(picture, Qt.Key.Key_Left)
    assert (picture.first, picture.step_of(picture.pointed)) == (0, 0)


def test_a_click_on_a_bar_looks_into_the_cell_at_that_character(qtbot, panel, run):
    show(panel, run)
    picture, row = columns(panel), int(measured(run, phrase=PHRASE).ranks[4])
    for at, loss in ((row, 4), (row + 1 if row == 0 else row - 1, None)):
        point = picture.spots()[spot_of(panel, 4, at)]
        with qtbot.waitSignal(panel.look_into) as asked:
            qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(*point.astype(int)))
        assert asked.args == [Place(step=4, phrase=PHRASE, loss=loss)]


def test_the_table_is_copied_with_all_digits(qtbot, panel, run):
    show(panel, run)
    qtbot.mouseClick(panel.controls.copy, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    found = measured(run, phrase=PHRASE)
    assert len(lines) == len(PHRASE) + 1
    header = lines[0].split("\t")
    assert header[:7] == ["step", "reads", "next", "p", "bits", "nats", "rank"]
    for step, line in enumerate(lines[1:]):
        row = dict(zip(header, line.split("\t"), strict=True))
        assert row["reads"] == PHRASE[step].replace(" ", "␣")
        assert np.float32(row["p 1"]) == found.p[step, 0]
        if step < len(PHRASE) - 1:
            assert np.float32(row["nats"]) == found.losses[step]
            assert np.float32(row["bits"]) == found.bits[step]
            assert int(row["rank"]) == found.ranks[step] + 1
        else:
            assert row["nats"] == ""


def test_a_phrase_that_cannot_be_read_shows_the_reason_in_every_view(panel, run):
    for data in (EACH, WRITE, BEAM):
        view(panel, data)
        panel.phrase.setText("ÿ")
        show(panel, run)
        assert "'ÿ'" in panel.views.message
        panel.phrase.setText(PHRASE)
        show(panel, run)
        assert panel.views.message == ""


def test_a_task_without_text_says_so_and_hides_what_makes_no_sense(panel):
    drawn = train(make_run(None, task="copying", batch=3), 2)
    show(panel, drawn)
    assert panel.views.message == NO_TEXT
    assert not panel.phrase.isVisible()


def test_weights_that_are_no_numbers_are_named(panel):
    lost = train(make_run(), 2)
    lost.trainer.network.flat[...] = np.nan
    for data in (EACH, WRITE):
        view(panel, data)
        show(panel, lost)
        assert panel.views.message == words.DIVERGED


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_view_is_drawn_in_every_size(panel, run, size, theme):
    panel.set_theme(theme)
    panel.resize(*size)
    for data in (EACH, WRITE, BEAM):
        view(panel, data)
        show(panel, run)
        assert (panel.width(), panel.height()) == size
        picture = panel.views._pictures[panel.views.currentIndex()]
        seen = picture.grab().toImage()
        colours = {seen.pixel(x, y) for x in range(0, seen.width(), 3)
                   for y in range(0, seen.height(), 3)}  # fmt: skip
        assert len(colours) > 2 or seen.height() < 20


@pytest.mark.parametrize(("width", "columns_seen", "most"), [(520, 6, 3e-3), (1400, 17, 5e-3)])
def test_a_frame_takes_few_milliseconds(panel, run, width, columns_seen, most):
    panel.resize(width, 300)
    panel.phrase.setText("the sea is old and gre")
    found = measured(run, phrase="the sea is old and gre")
    (request,) = panel.needs()
    frames = [run.snapshot({request: replace(found, phrase=found.phrase)}) for _ in range(2)]
    panel.show_snapshot(frames[0])
    panel.grab()
    assert columns(panel).room.columns >= columns_seen

    def frame(turn):
        panel.show_snapshot(frames[(turn + 1) % 2])
        columns(panel).repaint()

    assert cpu_seconds(frame, 40) < most


def test_hello_is_the_table_of_the_course(panel):
    """With these settings it is so for every seed: h leads to e, e to l, l to l, l to o."""
    hello = BUILTIN["hello"].load()
    panel.show_corpus(hello, ())
    panel.phrase.setText("hello")
    for seed in range(4):
        learned = make_run(hello, cell="vanilla", hidden=4, window=6, batch=1, state="reset",
                           lr=0.01, schedule="constant", steps=200, seed=seed)  # fmt: skip
        show(panel, train(learned))
        found = columns(panel).found
        assert (found.ranks == 0).all()
        assert (found.p_true > 0.85).all()
        assert words.data(found).text("\t").splitlines()[1].startswith("1\th\te\t0.")


def test_controls_have_names_and_tooltips(panel):
    beams = panel.beams
    for control in (panel.view, panel.phrase, panel.how.how, beams.width_field, beams.length_field):
        assert control.accessibleName()
        assert control.toolTip()
    for button in (panel.controls.copy, panel.how.write, panel.how.undo, panel.beams.again):
        assert button.text()
        assert button.toolTip()
