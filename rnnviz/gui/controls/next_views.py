"""The three pictures of what comes next, of which one is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from rnnviz.gui.controls.writing_view import WritingView
from rnnviz.gui.plotting.beam_tree import BeamTreePicture
from rnnviz.gui.plotting.scrolled_columns import ScrolledColumns
from rnnviz.lab.panels import BEAM, EACH, WRITE

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.writing_on import Rule
    from rnnviz.probes.beam_search import BeamTree
    from rnnviz.probes.next_character import NextCharacter

VIEWS = EACH, WRITE, BEAM


class NextViews(QStackedWidget):
    """Columns below a phrase, two rows of bars as the network writes on, or a tree."""

    def __init__(self) -> None:
        super().__init__()
        self.each = ScrolledColumns("What is expected after each character")
        self.on = WritingView()
        self.tree = BeamTreePicture("Tree of a beam search")
        for view in (self.each, self.on, self.tree):
            self.addWidget(view)
        self._pictures = self.each.columns, self.on.bars, self.tree

    def choose(self, view: str) -> None:
        """Have one of VIEWS seen."""
        self.setCurrentIndex(VIEWS.index(view))

    @property
    def message(self) -> str:
        """What stands in place of the picture that is seen."""
        return self._pictures[self.currentIndex()].message

    def say(self, sentence: str) -> None:
        """Show a sentence in place of every picture."""
        for view in (self.each, self.on, self.tree):
            view.set_message(sentence)

    def show_found(self, found: NextCharacter, rule: Rule, unit: str) -> None:
        """Paint what is expected in the view that is seen, losses in a unit."""
        if self.currentWidget() is self.on:
            self.on.show_found(found, rule)
        else:
            self.each.show_found(found, unit)

    def show_tree(self, tree: BeamTree) -> None:
        """Paint a beam search."""
        self.tree.show_tree(tree)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        for view in (self.each.columns, self.on, self.tree):
            view.set_theme(theme)
