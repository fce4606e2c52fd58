"""The look of the whole program: light, dark or the system's, and the size of its text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontDatabase

from rnnviz.gui.appearance.theme import DARK, LIGHT, Theme, apply

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from rnnviz.gui.preferences import Preferences

LOOKS = {"system": "Like the system", "light": "Light", "dark": "Dark"}
SMALLEST, LARGEST = -2, 12
"""Points by which text may differ from the system's size."""
THICK = 2.5
"""How many times as thick as usual lines are in front of a class."""
POINTS = 72
"""To an inch."""


class Look(QObject):
    """Gives the program its colours and its size of text; both are remembered.

    In front of a class text and lines are larger for a while, and that is not remembered.
    """

    changed = Signal(object)
    """Emitted with the theme when it has changed."""
    resized = Signal()
    """Emitted when the size of text has changed."""

    def __init__(
        self, app: QApplication, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._app, self._preferences = app, preferences
        self._font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self.choice = preferences.look
        self.enlargement = preferences.enlargement
        self._least, self._more = 0.0, 0
        """In front of a class: the least points of text, and by how many it is larger still."""
        self.theme = self._theme()
        apply(app, self.theme)
        self._resize_text()
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def choose(self, choice: str) -> None:
        """Take the look "light", "dark" or "system"."""
        self.choice = self._preferences.look = choice
        self._follow()

    def choose_by(self, action: QAction) -> None:
        """Take the look that a menu's entry stands for."""
        self.choose(str(action.data()))

    def larger(self) -> None:
        """Make all text a point larger."""
        self._enlarge(1)

    def smaller(self) -> None:
        """Make all text a point smaller."""
        self._enlarge(-1)

    def usual_size(self) -> None:
        """Give text the system's size, or in front of a class the least one."""
        self._enlarge(-self._more if self._least else -self.enlargement)

    def present(self, pixels: int) -> None:
        """Write in letters of so many pixels, with lines to match, until `end_presenting`."""
        self._least = pixels * POINTS / self._app.primaryScreen().logicalDotsPerInch()
        self._more = 0
        self._resize_text()
        self._follow()

    def end_presenting(self) -> None:
        """Give text and lines back what they had before."""
        self._least, self._more = 0.0, 0
        self._resize_text()
        self._follow()

    def _enlarge(self, points: int) -> None:
        if self._least:
            self._more = max(0, min(self._more + points, LARGEST))
            self._resize_text()
        else:
            self._set_enlargement(self.enlargement + points)

    def _set_enlargement(self, points: int) -> None:
        self.enlargement = self._preferences.enlargement = max(SMALLEST, min(points, LARGEST))
        self._resize_text()

    def _resize_text(self) -> None:
        font = QFont(self._font)
        usual = max(6.0, self._font.pointSizeF() + self.enlargement)
        font.setPointSizeF(max(usual, self._least) + self._more)
        if font != self._app.font():
            self._app.setFont(font)
            self.resized.emit()

    def _theme(self) -> Theme:
        if self.choice == "system":
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            dark = self.choice == "dark"
        theme = DARK if dark else LIGHT
        return replace(theme, stroke=THICK) if self._least else theme

    def _on_system_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._follow()

    def _follow(self) -> None:
        theme = self._theme()
        if theme != self.theme:
            before, self.theme = self.theme, theme
            if theme.dark != before.dark:
                apply(self._app, theme)
            self.changed.emit(theme)
