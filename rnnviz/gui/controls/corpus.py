"""The text that is learned: built-in ones a click away, facts about it, and how it begins."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFormLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.flow_layout import FlowLayout
from rnnviz.gui.settings_form import SettingsForm
from rnnviz.lab.settings import TEXT_ONLY
from rnnviz.tasks.builtin import BUILTIN

if TYPE_CHECKING:
    from rnnviz.gui.theme import Theme
    from rnnviz.lab.settings import Settings
    from rnnviz.tasks.text import Corpus

PREVIEW = 400
"""Characters of the text that are shown."""
PREVIEW_LINES = 5
ALPHABET_SHOWN = 200
"""Symbols of the alphabet that its tooltip lists."""


class CorpusControl(QWidget):
    """Picks a text and tells about the one that is open."""

    builtin_requested = Signal(str)
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = SettingsForm("text", TEXT_ONLY.__contains__)
        self._build()
        self._arrange()
        self._buttons.buttonClicked.connect(self._on_button_clicked)
        self.open.clicked.connect(self.open_requested)

    def show_corpus(self, corpus: Corpus, builtin: str) -> None:
        """Show the facts of a text; `builtin` is its name if it is a built-in one."""
        for name, button in self.builtins.items():
            button.setChecked(name == builtin)
        title = BUILTIN[builtin].title if builtin else corpus.name
        self.title.setText(title)
        self.title.setToolTip(corpus.source)
        for name, words in _facts(corpus).items():
            self.facts[name].setText(words)
            self._table.setRowVisible(self.facts[name], bool(words))
        shown = " ".join(map(repr, corpus.vocabulary[:ALPHABET_SHOWN]))
        self.facts["Alphabet"].setToolTip(shown)
        self.preview.setPlainText(corpus.preview(PREVIEW))

    def show_settings(self, settings: Settings, corpus: Corpus | None) -> None:
        """Show how the text is folded and how much of it is held out."""
        self.form.show_settings(settings)
        held_out = _held_out(corpus, settings.validation) if corpus else ""
        self.facts["Validation"].setText(held_out)
        self._table.setRowVisible(self.facts["Validation"], bool(held_out))

    def resize_preview(self) -> None:
        """Give the preview letters of equal width in the program's size of text."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(QApplication.font().pointSizeF())
        self.preview.setFont(font)
        self.preview.setFixedHeight(PREVIEW_LINES * QFontMetrics(font).lineSpacing() + 10)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.form.set_theme(theme)

    def _build(self) -> None:
        self._buttons = QButtonGroup(self)
        self._buttons.setExclusive(False)
        self.builtins: dict[str, QToolButton] = {}
        for builtin in BUILTIN.values():
            button = QToolButton(text=builtin.title, checkable=True)
            button.setObjectName(builtin.name)
            button.setToolTip(builtin.origin)
            self._buttons.addButton(button)
            self.builtins[builtin.name] = button
        self.open = QToolButton(text="Open…")
        self.open.setToolTip("Read text files of your own; dropping them on the window works too")
        self.title = _plain_label("The text that is learned")
        bold = self.title.font()
        bold.setBold(True)
        self.title.setFont(bold)
        names = ("Length", "Alphabet", "Encoding", "Entropy", "Validation", "Folded", "Note")
        self.facts = {name: _plain_label(name) for name in names}
        self.preview = QPlainTextEdit(readOnly=True)
        self.preview.setAccessibleName("How the text begins")
        self.resize_preview()

    def _arrange(self) -> None:
        flow = FlowLayout()
        for button in (*self.builtins.values(), self.open):
            flow.addWidget(button)
        self._table = QFormLayout()
        self._table.setContentsMargins(0, 0, 0, 0)
        self._table.setVerticalSpacing(2)
        self._table.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for name, fact in self.facts.items():
            label = QLabel(name)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            self._table.addRow(label, fact)
            self._table.setRowVisible(fact, False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(flow)
        column.addWidget(self.title)
        column.addLayout(self._table)
        column.addWidget(self.preview)
        column.addWidget(self.form)

    def _on_button_clicked(self, button: QToolButton) -> None:
        button.setChecked(not button.isChecked())  # it is checked when its text has been read
        self.builtin_requested.emit(button.objectName())


def _plain_label(name: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setWordWrap(True)  # after the policy, which it extends
    return label


def _facts(corpus: Corpus) -> dict[str, str]:
    """Return what is known about a text, in words; what is not there is empty."""
    bits = corpus.entropy / math.log(2)
    return {
        "Length": f"{corpus.characters:,} characters",
        "Alphabet": f"{corpus.alphabet:,} symbols",
        "Encoding": corpus.encoding,
        "Entropy": f"{bits:.2f} bits a character",
        "Folded": corpus.folded,
        "Note": " ".join(corpus.warnings),
    }


def _held_out(corpus: Corpus, validation: float) -> str:
    _, held_out = corpus.split(validation)
    return f"the last {len(held_out):,} characters" if len(held_out) else "nothing"
