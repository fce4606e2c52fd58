"""A table of facts in words, in which only the rows that have something to say are there."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QLabel, QSizePolicy

from rnnviz.captions.help.names import fact as help_of
from rnnviz.gui.widgets.explained import explained
from rnnviz.gui.widgets.plain_text import plain_label


class FactTable(QFormLayout):
    """Names at the left, facts at the right; all are hidden at first."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setVerticalSpacing(2)
        self.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._told: set[str] = set()
        self.facts = {name: wrapped(name) for name in names}
        for name, fact in self.facts.items():
            label = explained(plain_label(name), help_of(name))
            explained(fact, help_of(name))
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            self.addRow(label, fact)
            self.setRowVisible(fact, False)

    def tell(self, name: str, words: str) -> None:
        """Show a fact, or no row where there are no words."""
        self.facts[name].setText(words)
        if bool(words) != (name in self._told):  # to say it again would lay all out anew
            self._told ^= {name}
            self.setRowVisible(self.facts[name], bool(words))


def wrapped(name: str) -> QLabel:
    """Return a label for plain text that is as wide as its place and as high as it must be."""
    label = plain_label()
    label.setAccessibleName(name)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setWordWrap(True)  # after the policy, which it extends
    return label
