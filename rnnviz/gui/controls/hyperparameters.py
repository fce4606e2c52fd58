"""The network and how it is trained: two forms, and presets that fill them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from rnnviz.gui.appearance.icons import pixmap
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.section import Section
from rnnviz.gui.widgets.settings_form import MARK_SIZE, SettingsForm
from rnnviz.gui.widgets.tool_button import tool_button
from rnnviz.lab.usual_settings import PRESETS, preset

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.settings import Settings

KEPT = {"seed"}
"""What a preset leaves as it is."""


class Hyperparameters(QWidget):
    """Network and training settings; `changed` brings one of them, `preset_chosen` many."""

    changed = Signal(str, object)
    preset_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.network = SettingsForm("network", has_more=True)
        self.training = SettingsForm("training", has_more=True)
        self._build()
        self._arrange()
        self.network.changed.connect(self.changed)
        self.training.changed.connect(self.changed)
        self._menu.triggered.connect(self._on_preset_triggered)

    def show_settings(self, settings: Settings) -> None:
        """Show these settings."""
        self.network.show_settings(settings)
        self.training.show_settings(settings)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.network.set_theme(theme)
        self.training.set_theme(theme)
        self._mark.setPixmap(pixmap("restart", theme.muted, MARK_SIZE))

    def _build(self) -> None:
        self.presets = tool_button("Presets")
        self.presets.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.presets.setToolTip("Fill both forms with settings that belong together")
        self._menu = QMenu(self)
        for name in PRESETS:
            action = self._menu.addAction(name)
            action.setData(name)
        self.presets.setMenu(self._menu)
        self._mark = plain_label()
        self._legend = plain_label("marks what starts a new network")
        self._legend.setForegroundRole(QPalette.ColorRole.PlaceholderText)

    def _arrange(self) -> None:
        legend = QHBoxLayout()
        legend.setContentsMargins(0, 0, 0, 0)
        legend.addWidget(self._mark)
        legend.addWidget(self._legend, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(legend)
        column.addWidget(Section("Network", self.network, self.presets))
        column.addWidget(Section("Training", self.training))

    def _on_preset_triggered(self, action: QAction) -> None:
        self.preset_chosen.emit(changes_of(action.data()))


def changes_of(name: str) -> dict[str, object]:
    """Return every network and training setting of a preset."""
    settings = preset(name)
    return {
        row: settings.value(row)
        for row, declaration in settings.rows().items()
        if declaration.group in ("network", "training") and row not in KEPT
    }
