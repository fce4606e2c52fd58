"""The facts of a text: what was noted while it was read, and characters that no font has."""

import pytest
from PySide6.QtGui import QFont, QFontMetrics

from rnnviz.gui.appearance.missing_glyphs import (
    CHECKED_AT_MOST,
    missing_glyphs,
)
from rnnviz.gui.controls.corpus import CorpusControl
from rnnviz.tasks.text import read_files, read_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
RARE = [0x4E2D, 0x3042, 0xAC00, 0x12000, 0x13000, 0x1F9D1, 0x16A0, 0xA4D0, 0x1D11E]


@pytest.fixture
def control(qtbot):
    control = CorpusControl()
    qtbot.addWidget(control)
    control.show()
    return control


@pytest.fixture
def lacking(qapp):
    """A character that the fonts of this machine lack."""
    metrics = QFontMetrics(QFont())
    found = [chr(point) for point in RARE if not metrics.inFontUcs4(point)]
    if not found:
        pytest.skip("this machine's fonts have all characters that were tried")
    return found[0]


def test_what_no_font_can_show_is_noted(control, lacking, qtbot):
    control.show_corpus(read_text(f"some words and {lacking}\n" * 20, "rare"), "")
    qtbot.waitUntil(control.facts["Note"].isVisible)
    assert "No installed font has 1 of" in control.facts["Note"].text()
    assert f"U+{ord(lacking):04X}" in control.facts["Note"].text()
    control.show_corpus(read_text("some words\n" * 20, "plain"), "")
    qtbot.wait(20)
    assert not control.facts["Note"].isVisible()


def test_the_note_on_joining_stays_beside_it(control, lacking, qtbot, tmp_path):
    paths = [tmp_path / name for name in ("a.txt", "b.txt")]
    for path in paths:
        path.write_text(f"some words and {lacking}\n" * 20, encoding="utf-8")
    control.show_corpus(read_files(paths), "")
    note = control.facts["Note"]
    assert note.text() == "2 files were joined in this order: a.txt, b.txt."
    qtbot.waitUntil(lambda: "No installed font" in note.text())
    assert note.text().startswith("2 files were joined")


def test_letters_line_ends_and_signs_that_fonts_have_are_no_matter(qapp):
    corpus = read_text("plain words, naïve café\n\t" * 9, "plain")
    assert missing_glyphs(corpus, QFont()) == ()


def test_only_the_most_frequent_characters_are_looked_for(qapp, monkeypatch):
    asked = []
    monkeypatch.setattr(QFontMetrics, "inFontUcs4", lambda _, point: asked.append(point) or False)
    common, rare = chr(0x5000), "".join(map(chr, range(0x6000, 0x6000 + CHECKED_AT_MOST)))
    corpus = read_text(common * 5 + rare, "signs")
    assert len(missing_glyphs(corpus, QFont())) == CHECKED_AT_MOST
    assert asked[0] == ord(common)
