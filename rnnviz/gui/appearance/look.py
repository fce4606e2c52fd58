"""The look of the whole program: light, dark or the system's, and the size of its text."""

from __future__ import annotations

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


class Look(QObject):
    """Gives the program its colours and its size of text; both are remembered."""

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
        self._set_enlargement(self.enlargement + 1)

    def smaller(self) -> None:
        """Make all text a point smaller."""
        self._set_enlargement(self.enlargement - 1)

    def usual_size(self) -> None:
        """Give text the system's size."""
        self._set_enlargement(0)

    def _set_enlargement(self, points: int) -> None:
        self.enlargement = self._preferences.enlargement = max(SMALLEST, min(points, LARGEST))
        self._resize_text()

    def _resize_text(self) -> None:
        font = QFont(self._font)
        font.setPointSizeF(max(6.0, self._font.pointSizeF() + self.enlargement))
        if font != self._app.font():
            self._app.setFont(font)
            self.resized.emit()

    def _theme(self) -> Theme:
        if self.choice == "system":
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            dark = self.choice == "dark"
        return DARK if dark else LIGHT

    def _on_system_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._follow()

    def _follow(self) -> None:
        theme = self._theme()
        if theme is not self.theme:
            self.theme = theme
            apply(self._app, theme)
            self.changed.emit(theme)
