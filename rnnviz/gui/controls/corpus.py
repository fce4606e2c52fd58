"""The text that is learned: built-in ones a click away, facts about it, and how it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from rnnviz.captions.corpus import captions, held_out_caption, missing_glyphs_caption
from rnnviz.captions.loss_units import NATS
from rnnviz.gui.appearance.fixed_font import fixed_font
from rnnviz.gui.appearance.missing_glyphs import (
    CHECKED_AT_MOST,
    missing_glyphs,
)
from rnnviz.gui.controls.encoding_row import EncodingRow
from rnnviz.gui.widgets.fact_table import FactTable, wrapped
from rnnviz.gui.widgets.flow_layout import FlowLayout
from rnnviz.gui.widgets.pick_button import PickButton
from rnnviz.gui.widgets.plain_text import plain_tooltip
from rnnviz.gui.widgets.settings_form import SettingsForm
from rnnviz.gui.widgets.tool_button import tool_button
from rnnviz.lab.settings import TEXT_ONLY
from rnnviz.tasks.builtin import BUILTIN, JOINED, builtins_of
from rnnviz.tasks.which_text import WhichText

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
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
    encoding_chosen = Signal(str)
    """Emitted with the codec in which the text is to be read."""
    encodings_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._corpus: Corpus | None = None
        self._loss_unit = NATS
        self.form = SettingsForm("text", TEXT_ONLY.__contains__, has_more=True)
        self._build()
        self._arrange()
        self._buttons.buttonClicked.connect(self._on_button_clicked)
        self.open.clicked.connect(self.open_requested)
        self.encoding.chosen.connect(self.encoding_chosen)
        self.encoding.asked.connect(self.encodings_asked)
        self._fonts.timeout.connect(self._look_at_fonts)

    def show_corpus(self, corpus: Corpus, builtin: str) -> None:
        """Show the facts of a text; `builtin` is its name if it is built in."""
        for name, button in self.builtins.items():
            button.setChecked(name in builtin.split(JOINED))
        title = ", ".join(text.title for text in builtins_of(builtin)) or corpus.name
        self.title.setText(title)
        self.title.setToolTip(plain_tooltip(corpus.source))
        for name, words in captions(corpus, self._loss_unit).items():
            self._table.tell(name, words)
        shown = " ".join(map(repr, corpus.vocabulary[:ALPHABET_SHOWN]))
        self.facts["Alphabet"].setToolTip(plain_tooltip(shown))
        self.encoding.show_corpus(corpus)
        self.preview.setPlainText(corpus.preview(PREVIEW))
        self._corpus = corpus
        self._fonts.start()

    def show_settings(self, settings: Settings, corpus: Corpus | None) -> None:
        """Show how the text is folded and how much of it is held out."""
        self.form.show_settings(settings)
        apart = settings.task == WhichText.name
        held_out = held_out_caption(corpus, settings.validation, apart) if corpus else ""
        self._table.tell("Validation", held_out)

    def write_losses_in(self, choice: str) -> None:
        """Tell the entropy in another unit."""
        self._loss_unit = choice
        if self._corpus is not None:
            self._table.tell("Entropy", captions(self._corpus, choice)["Entropy"])

    def resize_preview(self) -> None:
        """Give the preview letters of equal width in the program's size of text."""
        self.preview.setFont(fixed_font())
        self.preview.setFixedHeight(PREVIEW_LINES * self.preview.fontMetrics().lineSpacing() + 10)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.form.set_theme(theme)
        for button in self.builtins.values():
            button.follow_look()

    def _build(self) -> None:
        self._fonts = QTimer(self)
        self._fonts.setSingleShot(True)  # to look at fonts when the text has been painted
        self._fonts.setInterval(0)
        self._buttons = QButtonGroup(self)
        self._buttons.setExclusive(False)
        self.builtins: dict[str, PickButton] = {}
        for builtin in BUILTIN.values():
            button = PickButton(builtin.title)
            button.setObjectName(builtin.name)
            button.setToolTip(builtin.origin)
            self._buttons.addButton(button)
            self.builtins[builtin.name] = button
        self.open = tool_button("Open…")
        self.open.setToolTip("Read text files of your own; dropping them on the window works too")
        self.title = wrapped("The text that is learned")
        bold = self.title.font()
        bold.setBold(True)
        self.title.setFont(bold)
        names = ("Length", "Alphabet", "Encoding", "Entropy", "Validation", "Folded", "Note")
        self._table = FactTable(names)
        self.facts = self._table.facts
        self.encoding = EncodingRow()
        self.preview = QPlainTextEdit(readOnly=True)
        self.preview.setAccessibleName("How the text begins")
        self.resize_preview()

    def _arrange(self) -> None:
        flow = FlowLayout()
        for button in (*self.builtins.values(), self.open):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(flow)
        column.addWidget(self.title)
        column.addLayout(self._table)
        column.addWidget(self.encoding)
        column.addWidget(self.preview)
        column.addWidget(self.form)

    def _on_button_clicked(self, button: QToolButton) -> None:
        button.setChecked(not button.isChecked())  # it is checked when its text has been read
        self.builtin_requested.emit(button.objectName())

    def _look_at_fonts(self) -> None:
        """Note what no font can show."""
        if self._corpus is None:
            return
        missing, alphabet = missing_glyphs(self._corpus, self.preview.font()), self._corpus.alphabet
        words = missing_glyphs_caption(missing, alphabet, all_known=alphabet <= CHECKED_AT_MOST)
        if words:
            self._table.tell("Note", " ".join((*self._corpus.notes, words)))
