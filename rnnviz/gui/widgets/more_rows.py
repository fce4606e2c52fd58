"""Which rows of a form are in front, and which only come with "More"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rnnviz.gui.widgets.tool_button import tool_button

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rnnviz.declare import Declaration, Value
    from rnnviz.lab.settings import Settings


class MoreRows(QObject):
    """Has rows in front by their declaration, and those that somebody or something has changed.

    What is changed elsewhere, as by a lesson, comes to the front by itself and stays there, so
    that nothing moves away under the cursor.
    """

    toggled = Signal(bool)
    """Emitted when all rows are wanted, or those in front alone."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.button = tool_button("More", flat=True)
        self.button.setCheckable(True)
        self.button.toggled.connect(self._on_toggled)
        self._known: dict[str, Value] = {}
        self._brought: set[str] = set()

    @property
    def all_shown(self) -> bool:
        """Whether all rows are wanted."""
        return self.button.isChecked()

    def show_all(self, wanted: bool) -> None:
        """Show all rows, or those in front alone."""
        self.button.setChecked(wanted)

    def bring(self, name: str) -> None:
        """Have a row in front from now on."""
        self._brought.add(name)

    def in_front(self, rows: Mapping[str, Declaration], settings: Settings) -> set[str]:
        """Return the rows that are to be seen, and count on the button those that are not."""
        meant = settings.rows()
        for name, declared in rows.items():
            if name in meant:
                value = settings.value(name)
                if value != self._known.get(name, declared.default):
                    self._brought.add(name)
                self._known[name] = value
        front = {name for name in rows if rows[name].front or name in self._brought}
        rest = len(rows) - len(front)
        self.button.setText("Fewer settings" if self.all_shown else f"More settings ({rest})")
        self.button.setToolTip("Show those alone that are changed first, or all")
        self.button.setVisible(bool(rest))
        return set(rows) if self.all_shown else front

    def _on_toggled(self, wanted: bool) -> None:
        if not wanted:
            self._brought.clear()
        self.toggled.emit(wanted)
