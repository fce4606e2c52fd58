"""Which page is read: a part of the text with buttons to the pages around it, or an own text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from rnnviz.captions.invisible_characters import to_type, typed
from rnnviz.captions.reading import page_name
from rnnviz.gui.controls.phrase import default_phrase
from rnnviz.gui.widgets.choice import Choice
from rnnviz.gui.widgets.choice_row import ChoiceRow
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.tool_button import tool_button
from rnnviz.lab.panels import HELD_OUT, LEARNED, OWN
from rnnviz.probes.page import LONGEST_LEAD, PAGE

if TYPE_CHECKING:
    from rnnviz.tasks.coding import Codes
    from rnnviz.tasks.text import Corpus

OFFER = (("held-out text", HELD_OUT), ("training text", LEARNED), ("own text", OWN))


class PageTurner(QWidget):
    """Turns the pages of a text; `turned` says that another one is to be read."""

    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = Choice("Which text", "Read what is held out, or what is learned from", OFFER)
        self.back = tool_button("◀", flat=True)
        self.back.setAccessibleName("Page before")
        self.back.setToolTip("The page before (Page Up in the text)")
        self.on = tool_button("▶", flat=True)
        self.on.setAccessibleName("Next page")
        self.on.setToolTip("The next page (Page Down in the text)")
        self.where: QLabel = plain_label()
        self.where.setAccessibleName("Which page is read")
        self.own = HintedLine()
        self.own.setAccessibleName("Own text")
        self.own.setToolTip("The text that is read; \\n is a line end")
        self.own.setMaxLength(PAGE)
        self.own.setMinimumWidth(40)
        self._default = ""
        self._corpus: Corpus | None = None
        self._parts: tuple[Codes, Codes] | None = None
        self._validation: float | None = None
        self._read: tuple[tuple[str, int], tuple[str, str]] | None = None
        """The texts of the page that was read last."""
        self.page = 0
        pages = self.part, self.back, self.where, self.on
        self.setLayout(ChoiceRow(pages, (self.own,), stretched=(self.own,)))
        self.part.currentIndexChanged.connect(self._on_part_chosen)
        self.back.clicked.connect(self._on_back)
        self.on.clicked.connect(self._on_next)
        self.own.textChanged.connect(self.turned)
        self._tell()

    def show_corpus(self, corpus: Corpus | None) -> None:
        """Turn the pages of another text from the first on; None for a task without one."""
        if corpus is not self._corpus:
            self._corpus, self.page = corpus, 0
            self._default = default_phrase(corpus) if corpus else ""
            self.own.setPlaceholderText(to_type(self._default))
            self._begin()

    def hold_out(self, validation: float) -> None:
        """Take note of the share of the text that is held out."""
        if validation != self._validation:
            self._validation, self.page = validation, 0
            self._begin()

    @property
    def pages(self) -> int:
        """How many there are."""
        codes = self._codes
        return 1 if codes is None else max(1, -(-len(codes) // PAGE))

    @property
    def text(self) -> tuple[str, str]:
        """The page, and what is read before it."""
        which = self.part.currentData()
        if which == OWN:
            return typed(self.own.text()) or self._default, ""
        part, start = self._codes, self.page * PAGE
        if self._corpus is None or part is None:
            return "", ""
        if self._read is None or self._read[0] != (which, self.page):
            page, lead = part[start : start + PAGE], part[max(0, start - LONGEST_LEAD) : start]
            texts = self._corpus.decode(page), self._corpus.decode(lead)
            self._read = (which, self.page), texts
        return self._read[1]

    def turn(self, pages: int) -> None:
        """Go on by so many pages, or back."""
        self.turn_to(self.page + pages)

    def turn_to(self, page: int) -> None:
        """Go to a page, as far as there is one."""
        page = max(0, min(page, self.pages - 1))
        if page != self.page:
            self.page = page
            self._tell()
            self.turned.emit()

    @property
    def _codes(self) -> Codes | None:
        """The part of the text that is read."""
        if self._parts is None:
            return None
        train, heldout = self._parts
        return heldout if self.part.currentData() == HELD_OUT else train

    def _begin(self) -> None:
        """Offer only what there is to read."""
        self._parts = self._read = None
        if self._corpus is not None and self._validation is not None:
            self._parts = self._corpus.split(self._validation)
        missing = self._parts is not None and len(self._parts[1]) < 2
        wanted = self.part.currentData()
        self.part.offer(OFFER[1:] if missing else OFFER)
        if missing and wanted == HELD_OUT:  # as soon as there is some again
            self.part.wish(HELD_OUT)
        self._tell()
        self.turned.emit()

    def _on_back(self) -> None:
        self.turn(-1)

    def _on_next(self) -> None:
        self.turn(1)

    def _on_part_chosen(self) -> None:
        self.page = 0
        self._tell()
        self.turned.emit()

    def _tell(self) -> None:
        pages = self.pages
        is_own = self.part.currentData() == OWN
        self.own.setVisible(is_own)
        for widget in (self.back, self.where, self.on):
            widget.setVisible(not is_own)
        self.where.setText(page_name(self.page, pages))
        self.back.setEnabled(self.page > 0)
        self.on.setEnabled(self.page < pages - 1)
