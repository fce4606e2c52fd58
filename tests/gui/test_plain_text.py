"""Names are shown as they are, also those that look like HTML: Qt would load what they name."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as QtText
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel

import rnnviz.gui
from rnnviz.gui.widgets.plain_text import plain_label, plain_tooltip

ROOT = Path(rnnviz.gui.__file__).parent
LABELS = ("widgets/plain_text.py", "window/about.py", "window/hint.py")
"""The modules that make labels otherwise; all but the credits in the second one are plain, too."""
HOSTILE = ["<img src='/dev/zero'>", "a<b>c</b>", "&lt;b&gt;", "x < y", "<!--", "a\n<i>b</i>"]


def test_every_label_of_the_window_is_plain(window):
    labels = window.findChildren(QLabel)
    rich = [label.text() for label in labels if label.textFormat() != Qt.TextFormat.PlainText]
    assert len(labels) > 50
    assert not rich


def test_every_label_is_made_plain():
    for path in ROOT.rglob("*.py"):
        if path.relative_to(ROOT).as_posix() not in LABELS:
            found = re.findall(r"\bQLabel\(|\bsetHtml\(|\bRichText\b", path.read_text("utf-8"))
            assert not found, f"{path} makes a label that is not plain; use plain_label"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_tooltip_shows_a_name_as_it_is(name):
    tooltip = plain_tooltip(name)
    if QtText.mightBeRichText(tooltip):
        document = QTextDocument()
        document.setHtml(tooltip)
        assert document.toPlainText() == name
        assert "src" not in re.sub("&lt;.*?&gt;", "", tooltip)
    else:
        assert tooltip == name


def test_usual_words_stay_as_they_are():
    assert plain_tooltip("one.txt\ntwo & three.txt, 3 < 4") == "one.txt\ntwo & three.txt, 3 < 4"


def test_a_label_shows_a_name_as_it_is(qtbot):
    label = plain_label("<b>a</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>a</b>"
