"""What is written is whole, and what is clicked is large, in every panel and the column."""

import pytest
from on_screen import cut, small
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from windows import PATIENCE, at_rest

from rnnviz.gui.widgets.fitted_combo import FittedCombo, entry_wordings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def seen(widget, kind):
    return [one for one in widget.findChildren(kind) if one.isVisible()]


def check_choosers(panel):
    """Every chooser shows a whole wording of what is chosen, and its list whole entries."""
    for combo in seen(panel, QComboBox):
        if combo.isEditable():
            continue
        assert isinstance(combo, FittedCombo), (panel.name, combo.accessibleName())
        advance = combo.fontMetrics().horizontalAdvance
        told = combo.shown_text
        assert told, (panel.name, combo.accessibleName())
        at = panel.name, told, combo.width(), panel.width()
        assert advance(told) <= combo._room() + 1, at
        for place in range(combo.count()):
            wanted = combo._wordings()[place][-1]
            assert advance(wanted) <= combo._room() + 1, (*at, wanted)


def check_labels(panel):
    """No label ends in an ellipsis."""
    for label in seen(panel, QLabel):
        text = label.text()
        assert not text.endswith("..."), (panel.name, text)
        assert ELLIPSIS not in text, (panel.name, text)


def test_no_text_is_cut_and_no_target_is_small_at_any_size_of_text(open_window, qtbot, train):
    window = open_window(size=(1024, 768))
    window.session.change(cell="lstm", layers=2)
    train(window, 30)
    for points in (0, 4, 8):
        while window.look.enlargement < points:
            window.look.larger()
        for dock in window.panels.docks:
            dock.raise_()
            QApplication.processEvents()
            if dock.can_be_seen and points == 0:
                qtbot.waitUntil(lambda: at_rest(window), timeout=PATIENCE)
            check_choosers(dock.panel)
            check_labels(dock.panel)
            assert (points, dock.kind.name, cut(dock)) == (points, dock.kind.name, [])
            assert (points, dock.kind.name, small(dock)) == (points, dock.kind.name, [])
        window.left.show_more(["text", "network", "training"])
        QApplication.processEvents()
        assert (points, cut(window), small(window)) == (points, [], [])
        window.left.show_more([])


def test_the_list_of_a_chooser_is_as_wide_as_its_entries(qtbot):
    combo = FittedCombo("Feature", "What is looked for")
    qtbot.addWidget(combo)
    combo.addItems(["a short one", "one that is a good deal longer than the other"])
    combo.resize(60, 30)
    with qtbot.waitExposed(combo):
        combo.show()
    combo.showPopup()
    widest = combo.fontMetrics().horizontalAdvance(combo.itemText(1))
    assert combo.view().viewport().width() >= widest
    combo.hidePopup()


@pytest.mark.parametrize(
    ("entries", "shortest"),
    [
        (("h, hidden state", "i, input gate", "f, forget gate"), ["h", "i", "f"]),
        (("held-out text", "training text", "own text"), ["held-out", "training", "own"]),
        (("layer 1", "layer 2"), ["1", "2"]),
        (("state h", "memory c"), ["state", "memory"]),
        (("word start", "word end", "vowels"), ["start", "end", "vowels"]),
        (("all", "all of them"), ["all", "all of"]),
    ],
)
def test_an_entry_is_shortened_to_what_no_other_means(entries, shortest):
    assert [[*entry_wordings(entry, entries)][-1] for entry in entries] == shortest
